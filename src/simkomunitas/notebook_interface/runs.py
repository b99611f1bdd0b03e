"""One run, and a record of it that gives tables, a graph and a picture."""

from typing import TYPE_CHECKING, Any

from simkomunitas.config.argument_checks import validate_path
from simkomunitas.config.config_reader import read_arm
from simkomunitas.explain.decision_explanations import tell_resident_story
from simkomunitas.locale.translation import Language
from simkomunitas.model.community.community_data import Community
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, measure_outcomes, outcomes
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.state.run_record import REPORTED_PERIODS, RunRecord
from simkomunitas.model.vocabulary import TIE_KINDS
from simkomunitas.notebook_interface.name_hints import build_missing_name_error, suggest_arguments
from simkomunitas.notebook_interface.scenarios import FilePath
from simkomunitas.simulation.rule_engine import EngineMode
from simkomunitas.simulation.simulation_run import run_scenario
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES, extract_weekly_curves

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from matplotlib.axes import Axes

WEEKS_HINT = 'write sk.run(scenario.change(**{"horizon.programme_weeks": 52, "horizon.weeks_after": 0}))'
RUN_HINTS = {
    "weeks": WEEKS_HINT,
    "steps": WEEKS_HINT,
    "replicates": "one run has one seed; write sk.compare(scenario, replicates=30)",
    "seeds": "one run has one seed; write sk.compare(scenario, replicates=30)",
    "events": "record.events is there without asking",
    "explain": 'write record.explain("r001")',
    "programme": "write sk.run(scenario.change(programme=programme))",
}
RECORD_HINTS = {
    "agents": "write record.residents; agents to be asked are in sk.CommunityModel(scenario, seed=1).agents",
    "network": "write record.graph()",
    "to_csv": 'write one of its tables: record.weekly.to_csv("weekly.csv")',
    "data": "write record.weekly, record.residents, record.events or record.outcomes",
}
RECORD_TABLES = ("weekly", "residents", "events", "outcomes", "graph", "explain", "plot", "summary")


class NotebookRecord(RunRecord):
    """What one run has left: tables of weeks, residents, events and outcomes, the network, and a picture."""

    scenario: Scenario
    seed: int

    @property
    def weekly(self) -> "pd.DataFrame":
        """A row a week, a column a series: what the engine counts, and after it the curves of the figures.

        >>> import simkomunitas as sk
        >>> record = sk.run(sk.scenario(horizon={"programme_weeks": 4, "weeks_after": 4}))
        >>> record.weekly.shape[0]
        8
        """
        from simkomunitas.results.record_tables import weekly_series_table  # noqa: PLC0415 - pandas only when asked for

        table, curves = weekly_series_table(self), extract_weekly_curves(self)
        named = dict(zip(WEEKLY_SERIES, curves, strict=True))
        return table.assign(**{name: curve for name, curve in named.items() if name not in table})

    @property
    def residents(self) -> "pd.DataFrame":
        """A row a resident: who she is, and how often she came in each period."""
        from simkomunitas.results.record_tables import residents_table  # noqa: PLC0415

        return residents_table(self)

    @property
    def events(self) -> "pd.DataFrame":
        """A row an event, with names and a sentence; a run that kept none is repeated under its seed."""
        from simkomunitas.results.record_tables import events_table  # noqa: PLC0415

        if len(self.event_log):
            return events_table(self)
        return events_table(run_scenario(self.scenario, self.seed, keep_events=True, community=self.community))

    @property
    def outcomes(self) -> "pd.DataFrame":
        """The outcomes: a row each, a column a period."""
        import pandas as pd  # noqa: PLC0415

        measured = [(*name.split("@"), value) for name, value in measure_outcomes(self).items()]
        table = pd.DataFrame(measured, columns=["outcome", "period", "value"])
        columns = [period for period in REPORTED_PERIODS if period in set(table["period"])]
        return table.pivot_table(index="outcome", columns="period", values="value", dropna=False)[columns]

    def graph(self) -> "nx.Graph[str]":
        """The network of the village: residents by id with their facts, ties with their kind.

        >>> import simkomunitas as sk
        >>> short = sk.scenario(horizon={"programme_weeks": 1, "weeks_after": 0})
        >>> sk.run(short.change(**{"community.people.adults": 30})).graph().number_of_nodes()
        30
        """
        import networkx as nx  # noqa: PLC0415

        from simkomunitas.results.record_tables import resident_facts_table  # noqa: PLC0415

        graph: nx.Graph[str] = nx.Graph()
        facts: dict[Any, dict[Any, Any]] = resident_facts_table(self.community).to_dict("index")
        graph.add_nodes_from(facts.items())
        ids, ties = self.community.ids, self.community.ties
        for row, name in enumerate(ids):
            for place in range(ties.start[row], ties.start[row + 1]):
                graph.add_edge(name, ids[ties.neighbour[place]], kind=TIE_KINDS[ties.kind[place]])
        return graph

    def explain(self, resident: str, language: Language = "en") -> str:
        """Why a resident came or stayed away, week by week; an id that nobody has raises KeyError, with a hint."""
        again = run_scenario(
            self.scenario, self.seed, keep_events=True, explain_resident=resident, community=self.community
        )
        return tell_resident_story(again, resident, language)

    def summary(self) -> "pd.DataFrame":
        """The five principles, a column a period."""
        return self.outcomes.loc[list(HEADLINE_OUTCOMES)]

    def plot(self, series: str = "participation", ax: "Axes | None" = None) -> "Axes":
        """One weekly series of this run, with the programme years shaded: ``sk.plot.weekly_series``."""
        from simkomunitas.notebook_interface.plot import weekly_series  # noqa: PLC0415

        return weekly_series(self, series, ax=ax)

    def __repr__(self) -> str:
        return f"Record(seed {self.seed}, {len(self.series)} weeks, {len(self.community.ids)} residents)"

    def _repr_html_(self) -> str:
        """The outcomes, as a notebook shows them."""
        html: Any = self.outcomes.style.format("{:.2f}", na_rep="").set_caption(repr(self)).to_html()
        return str(html)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a weekly series
        """A weekly series by its name; AttributeError with a hint for any other."""
        known = {*self.series_names, *WEEKLY_SERIES}
        if name in known:
            return self.weekly[name]
        hints = RECORD_HINTS | {one: f'write record.outcomes.loc["{one}"]' for one in outcomes}
        raise build_missing_name_error("a record", name, {*RECORD_TABLES, *known}, hints)


@suggest_arguments(RUN_HINTS)
def run(
    source: Scenario | FilePath, /, seed: int = 1, *, arm: str | None = None, keep_events: bool = False,
    explain_resident: str | None = None, community: Community | None = None, engine: EngineMode = "auto",
) -> NotebookRecord:  # fmt: skip
    """Live through all weeks of a scenario, or of the one in a YAML file.

    arm: which one, of a file that holds several.  keep_events: keep a log of every event.  explain_resident: the id
    of a resident whose reasons are kept; an unknown one raises KeyError.  community: the village, where it has been
    built for this seed already.  engine: "interpreted" is plain Python, in which breakpoints stop; "compiled"; or
    "auto", which interprets only short runs with rules of one's own.

    A scenario that no file could describe raises InputError with all errors; a seed that is no whole number from 0 to
    2**63 - 1 raises ValueError.

    >>> import simkomunitas as sk
    >>> record = sk.run(sk.scenario(horizon={"programme_weeks": 4, "weeks_after": 4}), seed=3)
    >>> record
    Record(seed 3, 8 weeks, 400 residents)
    """
    if isinstance(source, str) or hasattr(source, "__fspath__"):
        source = read_arm(validate_path(source, "a YAML file"), arm, option="scenario")
    plain = Scenario(*source) if isinstance(source, Scenario) else source
    found = run_scenario(
        plain, seed, keep_events=keep_events, explain_resident=explain_resident, community=community, engine=engine
    )
    record = NotebookRecord(*found)
    record.scenario, record.seed = plain, int(seed)
    return record

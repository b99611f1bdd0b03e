"""Several scenarios under the same seeds, and experiments, from Python."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from simkomunitas.config.argument_checks import validate_path
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES
from simkomunitas.model.scenario_definition import Comparison, Scenario
from simkomunitas.notebook_interface.name_hints import build_missing_name_error, suggest_arguments
from simkomunitas.notebook_interface.scenarios import FilePath
from simkomunitas.results.scenario_comparison import ComparisonResult, ProgressCallback, run_comparison

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NO_PROGRAMME = "none"  # the arm that the others are compared with, where there is one
USUAL_REPLICATES = 100
COMPARE_HINTS = {
    "seed": "write first_seed",
    "runs": "write replicates",
    "n": "write replicates",
    "jobs": "write workers",
    "reference": "write against",
    "arms": 'write sk.compare({"one": scenario, "other": scenario})',
}
RESULT_HINTS = {
    "to_csv": 'write one of its tables: result.outcomes.to_csv("outcomes.csv")',
    "differences": "write result.contrasts",
    "arms": 'write result.outcomes["arm"].unique()',
    "data": "write result.runs, result.outcomes, result.contrasts or result.weekly",
}


class NotebookComparison(ComparisonResult):
    """What a comparison has found: ``runs``, ``outcomes``, ``contrasts`` and ``weekly`` are tables."""

    def summary(self, period: str = "year_5") -> "pd.DataFrame":
        """The five principles in a period: a row an arm, a column a principle, means over the seeds."""
        rows = self.outcomes[(self.outcomes["period"] == period) & self.outcomes["outcome"].isin(HEADLINE_OUTCOMES)]
        table = rows.pivot_table(index="arm", columns="outcome", values="estimate", sort=False)
        return table[[name for name in HEADLINE_OUTCOMES if name in table]]

    def plot(self, outcome: str = "participation", ax: "Axes | None" = None) -> "Axes":
        """What each arm changes, with 95 % intervals: ``sk.plot.differences``."""
        from simkomunitas.notebook_interface.plot import differences  # noqa: PLC0415

        return differences(self, outcome, ax=ax)

    def __repr__(self) -> str:
        arms = list(dict.fromkeys(self.runs["arm"]))
        return f"Comparison of {len(arms)} arms ({', '.join(arms)}), {self.runs['seed'].nunique()} seeds each"

    def _repr_html_(self) -> str:
        """The five principles, as a notebook shows them."""
        html: Any = self.summary().style.format("{:.2f}", na_rep="").set_caption(repr(self)).to_html()
        return str(html)

    def __getattr__(self, name: str) -> NoReturn:
        raise build_missing_name_error("a result", name, dir(type(self)), RESULT_HINTS)


@suggest_arguments(COMPARE_HINTS)
def compare(
    source: Comparison | Scenario | Mapping[str, Scenario] | FilePath, /, *, replicates: int | None = None,
    first_seed: int | None = None, against: str | None = None, workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> NotebookComparison:  # fmt: skip
    """Run every arm under the same seeds, and estimate the outcomes and the paired differences.

    source: a YAML file, scenarios by name, one scenario (which is compared with no programme), or a comparison.
    replicates: runs of each arm; first_seed: seed of the first; against: the arm that the others are compared with.
    workers: processes, all cores if None; results do not depend on it.  progress: told how many runs are done.

    Values that no file may have raise InputError with all errors, a wrong number of workers ValueError.

    >>> import simkomunitas as sk
    >>> short = sk.scenario(horizon={"programme_weeks": 4, "weeks_after": 0}, community={"people": {"adults": 40}})
    >>> with_education = short.change(programme=sk.programme(strategies={"community_education": 1}))
    >>> sk.compare({"none": short, "education": with_education}, replicates=2, workers=1)
    Comparison of 2 arms (none, education), 2 seeds each
    """
    comparison = _build_comparison(source, against)
    given: dict[str, Any] = {"replicates": replicates, "first_seed": first_seed, "against": against}
    if isinstance(comparison, Comparison):
        comparison = comparison._replace(**{name: value for name, value in given.items() if value is not None})
    return NotebookComparison(*run_comparison(comparison, workers, progress))


def _build_comparison(source: Any, against: str | None) -> Comparison:  # noqa: ANN401 - what a user gives
    if isinstance(source, str) or hasattr(source, "__fspath__"):
        return read_comparison(validate_path(source, "a YAML file"))
    if isinstance(source, Scenario):
        source = {NO_PROGRAMME: source._replace(programme=None, programme_changes=()), "programme": source}
    if not isinstance(source, Mapping):
        comparison: Comparison = source  # checked by run_comparison
        return comparison
    arms = {str(name): Scenario(*arm) if isinstance(arm, Scenario) else arm for name, arm in source.items()}
    reference = against or (NO_PROGRAMME if NO_PROGRAMME in arms else next(iter(arms), ""))
    return Comparison("", "", tuple(arms.items()), USUAL_REPLICATES, 1, reference, Path())

"""A community as a Mesa model: for notebooks, for ``mesa.batch_run``, for SolaraViz; it steps the run of a sweep."""

import contextlib
import inspect
import itertools
import math
import warnings
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import mesa
import numpy as np
from mesa.space import ContinuousSpace

from simkomunitas.base.compilation_cache import python_function
from simkomunitas.config.argument_checks import MAX_SEED
from simkomunitas.explain.decision_explanations import translate_phrase
from simkomunitas.locale.translation import Language
from simkomunitas.mesa_interface.agent_windows import VillageModel
from simkomunitas.mesa_interface.mesa_agents import Facilitator, LocalLeader, Person, Resident, map_positions
from simkomunitas.mesa_interface.model_inputs import normalize_seed, to_scenario
from simkomunitas.model.processes.engine_inputs import empty_decision_trace, empty_log
from simkomunitas.model.processes.leader_recruitment import start_leading
from simkomunitas.model.processes.weekly_observation import SERIES_NAMES
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.state.community_state import NEVER
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.simulation.simulation_run import SimulationRun, find_resident_row

__all__ = ["REPORTED_SERIES", "CommunityModel"]

REPORTED_SERIES = (
    "participation_programme", "participation_mutual_help", "participation_association", "participation_governance",
    "general_participation", "aware", "invited", "contributed", "decided", "knows_decision", "trust", "efficacy",
    "ownership", "motive", "skill", "belief", "fatigue", "need", "associations_alive", "savings_groups_alive",
    "assets_working", "projects_open", "called_locally", "called_by_facilitators", "stage",
)  # fmt: skip
DEFAULT_SCENARIO = Scenario()


class ModelScenario(Scenario):
    """The scenario of a model; empty to Mesa, which would otherwise put one of its own kind in its place at a reset."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class ResidentReasons(NamedTuple):
    """The reasons of a resident, and whether they are those of this very model."""

    record: RunRecord
    is_exact: bool  # False if somebody wrote into rows and nobody watched

    def caveat(self, language: Language) -> str:
        """A line to be put before an explanation that is not exact."""
        return "" if self.is_exact else translate_phrase("say:rewritten", language) + "\n"


class CommunityModel(VillageModel):
    """A community and a programme, one step a week.

    scenario: a scenario, or the path of a YAML file; of a comparison, ``arm`` names the arm, and further keywords are
    keys of the file: ``CommunityModel("strategies.yaml", arm="balanced", **{"programme.facilitation.hours": 8})``.
    seed, or rng as newer Mesa calls it: the seed of all chance; None draws one, to be read in ``model.seed``.

    In ``mesa.batch_run`` vary ``parameters={"seed": range(1, 101)}`` (with Mesa 3.5 also ``rng=range(1, 101)``), so
    that all scenarios meet the same random numbers; ``iterations`` alone draws other seeds for every run.  A Scenario
    goes into a list there.

    >>> import simkomunitas as sk
    >>> model = sk.CommunityModel(sk.scenario(community={"people": {"adults": 30}}), seed=1)
    >>> model.step()
    >>> model.steps
    1
    """

    __signature__: ClassVar[inspect.Signature]

    def __init__(
        self,
        scenario: Scenario | Path | str = DEFAULT_SCENARIO,
        seed: Any = None,  # noqa: ANN401 - whatever Mesa and its widgets give
        rng: Any = None,  # noqa: ANN401
        arm: str | None = None,
        **kwargs: object,  # keys of the file; SolaraViz of Mesa 3.3 knows them by this name only
    ) -> None:
        self._peopling = True
        self._scenario = ModelScenario(*to_scenario(scenario, arm, kwargs))
        given = normalize_seed(seed, rng)
        super().__init__(rng=given)
        self.seed = given if isinstance(given, int) else int(self.rng.integers(MAX_SEED))
        self.run = SimulationRun(Scenario(*self._scenario), self.seed, log_room=1)
        self.facts = self.run.society.residents
        self.minds = self.run.state.resident_states
        self.hamlets = np.asarray(self.run.state.hamlets)
        self._watched_from = 0
        self._retold: tuple[int, SimulationRun] | None = None
        self._create_agents()
        self.running = self.run.now < self.run.last_week
        self.datacollector = mesa.DataCollector(model_reporters=MODEL_REPORTERS)
        self._peopling = False

    @property
    def scenario(self) -> Scenario:
        """What this run depends on, except the seed."""
        return self._scenario

    @scenario.setter
    def scenario(self, other: object) -> None:
        """Mesa 3.5 sets a scenario of its own kind, which nothing here needs; one of ours would change nothing."""
        if isinstance(other, Scenario):
            raise AttributeError("scenario is settled when the model is made; make another model")

    def step(self) -> None:
        """Let a week pass; after the last one nothing happens any more, which a warning says, and running is False."""
        if self.run.now >= self.run.last_week:
            self.running = False
            with contextlib.suppress(AttributeError):  # newest Mesa counts for itself
                self.steps = self.run.now
            warnings.warn(f"all {self.run.now} weeks have been lived, so step() changes nothing any more", stacklevel=3)
            return
        self._extend_log()
        self.run.advance_weeks(1)
        self._update_leaders()
        if int(self.run.state.programme.left) != NEVER:
            self._remove_facilitators()
        self.running = self.run.now < self.run.last_week
        self.datacollector.collect(self)

    def record(self) -> RunRecord:
        """The course of the run so far, with the log of its events."""
        return self.run.build_record()

    def resident(self, name: str) -> Resident:
        """The resident with this id; KeyError with a hint if nobody is called so."""
        return self.residents[find_resident_row(name, self.run.community)]

    # Who is there

    def _create_agents(self) -> None:
        """A window for every resident, and for those in a role; every type has its set, be it empty."""
        self.agent_numbers = itertools.count(1)
        self.residents = [Resident(self, row) for row in range(len(self.minds))]
        self._leaders: dict[int, LocalLeader] = {}
        for nobody in (LocalLeader(self, 0), Facilitator(self, 0)):
            nobody.detach()
        self._update_leaders()
        plan = self.run.plan
        for number in range(
            math.ceil(plan.facilitation.number) if plan.is_programme_present and plan.programme_weeks > 0 else 0
        ):
            Facilitator(self, number + 1)

    def _update_leaders(self) -> None:
        """Windows for those who lead now, and for nobody else; who goes on leading keeps hers."""
        with self._allow_changes():
            self._update_roles()

    def _update_roles(self) -> None:
        leading = np.flatnonzero(self.minds["leads"]).tolist()
        for row in self._leaders.keys() - set(leading):
            self._leaders.pop(row).detach()
        for row in leading:
            if row not in self._leaders:
                self._leaders[row] = LocalLeader(self, row)

    def _remove_facilitators(self) -> None:
        with self._allow_changes():
            for facilitator in list(self.agents_by_type[Facilitator]):
                facilitator.detach()

    def set_leading(self, row: int, leads: bool) -> None:
        """Let a resident take the lead, or give it up, between two weeks."""
        if bool(self.minds["leads"][row]) == leads:
            return
        if leads:
            python_function(start_leading)(row, self.run.now, self.run.society, self.run.state)
        else:
            self.minds["leads"][row] = False
            self.hamlets["leaders"][self.facts["hamlet"][row]] -= 1
        self._update_leaders()

    # Why they came

    def check_past_week(self, week: int | None) -> int:
        """A week that has been lived, the last one if none is given; ValueError for any other."""
        chosen = self.run.now - 1 if week is None else week
        if not 0 <= chosen < self.run.now:
            raise ValueError(f"week {chosen} has not been lived; {self.run.now} weeks have, the first is week 0")
        return chosen

    def watch_resident(self, who: Person | str) -> Resident:
        """Keep the reasons of a resident, and hers only, from now on; without it they are found by living again."""
        watched = self.residents[who.row if isinstance(who, Person) else find_resident_row(who, self.run.community)]
        self.run.plan.watched_resident = watched.row
        self.run.watch = empty_decision_trace(self.run.last_week)
        self._watched_from = self.run.now
        return watched

    def resident_reasons(self, row: int, since: int) -> ResidentReasons:
        """The reasons of a resident from a week on: from the watch, or else from living the same run again."""
        if int(self.run.plan.watched_resident) == row and since >= self._watched_from:
            return ResidentReasons(self.record(), True)
        again = self._replay_run(row)
        is_exact = _run_arrays(again) == _run_arrays(self.run)
        return ResidentReasons(
            again.build_record()._replace(event_log=self.record().event_log if is_exact else again.log[:0]), is_exact
        )

    def _replay_run(self, row: int) -> SimulationRun:
        """The same scenario and seed up to the present week, with a watch on a resident."""
        if self._retold is None or self._retold[0] != row or self._retold[1].now != self.run.now:
            again = SimulationRun(self.run.scenario, self.seed, self.run.community, watched=row)
            again.advance_weeks(self.run.now)
            self._retold = row, again
        return self._retold[1]

    def _extend_log(self) -> None:
        """See to it that the log has room for the busiest week that can be."""
        log, work = self.run.log, self.run.plan.facilitation
        entries = work.number * work.hours / min(work.session, work.visit) + 100
        most = 16 * len(self.minds) + 32 * len(self.hamlets) + int(entries)
        if log[0, 0] + most >= len(log):
            self.run.log = empty_log(2 * len(log) + most)
            self.run.log[: len(log)] = log

    @cached_property
    def space(self) -> ContinuousSpace:
        """A map for SolaraViz: hamlets around a square, in each the houses, and in each house its people."""
        places = map_positions(self.run.community)
        reach = float(np.abs(places).max()) + 1.0
        space = ContinuousSpace(reach, reach, torus=False, x_min=-reach, y_min=-reach)
        for resident, place in zip(self.residents, places.tolist(), strict=True):
            space.place_agent(resident, tuple(place))
        return space


def _run_arrays(run: SimulationRun) -> tuple[bytes, ...]:
    """Everything that a week leaves behind."""
    state = run.state
    tables = (run.series[: run.now], *(np.asarray(table) for table in (state.hamlets, state.groups, state.programme)))
    people = (run.society.residents.tobytes(), state.resident_states.tobytes())
    return *people, *(table.tobytes() for table in tables)


def latest_value(model: CommunityModel, column: int) -> float:
    """The value of a series in the last week; NaN before the first."""
    now = model.run.now
    return float(model.run.series[now - 1, column]) if now else math.nan


def count_leaders(model: CommunityModel) -> int:
    """How many residents lead."""
    return len(model.agents_by_type[LocalLeader])


def run_seed(model: CommunityModel) -> int:
    """The seed of the run, so that every row of a batch tells it."""
    return model.seed


MODEL_REPORTERS: dict[str, Callable[[CommunityModel], float]] = {
    name: partial(latest_value, column=SERIES_NAMES.index(name)) for name in REPORTED_SERIES
} | {"leaders": count_leaders, "seed": run_seed}

# batch_run of Mesa 3.5 looks for a parameter called seed, and would overwrite the seeds it was given by its own None.
_all = inspect.signature(CommunityModel)
CommunityModel.__signature__ = _all.replace(parameters=[one for one in _all.parameters.values() if one.name != "seed"])

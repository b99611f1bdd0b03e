"""One run: a scenario and a seed in, a record out; all at once or week by week."""

from collections.abc import Iterable
from functools import cache, lru_cache, partial

import numpy as np

from simkomunitas.base.compilation_cache import is_engine_compiled, mark_engine_compiled
from simkomunitas.base.function_graph import Function
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.typed_columns import to_compiled_record
from simkomunitas.config.argument_checks import check_scenario, validate_integer, validate_seed
from simkomunitas.model.community.community_data import NOBODY, Community, in_hamlet_order, to_engine_community
from simkomunitas.model.community.village_descriptions import build_community
from simkomunitas.model.processes.engine_inputs import EnginePlan, empty_decision_trace, empty_log
from simkomunitas.model.processes.weekly_observation import SERIES_NAMES
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.monthly_plan import (
    activity_shares,
    is_adaptive,
    is_programme_active,
    observe_situation,
    visit_preference,
)
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import Facilitation, Horizon, ProgrammeCourse, Shocks
from simkomunitas.model.rules.parameters import apply_switches
from simkomunitas.model.rules.rule_replacement import RuleReplacements
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.state.community_state import NEVER, initial_community_state
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import WEEKS_PER_MONTH
from simkomunitas.simulation.compile_notice import announce_compilation
from simkomunitas.simulation.rule_engine import MAX_ENGINES, EngineMode, find_engine
from simkomunitas.simulation.rule_trial import TRIAL_SEED, build_trial_scenario, find_rule_errors

EMPTY_PROGRAMME = Programme(
    model="locality_development",
    strategies=((("community_education", 1.0),),) * 5,
    targeting="random",
    exit_rule="fixed_week",
    facilitation=Facilitation(number=0, hours=0),
)


class SimulationRun:
    """A community on its way through the weeks of a scenario; the only place where weeks pass.

    >>> import simkomunitas as sk
    >>> going = sk.SimulationRun(sk.scenario(community={"people": {"adults": 30}}), seed=1)
    >>> going.advance_weeks(2)
    >>> going.now
    2
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        community: Community | None = None,
        log_room: int = 0,
        watched: int | None = None,
        *,
        checked: bool = False,
        engine: EngineMode = "auto",
    ) -> None:
        """``community``: built beforehand; ``log_room``: events to keep; ``watched``: a resident's row.

        A scenario with values that no file may have raises InputError with all errors, a seed that is no whole number
        from 0 to 2**63 - 1 ValueError; ``checked``: both have been checked already.  ``engine``: "compiled",
        "interpreted" (plain Python, in which breakpoints stop), or what pays.
        """
        if not checked:
            check_scenario(scenario)
            seed = validate_seed(seed)
            ensure_engine_compiled()
            check_rules(scenario)
        self.scenario = scenario
        self.seed = seed
        self.live_weeks = find_engine(scenario.rules, engine)
        village = build_community(scenario.village, seed) if community is None else community
        self.community = in_hamlet_order(village)
        self.society = to_engine_community(self.community)
        self.last_week = int(scenario.horizon.programme_weeks + scenario.horizon.weeks_after)
        lasts = scenario.horizon.programme_weeks > 0
        self.programme = scenario.programme if lasts and is_programme_staffed(scenario.programme) else None
        self.adaptive = is_adaptive(self.programme)
        self.parameters = to_compiled_record(apply_switches(scenario.parameters, scenario.switches))
        institutions = scenario.village.institutions
        self.state = initial_community_state(self.community, float(institutions.allies), float(institutions.committees))
        self.watched = watched
        self.plan = to_compiled_record(build_engine_plan(scenario, self.programme, watched))
        self.series = np.zeros((self.last_week, len(SERIES_NAMES)))
        self.log = empty_log(log_room)
        self.watch = empty_decision_trace(0 if watched is None else self.last_week)
        self.now = 0

    def advance_weeks(self, weeks: int | None = None) -> None:
        """Let weeks pass: so many, or all that are left; a number that is none of weeks raises ValueError."""
        left = self.last_week - self.now
        last = self.now + (left if weeks is None else min(left, validate_integer("a number of weeks", weeks, 0)))
        while self.now < last:
            for turn in self.scenario.programme_changes:
                if turn.week == self.now:
                    self._switch_programme(turn.programme)
            until = self._plan_until_next_meeting(min([last, *self._upcoming_programme_changes()]))
            self.live_weeks(
                self.now, until, self.seed, self.society, self.state, self.parameters, self.plan,
                self.log, self.watch, self.series,
            )  # fmt: skip
            self.now = until

    def _upcoming_programme_changes(self) -> list[int]:
        """The weeks in which the programme will change."""
        return [turn.week for turn in self.scenario.programme_changes if turn.week > self.now]

    def _switch_programme(self, programme: Programme | None) -> None:
        """Another programme from this week on, in the same village and with what has become of it."""
        self.programme = programme if is_programme_staffed(programme) else None
        self.adaptive = is_adaptive(self.programme)
        self.plan = to_compiled_record(build_engine_plan(self.scenario, self.programme, self.watched))
        if self.programme is not None and is_programme_active(self.now, self.plan.programme_weeks, self.state):
            self._plan_next_month(self.programme)

    def _plan_until_next_meeting(self, last: int) -> int:
        """Plan if it is time to, and give the week in which it will be time again."""
        weeks = self.plan.programme_weeks
        if self.programme is None or not is_programme_active(self.now, weeks, self.state):
            return last
        if self.now % WEEKS_PER_MONTH == 0:
            self._plan_next_month(self.programme)
        return min(last, self.now + WEEKS_PER_MONTH - self.now % WEEKS_PER_MONTH)

    def _plan_next_month(self, programme: Programme) -> None:
        """The facilitators' monthly meeting."""
        self.state.resident_states.preference[:] = visit_preference(
            programme, self.now, self.seed, self.community, self.state
        )
        if self.adaptive:
            self.plan.agenda[:] = activity_shares(programme, observe_situation(self.now, self.state))

    def _exit_week(self) -> int:
        """The week the facilitators left; the end of the run, if the programme lasts that long."""
        left = int(self.state.programme.left)
        return self.now if left == NEVER and self.now == self.plan.programme_weeks else left

    def build_record(self) -> RunRecord:
        """What has been kept so far."""
        kept = min(int(self.log[0, 0]), self.log.shape[0] - 1)
        return RunRecord(
            series_names=SERIES_NAMES,
            series=self.series[: self.now],
            exit_week=self._exit_week(),
            attendances=np.array(self.state.resident_states.attendances),
            community=self.community,
            event_log=self.log[1 : kept + 1],
            decision_trace=self.watch,
        )


def is_programme_staffed(programme: Programme | None) -> bool:
    """Whether anybody works at all: no facilitators or no hours are the same as no programme."""
    return programme is not None and programme.facilitation.number * programme.facilitation.hours > 0


def build_engine_plan(scenario: Scenario, programme: Programme | None, traced_resident: int | None) -> EnginePlan:
    """What the engine is told about the programme and the place."""
    told = EMPTY_PROGRAMME if programme is None else programme
    institutions = scenario.village.institutions
    return EnginePlan(
        is_programme_present=programme is not None,
        programme_weeks=int(scenario.horizon.programme_weeks),
        facilitation=Facilitation(*(float(value) for value in told.facilitation)),
        course=ProgrammeCourse(*(float(value) for value in told.course)),
        conduct=organizing_models[told.model].conduct,
        outlook=exit_rules[told.exit_rule].outlook,
        gates=np.array(told.stages, np.float64),
        agenda=activity_shares(told),
        watched_resident=NOBODY if traced_resident is None else traced_resident,
        inequality=float(scenario.village.people.inequality),
        authority_openness=float(institutions.authority_openness),
        authority_say=float(institutions.authority_say),
        open_meetings=float(institutions.open_meetings),
        elite_hold=float(institutions.elite_hold),
        need=float(institutions.need),
        allies=float(institutions.allies),
        duty=float(institutions.duty),
        talk=float(institutions.talk),
        shocks=Shocks(*(float(value) for value in scenario.shocks)),
    )


def run_scenario(
    scenario: Scenario, seed: int = 1, *, keep_events: bool = False, explain_resident: str | None = None,
    community: Community | None = None, engine: EngineMode = "auto",
) -> RunRecord:  # fmt: skip
    """Live through all weeks of a scenario.

    keep_events: keep a log of every event.  explain: the id of a resident whose reasons to come or stay away are kept;
    an unknown id raises KeyError.  community: the village, where it has been built for this seed already.
    engine: "compiled", "interpreted" (plain Python, in which breakpoints stop), or "auto": what pays.

    A scenario with values that no file may have raises InputError with all errors; a seed that is no whole number from
    0 to 2**63 - 1 raises ValueError.
    """
    check_scenario(scenario)
    if not isinstance(community, Community | None):
        raise TypeError(f"community: a Community, or None, is expected, not {type(community).__name__}")
    seed = validate_seed(seed)
    ensure_engine_compiled()
    check_rules(scenario)
    return run_checked_scenario(
        scenario, seed, keep_events=keep_events, explain_resident=explain_resident, community=community, engine=engine
    )


def run_checked_scenario(
    scenario: Scenario, seed: int, *, keep_events: bool = False, explain_resident: str | None = None,
    community: Community | None = None, engine: EngineMode = "auto",
) -> RunRecord:  # fmt: skip
    """The same for a scenario and a seed that have been checked, as those of a sweep."""
    village = in_hamlet_order(build_community(scenario.village, seed) if community is None else community)
    watched = None if explain_resident is None else find_resident_row(explain_resident, village)
    start = partial(SimulationRun, scenario, seed, village, watched=watched, checked=True, engine=engine)
    going = start(log_room=1_000_000 if keep_events else 0)
    going.advance_weeks()
    if keep_events and going.log[0, 0] >= going.log.shape[0]:  # there was more to tell than there was room for
        going = start(log_room=int(going.log[0, 0]))
        going.advance_weeks()
    return going.build_record()


def check_rules(scenario: Scenario) -> None:
    """InputError for a scenario with rules of one's own that a small village cannot live with."""
    if errors := _remembered_rule_errors(scenario.rules):
        raise InputError(errors)


@lru_cache(maxsize=MAX_ENGINES)
def _remembered_rule_errors(replacements: RuleReplacements) -> tuple[ErrorDetail, ...]:
    return tuple(find_rule_errors(replacements, _live_trial))


def _live_trial(live_weeks: Function) -> None:
    trial = SimulationRun(build_trial_scenario(), TRIAL_SEED, checked=True)
    trial.live_weeks = live_weeks
    with np.errstate(over="ignore"):  # keys of draws wrap around at 64 bits
        trial.advance_weeks()


def prepare_rules(scenarios: Iterable[Scenario]) -> None:
    """Have the rules of scenarios tried and compiled, once for all processes; InputError where that cannot be."""
    for replacements in dict.fromkeys(scenario.rules for scenario in scenarios if scenario.rules):
        _prepare_replacements(replacements)


@lru_cache(maxsize=MAX_ENGINES)
def _prepare_replacements(replacements: RuleReplacements) -> None:
    scenario = build_trial_scenario()._replace(rules=replacements, horizon=Horizon(1, 0))
    check_rules(scenario)
    SimulationRun(scenario, TRIAL_SEED, checked=True, engine="compiled").advance_weeks()


def warm_up_engine() -> None:
    """Compile the engine, or load it from the cache, by living through one week of a small village."""
    scenario = Scenario(horizon=Horizon(1, 0))
    small = scenario.village._replace(people=scenario.village.people._replace(adults=20))
    run_checked_scenario(scenario._replace(village=small), 1)
    mark_engine_compiled()


@cache
def ensure_engine_compiled() -> None:
    """Compile the engine where no cache has it, with a word about the wait."""
    if not is_engine_compiled():
        with announce_compilation():
            warm_up_engine()


def find_resident_row(resident: str, community: Community) -> int:
    """The row of a resident, by her id; KeyError with a hint if nobody is called so."""
    from simkomunitas.base.catalogue import UnknownEntryError, suggest_name  # noqa: PLC0415

    if not isinstance(resident, str):
        raise TypeError(f"the id of a resident is text, not {type(resident).__name__}")
    if resident in community.ids:
        return community.ids.index(resident)
    raise UnknownEntryError(f"no resident is called {resident!r}; {suggest_name(resident, community.ids[:2000])}")

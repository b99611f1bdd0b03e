"""A run as it can be watched: a small number for every resident in every week, and what happened in words.

A playback is made once and then only shown: it knows nothing of the engine any more, and its numbers are those of
``run`` for the same scenario and seed.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkomunitas.explain.absence_reasons import WEEKS_PER_SEASON, SeasonAbsence, season_absences
from simkomunitas.explain.map_layout import MapLayout, build_map_layout
from simkomunitas.model.community.community_data import Community, Numbers, Whole
from simkomunitas.model.community.village_descriptions import build_community
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, measure_outcomes, outcomes
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import PROGRAMME, WEEKS_PER_YEAR
from simkomunitas.simulation.simulation_run import SimulationRun

FrameArray = NDArray[np.uint8]

FRAME_MAX = 255  # the largest number of a colouring by amount
FUNNEL_WEEKS = 4
# How many weeks a principle looks back on; sustainability looks at the week, and before the exit at all that ever was.
LOOKBACK_WEEKS = {"participation": 1, "equality": WEEKS_PER_SEASON, "openness": 1, "independence": WEEKS_PER_YEAR}
FUNNEL_STEPS = ("outside", "knows", "comes", "gives", "decides", "leads")  # degrees of participation
KNOWLEDGE_LEVELS = ("knows_nothing", "knows_activities", "knows_decision")
FULL_COLOUR_ACTIVITIES = 0.5  # activities led in a week that make a leader's colour full
FULL_COLOUR_BENEFITS = 20.0  # projects that benefited a resident and make her colour full
EVENT_LOG_CAPACITY = 400_000
NEWS_EVENTS = frozenset({
    EventKind.RECRUITED, EventKind.STEPPED_FORWARD, EventKind.GAVE_UP, EventKind.DECIDED, EventKind.CAPTURED,
    EventKind.FINISHED,
    EventKind.FAILED, EventKind.CONCESSION, EventKind.REPRISAL, EventKind.PROBLEM, EventKind.BROKE,
    EventKind.GROUP_FOUNDED,
    EventKind.GROUP_ENDED, EventKind.SHOCK, EventKind.STAGE, EventKind.LEFT,
})  # fmt: skip


class Playback(NamedTuple):
    """One run to be watched."""

    scenario: Scenario
    seed: int
    record: RunRecord  # its events are the news only
    frames_by_colouring: dict[str, FrameArray]  # by colouring: weeks by residents
    leader_frames: FrameArray  # weeks by residents: 1 leads, 0 not
    layout: MapLayout
    session_rows: Whole  # rows of (week, hamlet): facilitators held something there
    told_rows: Whole  # rows of (week, who heard, who told or -2 for the facilitators)
    stopped_rows: Whole  # rows of (week, resident): had come for a season, and does not any more
    season_absences: tuple[SeasonAbsence, ...]  # how many of these, season by season, and why
    outcomes: dict[str, float]  # by outcome@period, as ``run`` reports them
    principle_series: dict[str, Numbers]  # the five principles week by week


def record_playback(scenario: Scenario, seed: int, community: Community | None = None) -> Playback:
    """Live through a scenario and keep what can be watched."""
    village = build_community(scenario.village, seed) if community is None else community
    run = SimulationRun(scenario, seed, village, log_room=EVENT_LOG_CAPACITY)
    weeks, size = run.last_week, village.residents.key.size
    shots = {name: np.zeros((weeks, size), np.uint8) for name in (*COLOURING_FUNCTIONS, "leads", "came")}
    for week in range(weeks):
        run.advance_weeks(1)
        minds: Any = run.state.resident_states  # read by columns
        for name, colour in COLOURING_FUNCTIONS.items():
            shots[name][week] = colour(minds, week)
        shots["leads"][week] = minds.leads
        shots["came"][week] = week - minds.last_came[:, PROGRAMME] < FUNNEL_WEEKS
    return _assemble_playback(run, shots)


def _assemble_playback(run: SimulationRun, frames: dict[str, FrameArray]) -> Playback:
    """The playback of a finished run."""
    record, village = run.build_record(), run.community
    events, came, leads = record.event_log, frames.pop("came"), frames.pop("leads")
    frames["wealth"] = np.round(village.residents.wealth * FRAME_MAX).astype(np.uint8)[None, :]
    told = events[np.isin(events[:, 1], (EventKind.TOLD, EventKind.VISITED))]
    stopped = find_stopped_residents(came)
    return Playback(
        scenario=run.scenario,
        seed=run.seed,
        record=record._replace(event_log=events[np.isin(events[:, 1], tuple(NEWS_EVENTS))]),
        frames_by_colouring=frames,
        leader_frames=leads,
        layout=build_map_layout(village),
        session_rows=np.unique(events[events[:, 1] == EventKind.SESSION][:, (0, 4)], axis=0),
        told_rows=np.column_stack((told[:, 0], told[:, 2], np.where(told[:, 1] == EventKind.VISITED, -2, told[:, 3]))),
        stopped_rows=stopped,
        season_absences=season_absences(run.scenario, run.seed, village, stopped),
        outcomes=measure_outcomes(record),
        principle_series=principle_courses(record),
    )


def _participation_steps(states: Any, week: int) -> FrameArray:  # noqa: ANN401 - a Table[Mind] with columns
    """How far along the funnel each resident is: the highest step she has taken within four weeks."""
    degree = states.aware.astype(np.uint8)
    for step, last in enumerate((states.last_came[:, PROGRAMME], states.last_gave, states.last_spoke), start=2):
        degree[week - last < FUNNEL_WEEKS] = step
    degree[states.leads] = len(FUNNEL_STEPS) - 1
    return np.asarray(degree)


def _scale_to_frame(values: Numbers, maximum: float = 1.0) -> FrameArray:
    return np.round(np.clip(values / maximum, 0.0, 1.0) * FRAME_MAX).astype(np.uint8)


def _knowledge_level(states: Any, _: int) -> FrameArray:  # noqa: ANN401 - a Table[Mind] with columns
    return np.where(states.knows_decision, 2, states.aware).astype(np.uint8)


COLOURING_FUNCTIONS: dict[str, Callable[[Any, int], FrameArray]] = {
    "degree": _participation_steps,
    "trust": lambda minds, _: _scale_to_frame(minds.trust),
    "knowing": _knowledge_level,
    "load": lambda minds, _: np.where(
        minds.leads, np.maximum(1, _scale_to_frame(minds.load, FULL_COLOUR_ACTIVITIES)), 0
    ),
    "benefits": lambda minds, _: _scale_to_frame(minds.benefits, FULL_COLOUR_BENEFITS),
}  # wealth does not change from week to week


def find_stopped_residents(attendance: FrameArray) -> Whole:
    """Rows of (week, resident): who came in each month of a season and then in none of the next.

    attendance: weeks by residents, 1 where she has come within four weeks.
    """
    rows = []
    for week in range(2 * WEEKS_PER_SEASON, len(attendance), WEEKS_PER_SEASON):
        before, after = (
            attendance[week - 2 * WEEKS_PER_SEASON : week - WEEKS_PER_SEASON],
            attendance[week - WEEKS_PER_SEASON + FUNNEL_WEEKS : week],
        )
        rows += [(week, resident) for resident in np.flatnonzero(before.all(axis=0) & ~after.any(axis=0))]
    return np.array(rows, np.int64).reshape(-1, 2)


def principle_courses(record: RunRecord) -> dict[str, Numbers]:
    """The five principles week by week, each as its outcome measures it; NaN where there is nothing to measure."""
    weeks = range(len(record.series))
    return {name: np.array([principle_in_week(record, name, week) for week in weeks]) for name in HEADLINE_OUTCOMES}


def principle_in_week(record: RunRecord, principle: str, week: int) -> float:
    """A principle as it stands in a week: its outcome over the weeks up to then that it looks back on."""
    return outcomes[principle].measure(*lookback_period(record, principle, week))


def lookback_period(record: RunRecord, principle: str, week: int) -> tuple[RunRecord, str]:
    """The weeks that a principle looks back on from a week (``SPANS``), as a record and a period of their own."""
    end = week + 1
    if (
        principle not in LOOKBACK_WEEKS and 0 <= record.exit_week <= week
    ):  # what was left behind, and still works in this week
        return record._replace(series=np.repeat(record.series[week:end], WEEKS_PER_YEAR, axis=0), exit_week=0), "year_1"
    past = record.series[max(0, end - LOOKBACK_WEEKS.get(principle, end)) : end]
    return record._replace(series=past, exit_week=len(past)), "programme"


FUNNEL_SERIES = {
    "aware": "aware", "invited": "invited", "attend": "participation_programme", "contribute": "contributed",
    "decide": "decided", "lead": "leads",
}  # fmt: skip


def funnel_shares(record: RunRecord) -> dict[str, Numbers]:
    """The six steps from knowing to leading, week by week: shares of adults."""
    return {step: record.series_values(series) for step, series in FUNNEL_SERIES.items()}


def stage_periods(record: RunRecord) -> list[tuple[int, int, int]]:
    """The stages of the programme as (number, first week, week after the last)."""
    changes = [(int(row[0]), int(row[4])) for row in record.event_log if row[1] == EventKind.STAGE]
    until = record.exit_week if record.exit_week >= 0 else len(record.series)
    ends = [*[week for week, _ in changes[1:]], until][: len(changes)]
    return [(stage, week, end) for (week, stage), end in zip(changes, ends, strict=True) if end > week]

"""A run as it can be watched: a small number for every resident in every week, and what happened in words.

A film is made once and then only shown: it knows nothing of the engine any more, and its numbers are those of
``run`` for the same scenario and seed.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkomunitas.explain.absences import SEASON, Absence, absences
from simkomunitas.explain.places import Places, places
from simkomunitas.model.community.community_data import Community, Numbers, Whole
from simkomunitas.model.community.village_descriptions import build_community
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, measure_outcomes, outcomes
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.scenario import Scenario
from simkomunitas.model.state.community_state import PROGRAMME
from simkomunitas.model.state.run_record import YEAR, RunRecord
from simkomunitas.simulation.run import Run

Frames = NDArray[np.uint8]

FULL = 255  # the largest number of a colouring by amount
FUNNEL_WEEKS = 4
# How many weeks a principle looks back on; sustainability looks at the week, and before the exit at all that ever was.
SPANS = {"participation": 1, "equality": SEASON, "openness": 1, "independence": YEAR}
STEPS = ("outside", "knows", "comes", "gives", "decides", "leads")  # degrees of participation
KNOWING = ("knows_nothing", "knows_activities", "knows_decision")
HEAVY_LOAD = 0.5  # activities led in a week that make a leader's colour full
MANY_BENEFITS = 20.0  # projects that benefited a resident and make her colour full
LOG_ROOM = 400_000
NEWS = frozenset({
    EventKind.RECRUITED, EventKind.STEPPED_FORWARD, EventKind.GAVE_UP, EventKind.DECIDED, EventKind.CAPTURED,
    EventKind.FINISHED,
    EventKind.FAILED, EventKind.CONCESSION, EventKind.REPRISAL, EventKind.PROBLEM, EventKind.BROKE,
    EventKind.GROUP_FOUNDED,
    EventKind.GROUP_ENDED, EventKind.SHOCK, EventKind.STAGE, EventKind.LEFT,
})  # fmt: skip


class Film(NamedTuple):
    """One run to be watched."""

    scenario: Scenario
    seed: int
    record: RunRecord  # its events are the news only
    frames: dict[str, Frames]  # by colouring: weeks by residents
    leads: Frames  # weeks by residents: 1 leads, 0 not
    places: Places
    sessions: Whole  # rows of (week, hamlet): facilitators held something there
    told: Whole  # rows of (week, who heard, who told or -2 for the facilitators)
    stopped: Whole  # rows of (week, resident): had come for a season, and does not any more
    absent: tuple[Absence, ...]  # how many of these, season by season, and why
    outcomes: dict[str, float]  # by outcome@period, as ``run`` reports them
    principles: dict[str, Numbers]  # the five principles week by week


def film(scenario: Scenario, seed: int, community: Community | None = None) -> Film:
    """Live through a scenario and keep what can be watched."""
    village = build_community(scenario.village, seed) if community is None else community
    run = Run(scenario, seed, village, log_room=LOG_ROOM)
    weeks, size = run.last_week, village.residents.key.size
    shots = {name: np.zeros((weeks, size), np.uint8) for name in (*COLOURINGS, "leads", "came")}
    for week in range(weeks):
        run.live(1)
        minds: Any = run.state.resident_states  # read by columns
        for name, colour in COLOURINGS.items():
            shots[name][week] = colour(minds, week)
        shots["leads"][week] = minds.leads
        shots["came"][week] = week - minds.last_came[:, PROGRAMME] < FUNNEL_WEEKS
    return _developed(run, shots)


def _developed(run: Run, shots: dict[str, Frames]) -> Film:
    """The film of a finished run."""
    record, village = run.record(), run.community
    events, came, leads = record.events, shots.pop("came"), shots.pop("leads")
    shots["wealth"] = np.round(village.residents.wealth * FULL).astype(np.uint8)[None, :]
    told = events[np.isin(events[:, 1], (EventKind.TOLD, EventKind.VISITED))]
    stopped = stopped_coming(came)
    return Film(
        scenario=run.scenario,
        seed=run.seed,
        record=record._replace(events=events[np.isin(events[:, 1], tuple(NEWS))]),
        frames=shots,
        leads=leads,
        places=places(village),
        sessions=np.unique(events[events[:, 1] == EventKind.SESSION][:, (0, 4)], axis=0),
        told=np.column_stack((told[:, 0], told[:, 2], np.where(told[:, 1] == EventKind.VISITED, -2, told[:, 3]))),
        stopped=stopped,
        absent=absences(run.scenario, run.seed, village, stopped),
        outcomes=measure_outcomes(record),
        principles=courses(record),
    )


def _degree(minds: Any, week: int) -> Frames:  # noqa: ANN401 - a Table[Mind] with columns
    """How far along the funnel each resident is: the highest step she has taken within four weeks."""
    degree = minds.aware.astype(np.uint8)
    for step, last in enumerate((minds.last_came[:, PROGRAMME], minds.last_gave, minds.last_spoke), start=2):
        degree[week - last < FUNNEL_WEEKS] = step
    degree[minds.leads] = len(STEPS) - 1
    return np.asarray(degree)


def _amount(values: Numbers, full: float = 1.0) -> Frames:
    return np.round(np.clip(values / full, 0.0, 1.0) * FULL).astype(np.uint8)


def _knowing(minds: Any, _: int) -> Frames:  # noqa: ANN401 - a Table[Mind] with columns
    return np.where(minds.knows_decision, 2, minds.aware).astype(np.uint8)


COLOURINGS: dict[str, Callable[[Any, int], Frames]] = {
    "degree": _degree,
    "trust": lambda minds, _: _amount(minds.trust),
    "knowing": _knowing,
    "load": lambda minds, _: np.where(minds.leads, np.maximum(1, _amount(minds.load, HEAVY_LOAD)), 0),
    "benefits": lambda minds, _: _amount(minds.benefits, MANY_BENEFITS),
}  # wealth does not change from week to week


def stopped_coming(came: Frames) -> Whole:
    """Rows of (week, resident): who came in each month of a season and then in none of the next.

    came: weeks by residents, 1 where she has come within four weeks.
    """
    rows = []
    for week in range(2 * SEASON, len(came), SEASON):
        before, after = came[week - 2 * SEASON : week - SEASON], came[week - SEASON + FUNNEL_WEEKS : week]
        rows += [(week, resident) for resident in np.flatnonzero(before.all(axis=0) & ~after.any(axis=0))]
    return np.array(rows, np.int64).reshape(-1, 2)


def courses(record: RunRecord) -> dict[str, Numbers]:
    """The five principles week by week, each as its outcome measures it; NaN where there is nothing to measure."""
    weeks = range(len(record.series))
    return {name: np.array([in_week(record, name, week) for week in weeks]) for name in HEADLINE_OUTCOMES}


def in_week(record: RunRecord, principle: str, week: int) -> float:
    """A principle as it stands in a week: its outcome over the weeks up to then that it looks back on."""
    return outcomes[principle].measure(*looked_back(record, principle, week))


def looked_back(record: RunRecord, principle: str, week: int) -> tuple[RunRecord, str]:
    """The weeks that a principle looks back on from a week (``SPANS``), as a record and a period of their own."""
    end = week + 1
    if principle not in SPANS and 0 <= record.exit_week <= week:  # what was left behind, and still works in this week
        return record._replace(series=np.repeat(record.series[week:end], YEAR, axis=0), exit_week=0), "year_1"
    past = record.series[max(0, end - SPANS.get(principle, end)) : end]
    return record._replace(series=past, exit_week=len(past)), "programme"


FUNNEL = {
    "aware": "aware", "invited": "invited", "attend": "participation_programme", "contribute": "contributed",
    "decide": "decided", "lead": "leads",
}  # fmt: skip


def funnel(record: RunRecord) -> dict[str, Numbers]:
    """The six steps from knowing to leading, week by week: shares of adults."""
    return {step: record.series_values(series) for step, series in FUNNEL.items()}


def stages(record: RunRecord) -> list[tuple[int, int, int]]:
    """The stages of the programme as (number, first week, week after the last)."""
    changes = [(int(row[0]), int(row[4])) for row in record.events if row[1] == EventKind.STAGE]
    until = record.exit_week if record.exit_week >= 0 else len(record.series)
    ends = [*[week for week, _ in changes[1:]], until][: len(changes)]
    return [(stage, week, end) for (week, stage), end in zip(changes, ends, strict=True) if end > week]

"""What the engine is told about the programme and the place, and where it writes what somebody asked to see."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import Numbers, Whole
from simkomunitas.model.programme.programme_settings import (
    ExitSettings,
    Facilitation,
    ModelSettings,
    ProgrammeCourse,
    Shocks,
)


class EnginePlan(NamedTuple):
    """Everything that is decided outside the week: by organizers, by the place, by the authority."""

    is_programme_present: bool  # whether there is a programme at all
    programme_weeks: int
    facilitation: Facilitation
    course: ProgrammeCourse
    conduct: ModelSettings
    outlook: ExitSettings
    gates: Numbers  # stages by (shortest, longest, gate)
    agenda: Numbers  # stages by activities: shares of hours
    watched_resident: int  # row of the resident whose reasons are kept, or NOBODY
    inequality: float  # Gini coefficient of wealth
    authority_openness: float  # how far it listens
    authority_say: float  # how much it has to be asked
    open_meetings: float  # how open residents' own meetings and decisions are
    elite_hold: float  # how far the better-off decide even in open meetings
    need: float  # mean severity of needs to which they settle
    allies: float  # support by NGOs and firms without a programme
    duty: float  # how far nobody may miss mutual help
    talk: float  # how freely people talk at mutual help
    shocks: Shocks


class EventKind(IntEnum):
    """Kinds of events that a run can log."""

    TOLD = 1  # who heard of the activities, other told
    VISITED = 2  # who was visited by facilitators
    INVITED = 3  # who was asked, other asked, value: arena
    CAME = 4  # who came, value: arena
    SPOKE = 5
    GAVE = 6  # who worked at an event, also with nothing; other: arena, value: per mille of the time
    RECRUITED = 7  # who became a local leader through mentoring
    STEPPED_FORWARD = 8  # who became a local leader by herself
    GAVE_UP = 9  # who is no longer a local leader
    MENTORED = 10
    CALLED = 11  # who called a programme activity; value: hamlet
    SESSION = 12  # value: hamlet, other: activity
    DECIDED = 13  # value: hamlet, other: domain
    CAPTURED = 14  # value: hamlet
    FINISHED = 15  # value: hamlet, other: domain
    FAILED = 16  # value: hamlet, other: domain
    CONCESSION = 17  # value: hamlet, other: domain
    REPRISAL = 18  # value: hamlet
    PROBLEM = 19  # value: hamlet, other: domain
    BROKE = 20  # an asset; value: hamlet, other: domain
    GROUP_FOUNDED = 21  # value: group
    GROUP_ENDED = 22  # value: group
    JOINED = 23  # value: group
    SHOCK = 24  # value: hamlet
    STAGE = 25  # value: stage
    LEFT = 26  # the facilitators
    TOOK_UP = 27  # who took up the offer


EventLog = Whole  # events of a run: row 0 holds their number, further rows (week, kind, who, other, value)
DecisionTrace = Numbers  # weeks x arenas x (terms of the watched resident's utility, probability, number drawn, came)
TERM_COUNT = 11  # of the utility of coming
TIME = 7  # place of the time cost among the terms
PROBABILITY, DRAWN, CAME_AT_ALL = TERM_COUNT, TERM_COUNT + 1, TERM_COUNT + 2  # places after the terms


@compiled
def log_event(log: EventLog, week: int, kind: int, who: int, other: int, value: int) -> None:
    """Write one event, if the log has room; a log of one row keeps nothing, but counts."""
    log[0, 0] += 1
    place = log[0, 0]
    if place < log.shape[0]:
        log[place, 0] = week
        log[place, 1] = kind
        log[place, 2] = who
        log[place, 3] = other
        log[place, 4] = value


def empty_log(room: int = 0) -> EventLog:
    """A log with room for so many events."""
    return np.zeros((room + 1, 5), np.int64)


def empty_decision_trace(weeks: int = 0) -> DecisionTrace:
    """Room for the reasons of one resident in so many weeks."""
    return np.full((weeks, 4, TERM_COUNT + 3), np.nan)

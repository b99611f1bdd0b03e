"""What a record tells in numbers, in names: the decisions of a watched resident, and the events of a run."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import NOBODY, Community, Numbers, Whole
from simkomunitas.model.processes.engine_inputs import CAME_AT_ALL, DRAWN, PROBABILITY, TERM_COUNT, EventKind
from simkomunitas.model.rules.turnout_rules import TurnoutTerms, turnout_utility
from simkomunitas.model.state.community_state import FACILITATOR
from simkomunitas.model.vocabulary import ACTIVITIES, ARENAS, DOMAINS, GROUPS_OF_HAMLET, GROUPS_PER_HAMLET, STAGES


class EventColumns(NamedTuple):
    """What the numbers of a kind of event stand for: those after the week and the kind.

    Each is ``somebody``, ``hamlet``, ``group``, ``arena``, ``activity``, ``domain``, ``stage`` or ``effort``; empty
    where the number says nothing.
    """

    who_meaning: str = ""
    other_meaning: str = ""
    value_meaning: str = ""


EVENT_COLUMNS = {
    EventKind.TOLD: EventColumns("somebody", "somebody"),
    EventKind.VISITED: EventColumns("somebody", "somebody"),
    EventKind.INVITED: EventColumns("somebody", "somebody", "arena"),
    EventKind.CAME: EventColumns("somebody", "", "arena"),
    EventKind.SPOKE: EventColumns("somebody", "", "hamlet"),
    EventKind.GAVE: EventColumns("somebody", "arena", "effort"),
    EventKind.RECRUITED: EventColumns("somebody", "somebody", "hamlet"),
    EventKind.STEPPED_FORWARD: EventColumns("somebody", "", "hamlet"),
    EventKind.GAVE_UP: EventColumns("somebody", "", "hamlet"),
    EventKind.MENTORED: EventColumns("somebody", "somebody"),
    EventKind.CALLED: EventColumns("somebody", "", "hamlet"),
    EventKind.SESSION: EventColumns("", "activity", "hamlet"),
    EventKind.DECIDED: EventColumns("", "domain", "hamlet"),
    EventKind.CAPTURED: EventColumns("", "domain", "hamlet"),
    EventKind.FINISHED: EventColumns("", "domain", "hamlet"),
    EventKind.FAILED: EventColumns("", "domain", "hamlet"),
    EventKind.CONCESSION: EventColumns("", "domain", "hamlet"),
    EventKind.REPRISAL: EventColumns("", "", "hamlet"),
    EventKind.PROBLEM: EventColumns("", "domain", "hamlet"),
    EventKind.BROKE: EventColumns("", "domain", "hamlet"),
    EventKind.GROUP_FOUNDED: EventColumns("", "", "group"),
    EventKind.GROUP_ENDED: EventColumns("", "", "group"),
    EventKind.JOINED: EventColumns("somebody", "", "group"),
    EventKind.SHOCK: EventColumns("", "", "hamlet"),
    EventKind.STAGE: EventColumns("", "", "stage"),
    EventKind.LEFT: EventColumns(),
    EventKind.TOOK_UP: EventColumns("somebody"),
}
SUBJECT_NAMES = {"arena": ARENAS, "activity": ACTIVITIES, "domain": DOMAINS, "stage": STAGES}


class AttendanceDecision(NamedTuple):
    """One event that concerned a resident, what spoke for and against coming, and what became of it."""

    week: int
    arena: str
    terms: TurnoutTerms  # log-odds
    utility: float  # their sum
    probability: float  # of coming; 0 if no hours were left
    drawn: float  # the number drawn: below the probability she comes
    came: bool


def read_decisions(trace: Numbers) -> Iterator[AttendanceDecision]:
    """The decisions that are kept in ``Record.reasons``, week by week."""
    for week, arena in np.argwhere(~np.isnan(trace[:, :, DRAWN])):
        kept = trace[week, arena]
        terms = TurnoutTerms(*kept[:TERM_COUNT].tolist())
        utility = turnout_utility(terms._replace(time=0.0)) + terms.time  # in the order in which the engine adds
        yield AttendanceDecision(
            int(week), ARENAS[arena], terms, utility, float(kept[PROBABILITY]), float(kept[DRAWN]),
            bool(kept[CAME_AT_ALL]),
        )  # fmt: skip


class NamedEvent(NamedTuple):
    """One event of the log with names instead of numbers; None where there is nothing to name."""

    week: int
    event: str
    who: str | None  # id of a resident
    other: str | None  # id of another one, or "facilitators"
    hamlet: str | None
    subject: str | None  # kind and name: "arena:programme", "activity:visit", "domain:health", "stage:planning"
    amount: float  # share of the time worked; NaN for other events


def name_event(event: Whole, community: Community) -> NamedEvent:
    """A row of the event log in names."""
    week, kind, who, other, value = event.tolist()
    tells = EVENT_COLUMNS[EventKind(kind)]
    return NamedEvent(
        week=week,
        event=EventKind(kind).name.lower(),
        who=_participant_id(who, community) if tells.who_meaning else None,
        other=_participant_id(other, community) if tells.other_meaning == "somebody" else None,
        hamlet=_event_hamlet(tells, who, value, community),
        subject=_describe_event_object(tells, other, value),
        amount=value / 1000.0 if tells.value_meaning == "effort" else float("nan"),
    )


def _participant_id(row: int, community: Community) -> str | None:
    if row == FACILITATOR:
        return "facilitators"
    return community.ids[row] if row >= 0 else None


def _event_hamlet(columns: EventColumns, who: int, value: int, community: Community) -> str | None:
    """Where it happened: the hamlet that is named, that of the group, or else where she lives."""
    place = value
    if columns.value_meaning == "group":
        place = value // GROUPS_PER_HAMLET
    elif columns.value_meaning != "hamlet":
        place = int(community.residents.hamlet[who]) if columns.who_meaning else NOBODY
    return community.hamlets[place] if place >= 0 else None


def _describe_event_object(columns: EventColumns, other: int, value: int) -> str | None:
    """Kind and name of what it was about."""
    if columns.value_meaning == "group":
        return f"group:{GROUPS_OF_HAMLET[value % GROUPS_PER_HAMLET]}"
    for kind, number in ((columns.other_meaning, other), (columns.value_meaning, value)):
        if kind in SUBJECT_NAMES:
            return f"{kind}:{SUBJECT_NAMES[kind][number]}"
    return None

"""What a record tells in numbers, in names: the decisions of a watched resident, and the events of a run."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import DOMAINS, NOBODY, Community, Numbers, Whole
from simkomunitas.model.processes.engine_inputs import CAME_AT_ALL, DRAWN, PROBABILITY, TERM_COUNT, EventKind
from simkomunitas.model.programme.programme_settings import ACTIVITIES, STAGES
from simkomunitas.model.rules.turnout_rules import TurnoutTerms, turnout_utility
from simkomunitas.model.state.community_state import ARENAS, FACILITATOR, GROUPS_PER_HAMLET

GROUP_KINDS = ("association", "association", "savings_group", "savings_group", "committee")  # of a hamlet, in order


class Told(NamedTuple):
    """What the numbers of a kind of event stand for: those after the week and the kind.

    Each is ``somebody``, ``hamlet``, ``group``, ``arena``, ``activity``, ``domain``, ``stage`` or ``effort``; empty
    where the number says nothing.
    """

    who: str = ""
    other: str = ""
    value: str = ""


TELLS = {
    EventKind.TOLD: Told("somebody", "somebody"),
    EventKind.VISITED: Told("somebody", "somebody"),
    EventKind.INVITED: Told("somebody", "somebody", "arena"),
    EventKind.CAME: Told("somebody", "", "arena"),
    EventKind.SPOKE: Told("somebody", "", "hamlet"),
    EventKind.GAVE: Told("somebody", "arena", "effort"),
    EventKind.RECRUITED: Told("somebody", "somebody", "hamlet"),
    EventKind.STEPPED_FORWARD: Told("somebody", "", "hamlet"),
    EventKind.GAVE_UP: Told("somebody", "", "hamlet"),
    EventKind.MENTORED: Told("somebody", "somebody"),
    EventKind.CALLED: Told("somebody", "", "hamlet"),
    EventKind.SESSION: Told("", "activity", "hamlet"),
    EventKind.DECIDED: Told("", "domain", "hamlet"),
    EventKind.CAPTURED: Told("", "domain", "hamlet"),
    EventKind.FINISHED: Told("", "domain", "hamlet"),
    EventKind.FAILED: Told("", "domain", "hamlet"),
    EventKind.CONCESSION: Told("", "domain", "hamlet"),
    EventKind.REPRISAL: Told("", "", "hamlet"),
    EventKind.PROBLEM: Told("", "domain", "hamlet"),
    EventKind.BROKE: Told("", "domain", "hamlet"),
    EventKind.GROUP_FOUNDED: Told("", "", "group"),
    EventKind.GROUP_ENDED: Told("", "", "group"),
    EventKind.JOINED: Told("somebody", "", "group"),
    EventKind.SHOCK: Told("", "", "hamlet"),
    EventKind.STAGE: Told("", "", "stage"),
    EventKind.LEFT: Told(),
    EventKind.TOOK_UP: Told("somebody"),
}
SUBJECTS = {"arena": ARENAS, "activity": ACTIVITIES, "domain": DOMAINS, "stage": STAGES}


class Decision(NamedTuple):
    """One event that concerned a resident, what spoke for and against coming, and what became of it."""

    week: int
    arena: str
    terms: TurnoutTerms  # log-odds
    utility: float  # their sum
    probability: float  # of coming; 0 if no hours were left
    drawn: float  # the number drawn: below the probability she comes
    came: bool


def decisions(reasons: Numbers) -> Iterator[Decision]:
    """The decisions that are kept in ``Record.reasons``, week by week."""
    for week, arena in np.argwhere(~np.isnan(reasons[:, :, DRAWN])):
        kept = reasons[week, arena]
        terms = TurnoutTerms(*kept[:TERM_COUNT].tolist())
        utility = turnout_utility(terms._replace(time=0.0)) + terms.time  # in the order in which the engine adds
        yield Decision(
            int(week), ARENAS[arena], terms, utility, float(kept[PROBABILITY]), float(kept[DRAWN]),
            bool(kept[CAME_AT_ALL]),
        )  # fmt: skip


class Happening(NamedTuple):
    """One event of the log with names instead of numbers; None where there is nothing to name."""

    week: int
    event: str
    who: str | None  # id of a resident
    other: str | None  # id of another one, or "facilitators"
    hamlet: str | None
    subject: str | None  # kind and name: "arena:programme", "activity:visit", "domain:health", "stage:planning"
    amount: float  # share of the time worked; NaN for other events


def happening(event: Whole, community: Community) -> Happening:
    """A row of the event log in names."""
    week, kind, who, other, value = event.tolist()
    tells = TELLS[EventKind(kind)]
    return Happening(
        week=week,
        event=EventKind(kind).name.lower(),
        who=_somebody(who, community) if tells.who else None,
        other=_somebody(other, community) if tells.other == "somebody" else None,
        hamlet=_hamlet(tells, who, value, community),
        subject=_subject(tells, other, value),
        amount=value / 1000.0 if tells.value == "effort" else float("nan"),
    )


def _somebody(row: int, community: Community) -> str | None:
    if row == FACILITATOR:
        return "facilitators"
    return community.ids[row] if row >= 0 else None


def _hamlet(tells: Told, who: int, value: int, community: Community) -> str | None:
    """Where it happened: the hamlet that is named, that of the group, or else where she lives."""
    place = value
    if tells.value == "group":
        place = value // GROUPS_PER_HAMLET
    elif tells.value != "hamlet":
        place = int(community.residents.hamlet[who]) if tells.who else NOBODY
    return community.hamlets[place] if place >= 0 else None


def _subject(tells: Told, other: int, value: int) -> str | None:
    """Kind and name of what it was about."""
    if tells.value == "group":
        return f"group:{GROUP_KINDS[value % GROUPS_PER_HAMLET]}"
    for kind, number in ((tells.other, other), (tells.value, value)):
        if kind in SUBJECTS:
            return f"{kind}:{SUBJECTS[kind][number]}"
    return None

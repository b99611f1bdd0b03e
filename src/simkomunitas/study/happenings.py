"""What a record tells in numbers, in names: the decisions of a watched resident, and the events of a run."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simkomunitas.engine.plan import CAME_AT_ALL, DRAWN, PROBABILITY, TERM_COUNT, Event
from simkomunitas.rules.turnout import TurnoutTerms, turnout_utility
from simkomunitas.world.community import DOMAINS, NOBODY, Community, Numbers, Whole
from simkomunitas.world.programme import ACTIVITIES, STAGES
from simkomunitas.world.state import ARENAS, FACILITATOR, GROUPS_PER_HAMLET

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
    Event.TOLD: Told("somebody", "somebody"),
    Event.VISITED: Told("somebody", "somebody"),
    Event.INVITED: Told("somebody", "somebody", "arena"),
    Event.CAME: Told("somebody", "", "arena"),
    Event.SPOKE: Told("somebody", "", "hamlet"),
    Event.GAVE: Told("somebody", "arena", "effort"),
    Event.RECRUITED: Told("somebody", "somebody", "hamlet"),
    Event.STEPPED_FORWARD: Told("somebody", "", "hamlet"),
    Event.GAVE_UP: Told("somebody", "", "hamlet"),
    Event.MENTORED: Told("somebody", "somebody"),
    Event.CALLED: Told("somebody", "", "hamlet"),
    Event.SESSION: Told("", "activity", "hamlet"),
    Event.DECIDED: Told("", "domain", "hamlet"),
    Event.CAPTURED: Told("", "domain", "hamlet"),
    Event.FINISHED: Told("", "domain", "hamlet"),
    Event.FAILED: Told("", "domain", "hamlet"),
    Event.CONCESSION: Told("", "domain", "hamlet"),
    Event.REPRISAL: Told("", "", "hamlet"),
    Event.PROBLEM: Told("", "domain", "hamlet"),
    Event.BROKE: Told("", "domain", "hamlet"),
    Event.GROUP_FOUNDED: Told("", "", "group"),
    Event.GROUP_ENDED: Told("", "", "group"),
    Event.JOINED: Told("somebody", "", "group"),
    Event.SHOCK: Told("", "", "hamlet"),
    Event.STAGE: Told("", "", "stage"),
    Event.LEFT: Told(),
    Event.TOOK_UP: Told("somebody"),
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
    tells = TELLS[Event(kind)]
    return Happening(
        week=week,
        event=Event(kind).name.lower(),
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

"""What a record tells in numbers, in names: the decisions of a watched resident, and the events of a run."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simkomunitas.engine.plan import CAME_AT_ALL, DRAWN, PROBABILITY, TERM_COUNT, Event
from simkomunitas.rules.turnout import TurnoutTerms, turnout_utility
from simkomunitas.world.community import DOMAINS, Community, Numbers, Whole
from simkomunitas.world.programme import ACTIVITIES, STAGES
from simkomunitas.world.state import ARENAS, FACILITATOR, GROUPS_PER_HAMLET

GROUP_KINDS = ("association", "association", "savings_group", "savings_group", "committee")  # of a hamlet, in order
ABOUT_DOMAIN = frozenset({Event.DECIDED, Event.CAPTURED, Event.FINISHED, Event.FAILED, Event.PROBLEM, Event.BROKE})
ABOUT_WORK = frozenset({Event.SESSION, Event.GAVE})
ABOUT_GROUP = frozenset({Event.GROUP_FOUNDED, Event.GROUP_ENDED, Event.JOINED})
NOWHERE = frozenset({Event.STAGE, Event.LEFT})
PERSONAL = frozenset(  # where she lives
    {Event.TOLD, Event.VISITED, Event.INVITED, Event.CAME, Event.GAVE, Event.MENTORED, Event.TOOK_UP}
)


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
    between = kind not in ABOUT_DOMAIN | ABOUT_WORK  # ``other`` is somebody
    return Happening(
        week=week,
        event=Event(kind).name.lower(),
        who=community.ids[who] if who >= 0 else None,
        other=_somebody(other, community) if between else None,
        hamlet=_hamlet(kind, who, value, community),
        subject=_subject(kind, other, value),
        amount=value / 1000.0 if kind == Event.GAVE else float("nan"),
    )


def _somebody(other: int, community: Community) -> str | None:
    if other == FACILITATOR:
        return "facilitators"
    return community.ids[other] if other >= 0 else None


def _hamlet(kind: int, who: int, value: int, community: Community) -> str | None:
    if kind in NOWHERE:
        return None
    if kind in PERSONAL:
        return community.hamlets[int(community.residents.hamlet[who])]
    place = value // GROUPS_PER_HAMLET if kind in ABOUT_GROUP else value
    return community.hamlets[place] if place >= 0 else None


def _subject(kind: int, other: int, value: int) -> str | None:
    if kind in ABOUT_DOMAIN:
        return f"domain:{DOMAINS[other]}"
    if kind in ABOUT_GROUP:
        return f"group:{GROUP_KINDS[value % GROUPS_PER_HAMLET]}"
    if kind in (Event.INVITED, Event.CAME, Event.GAVE):
        return f"arena:{ARENAS[other if kind == Event.GAVE else value]}"
    if kind == Event.STAGE:
        return f"stage:{STAGES[value]}"
    return f"activity:{ACTIVITIES[other]}" if kind == Event.SESSION else None

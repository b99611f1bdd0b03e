"""Reading the log of events: who was asked, who came."""

from itertools import pairwise

import numpy as np

from simkomunitas.engine.plan import Event
from simkomunitas.world.community import Whole
from simkomunitas.world.record import Record
from simkomunitas.world.state import PROGRAMME

WEEK, KIND, WHO, OTHER, VALUE = range(5)  # columns of the log


def events_of(record: Record, kind: Event) -> Whole:
    """The events of one kind, in order: rows of (week, kind, who, other, value)."""
    return np.asarray(record.events[record.events[:, KIND] == int(kind)])


def of_arena(events: Whole, arena: int) -> Whole:
    """Those of invitations or attendances that belong to an arena."""
    return np.asarray(events[events[:, VALUE] == arena])


def came_to(record: Record, arena: int) -> Whole:
    """Who came to events of an arena, in order: rows of the log."""
    return of_arena(events_of(record, Event.CAME), arena)


def came_when_invited(record: Record, arena: int) -> tuple[float, float]:
    """Invitations to events of an arena, one a resident and week, and how many of them were followed."""
    invited, came = of_arena(events_of(record, Event.INVITED), arena), came_to(record, arena)
    adults = record.community.residents.key.size
    asked = np.unique(invited[:, WEEK] * adults + invited[:, WHO])
    present = came[:, WEEK] * adults + came[:, WHO]
    return float(asked.size), float(np.isin(asked, present).sum())


def weeks_attended(record: Record) -> list[Whole]:
    """For every week of the programme, the rows of those who came to its activities."""
    came = came_to(record, PROGRAMME)
    borders = np.searchsorted(came[:, WEEK], np.arange(record.left + 1))
    return [came[first:last, WHO] for first, last in pairwise(borders)]

"""Reading the log of events: who was asked, who came."""

import numpy as np
from numpy.typing import NDArray

from simkomunitas.engine.plan import Event
from simkomunitas.world.record import Record
from simkomunitas.world.state import PROGRAMME

WEEK, KIND, WHO, OTHER, VALUE = range(5)  # columns of the log


def events_of(record: Record, kind: Event) -> NDArray[np.int64]:
    """The events of one kind, in order: rows of (week, kind, who, other, value)."""
    return np.asarray(record.events[record.events[:, KIND] == int(kind)])


def came_when_invited(record: Record) -> tuple[float, float]:
    """Invitations to programme activities, and how many of them were followed."""
    invited, came = events_of(record, Event.INVITED), events_of(record, Event.CAME)
    came = came[came[:, VALUE] == PROGRAMME]
    adults = record.community.residents.key.size
    asked = np.unique(invited[:, WEEK] * adults + invited[:, WHO])
    present = came[:, WEEK] * adults + came[:, WHO]
    return float(asked.size), float(np.isin(asked, present).sum())

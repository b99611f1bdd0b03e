"""Reading the log of events: who was asked, who came."""

from itertools import pairwise

import numpy as np

from simkomunitas.model.community.community_data import Whole
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import PROGRAMME

WEEK, KIND, WHO, OTHER, VALUE = range(5)  # columns of the log


def events_of_kind(record: RunRecord, kind: EventKind) -> Whole:
    """The events of one kind, in order: rows of (week, kind, who, other, value)."""
    return np.asarray(record.event_log[record.event_log[:, KIND] == int(kind)])


def events_in_arena(events: Whole, arena: int) -> Whole:
    """Those of invitations or attendances that belong to an arena."""
    return np.asarray(events[events[:, VALUE] == arena])


def arena_attendances(record: RunRecord, arena: int) -> Whole:
    """Who came to events of an arena, in order: rows of the log."""
    return events_in_arena(events_of_kind(record, EventKind.CAME), arena)


def arena_acceptance(record: RunRecord, arena: int) -> tuple[float, float]:
    """Invitations to events of an arena, one a resident and week, and how many of them were followed."""
    invited, came = events_in_arena(events_of_kind(record, EventKind.INVITED), arena), arena_attendances(record, arena)
    adults = record.community.residents.key.size
    asked = np.unique(invited[:, WEEK] * adults + invited[:, WHO])
    present = came[:, WEEK] * adults + came[:, WHO]
    return float(asked.size), float(np.isin(asked, present).sum())


def attendance_by_week(record: RunRecord) -> list[Whole]:
    """For every week of the programme, the rows of those who came to its activities."""
    came = arena_attendances(record, PROGRAMME)
    borders = np.searchsorted(came[:, WEEK], np.arange(record.exit_week + 1))
    return [came[first:last, WHO] for first, last in pairwise(borders)]

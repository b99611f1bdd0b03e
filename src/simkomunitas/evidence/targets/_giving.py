"""Who gave how much at mutual help, read from the log of events."""

import numpy as np

from simkomunitas.engine.plan import Event
from simkomunitas.evidence.targets._events import OTHER, VALUE, WEEK, WHO, events_of
from simkomunitas.world.community import Numbers
from simkomunitas.world.record import Record
from simkomunitas.world.state import MUTUAL_HELP

GAME = "public_goods_game"


def given(record: Record) -> Numbers:
    """Share of her time that each resident gave, week by week: weeks by residents; NaN where she was not there."""
    gave = events_of(record, Event.GAVE)
    gave = gave[gave[:, OTHER] == MUTUAL_HELP]
    shares = np.full((record.series.shape[0], record.community.residents.key.size), np.nan)
    shares[gave[:, WEEK], gave[:, WHO]] = gave[:, VALUE] / 1000.0
    return shares

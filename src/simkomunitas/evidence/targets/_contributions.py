"""Who gave how much at mutual help, read from the log of events."""

import numpy as np

from simkomunitas.evidence.targets._event_log import OTHER, VALUE, WEEK, WHO, events_of_kind
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import MUTUAL_HELP

GAME_SITUATION = "public_goods_game"


def weekly_contributions(record: RunRecord) -> Numbers:
    """Share of her time that each resident gave, week by week: weeks by residents; NaN where she was not there."""
    gave = events_of_kind(record, EventKind.GAVE)
    gave = gave[gave[:, OTHER] == MUTUAL_HELP]
    shares = np.full((record.series.shape[0], record.community.residents.key.size), np.nan)
    shares[gave[:, WEEK], gave[:, WHO]] = gave[:, VALUE] / 1000.0
    return shares

"""Who heard of an offer from whom, and who took it up, read from the log of events."""

from typing import NamedTuple

import numpy as np

from simkomunitas.evidence.targets._event_log import OTHER, WEEK, WHO, events_of_kind
from simkomunitas.evidence.targets._target_base import Measured
from simkomunitas.model.community.community_data import Flags, Numbers, Whole
from simkomunitas.model.processes.engine_inputs import EventKind
from simkomunitas.model.state.community_state import FACILITATOR
from simkomunitas.model.state.run_record import RunRecord

DIFFUSION_SITUATION = "microfinance_villages"
NEVER_WEEK = np.iinfo(np.int64).max


class OfferDiffusion(NamedTuple):
    """What became of the offer: one number for each resident."""

    heard_week: Whole  # week she heard of it first; NOT_YET if she never did
    informer: Whole  # from whom: row of a resident, or FACILITATOR
    adopted_week: Whole  # week she took it up; NOT_YET if she never did

    @property
    def has_adopted(self) -> Flags:
        """Who took it up."""
        return np.asarray(self.adopted_week < NEVER_WEEK)

    @property
    def heard_from_resident(self) -> Flags:
        """Who heard of it from another resident."""
        return np.asarray((self.heard_week < NEVER_WEEK) & (self.informer >= 0))


def trace_offer(record: RunRecord) -> OfferDiffusion:
    """Who heard of the offer when and from whom, and who took it up when.

    Those whom nobody told have known of the activities before, and heard of the offer from the lender.
    """
    adults = record.community.residents.key.size
    heard, took = np.full(adults, NEVER_WEEK), np.full(adults, NEVER_WEEK)
    informer = np.full(adults, FACILITATOR)
    told, taken = events_of_kind(record, EventKind.TOLD)[::-1], events_of_kind(record, EventKind.TOOK_UP)
    heard[told[:, WHO]], informer[told[:, WHO]] = told[:, WEEK], told[:, OTHER]  # the first time is written last
    took[taken[:, WHO]] = taken[:, WEEK]
    return OfferDiffusion(heard, informer, took)


def values_by_arm(measured: Measured, name: str) -> Numbers:
    """A number of all villages of all seeds: that of each arm, kept as ``name:arm``."""
    return np.concatenate([values for key, values in measured.items() if key.partition(":")[0] == name])

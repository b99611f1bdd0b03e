"""Who heard of an offer from whom, and who took it up, read from the log of events."""

from typing import NamedTuple

import numpy as np

from simkomunitas.engine.plan import Event
from simkomunitas.evidence.targets._events import OTHER, WEEK, WHO, events_of
from simkomunitas.evidence.targets._target import Measured
from simkomunitas.world.community import Flags, Numbers, Whole
from simkomunitas.world.record import Record
from simkomunitas.world.state import FACILITATOR

VILLAGES = "microfinance_villages"
NOT_YET = np.iinfo(np.int64).max


class Hearing(NamedTuple):
    """What became of the offer: one number for each resident."""

    heard: Whole  # week she heard of it first; NOT_YET if she never did
    informer: Whole  # from whom: row of a resident, or FACILITATOR
    took: Whole  # week she took it up; NOT_YET if she never did

    @property
    def takers(self) -> Flags:
        """Who took it up."""
        return np.asarray(self.took < NOT_YET)

    @property
    def by_word_of_mouth(self) -> Flags:
        """Who heard of it from another resident."""
        return np.asarray((self.heard < NOT_YET) & (self.informer >= 0))


def hearing(record: Record) -> Hearing:
    """Who heard of the offer when and from whom, and who took it up when.

    Those whom nobody told have known of the activities before, and heard of the offer from the lender.
    """
    adults = record.community.residents.key.size
    heard, took = np.full(adults, NOT_YET), np.full(adults, NOT_YET)
    informer = np.full(adults, FACILITATOR)
    told, taken = events_of(record, Event.TOLD)[::-1], events_of(record, Event.TOOK_UP)
    heard[told[:, WHO]], informer[told[:, WHO]] = told[:, WEEK], told[:, OTHER]  # the first time is written last
    took[taken[:, WHO]] = taken[:, WEEK]
    return Hearing(heard, informer, took)


def every_village(measured: Measured, name: str) -> Numbers:
    """A number of all villages of all seeds: that of each arm, kept as ``name:arm``."""
    return np.concatenate([values for key, values in measured.items() if key.partition(":")[0] == name])

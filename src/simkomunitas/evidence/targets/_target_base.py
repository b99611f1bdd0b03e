"""What a target is: what a source measured, the band it has to lie in, and how the same is measured here."""

from collections.abc import Mapping
from math import inf
from typing import ClassVar, NamedTuple

import numpy as np

from simkomunitas.base.references import Source
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.state.run_record import RunRecord

__all__ = ["BAND_TOLERANCE", "Measured", "MeasuredNumbers", "SeedRecords", "Target", "TargetBand"]

BAND_TOLERANCE = 1e-9  # a bound for what has to be more than nothing; less than nothing is -MORE

MeasuredNumbers = Mapping[str, float]  # the numbers of one seed, by name
Measured = Mapping[str, Numbers]  # the same over all seeds: one number a seed, in the order of the seeds


class TargetBand(NamedTuple):
    """A quantity and the values at which it agrees with its source."""

    name: str
    meaning: str  # with its unit
    low: float = -inf
    high: float = inf
    is_from_source: bool = True  # the bounds were read in the source; False: only a sign was, the width is a judgement


class SeedRecords(NamedTuple):
    """One seed of the situations that a target asks for."""

    seed: int
    records: Mapping[str, Mapping[str, RunRecord]]  # by situation, by arm

    def find_record(self, situation: str, arm: str) -> RunRecord:
        """The course of one arm of a situation."""
        return self.records[situation][arm]


class Target:
    """A pattern that was measured somewhere, which the model has to show in the situation it was measured in.

    The first line of the docstring of a target is its title; what follows tells the situation and the filter of
    observation.
    """

    sources: ClassVar[tuple[Source, ...]] = ()
    situations: ClassVar[tuple[str, ...]] = ()  # names of files in the folder of situations
    bands: ClassVar[tuple[TargetBand, ...]] = ()
    events: ClassVar[bool] = False  # whether ``measure`` reads the log of events
    arms: ClassVar[tuple[str, ...]] = ()  # of its situations, those that ``measure`` looks at; all if none is named
    afterwards: ClassVar[bool] = True  # whether ``measure`` looks beyond the planned end of the programme

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        """What an observer writes down in one seed; NaN where there is nothing to measure."""
        raise NotImplementedError

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        """The quantity of each band from the numbers of all seeds; usually the mean of the number of that name.

        Pooled ratios, spreads between villages and standardized differences are computed here.  It is called again
        for every bootstrap sample of the seeds.
        """
        return {band.name: mean_known(measured[band.name]) for band in self.bands}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        """What in the model leads to these figures, one sentence or two; asked for where the target is not met."""
        raise NotImplementedError


def mean_known(numbers: Numbers) -> float:
    """Mean of the numbers that are known; NaN where none is."""
    known = numbers[~np.isnan(numbers)]
    return float(known.mean()) if known.size else float("nan")


def ratio_of_sums(parts: Numbers, wholes: Numbers) -> float:
    """Sum of the parts over the sum of the wholes, seeds of which either is unknown left out; NaN without a whole."""
    known = ~(np.isnan(parts) | np.isnan(wholes))
    return safe_ratio(float(parts[known].sum()), float(wholes[known].sum()))


def safe_ratio(part: float, whole: float) -> float:
    """Part over whole; NaN where there is no whole."""
    return part / whole if whole else float("nan")


def cohens_d(treated: Numbers, control: Numbers) -> float:
    """Cohen's d: the difference of the means over the pooled spread between villages; NaN where they do not differ."""
    spread = np.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2) if treated.size > 1 else 0.0
    return float((treated.mean() - control.mean()) / spread) if spread > 0 else float("nan")

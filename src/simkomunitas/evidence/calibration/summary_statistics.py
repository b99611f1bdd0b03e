r"""What was measured, as numbers to compare simulations with.

A target gives each of its quantities a band.  The calibration takes the middle of the band for what the source
measured, and the band for its 95 % interval: the source's number is

.. math:: y_j = s_j(\theta) + e_j, \qquad e_j \sim N(0, (h_j / 1.96)^2)

with s the quantity in the simulated villages and h half the width of the band.  So every simulation of the bank is
given an error e of that size, drawn once and for all, and is then compared with the middles (Wilkinson 2013 calls
this an exact treatment of a simulator that is measured with error).

A band that is open to one side has no middle, and one whose width is a judgement (only a sign was read in the source)
says nothing about where within it the truth lies: such a quantity agrees anywhere within its band, and is compared by
how far it lies outside.
"""

from collections.abc import Sequence
from math import isinf
from typing import NamedTuple

import numpy as np

from simkomunitas.evidence.calibration.abc_inference import summary_scales
from simkomunitas.evidence.targets import TargetBand, targets
from simkomunitas.evidence.worlds.superiority import NORMAL_QUANTILE
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.random_draws import DrawPurpose, draw_chances

FINEST, UNKNOWN = 0.1, 0.25  # of the spread over the bank


class SummaryStatistic(NamedTuple):
    """One quantity of one target."""

    target: str
    band: TargetBand

    @property
    def column_name(self) -> str:
        """``P1.attend``: what its column is called."""
        return f"{self.target}.{self.band.name}"

    @property
    def has_measurement(self) -> bool:
        """Whether the source gave a number, and how sure it is."""
        return self.band.is_from_source and not isinf(self.band.low) and not isinf(self.band.high)

    @property
    def source_value(self) -> float:
        """What the source is taken to have measured: the middle of the band; else nothing outside of it."""
        return (self.band.low + self.band.high) / 2 if self.has_measurement else 0.0

    @property
    def measurement_error(self) -> float:
        """Standard deviation of the source's number; 0 where it gave none."""
        return (self.band.high - self.band.low) / 2 / NORMAL_QUANTILE if self.has_measurement else 0.0

    def to_comparable(self, values: Numbers) -> Numbers:
        """The quantity as it counts: itself, or how far it lies outside the band."""
        return values if self.has_measurement else np.asarray(values - np.clip(values, self.band.low, self.band.high))


def list_summaries(names: Sequence[str]) -> tuple[SummaryStatistic, ...]:
    """The quantities of these targets that have a bound at all."""
    return tuple(
        SummaryStatistic(name, band)
        for name in names
        for band in targets[name].bands
        if not isinf(band.low) or not isinf(band.high)
    )


def summary_errors(values: Numbers, kept: Sequence[SummaryStatistic]) -> Numbers:
    """The unit in which each quantity is compared: the error of its source.

    Never less than a tenth of its spread over the bank, so that nothing counts for more than simulations can tell; a
    quarter of that spread where the source gave no number.
    """
    return np.array([
        max(summary.measurement_error, FINEST * width) if summary.has_measurement else UNKNOWN * width
        for summary, width in zip(kept, summary_scales(values), strict=True)
    ])  # fmt: skip


def add_measurement_error(values: Numbers, kept: Sequence[SummaryStatistic], seed: int) -> Numbers:
    """Simulated quantities (draws by quantities) as a source would have measured them, with its error."""
    keys = np.arange(len(values), dtype=np.uint64)
    columns = [
        summary.to_comparable(values[:, place]) + summary.measurement_error * reproducible_normal(seed, place, keys)
        for place, summary in enumerate(kept)
    ]
    return np.stack(columns, axis=1)


def reproducible_normal(seed: int, place: int, keys: np.ndarray) -> Numbers:
    """Normal numbers that are the same whenever they are asked for (Box and Muller 1958)."""
    first, second = (draw_chances(seed, int(DrawPurpose.MEASUREMENT), 2 * place + half, keys) for half in (0, 1))
    return np.asarray(np.sqrt(-2 * np.log1p(-first)) * np.cos(2 * np.pi * second))

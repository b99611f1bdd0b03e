"""From the numbers of many seeds to estimates, intervals and verdicts.

Interval: the estimate, give or take Student's t times the bootstrap standard error over the seeds.  For a mean this is
the usual t-interval; it is as well defined for ratios of sums, spreads between villages and standardized differences.

Verdict of a quantity: *met* if its whole interval lies within the band, *not met* if the whole interval lies outside,
*undecided* if a bound of the band cuts the interval or nothing could be measured.  A target is not met if one of its
quantities is not, met if all of them are, and undecided otherwise.
"""

from collections.abc import Mapping, Sequence
from math import isnan, nan, sqrt
from typing import Literal, NamedTuple

import numpy as np

from simkomunitas.base.estimation import t_quantile
from simkomunitas.evidence.target_measurement import Measurements
from simkomunitas.evidence.targets import Measured, TargetBand, targets
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.random_draws import DrawPurpose, draw_chances

VerdictName = Literal["met", "not met", "undecided"]
BOOTSTRAP_SAMPLES = 1000  # bootstrap samples of the seeds
NUMERIC_TOLERANCE = 1e-12  # rounding is not a difference


class QuantityResult(NamedTuple):
    """One quantity of a target, as simulated and as judged."""

    band: TargetBand
    estimate: float
    low: float
    high: float
    verdict: VerdictName


class TargetResult(NamedTuple):
    """A target, as simulated and as judged."""

    target: str
    quantities: tuple[QuantityResult, ...]
    verdict: VerdictName
    explanation: str  # empty where the target is met
    within_band_samples: Numbers  # by bootstrap sample: whether every estimate lies in its band

    @property
    def deciding_quantity(self) -> QuantityResult:
        """The quantity the verdict hangs on: of those with the target's verdict, the one nearest to a bound."""
        candidates = [quantity for quantity in self.quantities if quantity.verdict == self.verdict]
        return min(candidates, key=_distance_to_bound)


def evaluate_target(name: str, found: Sequence[Measurements], seeds: Sequence[int]) -> TargetResult:
    """The judgement on one target from the findings under these seeds."""
    target = targets[name]()
    measured = _measurement_arrays([findings[name] for findings in found])
    estimate = target.estimate_bands(measured)
    samples = _bootstrap_estimates(name, measured, len(seeds))
    quantities = tuple(
        _evaluate_quantity(band, estimate[band.name], samples[:, place], len(seeds))
        for place, band in enumerate(target.bands)
    )
    verdict = combine_verdicts([quantity.verdict for quantity in quantities])
    why = "" if verdict == "met" else target.explain_result(estimate)
    return TargetResult(name, quantities, verdict, why, _all_within_bands(target.bands, samples))


def combine_verdicts(verdicts: Sequence[VerdictName]) -> VerdictName:
    """The verdict on a target from those on its quantities.

    >>> (
    ...     combine_verdicts(["met", "undecided"]),
    ...     combine_verdicts(["undecided", "not met"]),
    ...     combine_verdicts(["met", "met"]),
    ... )
    ('undecided', 'not met', 'met')
    """
    if "not met" in verdicts:
        return "not met"
    return "undecided" if "undecided" in verdicts else "met"


def interval_verdict(band: TargetBand, low: float, high: float) -> VerdictName:
    """Where an interval lies: within the band, outside it, or across one of its bounds.

    >>> (
    ...     interval_verdict(TargetBand("share", "", 0.25, 0.5), 0.3, 0.4),
    ...     interval_verdict(TargetBand("share", "", 0.25, 0.5), 0.1, 0.2),
    ... )
    ('met', 'not met')
    """
    if isnan(low) or isnan(high):
        return "undecided"
    if band.low - NUMERIC_TOLERANCE <= low and high <= band.high + NUMERIC_TOLERANCE:
        return "met"
    return "not met" if high < band.low or low > band.high else "undecided"


def joint_pass_rate(results: Sequence[TargetResult], at_least: int, always: Sequence[str] = ()) -> float:
    """Share of bootstrap samples of the seeds in which so many targets lie within their bands, ``always`` among them.

    All targets are resampled by the same seeds, so what goes together stays together.
    """
    within = np.array([judgement.within_band_samples for judgement in results])
    enough = within.sum(axis=0) >= at_least
    for judgement in results:
        if judgement.target in always:
            enough &= judgement.within_band_samples > 0
    return float(enough.mean())


def _measurement_arrays(rows: Sequence[Mapping[str, float]]) -> Measured:
    return {name: np.array([row[name] for row in rows], dtype=float) for name in rows[0]}


def _bootstrap_estimates(name: str, measured: Measured, count: int) -> Numbers:
    """The estimates of a target in every bootstrap sample of the seeds: samples by bands."""
    target = targets[name]()
    draws = np.empty((BOOTSTRAP_SAMPLES, len(target.bands)))
    for sample, rows in enumerate(bootstrap_indices(count)):
        again = target.estimate_bands({key: values[rows] for key, values in measured.items()})
        draws[sample] = [again[band.name] for band in target.bands]
    return draws


def bootstrap_indices(count: int) -> np.ndarray:
    """Which of so many seeds each bootstrap sample is made of: samples by seeds; the same at every call."""
    keys = np.arange(count, dtype=np.uint64)
    luck = [draw_chances(0, int(DrawPurpose.RESAMPLING), sample, keys) for sample in range(BOOTSTRAP_SAMPLES)]
    return (np.array(luck) * count).astype(np.int64)


def _evaluate_quantity(band: TargetBand, estimate: float, samples: Numbers, count: int) -> QuantityResult:
    """A quantity with its interval; without a second seed, or a value in most samples, the interval is unknown."""
    known = samples[~np.isnan(samples)]
    low = high = nan
    if count > 1 and known.size > BOOTSTRAP_SAMPLES / 2 and not isnan(estimate):
        error = float(known.std()) * sqrt(count / (count - 1))  # a resample of few seeds varies too little
        reach = t_quantile(count - 1) * error
        low, high = estimate - reach, estimate + reach
    return QuantityResult(band, estimate, low, high, interval_verdict(band, low, high))


def _all_within_bands(bands: Sequence[TargetBand], samples: Numbers) -> Numbers:
    """1 for the bootstrap samples in which every quantity lies in its band, 0 for the others."""
    low, high = np.array([band.low for band in bands]), np.array([band.high for band in bands])
    return ((samples >= low - NUMERIC_TOLERANCE) & (samples <= high + NUMERIC_TOLERANCE)).all(axis=1).astype(float)


def _distance_to_bound(quantity: QuantityResult) -> float:
    """How far an estimate lies from the nearest bound, within the band, in units of its own uncertainty."""
    if isnan(quantity.estimate):
        return -np.inf
    distance = min(quantity.estimate - quantity.band.low, quantity.band.high - quantity.estimate)
    width = quantity.high - quantity.low
    return distance / width if width > 0 else distance

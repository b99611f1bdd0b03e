"""How many replicates are enough: until means are known to a stated precision, and surely so."""

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from simkomunitas.base.estimation import t_quantile
from simkomunitas.experiments.experiment_design import Precision
from simkomunitas.model.community.community_data import Flags, Numbers

GROWTH, LARGEST_GROWTH = 1.1, 2.0  # by how much the number grows from one look to the next
TENTH, TWENTIETH = -1.2815515655446004, 1.6448536269514722  # 10 % and 95 % quantiles of the standard normal


class PrecisionVerdict(NamedTuple):
    """Whether there are enough replicates, or how many there should be for the next look."""

    replicates: int
    is_enough: bool
    imprecise_columns: tuple[int, ...]  # places of the columns that are not yet precise


def assess_precision(values: Numbers, targets: Numbers, precision: Precision) -> PrecisionVerdict:
    """Look again and again at growing numbers of replicates (rows) until every column is precise.

    values: a column for each outcome at each point, NaN where there was nothing to measure.
    targets: half of the 95 % interval wanted of each column, in its unit; NaN: a share of its mean.

    The looks depend on the values alone, so an interrupted sweep comes to the same number.  A standard deviation that
    came out small by chance, or a mean that came out large, must not end the sweep: what counts is as wide as it may
    well be, see ``conservative_half_width`` and ``_doubt``.
    """
    count = precision.least
    while count <= len(values):
        look = _check_precision(values[:count], targets, precision)
        if not look.is_imprecise.any():
            return PrecisionVerdict(count, True, ())
        if count >= precision.most:
            return PrecisionVerdict(count, False, tuple(int(place) for place in np.flatnonzero(look.is_imprecise)))
        count = min(precision.most, _next_replicate_count(count, look))
    return PrecisionVerdict(count, False, ())


class _PrecisionCheck(NamedTuple):
    """What is seen at one number of replicates, by column."""

    is_imprecise: Flags  # whether the interval is still too wide
    ratio: float  # widest interval over what is wanted


def _check_precision(values: Numbers, targets: Numbers, precision: Precision) -> _PrecisionCheck:
    """The precision that these replicates give."""
    n = np.sum(~np.isnan(values), axis=0)
    known = n > 1
    safe = np.where(np.isnan(values), 0.0, values)
    mean = safe.sum(axis=0) / np.maximum(n, 1)
    spread = np.where(np.isnan(values), 0.0, values - mean)
    deviation = np.sqrt((spread**2).sum(axis=0) / np.maximum(n - 1, 1))
    relative = np.isnan(targets)
    doubt = _deviation_uncertainty_factor(
        np.where(np.isnan(values), np.nan, spread), deviation, np.where(relative, mean, np.inf), n
    )
    widths = np.array([(interval_half_width(count), conservative_half_width(count)) for count in n.tolist()])
    reach = np.maximum(widths[:, 0] * doubt, widths[:, 1]) * np.where(known, deviation, np.nan)
    wanted = np.where(relative, precision.relative * np.abs(mean), targets)
    with np.errstate(divide="ignore", invalid="ignore"):
        missing = known & (reach > wanted)
        ratios = np.where(missing, reach / wanted, 1.0)
    return _PrecisionCheck(missing, float(ratios.max(initial=1.0)))


def _deviation_uncertainty_factor(spread: Numbers, deviation: Numbers, mean: Numbers, count: Numbers) -> Numbers:
    """By which factor each deviation (over its mean, where that is finite) may well be larger than it came out.

    Its upper 95 % limit, whatever the distribution: from the influence of every value on its logarithm, as in the
    infinitesimal jackknife (Efron 1982, chapter 6).  spread: values minus their mean, NaN where there is none.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        influence = (spread / deviation) ** 2 / 2 - spread / mean
        centre = np.nansum(influence, axis=0) / count
        error = np.sqrt(np.nansum((influence - centre) ** 2, axis=0)) / count
    return np.asarray(np.exp(TWENTIETH * np.minimum(np.nan_to_num(error, nan=0.0, posinf=1.0), 1.0)))


@cache
def interval_half_width(count: int) -> float:
    """Half of the 95 % interval of the mean of so many values with a standard deviation of 1."""
    return t_quantile(count - 1) / math.sqrt(count) if count > 1 else math.inf


@cache
def conservative_half_width(count: int) -> float:
    """The same where the standard deviation may have come out too small: wide enough in nine of ten cases.

    Of normal values (Hahn and Meeker 1991, chapter 8); this is what counts where there are few.

    >>> round(conservative_half_width(30), 3), round(conservative_half_width(1000), 4)
    (0.452, 0.0639)
    """
    freedom = max(1, count - 1)
    low = 1 - 2 / (9 * freedom) + TENTH * math.sqrt(2 / (9 * freedom))  # Wilson and Hilferty 1931
    return float(interval_half_width(count) / max(low, 1e-3) ** 1.5)


def _next_replicate_count(count: int, check: _PrecisionCheck) -> int:
    """The number for the next look: as many as the widest interval seems to need, within limits."""
    needed = count * min(check.ratio**2, LARGEST_GROWTH)
    return max(math.ceil(count * GROWTH), math.ceil(needed))

"""How much of what differs between runs is due to what was varied, how much to noise, and how much to both at once.

Every point of a design is run under the same seeds, so each outcome is a table of points by seeds, and its variance
falls into three parts by the law of total variance: between points (parameters), between seeds (the noise of a
village, the same whatever is done there) and the rest, which is noise that depends on the parameters.  The parts are
estimated without bias from mean squares, as in a two-way table without repetition (Searle, Casella and McCulloch
1992, ch. 4); a part that comes out below zero is reported as zero.
"""

from typing import NamedTuple

import numpy as np

from simkomunitas.base.typed_columns import Numbers


class VarianceShares(NamedTuple):
    """The variance of one outcome over all runs and its parts; shares sum to one, NaN where nothing varies."""

    variance: float
    between_points: float  # share: differences between points that hold under every seed
    noise: float  # share: differences between seeds that hold at every point
    interaction: float  # share: noise that depends on the parameters


def variance_shares(values: Numbers) -> VarianceShares:
    """The parts of the variance of an outcome: points (rows) by seeds (columns), at least two of each, no NaN.

    >>> variance_shares(np.array([[1.0, 1.0], [3.0, 3.0]])).between_points
    1.0
    """
    parts = np.maximum(variance_components(values), 0.0)
    total = float(parts.sum())
    if total <= 0:
        return VarianceShares(0.0, *[float("nan")] * 3)
    shares = parts / total
    return VarianceShares(total, float(shares[0]), float(shares[1]), float(shares[2]))


def variance_components(values: Numbers) -> Numbers:
    """Variance between points, between seeds, and of the rest, each estimated without bias (it may be negative)."""
    points, seeds = values.shape
    if points < 2 or seeds < 2:
        raise ValueError("at least two points and two seeds are needed to tell noise from parameters")
    centred = values - values.mean()
    by_point, by_seed = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - by_point[:, None] - by_seed[None, :]
    rest_square = float((rest**2).sum()) / ((points - 1) * (seeds - 1))
    point_square = seeds * float((by_point**2).sum()) / (points - 1)
    seed_square = points * float((by_seed**2).sum()) / (seeds - 1)
    return np.array([(point_square - rest_square) / seeds, (seed_square - rest_square) / points, rest_square])


def variance_share_errors(values: Numbers) -> tuple[VarianceShares, VarianceShares]:
    """The shares and, as a second entry, their standard errors by leaving out each point and each seed in turn."""
    found = variance_shares(values)
    errors = np.sqrt(_jackknife_variance(values, axis=0) + _jackknife_variance(values, axis=1))
    return found, VarianceShares(*(float(error) for error in errors))


def _jackknife_variance(values: Numbers, axis: int) -> Numbers:
    """Jackknife variance of the four numbers of ``noise`` along one side of the table; NaN where it is too small."""
    count = values.shape[axis]
    if count < 3:
        return np.full(4, np.nan)
    groups = np.array_split(np.arange(count), min(count, 50))
    without = np.array([variance_shares(np.delete(values, group, axis=axis)) for group in groups])
    spread = without - without.mean(axis=0)
    return np.asarray((len(groups) - 1) / len(groups) * (spread**2).sum(axis=0))

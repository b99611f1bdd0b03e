"""Sobol indices of what is to be expected, freed of the noise of single runs.

A design of Saltelli's kind has a block of points for each of N base points: A, then A with one factor after the other
taken from B, then B.  Every point is run under the same seeds.  The indices belong to the mean over all noise, not to
the mean over the few seeds that were run: variances are built from products of *different* seeds only, which takes
out what a seed does at one point and not at another, and would else be counted as total effect of every factor.
With R seeds that is ``(R * V(mean over seeds) - mean of V(one seed)) / (R - 1)`` for every variance V.  The
estimators of V are those of SALib (Saltelli et al. 2010, https://doi.org/10.1016/j.cpc.2009.09.018); standard errors
come from leaving out groups of base points, and seeds, in turn.

With second order a block holds B with one factor after the other taken from A as well, and the share of the variance
that two factors explain together, beyond what each explains alone, is estimated in the same way (Saltelli 2002,
https://doi.org/10.1016/S0010-4655(02)00280-1).
"""

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.typed_columns import Flags, Numbers, Whole

JACKKNIFE_GROUPS = 64  # of base points at most, each left out once
MIN_STANDARD_ERRORS = 2.0  # standard errors by which the variance must exceed zero for its shares to mean anything
MIN_RELATIVE_RANGE = 1e-12  # range, as a share of the largest value, below which a column is rounding and nothing else
NORMAL_QUANTILE = 1.96  # standard errors to either end of a 95 % interval


class SobolIndices(NamedTuple):
    """Indices of one outcome, an entry for each factor; NaN where its variance cannot be told from zero."""

    first: Numbers  # share of the variance of what is to be expected that the factor explains alone
    first_error: Numbers
    total: Numbers  # the same with all its interactions
    total_error: Numbers
    # Of what the factor changes in a single run, the share that differs from seed to seed.
    noise_dependent_share: Numbers
    second: Numbers  # share that two factors explain only together, an entry for each pair; empty without second order
    second_error: Numbers
    variance: float  # of what is to be expected
    base: int  # number of base points


class VarianceParts(NamedTuple):
    """Variances of one outcome: by factor of first order and in all, by pair, and whole; a column a resample."""

    first: Numbers
    total: Numbers
    interaction: Numbers
    total_variance: Numbers


class SaltelliDesign(NamedTuple):
    """How the points of a design of Saltelli's kind follow each other."""

    factors: int
    second_order: bool = False

    @property
    def block_size(self) -> int:
        """Points in a block."""
        return 2 * self.factors + 2 if self.second_order else self.factors + 2

    @property
    def factor_pairs(self) -> Sequence[tuple[int, int]]:
        """The pairs of factors whose interaction the design can tell, in the order of the indices."""
        return list(itertools.combinations(range(self.factors), 2)) if self.second_order else []

    def is_base_sample(self, points: int) -> Flags:
        """Which points are of A or B; they alone are spread evenly over all that was varied."""
        place = np.arange(points) % self.block_size
        return np.asarray((place == 0) | (place == self.block_size - 1))


def estimate_sobol_indices(values: Numbers, design: SaltelliDesign) -> SobolIndices:
    """Indices from an outcome by points (rows, as designed) and seeds (columns).

    ValueError when the rows are not whole blocks of such a design, or a value is missing.
    """
    base, rest = divmod(len(values), design.block_size)
    if rest or base < 2:
        raise ValueError(f"{len(values)} points are no Sobol design of {design.factors} factors")
    if not np.isfinite(values).all():
        raise ValueError(f"{int((~np.isfinite(values)).sum())} values are missing")
    everything = np.arange(base)[:, None]
    seeds = _mean_seed_variances(values, design, everything)
    found = _noise_free_variances(values, design, everything, seeds)
    without = _noise_free_variances(values, design, jackknife_samples(base))
    if (
        found.total_variance[0] <= MIN_STANDARD_ERRORS * np.sqrt(_jackknife_variance(without.total_variance))
        or not (without.total_variance > 0).all()
    ):
        return _all_nan_indices(design, max(0.0, float(found.total_variance[0])), base)
    errors = np.sqrt(_jackknife_variance(_index_shares(without)) + _variance_over_seeds(values, design, everything))
    ends = (design.factors, 2 * design.factors)
    first, total, second = np.split(_index_shares(found)[:, 0], ends)
    first_error, total_error, second_error = np.split(errors, ends)
    return SobolIndices(first, first_error, total, total_error, _noise_dependent_share(found, seeds), second,
        second_error,
                        float(found.total_variance[0]), base)  # fmt: skip


def _all_nan_indices(design: SaltelliDesign, variance: float, base: int) -> SobolIndices:
    """The indices of an outcome whose variance cannot be told from zero: there are none."""
    nothing, pairs = np.full(design.factors, np.nan), np.full(len(design.factor_pairs), np.nan)
    return SobolIndices(nothing, nothing, nothing, nothing, nothing, pairs, pairs, variance, base)


def jackknife_samples(base: int) -> Whole:
    """The base points without one group after the other, a column each; all groups are of one size."""
    groups = next((count for count in range(min(base, JACKKNIFE_GROUPS), 9, -1) if base % count == 0), base)
    points = np.arange(base)
    return np.stack([np.setdiff1d(points, group) for group in points.reshape(groups, -1)], axis=1)


def _noise_free_variances(
    values: Numbers, design: SaltelliDesign, chosen: Whole, seeds: VarianceParts | None = None
) -> VarianceParts:
    """Variances of what is to be expected, freed of noise; with one seed, of that seed."""
    count = values.shape[1]
    seeds = seeds or _mean_seed_variances(values, design, chosen)
    if count == 1:
        return seeds
    mean = _variance_parts(values.mean(axis=1), design, chosen)
    return VarianceParts(*((count * one - other) / (count - 1) for one, other in zip(mean, seeds, strict=True)))


def _mean_seed_variances(values: Numbers, design: SaltelliDesign, chosen: Whole) -> VarianceParts:
    """Variances within one seed: mean over seeds."""
    found = [_variance_parts(column, design, chosen) for column in values.T]
    return VarianceParts(*(np.mean(same, axis=0) for same in zip(*found, strict=True)))


def _variance_parts(column: Numbers, design: SaltelliDesign, chosen: Whole) -> VarianceParts:
    """Variances of one series, for each set of base points that is chosen."""
    sobol: Any = import_optional("SALib.analyze.sobol", "analysis")
    centred = column - column.mean()
    base = len(column) // design.block_size
    a, b, mixed, back = sobol.separate_output_values(centred, design.factors, base, design.second_order)
    ends = np.concatenate([a[chosen], b[chosen]])
    whole = np.var(ends, axis=0)
    if (np.ptp(ends, axis=0) <= MIN_RELATIVE_RANGE * np.abs(column).max()).any():  # SALib warns of what does not vary
        nothing, pairs = (np.zeros((count, chosen.shape[1])) for count in (design.factors, len(design.factor_pairs)))
        return VarianceParts(nothing, nothing, pairs, np.zeros_like(whole))
    first = [sobol.first_order(a[chosen], mixed[chosen, j], b[chosen]) * whole for j in range(design.factors)]
    total = [sobol.total_order(a[chosen], mixed[chosen, j], b[chosen]) * whole for j in range(design.factors)]
    second = [
        sobol.second_order(a[chosen], mixed[chosen, j], mixed[chosen, k], back[chosen, j], b[chosen]) * whole
        for j, k in design.factor_pairs
    ]
    pairs = np.reshape(second, (len(design.factor_pairs), chosen.shape[1]))
    return VarianceParts(np.array(first), np.array(total), pairs, whole)


def _index_shares(parts: VarianceParts) -> Numbers:
    """First, total and second indices below each other, by resample; NaN where nothing varies."""
    whole = np.where(parts.total_variance > 0, parts.total_variance, np.nan)
    return np.concatenate([parts.first, parts.total, parts.interaction]) / whole


def _jackknife_variance(shares: Numbers) -> Numbers:
    """Jackknife variance along the last side: each resample leaves one of equal groups out."""
    groups = shares.shape[-1]
    distance = shares - shares.mean(axis=-1, keepdims=True)
    return np.asarray((groups - 1) / groups * (distance**2).sum(axis=-1))


def _variance_over_seeds(values: Numbers, design: SaltelliDesign, everything: Whole) -> Numbers:
    """Jackknife variance over seeds; zero where they are too few to leave one out."""
    count = values.shape[1]
    if count < 3:
        return np.zeros(2 * design.factors + len(design.factor_pairs))
    without = [
        _index_shares(_noise_free_variances(np.delete(values, seed, axis=1), design, everything))
        for seed in range(count)
    ]
    return _jackknife_variance(np.concatenate(without, axis=-1))


def _noise_dependent_share(found: VarianceParts, seeds: VarianceParts) -> Numbers:
    """Of the variance a factor makes in a single run, the share that is gone from what is to be expected."""
    if found is seeds:
        return np.full(len(found.total), np.nan)
    alone = seeds.total[:, 0]
    steady = np.clip(found.total[:, 0], 0, alone)
    return np.where(alone > 0, 1 - steady / np.where(alone > 0, alone, 1), np.nan)

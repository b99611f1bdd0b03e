"""Morris screening: what changes when one factor after the other is moved, at many places of the space.

``mu_star`` is the mean size of a factor's effect, ``sigma`` how much the effect differs from place to place (through
interactions or curvature), both in units of the outcome for the whole range of the factor; the elementary effects are
those of Campolongo et al. (2007, https://doi.org/10.1016/j.envsoft.2006.10.004), as in SALib.  Every point is run
under the same seeds, so an effect is a paired difference.  What the effect still differs by from seed to seed is told
apart as ``noise``.

Noise also adds to every effect a difference of either sign, and the mean *size* of effects grows with it: a factor that
does nothing would seem to do something.  Both ``sigma`` and ``mu_star`` are therefore freed of noise.  The variance of
effects between places is estimated from products of different seeds only, and the effects are drawn towards their mean
until they have this variance (Louis 1984, https://doi.org/10.1080/01621459.1984.10478062); ``mu_star`` is the mean of
their sizes.  Without noise nothing is drawn, and the numbers are those of SALib.
"""

import math
from typing import NamedTuple

import numpy as np

from simkomunitas.analysis.variance_decomposition import variance_components
from simkomunitas.base.estimation import t_quantile
from simkomunitas.base.typed_columns import Numbers

MIN_SEEDS = 3  # from which differences between seeds enter an interval


class MorrisEffects(NamedTuple):
    """Effects on one outcome, an entry for each factor; NaN where one seed, or two trajectories, cannot tell."""

    mu: Numbers
    mu_star: Numbers  # freed of noise; with one seed, noise included
    mu_star_low: Numbers  # 95 % interval
    mu_star_high: Numbers
    sigma: Numbers  # freed of noise; with one seed, noise included
    noise: Numbers  # standard deviation of an effect over seeds
    trajectories: int


def morris_effects(values: Numbers, unit: Numbers) -> MorrisEffects:
    """Effects from an outcome by points (rows, as designed) and seeds (columns).

    unit: the design, points by factors, each from 0 to 1.  With one seed ``mu_star`` and ``sigma`` hold its noise, and
    the interval begins where the mean effect, in which noise cancels out, leaves no doubt.
    ValueError when the rows are not whole trajectories, or a value is missing.
    """
    if not np.isfinite(values).all():
        raise ValueError(f"{int((~np.isfinite(values)).sum())} values are missing")
    effects = elementary_effects(values, unit)
    seeds = effects.shape[-1]
    intervals = [_mu_star_interval(one) if seeds > 1 else _one_seed_interval(one[:, 0]) for one in effects]
    low, high = np.array(intervals).T
    steady = [_noise_free_effects(one) for one in effects]
    return MorrisEffects(
        mu=effects.mean(axis=(1, 2)),
        mu_star=np.array([np.abs(one).mean() for one in steady]),
        mu_star_low=low,
        mu_star_high=high,
        sigma=np.array([one.std(ddof=1) for one in steady]),
        noise=_effect_noise(effects),
        trajectories=effects.shape[1],
    )


def elementary_effects(values: Numbers, unit: Numbers) -> Numbers:
    """Changes of the outcome over one step of a factor, per unit of it: by factor, trajectory and seed.

    values: points (rows, as designed) by seeds.  ValueError when ``unit`` is not made of whole trajectories, in each
    of which every factor is moved once.
    """
    points, factors = unit.shape
    if points % (factors + 1) or len(values) != points:
        raise ValueError(f"{len(values)} points are no trajectories of {factors} factors")
    steps = np.diff(unit.reshape(-1, factors + 1, factors), axis=1)
    changes = np.diff(values.reshape(-1, factors + 1, values.shape[1]), axis=1)
    order = np.abs(steps).argmax(axis=1)  # by trajectory and factor: in which step it is moved
    if (np.sort(order, axis=1) != np.arange(factors)).any():
        raise ValueError(f"the points are no trajectories of {factors} factors: one is not moved once in each")
    size = np.take_along_axis(steps, order[:, None, :], axis=1)[:, 0, :, None]
    effects: Numbers = np.take_along_axis(changes, order[..., None], axis=1) / size
    return effects.swapaxes(0, 1)


def _noise_free_effects(effects: Numbers) -> Numbers:
    """The effects of one factor (by trajectory and seed), a number for each trajectory, freed of noise.

    They keep their mean and have the variance that is left of theirs without the noise of the seeds.
    """
    trajectories, seeds = effects.shape
    mean = effects.mean(axis=1)
    if seeds < 2 or trajectories < 2:
        return np.asarray(mean)
    with_noise = float(mean.var(ddof=1))
    within = float(effects.var(axis=0, ddof=1).mean())
    steady = max(0.0, (seeds * with_noise - within) / (seeds - 1))
    shrunk = (steady / with_noise) ** 0.5 if with_noise > 0 else 0.0
    return np.asarray(mean.mean() + shrunk * (mean - mean.mean()))


def _effect_noise(effects: Numbers) -> Numbers:
    """Standard deviation of an effect over seeds, by factor: root of the mean variance over trajectories."""
    if effects.shape[-1] < 2:
        return np.full(len(effects), np.nan)
    return np.asarray(np.sqrt(effects.var(axis=-1, ddof=1).mean(axis=1)))


def _mu_star_interval(effects: Numbers) -> tuple[float, float]:
    """95 % interval of ``mu_star`` of one factor, from its effects by trajectory and seed.

    A jackknife over trajectories, to which the variance between seeds is added where there are FEWEST_SEEDS.  Near
    zero the size of effects is still a little too large by chance, so the lower end is at most that of the root mean
    square effect, whose square has no bias: the product of effects under different seeds.
    """
    steady, seeds = _noise_free_effects(effects), effects.shape[1]
    reach = t_quantile(len(steady) - 1)
    without = [np.abs(_noise_free_effects(np.delete(effects, one, axis=0))).mean() for one in range(len(steady))]
    between = variance_components(np.sign(steady)[:, None] * effects)[1] if seeds >= MIN_SEEDS else 0.0
    error = float(np.var(without) * (len(steady) - 1) + max(0.0, between) / seeds) ** 0.5
    squares = (seeds * effects.mean(axis=1) ** 2 - (effects**2).mean(axis=1)) / (seeds - 1)
    square = float(squares.mean()) - reach * _standard_error(squares)
    size = float(np.abs(steady).mean())
    return max(0.0, min(size - reach * error, max(0.0, square) ** 0.5)), size + reach * error


def _one_seed_interval(effects: Numbers) -> tuple[float, float]:
    """The same under one seed: from the mean effect, which noise does not make larger, to the mean size, which it does.

    The noise that all trajectories share under a seed cannot be seen in it.
    """
    reach, sizes = t_quantile(len(effects) - 1), np.abs(effects)
    low = abs(float(effects.mean())) - reach * _standard_error(effects)
    return max(0.0, low), float(sizes.mean()) + reach * _standard_error(sizes)


def _standard_error(values: Numbers) -> float:
    """Standard error of a mean."""
    return float(values.std(ddof=1)) / math.sqrt(len(values))

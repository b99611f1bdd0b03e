"""Morris screening: what changes when one factor after the other is moved, at many places of the space.

``mu_star`` is the mean size of a factor's effect, ``sigma`` how much the effect differs from place to place (through
interactions or curvature), both in units of the outcome for the whole range of the factor; the elementary effects are
those of SALib (Campolongo et al. 2007, https://doi.org/10.1016/j.envsoft.2006.10.004).  Every point is run under
the same seeds, so an effect is a paired difference.  What the effect still differs by from seed to seed is told
apart as ``luck`` and taken out of ``sigma``.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from simkomunitas.ground.columns import Numbers
from simkomunitas.ground.extras import library


class Screening(NamedTuple):
    """Effects on one outcome, an entry for each factor; NaN where one seed cannot tell."""

    mu: Numbers
    mu_star: Numbers
    mu_star_reach: Numbers  # half of the 95 % interval, by resampling trajectories
    sigma: Numbers
    luck: Numbers  # standard deviation of an effect over seeds
    trajectories: int


def screening(values: Numbers, unit: Numbers, levels: int, seed: int = 1) -> Screening:
    """Effects from an outcome by points (rows, as designed) and seeds (columns).

    unit: the design, points by factors, each from 0 to 1.  levels: of its grid.  seed: of the resampling.
    ValueError when the rows are not whole trajectories, or a value is missing.
    """
    points, factors = unit.shape
    if points % (factors + 1) or len(values) != points:
        raise ValueError(f"{len(values)} points are no trajectories of {factors} factors")
    if not np.isfinite(values).all():
        raise ValueError(f"{int((~np.isfinite(values)).sum())} values are missing")
    mean = _analyzed(values.mean(axis=1), unit, levels, seed)
    alone = [_analyzed(column, unit, levels, seed) for column in values.T]
    count = points // (factors + 1)
    sigma, luck = _told_apart(mean, alone, count)
    return Screening(
        mu=np.asarray(mean["mu"], dtype=float),
        mu_star=np.asarray(mean["mu_star"], dtype=float),
        mu_star_reach=np.asarray(mean["mu_star_conf"], dtype=float),
        sigma=sigma,
        luck=luck,
        trajectories=count,
    )


def _analyzed(column: Numbers, unit: Numbers, levels: int, seed: int) -> Any:  # noqa: ANN401 - SALib's result
    names = [str(place) for place in range(unit.shape[1])]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    morris = library("SALib.analyze.morris", "analysis")
    return morris.analyze(problem, unit, np.array(column), num_levels=levels, num_resamples=500, seed=seed)


def _told_apart(mean: Any, alone: Sequence[Any], trajectories: int) -> tuple[Numbers, Numbers]:  # noqa: ANN401
    """How effects differ from place to place, freed of luck, and how they differ from seed to seed."""
    seeds = len(alone)
    sigma = np.asarray(mean["sigma"], dtype=float)
    if seeds < 2:
        return sigma, np.full(len(sigma), np.nan)
    within = np.mean([np.square(found["sigma"]) for found in alone], axis=0)
    freed = (seeds * sigma**2 - within) / (seeds - 1)
    squares = [_mean_square(found, trajectories) for found in alone]
    luck = seeds / (seeds - 1) * (np.mean(squares, axis=0) - _mean_square(mean, trajectories))
    return np.sqrt(np.maximum(freed, 0.0)), np.sqrt(np.maximum(luck, 0.0))


def _mean_square(found: Any, trajectories: int) -> Numbers:  # noqa: ANN401 - SALib's result
    """Mean square of the elementary effects, from their mean and standard deviation."""
    return np.asarray(np.square(found["sigma"]) * (trajectories - 1) / trajectories + np.square(found["mu"]))

"""How surely a planned contrast shows an effect that is there: the power of the paired t-test."""

import math

import numpy as np

from simkomunitas.study.estimates import t_quantile

ENOUGH = 0.8  # power below which a contrast is under-powered (Cohen 1988)
STEPS = 2_000  # of the numerical integral


def power(effect: float, deviation: float, pairs: int) -> float:
    """Chance that the 95 % interval of a mean difference of so many pairs excludes 0.

    effect: the true difference; deviation: standard deviation of the differences, in the same unit.

    >>> round(power(0.5, 1.0, 34), 3), power(0.0, 1.0, 34) < 0.051, power(1.0, 0.0, 5)
    (0.808, True, 1.0)
    """
    if pairs < 2:
        return math.nan
    if deviation == 0:
        return float(effect != 0)
    shift, limit = abs(effect) / deviation * math.sqrt(pairs), t_quantile(pairs - 1)
    return _beyond(shift, limit, pairs - 1) + _beyond(-shift, limit, pairs - 1)


def _beyond(shift: float, limit: float, freedom: int) -> float:
    """P(T > limit) for Student's t with a shift: the normal tail averaged over the estimated deviation."""
    spread = 8 / math.sqrt(2 * freedom)
    ratio = np.linspace(max(1e-6, 1 - spread), 1 + spread, STEPS)
    log_density = (freedom - 1) * np.log(ratio) - freedom * ratio**2 / 2
    density = np.exp(log_density - log_density.max())
    density[[0, -1]] /= 2  # trapezoids: with two pairs the density begins at its highest
    tail = np.array([0.5 * math.erfc((limit * one - shift) / math.sqrt(2)) for one in ratio])
    return float((tail * density).sum() / density.sum())


def pairs_needed(effect: float, deviation: float, wanted: float = ENOUGH, most: int = 1_000_000) -> int | None:
    """How many pairs give the wanted power; None if more than ``most``.

    >>> pairs_needed(0.5, 1.0)
    34
    """
    low, high = 1, 2
    while high < most and not power(effect, deviation, high) >= wanted:
        low, high = high, min(2 * high, most)
    if not power(effect, deviation, high) >= wanted:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(effect, deviation, middle) >= wanted else (middle, high)
    return high

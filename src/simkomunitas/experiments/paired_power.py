"""How surely a planned contrast shows an effect that is there: the power of the paired t-test."""

import math
from bisect import bisect_left

import numpy as np
from scipy.special import nctdtr

from simkomunitas.base.estimation import t_quantile

TARGET_POWER = 0.8  # power below which a contrast is under-powered (Cohen 1988)


def t_test_power(effect: float, deviation: float, pair_count: int) -> float:
    """Chance that the 95 % interval of a mean difference of so many pairs excludes 0.

    effect: the true difference; deviation: standard deviation of the differences, in the same unit.

    >>> round(t_test_power(0.5, 1.0, 34), 3), t_test_power(0.0, 1.0, 34) < 0.051, t_test_power(1.0, 0.0, 5)
    (0.808, True, 1.0)
    """
    if pair_count < 2 or math.isnan(effect + deviation):
        return math.nan
    if deviation == 0:
        return float(effect != 0)
    shift, limit = abs(effect) / deviation * math.sqrt(pair_count), t_quantile(pair_count - 1)
    tails = nctdtr(pair_count - 1, shift, [limit, -limit])
    not_shown, wrong_way = np.nan_to_num(tails)  # SciPy gives NaN for some probabilities below 1e-90
    return float(1 - not_shown + wrong_way)


def find_required_pairs(
    effect: float, deviation: float, target_power: float = TARGET_POWER, max_pairs: int = 1_000_000
) -> int | None:
    """How many pairs give the wanted power; None if more than ``max_pairs``.

    >>> find_required_pairs(0.5, 1.0)
    34
    """
    count = bisect_left(
        range(max_pairs + 1), target_power, lo=2, key=lambda pairs: t_test_power(effect, deviation, pairs)
    )
    return count if count <= max_pairs else None

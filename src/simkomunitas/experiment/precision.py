"""How many replicates are enough: until means are known to a stated precision, and surely so."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.experiment.design import Precision
from simkomunitas.study.estimates import t_quantile
from simkomunitas.world.community import Flags, Numbers

GROWTH, LARGEST_GROWTH = 1.1, 2.0  # by how much the number grows from one look to the next
LOOKS = 3  # successive enlargements over which the coefficient of variation must have settled
SETTLED = 0.2  # how far it may move, as a share of the precision: 0.01 for the usual 5 %
TENTH = -1.2815515655446004  # 10 % quantile of the standard normal distribution


class Verdict(NamedTuple):
    """Whether there are enough replicates, or how many there should be for the next look."""

    replicates: int
    enough: bool
    open: tuple[int, ...]  # places of the columns that are not yet precise


def judged(values: Numbers, targets: Numbers, precision: Precision) -> Verdict:
    """Look again and again at growing numbers of replicates (rows) until every column is precise.

    values: a column for each outcome at each point, NaN where there was nothing to measure.
    targets: half of the 95 % interval wanted of each column, in its unit; NaN: a share of its mean.

    The looks depend on the values alone, so an interrupted sweep comes to the same number.  A standard deviation that
    came out small by chance must not end the sweep: with a share of the mean, the coefficient of variation must have
    settled over three enlargements (Lorscheid, Heine and Meyer 2012); with an absolute width, the upper 90 % limit of
    the standard deviation counts (Hahn and Meeker 1991, chapter 8).
    """
    count, history = precision.least, []
    while count <= len(values):
        look = _look(values[:count], targets, precision)
        history.append(look)
        missing = look.missing | ~_settled(history, precision)
        if not missing.any():
            return Verdict(count, True, ())
        if count >= precision.most:
            return Verdict(count, False, tuple(int(place) for place in np.flatnonzero(missing)))
        count = min(precision.most, _next(count, look))
    return Verdict(count, False, ())


class _Look(NamedTuple):
    """What is seen at one number of replicates, by column."""

    missing: Flags  # whether the interval is still too wide
    variation: Numbers  # coefficient of variation, NaN where it does not count
    ratio: float  # widest interval over what is wanted


def _look(values: Numbers, targets: Numbers, precision: Precision) -> _Look:
    """The precision that these replicates give."""
    n = np.sum(~np.isnan(values), axis=0)
    known = n > 1
    safe = np.where(np.isnan(values), 0.0, values)
    mean = safe.sum(axis=0) / np.maximum(n, 1)
    spread = np.where(np.isnan(values), 0.0, values - mean)
    deviation = np.sqrt((spread**2).sum(axis=0) / np.maximum(n - 1, 1))
    relative = np.isnan(targets)
    wide = {count: (half_width(count), surely_wide(count)) for count in set(n.tolist())}
    widths = np.array([wide[count] for count in n.tolist()])
    reach = np.where(relative, widths[:, 0], widths[:, 1]) * np.where(known, deviation, np.nan)
    wanted = np.where(relative, precision.relative * np.abs(mean), targets)
    with np.errstate(divide="ignore", invalid="ignore"):
        missing = known & (reach > wanted)
        variation = np.where(relative & known, deviation / np.abs(mean), np.nan)
        ratios = np.where(missing, reach / wanted, 1.0)
    return _Look(missing, variation, float(ratios.max(initial=1.0)))


def half_width(count: int) -> float:
    """Half of the 95 % interval of the mean of so many values with a standard deviation of 1."""
    return t_quantile(count - 1) / math.sqrt(count) if count > 1 else math.inf


def surely_wide(count: int) -> float:
    """The same where the standard deviation may have come out too small: wide enough in nine of ten cases.

    >>> round(surely_wide(30), 3), round(surely_wide(1000), 4)
    (0.452, 0.0639)
    """
    freedom = max(1, count - 1)
    low = 1 - 2 / (9 * freedom) + TENTH * math.sqrt(2 / (9 * freedom))  # Wilson and Hilferty 1931
    return float(half_width(count) / max(low, 1e-3) ** 1.5)


def _settled(history: Sequence[_Look], precision: Precision) -> Flags:
    """Whether the coefficient of variation of each column has hardly moved over the last enlargements.

    What does not vary at all, or has no mean to vary about, has nothing to settle.
    """
    if len(history) <= LOOKS:
        return ~np.isfinite(history[-1].variation) | (history[-1].variation == 0)
    last = np.array([look.variation for look in history[-LOOKS - 1 :]])
    with np.errstate(invalid="ignore"):
        moved = np.abs(np.diff(last, axis=0)) > SETTLED * precision.relative
    return np.asarray(~moved.any(axis=0))


def _next(count: int, look: _Look) -> int:
    """The number for the next look: as many as the widest interval seems to need, within limits."""
    needed = count * min(look.ratio**2, LARGEST_GROWTH)
    return max(math.ceil(count * GROWTH), math.ceil(needed))

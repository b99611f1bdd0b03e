"""The patient rule induction method: peel a box until it holds little but the cases of interest.

Each step looks at every way to take away a thin slice: the lowest or highest tenth of a number, or one word of a
category; and takes the one that raises the share of cases of interest most for each case given up.  Afterwards
restrictions that chance could explain are dropped and the box is let out where that costs nothing (*pasting*).
Friedman and Fisher 1999, https://doi.org/10.1023/A:1008894516817; the quasi p-values are those of Bryant and
Lempert 2010, https://doi.org/10.1016/j.techfore.2009.08.002.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import bdtrc

from simkomunitas.analysis.boxes import (
    Box,
    BoxQuality,
    CategorySubset,
    Limit,
    NumericRange,
    box_quality,
    cases_in_box,
    drop_redundant_limits,
    full_box,
    is_within_limit,
)
from simkomunitas.base.typed_columns import Flags, Numbers

PEELING_SHARE = 0.1  # share of the cases in a box that one peel or paste moves, at most, where values allow
MIN_MASS = 0.05  # share of all cases below which no box is peeled
SIGNIFICANCE_LEVEL = 0.05  # a restriction that chance explains as often as this is dropped


class PeelingStep(NamedTuple):
    """One box on the way from all cases to the densest."""

    box: Box
    quality: BoxQuality


class PrimBox(NamedTuple):
    """A box with what is known of it; ``chance``: how easily chance would explain each restriction (quasi p)."""

    box: Box
    quality: BoxQuality
    quasi_p_values: dict[str, float]


def peel_boxes(
    factors: pd.DataFrame, is_positive: Flags, share: float = PEELING_SHARE, least: float = MIN_MASS
) -> list[PeelingStep]:
    """The boxes from all cases to the densest, each one slice smaller than the one before.

    factors: a column for each, numbers or words.  share: the slice, of the cases in the box.  least: the smallest
    box, as a share of all cases.  ValueError when there is no case of interest.
    """
    if not is_positive.any():
        raise ValueError("there is no case of interest to be described")
    held = np.ones(len(factors), dtype=bool)
    box: dict[str, Limit] = full_box(factors)
    steps = [PeelingStep(drop_redundant_limits(box, factors), box_quality(held, is_positive))]
    while not is_positive[held].all():
        best = _find_best_peel(factors, is_positive, (box, held), (share, max(1, math.ceil(least * len(factors)))))
        if best is None:
            break
        box, held = best
        steps.append(PeelingStep(drop_redundant_limits(box, factors), box_quality(held, is_positive)))
    return steps


Held = tuple[dict[str, Limit], Flags]  # a box, and the cases in it


def _find_best_peel(factors: pd.DataFrame, is_positive: Flags, now: Held, sizes: tuple[float, int]) -> Held | None:
    """The slice whose loss raises the density most for each case given up; None when no slice raises it."""
    share, fewest = sizes
    box, held = now
    before, cases = is_positive[held].mean(), int(held.sum())
    best, gain = None, 0.0
    for name in box:
        for limit, kept in _candidate_peels(factors[name], box[name], held, share):
            left = int(kept.sum())
            if left < fewest or left == cases:
                continue
            rise = float(is_positive[kept].mean() - before) / (cases - left)
            if rise > gain:
                best, gain = (box | {name: limit}, kept), rise
    return best


def _candidate_peels(column: pd.Series, limit: Limit, held: Flags, share: float) -> Iterator[tuple[Limit, Flags]]:
    """Each way to peel one factor: its new limit, and what is left of the cases held."""
    if isinstance(limit, CategorySubset):
        words = column.astype(str).to_numpy()
        for word in limit.categories:
            yield CategorySubset(tuple(other for other in limit.categories if other != word)), held & (words != word)
        return
    numbers = column.to_numpy(dtype=float)
    above = held & (numbers > _slice_boundary(np.sort(numbers[held]), share))
    below = held & (numbers < -_slice_boundary(np.sort(-numbers[held]), share))
    if above.any():
        yield NumericRange(float(numbers[above].min()), limit.high), above
    if below.any():
        yield NumericRange(limit.low, float(numbers[below].max())), below


def _slice_boundary(ordered: Numbers, share: float) -> float:
    """The value up to which the lowest slice reaches; equal values go together, if need be all of the lowest."""
    count = max(1, int(share * len(ordered)))
    last = ordered[count - 1]
    if count < len(ordered) and ordered[count] == last and last > ordered[0]:
        return float(ordered[ordered < last].max())
    return float(last)


def select_step(steps: list[PeelingStep], density: float | None = None) -> PeelingStep:
    """The box of a trajectory that balances coverage and density best: the largest harmonic mean of both.

    density: if given, the largest box that is at least so dense; the densest where none is.
    """
    if density is None:
        return max(steps, key=lambda step: _harmonic_mean(step.quality))
    enough = [step for step in steps if step.quality.density >= density]
    return enough[0] if enough else steps[-1]


def _harmonic_mean(found: BoxQuality) -> float:
    both = found.coverage + found.density
    return 2 * found.coverage * found.density / both if both > 0 else 0.0


def refine_box(factors: pd.DataFrame, is_positive: Flags, box: Box, share: float = PEELING_SHARE) -> PrimBox:
    """A box without the restrictions that chance explains, and let out where that does not make it less dense."""
    kept = paste_box(factors, is_positive, drop_insignificant_limits(factors, is_positive, box), share)
    return PrimBox(
        kept, box_quality(cases_in_box(factors, kept), is_positive), quasi_p_values(factors, is_positive, kept)
    )


def drop_insignificant_limits(
    factors: pd.DataFrame, is_positive: Flags, box: Box, level: float = SIGNIFICANCE_LEVEL
) -> dict[str, Limit]:
    """A box from which the weakest restriction is dropped, one after the other, until each left is beyond chance."""
    kept = dict(box)
    while kept:
        doubt = quasi_p_values(factors, is_positive, kept)
        worst = max(doubt, key=lambda name: doubt[name])
        if doubt[worst] < level:
            break
        del kept[worst]
    return kept


def quasi_p_values(factors: pd.DataFrame, is_positive: Flags, box: Box) -> dict[str, float]:
    """For each restriction, how often chance alone would make the box as dense as it is, given all the others.

    It is called quasi since the box was chosen to be dense; it is no test.
    """
    held = cases_in_box(factors, box)
    chance = {}
    for name in box:
        others = cases_in_box(factors, {other: limit for other, limit in box.items() if other != name})
        chance[name] = binomial_tail(int(is_positive[held].sum()), int(held.sum()), float(is_positive[others].mean()))
    return chance


def binomial_tail(hits: int, cases: int, share: float) -> float:
    """Probability of at least so many hits among so many cases with this share of hits: the binomial tail.

    >>> round(binomial_tail(2, 2, 0.5), 6), binomial_tail(0, 5, 0.3)
    (0.25, 1.0)
    """
    return float(bdtrc(hits - 1, cases, share))


def paste_box(factors: pd.DataFrame, is_positive: Flags, box: Box, share: float = PEELING_SHARE) -> dict[str, Limit]:
    """A box let out, slice by slice, as long as it gains cases of interest and does not get less dense."""
    kept = drop_redundant_limits(box, factors)
    while True:
        now = box_quality(cases_in_box(factors, kept), is_positive)
        wider = [kept | {name: limit} for name in kept for limit in _extend_limit(factors, kept, name, share)]
        found = [(other, box_quality(cases_in_box(factors, other), is_positive)) for other in wider]
        better = [
            pair for pair in found if pair[1].density >= now.density and pair[1].positive_cases > now.positive_cases
        ]
        if not better:
            return kept
        kept = drop_redundant_limits(max(better, key=lambda pair: (pair[1].density, pair[1].coverage))[0], factors)


def _extend_limit(factors: pd.DataFrame, box: Box, name: str, share: float) -> Iterator[Limit]:
    """The limits of one factor let out by one slice: at either end of a number, or by one word."""
    limit, column = box[name], factors[name]
    others = cases_in_box(factors, {other: found for other, found in box.items() if other != name})
    outside = others & ~is_within_limit(column, limit)
    if isinstance(limit, CategorySubset):
        for word in sorted(set(column[outside].astype(str))):
            yield CategorySubset(tuple(sorted({*limit.categories, word})))
        return
    count = max(1, int(share * cases_in_box(factors, box).sum()))
    numbers = np.sort(column.to_numpy(dtype=float)[outside])
    below, above = numbers[numbers < limit.low], numbers[numbers > limit.high]
    if below.size:
        yield NumericRange(float(below[-count:][0]), limit.high)
    if above.size:
        yield NumericRange(limit.low, float(above[:count][-1]))


def cover_with_boxes(
    factors: pd.DataFrame, is_positive: Flags, boxes: int = 2, density: float | None = None, scores: float = 0.1
) -> list[PrimBox]:
    """One box after the other, each for the cases of interest that the ones before have left; qualities over all.

    boxes: at most so many.  worth: a further box adds at least this share of all cases of interest, and what it
    adds is denser than all cases together; otherwise it is left out.
    """
    found: list[PrimBox] = []
    left = np.ones(len(factors), dtype=bool)
    while len(found) < boxes and is_positive[left].any():
        step = select_step(peel_boxes(factors[left], is_positive[left]), density)
        box = refine_box(factors[left], is_positive[left], step.box).box
        held = cases_in_box(factors, box)
        new = box_quality(held & left, is_positive)
        if not box or (found and (new.coverage < scores or new.density <= is_positive.mean())):
            break
        found.append(PrimBox(box, box_quality(held, is_positive), quasi_p_values(factors, is_positive, box)))
        left &= ~held
    return found

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

from simkomunitas.analysis.boxes import Box, Choice, Limit, Quality, Span, allowed, inside, quality, tidy, whole
from simkomunitas.ground.columns import Flags, Numbers

SLICE = 0.1  # share of the cases in a box that one peel or paste moves, at most, where values allow
LEAST_MASS = 0.05  # share of all cases below which no box is peeled
CHANCE = 0.05  # a restriction that chance explains as often as this is dropped


class Step(NamedTuple):
    """One box on the way from all cases to the densest."""

    box: Box
    quality: Quality


class Found(NamedTuple):
    """A box with what is known of it; ``chance``: how easily chance would explain each restriction (quasi p)."""

    box: Box
    quality: Quality
    chance: dict[str, float]


def peeled(factors: pd.DataFrame, interest: Flags, share: float = SLICE, least: float = LEAST_MASS) -> list[Step]:
    """The boxes from all cases to the densest, each one slice smaller than the one before.

    factors: a column for each, numbers or words.  share: the slice, of the cases in the box.  least: the smallest
    box, as a share of all cases.  ValueError when there is no case of interest.
    """
    if not interest.any():
        raise ValueError("there is no case of interest to be described")
    held = np.ones(len(factors), dtype=bool)
    box: dict[str, Limit] = whole(factors)
    steps = [Step(tidy(box, factors), quality(held, interest))]
    while not interest[held].all():
        best = _best_peel(factors, interest, (box, held), (share, max(1, math.ceil(least * len(factors)))))
        if best is None:
            break
        box, held = best
        steps.append(Step(tidy(box, factors), quality(held, interest)))
    return steps


Held = tuple[dict[str, Limit], Flags]  # a box, and the cases in it


def _best_peel(factors: pd.DataFrame, interest: Flags, now: Held, sizes: tuple[float, int]) -> Held | None:
    """The slice whose loss raises the density most for each case given up; None when no slice raises it."""
    share, fewest = sizes
    box, held = now
    before, cases = interest[held].mean(), int(held.sum())
    best, gain = None, 0.0
    for name in box:
        for limit, kept in _slices(factors[name], box[name], held, share):
            left = int(kept.sum())
            if left < fewest or left == cases:
                continue
            rise = float(interest[kept].mean() - before) / (cases - left)
            if rise > gain:
                best, gain = (box | {name: limit}, kept), rise
    return best


def _slices(column: pd.Series, limit: Limit, held: Flags, share: float) -> Iterator[tuple[Limit, Flags]]:
    """Each way to peel one factor: its new limit, and what is left of the cases held."""
    if isinstance(limit, Choice):
        words = column.astype(str).to_numpy()
        for word in limit.words:
            yield Choice(tuple(other for other in limit.words if other != word)), held & (words != word)
        return
    numbers = column.to_numpy(dtype=float)
    above = held & (numbers > _edge(np.sort(numbers[held]), share))
    below = held & (numbers < -_edge(np.sort(-numbers[held]), share))
    if above.any():
        yield Span(float(numbers[above].min()), limit.high), above
    if below.any():
        yield Span(limit.low, float(numbers[below].max())), below


def _edge(ordered: Numbers, share: float) -> float:
    """The value up to which the lowest slice reaches; equal values go together, if need be all of the lowest."""
    count = max(1, int(share * len(ordered)))
    last = ordered[count - 1]
    if count < len(ordered) and ordered[count] == last and last > ordered[0]:
        return float(ordered[ordered < last].max())
    return float(last)


def chosen(steps: list[Step], density: float | None = None) -> Step:
    """The box of a trajectory that balances coverage and density best: the largest harmonic mean of both.

    density: if given, the largest box that is at least so dense; the densest where none is.
    """
    if density is None:
        return max(steps, key=lambda step: _balance(step.quality))
    enough = [step for step in steps if step.quality.density >= density]
    return enough[0] if enough else steps[-1]


def _balance(found: Quality) -> float:
    both = found.coverage + found.density
    return 2 * found.coverage * found.density / both if both > 0 else 0.0


def refined(factors: pd.DataFrame, interest: Flags, box: Box, share: float = SLICE) -> Found:
    """A box without the restrictions that chance explains, and let out where that does not make it less dense."""
    kept = pasted(factors, interest, without_chance(factors, interest, box), share)
    return Found(kept, quality(inside(factors, kept), interest), quasi_p(factors, interest, kept))


def without_chance(factors: pd.DataFrame, interest: Flags, box: Box, level: float = CHANCE) -> dict[str, Limit]:
    """A box from which the weakest restriction is dropped, one after the other, until each left is beyond chance."""
    kept = dict(box)
    while kept:
        doubt = quasi_p(factors, interest, kept)
        worst = max(doubt, key=lambda name: doubt[name])
        if doubt[worst] < level:
            break
        del kept[worst]
    return kept


def quasi_p(factors: pd.DataFrame, interest: Flags, box: Box) -> dict[str, float]:
    """For each restriction, how often chance alone would make the box as dense as it is, given all the others.

    It is called quasi since the box was chosen to be dense; it is no test.
    """
    held = inside(factors, box)
    chance = {}
    for name in box:
        others = inside(factors, {other: limit for other, limit in box.items() if other != name})
        chance[name] = at_least(int(interest[held].sum()), int(held.sum()), float(interest[others].mean()))
    return chance


def at_least(hits: int, cases: int, share: float) -> float:
    """Probability of at least so many hits among so many cases with this share of hits: the binomial tail.

    >>> round(at_least(2, 2, 0.5), 6), at_least(0, 5, 0.3)
    (0.25, 1.0)
    """
    if hits <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    logs = [
        math.lgamma(cases + 1) - math.lgamma(k + 1) - math.lgamma(cases - k + 1)
        + k * math.log(share) + (cases - k) * math.log1p(-share)
        for k in range(hits, cases + 1)
    ]  # fmt: skip
    return min(1.0, math.fsum(math.exp(value) for value in logs))


def pasted(factors: pd.DataFrame, interest: Flags, box: Box, share: float = SLICE) -> dict[str, Limit]:
    """A box let out, slice by slice, as long as it gains cases of interest and does not get less dense."""
    kept = tidy(box, factors)
    while True:
        now = quality(inside(factors, kept), interest)
        wider = [kept | {name: limit} for name in kept for limit in _wider(factors, kept, name, share)]
        found = [(other, quality(inside(factors, other), interest)) for other in wider]
        better = [pair for pair in found if pair[1].density >= now.density and pair[1].of_interest > now.of_interest]
        if not better:
            return kept
        kept = tidy(max(better, key=lambda pair: (pair[1].density, pair[1].coverage))[0], factors)


def _wider(factors: pd.DataFrame, box: Box, name: str, share: float) -> Iterator[Limit]:
    """The limits of one factor let out by one slice: at either end of a number, or by one word."""
    limit, column = box[name], factors[name]
    others = inside(factors, {other: found for other, found in box.items() if other != name})
    outside = others & ~allowed(column, limit)
    if isinstance(limit, Choice):
        for word in sorted(set(column[outside].astype(str))):
            yield Choice(tuple(sorted({*limit.words, word})))
        return
    count = max(1, int(share * inside(factors, box).sum()))
    numbers = np.sort(column.to_numpy(dtype=float)[outside])
    below, above = numbers[numbers < limit.low], numbers[numbers > limit.high]
    if below.size:
        yield Span(float(below[-count:][0]), limit.high)
    if above.size:
        yield Span(limit.low, float(above[:count][-1]))


def covered(
    factors: pd.DataFrame, interest: Flags, boxes: int = 2, density: float | None = None, worth: float = 0.1
) -> list[Found]:
    """One box after the other, each for the cases of interest that the ones before have left; qualities over all.

    boxes: at most so many.  worth: a further box adds at least this share of all cases of interest, and what it
    adds is denser than all cases together; otherwise it is left out.
    """
    found: list[Found] = []
    left = np.ones(len(factors), dtype=bool)
    while len(found) < boxes and interest[left].any():
        step = chosen(peeled(factors[left], interest[left]), density)
        box = refined(factors[left], interest[left], step.box).box
        held = inside(factors, box)
        new = quality(held & left, interest)
        if not box or (found and (new.coverage < worth or new.density <= interest.mean())):
            break
        found.append(Found(box, quality(held, interest), quasi_p(factors, interest, box)))
        left &= ~held
    return found

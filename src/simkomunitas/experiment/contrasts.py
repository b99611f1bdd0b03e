"""Planned contrasts: paired differences between two levels, and how surely they would show an effect."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.experiment.design import Contrast
from simkomunitas.experiment.power import ENOUGH, pairs_needed, power


class Prospect(NamedTuple):
    """How surely a contrast would show its effect."""

    contrast: Contrast
    outcome: str
    pairs: int
    deviation: float  # standard deviation of the paired differences; NaN if it is not known
    basis: str  # on what that rests
    effect: float  # smallest of interest; where there is none, the smallest that would be shown with 80 % power
    power: float  # NaN where deviation or effect of interest are not known
    needed: int | None  # pairs that would give 80 % power; None if more than a million, or not known

    @property
    def is_weak(self) -> bool:
        """Whether an effect of interest would be missed too often."""
        return self.power < ENOUGH

    def warning(self) -> str:
        """The same as a sentence."""
        needed = "more than a million" if self.needed is None else self.needed
        name = f"{self.contrast.factor}: {self.contrast.level} against {self.contrast.against}, {self.outcome}"
        chance = f"power {math.floor(100 * self.power) / 100:.2f} for {self.effect:g} with {self.pairs} replicates"
        return f"{name}: {chance}; {needed} would give {ENOUGH:.2f}"


def paired_differences(runs: pd.DataFrame, columns: Sequence[str], contrast: Contrast,
                       outcomes: Sequence[str]) -> pd.DataFrame:  # fmt: skip
    """A row a seed: one level minus the other, all else equal, averaged over the values of everything else.

    columns: those of the runs that say what varied.  Runs without partner are left out.
    """
    others = [name for name in columns if name != contrast.factor]
    names = list(outcomes)
    sides = [
        runs[runs[contrast.factor] == level].set_index([*others, "seed"])[names]
        for level in (contrast.level, contrast.against)
    ]
    shared = sides[0].index.intersection(sides[1].index)
    return (sides[0].loc[shared] - sides[1].loc[shared]).groupby(level="seed").mean()


def prospects(
    contrasts: Sequence[Contrast],
    outcomes: Sequence[str],
    replicates: int,
    effects: Mapping[str, float],
    deviations: Mapping[tuple[Contrast, str], tuple[float, str]],
) -> list[Prospect]:
    """How surely every contrast would show its effect on every outcome of interest.

    effects: smallest effects of interest.  deviations: standard deviation of paired differences, and on what it rests.
    """
    return [
        _prospect(
            contrast, name, replicates, effects.get(name), deviations.get((contrast, name), (math.nan, "unknown"))
        )
        for contrast in contrasts
        for name in outcomes
    ]


def _prospect(contrast: Contrast, outcome: str, pairs: int, effect: float | None,
              known: tuple[float, str]) -> Prospect:  # fmt: skip
    """One of them."""
    deviation, basis = known
    if effect is None or math.isnan(deviation):
        shown = smallest_shown(deviation, pairs) if effect is None else effect
        return Prospect(contrast, outcome, pairs, deviation, basis, shown, math.nan, None)
    chance = power(effect, deviation, pairs)
    needed = pairs_needed(effect, deviation) if chance < ENOUGH else pairs
    return Prospect(contrast, outcome, pairs, deviation, basis, effect, chance, needed)


def smallest_shown(deviation: float, pairs: int) -> float:
    """The smallest difference that so many pairs show with 80 % power; NaN if the deviation is not known."""
    if math.isnan(deviation) or pairs < 2:
        return math.nan
    low, high = 0.0, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle, 1.0, pairs) >= ENOUGH else (middle, high)
    return deviation * high


def deviations_of(runs: pd.DataFrame, columns: Sequence[str], contrasts: Sequence[Contrast], outcomes: Sequence[str],
                  basis: str) -> dict[tuple[Contrast, str], tuple[float, str]]:  # fmt: skip
    """The standard deviation of the paired differences of every contrast, where there are three pairs at least."""
    found = {}
    for contrast in contrasts:
        differences = paired_differences(runs, columns, contrast, outcomes)
        for name in outcomes:
            values = differences[name].dropna().to_numpy(np.float64)
            if len(values) >= 3:
                found[contrast, name] = (float(values.std(ddof=1)), f"{basis} of {len(values)} seeds")
    return found

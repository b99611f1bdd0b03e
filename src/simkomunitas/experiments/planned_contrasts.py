"""Planned contrasts: paired differences between two levels, and how surely they would show an effect."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.experiments.experiment_design import PlannedContrast
from simkomunitas.experiments.paired_power import TARGET_POWER, find_required_pairs, t_test_power


class ContrastPower(NamedTuple):
    """How surely a contrast would show its effect."""

    contrast: PlannedContrast
    outcome: str
    pair_count: int
    standard_deviation: float  # standard deviation of the paired differences; NaN if it is not known
    deviation_source: str  # on what that rests
    # Smallest of interest; where there is none, the smallest that would be shown with 80 % power.
    smallest_effect: float
    power: float  # NaN where deviation or effect of interest are not known
    pairs_needed: int | None  # pairs that would give 80 % power; None if more than a million, or not known

    @property
    def is_underpowered(self) -> bool:
        """Whether an effect of interest would be missed too often."""
        return self.power < TARGET_POWER

    def power_warning(self) -> str:
        """The same as a sentence."""
        needed = "more than a million" if self.pairs_needed is None else self.pairs_needed
        at = "".join(f", {name} {value}" for name, value in self.contrast.at)
        name = f"{self.contrast.factor}: {self.contrast.level} against {self.contrast.against}{at}, {self.outcome}"
        chance = (
            f"power {math.floor(100 * self.power) / 100:.2f} for {self.smallest_effect:g} with "
            f"{self.pair_count} replicates"
        )
        return f"{name}: {chance}; {needed} would give {TARGET_POWER:.2f}"


def mean_paired_differences(runs: pd.DataFrame, columns: Sequence[str], contrast: PlannedContrast,
                       outcomes: Sequence[str]) -> pd.DataFrame:  # fmt: skip
    """A row a seed: one level minus the other, all else equal, averaged over the values of everything else.

    columns: those of the runs that say what varied.  Runs without partner are left out; so are pairs of the same
    scenario, by ``compute_run_id``, where the factor means nothing: leaders wanted by a programme that is not there,
    say.
    """
    return differences_by_cell(runs, columns, contrast, outcomes).groupby(level="seed").mean()


def differences_by_cell(runs: pd.DataFrame, columns: Sequence[str], contrast: PlannedContrast,
                     outcomes: Sequence[str]) -> pd.DataFrame:  # fmt: skip
    """The same without averaging: a row for each seed and each combination of the values of everything else."""
    for name, value in contrast.at:
        runs = runs[runs[name] == value]
    others = [name for name in columns if name != contrast.factor]
    names = [*outcomes, *(["run_id"] if "run_id" in runs else [])]
    sides = [
        runs[runs[contrast.factor] == level].set_index([*others, "seed"])[names]
        for level in (contrast.level, contrast.against)
    ]
    shared = sides[0].index.intersection(sides[1].index)
    ours, theirs = (side.loc[shared] for side in sides)
    if "run_id" in names:
        differ = (ours["run_id"] != theirs["run_id"]).to_numpy()
        ours, theirs = ours[differ], theirs[differ]
    return ours[list(outcomes)] - theirs[list(outcomes)]


def estimate_contrast_powers(
    contrasts: Sequence[PlannedContrast],
    outcomes: Sequence[str],
    replicates: int,
    smallest_effects: Mapping[str, float],
    deviations: Mapping[tuple[PlannedContrast, str], tuple[float, str]],
) -> list[ContrastPower]:
    """How surely every contrast would show its effect on every outcome of interest.

    smallest_effects: smallest effects of interest.  deviations: standard deviation of paired differences,
    and on what it rests.
    """
    return [
        _estimate_contrast_power(
            contrast,
            name,
            replicates,
            smallest_effects.get(name),
            deviations.get((contrast, name), (math.nan, "unknown")),
        )
        for contrast in contrasts
        for name in outcomes
    ]


def _estimate_contrast_power(contrast: PlannedContrast, outcome: str, pairs: int, effect: float | None,
              deviation_estimate: tuple[float, str]) -> ContrastPower:  # fmt: skip
    """One of them."""
    deviation, basis = deviation_estimate
    if effect is None or math.isnan(deviation):
        shown = detectable_difference(deviation, pairs) if effect is None else effect
        return ContrastPower(contrast, outcome, pairs, deviation, basis, shown, math.nan, None)
    chance = t_test_power(effect, deviation, pairs)
    needed = find_required_pairs(effect, deviation) if chance < TARGET_POWER else pairs
    return ContrastPower(contrast, outcome, pairs, deviation, basis, effect, chance, needed)


def detectable_difference(deviation: float, pair_count: int) -> float:
    """The smallest difference that so many pairs show with 80 % power; NaN if the deviation is not known."""
    if math.isnan(deviation) or pair_count < 2:
        return math.nan
    low, high = 0.0, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if t_test_power(middle, 1.0, pair_count) >= TARGET_POWER else (middle, high)
    return deviation * high


def estimate_contrast_deviations(
    runs: pd.DataFrame, columns: Sequence[str], contrasts: Sequence[PlannedContrast], outcomes: Sequence[str],
    source: str,
    cells: Mapping[PlannedContrast, int] | None = None,
) -> dict[tuple[PlannedContrast, str], tuple[float, str]]:  # fmt: skip
    """The standard deviation over seeds of every contrast as it is estimated, where there are three seeds at least.

    cells: over how many combinations of everything else each contrast will be averaged, where ``runs`` has but some.
    """
    found = {}
    for contrast in contrasts:
        differences = differences_by_cell(runs, columns, contrast, outcomes)
        for name in outcomes:
            table = _pivot_by_cell(differences[name])
            seeds, some = len(table), table.shape[1]
            number = (cells or {}).get(contrast, some)
            if seeds >= 3:
                of = f", {some} of {number} combinations" if some < number else ""
                found[contrast, name] = (deviation_of_cell_mean(table, number), f"{source} of {seeds} seeds{of}")
    return found


def _pivot_by_cell(differences: "pd.Series[float]") -> pd.DataFrame:
    """Differences as a table: a row a seed in which any is defined, a column a combination of everything else."""
    others = [name for name in differences.index.names if name != "seed"]
    frame = differences.rename("value").reset_index()
    frame["cell"] = frame.groupby(others, dropna=False).ngroup() if others else 0
    return frame.pivot(index="seed", columns="cell", values="value").dropna(how="all").dropna(axis=1, how="all")


def deviation_of_cell_mean(table: pd.DataFrame, cell_count: int) -> float:
    """The standard deviation over seeds (rows) of the mean over so many cells, of which the columns are some.

    Of all cells it is seen directly.  Of some, the mean variance of a cell and the mean covariance of two are taken
    for those of all; a covariance below zero, which is mostly chance among few seeds, counts as none.

    >>> deviation_of_cell_mean(pd.DataFrame({0: [0.0, 2.0, 4.0], 1: [0.0, 2.0, 4.0]}), 8)
    2.0
    """
    some = table.shape[1]
    if some >= cell_count:
        return float(table.mean(axis=1).std(ddof=1))
    spread = table.cov().to_numpy()
    variance = float(np.nanmean(np.diag(spread)))
    pairs = spread[~np.eye(some, dtype=bool)]
    shared = float(np.nanmean(pairs)) if some > 1 else variance  # nothing is known of two cells
    return math.sqrt(variance / cell_count + (1 - 1 / cell_count) * max(shared, 0.0))

"""Claims of a study in numbers, held against its runs, so that a change of the model that upsets one is noticed.

A file of claims has for each one what it ``says``, a ``measure`` of an ``outcome`` in a ``period``, ``of`` which cells
(values of what was varied: one, a list, or all), against which other (``against``: the same cell but for these values),
the number ``expected`` with its ``tolerance``, and whether it is ``robust``: clear with few seeds already.

Where a claim tests a ``hypothesis`` (its number), it says what was ``predicted`` before the first run: ``above``,
``below`` or ``within`` a level.

Measures: ``level``, the outcome itself; ``difference``, paired by seed, from the cell ``against`` (``than``: how much
larger it is than the same difference where these values are others); ``kept``, the
difference over that of the programme years, seed by seed.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from simkomunitas.base.estimation import estimate_means

Cell = tuple[tuple[str, Any], ...]  # values by column
LEVEL, DIFFERENCE, KEPT = "level", "difference", "kept"
PROGRAMME_PERIOD = "programme"
YES, NO, MIXED, OPEN = "yes", "no", "mixed", "open"


class ClaimEstimate(NamedTuple):
    """An estimate with its 95 % interval."""

    estimate: float
    low: float
    high: float


class Claim(NamedTuple):
    """A claim, and what was found for each cell it speaks of."""

    name: str
    settings: Mapping[str, Any]
    estimates: dict[str, ClaimEstimate]

    @property
    def is_within_tolerance(self) -> bool:
        """Whether the estimate of every cell is within the tolerance."""
        expected, tolerance = self.settings["expected"], self.settings["tolerance"]
        return bool(self.estimates) and all(
            abs(cell.estimate - expected) <= tolerance for cell in self.estimates.values()
        )

    @property
    def prediction_verdict(self) -> str:
        """Whether what was predicted is borne out by the intervals: yes, no, mixed, or open; empty without one."""
        predicted = self.settings.get("predicted")
        if not predicted or not self.estimates:
            return ""
        said = {_interval_verdict(cell, *next(iter(predicted.items()))) for cell in self.estimates.values()}
        return said.pop() if len(said) == 1 else MIXED


def _interval_verdict(cell: ClaimEstimate, kind: str, level: float) -> str:
    """Whether one interval lies where it was predicted, elsewhere, or on both sides of the level."""
    if kind == "within":
        inside = -level < cell.low and cell.high < level
        return YES if inside else NO if cell.low > level or cell.high < -level else OPEN
    low, high = (cell.low, cell.high) if kind == "above" else (-cell.high, -cell.low)
    edge = level if kind == "above" else -level
    return YES if low > edge else NO if high < edge else OPEN


def update_expected_values(text: str, found: Sequence[Claim]) -> str:
    """A file of claims with ``expected`` as it was found (the middle of the cells), all else as it is.

    A tolerance that does not hold the cells is widened to do so, with a quarter to spare.
    """
    yaml = YAML()
    yaml.width = 10_000
    document = yaml.load(text)
    for claim in found:
        values = [cell.estimate for cell in claim.estimates.values()]
        middle, reach = (max(values) + min(values)) / 2, (max(values) - min(values)) / 2
        about = document[claim.name]
        about["expected"] = float(f"{middle:.2g}")
        needed = 1.25 * (reach + abs(about["expected"] - middle))
        if needed > about["tolerance"]:
            about["tolerance"] = float(f"{needed:.2g}")
    buffer = io.StringIO()
    yaml.dump(document, buffer)
    return buffer.getvalue()


def check_claims(path: Path, runs: pd.DataFrame, factors: Sequence[str]) -> Iterator[Claim]:
    """The claims of a file, held against runs; ``factors``: the columns that say what was varied."""
    for name, about in YAML(typ="safe").load(path).items():
        yield Claim(name, about, measure_claim(runs, about, factors))


def measure_claim(runs: pd.DataFrame, about: Mapping[str, Any], factors: Sequence[str]) -> dict[str, ClaimEstimate]:
    """What a claim is about, cell by cell; a cell that is its own other is left out."""
    against = dict(about.get("against", {}))
    found = {}
    for cell in matching_cells(runs, about.get("of", {}), factors):
        other = tuple((name, against.get(name, value)) for name, value in cell)
        if about["measure"] == LEVEL or other != cell:
            found[cell_label(cell)] = _measure_cell(runs, about, cell, other)
    return found


def _measure_cell(runs: pd.DataFrame, about: Mapping[str, Any], cell: Cell, other: Cell) -> ClaimEstimate:
    outcome, period = about["outcome"], about["period"]
    if about["measure"] == LEVEL:
        return mean_outcome(runs, cell, f"{outcome}@{period}")
    if about["measure"] == DIFFERENCE:
        than = dict(about.get("than", {}))
        if than:
            here, there = (tuple((name, than.get(name, value)) for name, value in one) for one in (cell, other))
            return difference_of_differences(runs, (cell, other), (here, there), f"{outcome}@{period}")
        return outcome_difference(runs, cell, other, f"{outcome}@{period}")
    return share_retained(runs, cell, other, outcome, period)


def matching_cells(runs: pd.DataFrame, of: Mapping[str, Any], factors: Sequence[str]) -> list[Cell]:
    """The cells of the runs that have the values asked for: one value, a list, or (not named) any."""
    wanted = runs
    for name, value in of.items():
        wanted = wanted[wanted[name].isin(value if isinstance(value, list) else [value])]
    rows = wanted[list(factors)].drop_duplicates().itertuples(index=False, name=None)
    return [tuple(zip(factors, row, strict=True)) for row in rows]


def cell_label(cell: Cell) -> str:
    """A cell in words.

    >>> cell_label((("arm", "balanced"), ("programme.course.leaders_wanted", 2)))
    'balanced, leaders_wanted 2'
    """
    return ", ".join(
        str(value) if isinstance(value, str) else f"{name.rpartition('.')[2]} {value:g}" for name, value in cell
    )


def outcome_by_seed(runs: pd.DataFrame, cell: Cell, column: str) -> "pd.Series[float]":
    """An outcome of the runs of a cell, by seed."""
    wanted = np.ones(len(runs), dtype=bool)
    for name, value in cell:
        wanted &= (runs[name] == value).to_numpy()
    return runs.loc[wanted].set_index("seed")[column]


def mean_outcome(runs: pd.DataFrame, cell: Cell, column: str) -> ClaimEstimate:
    """The outcome itself: mean over seeds."""
    return mean_with_interval(outcome_by_seed(runs, cell, column))


def outcome_difference(runs: pd.DataFrame, cell: Cell, other: Cell, column: str) -> ClaimEstimate:
    """Paired difference between two cells under the same seeds."""
    return mean_with_interval(outcome_by_seed(runs, cell, column) - outcome_by_seed(runs, other, column))


def difference_of_differences(
    runs: pd.DataFrame, comparison: tuple[Cell, Cell], than: tuple[Cell, Cell], column: str
) -> ClaimEstimate:
    """How much larger one paired difference is than another, under the same seeds."""
    ours, theirs = (outcome_by_seed(runs, a, column) - outcome_by_seed(runs, b, column) for a, b in (comparison, than))
    return mean_with_interval(ours - theirs)


def share_retained(runs: pd.DataFrame, cell: Cell, other: Cell, outcome: str, period: str) -> ClaimEstimate:
    """Share of what was gained during the programme that is still there: mean over seeds."""
    before, after = (
        outcome_by_seed(runs, cell, f"{outcome}@{when}") - outcome_by_seed(runs, other, f"{outcome}@{when}")
        for when in (PROGRAMME_PERIOD, period)
    )
    return mean_with_interval(after / before)


def mean_with_interval(values: "pd.Series[float]") -> ClaimEstimate:
    """Mean over seeds with its interval."""
    found = estimate_means(np.array(values, np.float64)[:, None])
    return ClaimEstimate(float(found.estimate[0]), float(found.low[0]), float(found.high[0]))

"""What a plan is worth: its runs, under the same seeds and draws of the parameters as every other plan's."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.posterior import Draw, drawn
from simkomunitas.analysis.search import best
from simkomunitas.ground.columns import Numbers
from simkomunitas.study.estimates import estimates
from simkomunitas.study.scenario import Scenario

FRONT_COLUMNS = (
    "plan", "column", "better", "in_search", "judged", "estimate", "se", "low", "high", "n", "gain", "gain_low",
    "gain_high", "on_front",
)  # fmt: skip


class Principle(NamedTuple):
    """One thing the optimization is about."""

    column: str  # outcome@period
    more: bool  # whether more is better


class Judging(NamedTuple):
    """The runs by which a plan is judged: one for each seed, the draws of the parameters taking turns."""

    seeds: tuple[int, ...]
    draws: tuple[Draw, ...]  # one empty draw where there is no posterior
    quantile: float | None  # over draws, counted from the bad side; None: the mean

    def runs(self, scenario: Scenario) -> list[tuple[Scenario, int]]:
        """The scenario under each draw and seed in turn."""
        under = [scenario._replace(parameters=drawn(scenario.parameters, draw)) for draw in self.draws]
        return [(under[place % len(under)], seed) for place, seed in enumerate(self.seeds)]

    def runs_of(self, plans: int) -> int:
        """How many runs so many plans take."""
        return plans * len(self.seeds)

    def by_draw(self, values: Numbers) -> Numbers:
        """Means over the seeds of each draw: from (..., runs, principles) to (..., draws, principles); NaN left out."""
        turns = [values[..., turn :: len(self.draws), :] for turn in range(len(self.draws))]
        return np.stack([mean_known(turn) for turn in turns], axis=-2)


def mean_known(values: Numbers) -> Numbers:
    """Mean over the last side but one of what is known; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=-2)
    total = np.where(known, values, 0.0).sum(axis=-2)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def worth(values: Numbers, principles: Sequence[Principle], judging: Judging) -> Numbers:
    """What each plan is worth in each principle, more being better: from (plans, runs, principles).

    NaN where an outcome is undefined in every run under some draw: of such a plan nothing can be said.
    """
    signs = np.array([1.0 if principle.more else -1.0 for principle in principles])
    means = signs * judging.by_draw(values)
    if judging.quantile is None:
        return np.asarray(means.mean(axis=-2))
    return np.asarray(np.quantile(means, judging.quantile, axis=-2))


def front_table(
    plans: Sequence[str], values: Numbers, searched: Numbers, told: tuple[Sequence[Principle], Judging], reference: str
) -> pd.DataFrame:  # fmt: skip
    """Every plan judged again, principle by principle.

    values: (plans, runs, principles) under fresh seeds.  searched: what each seemed worth in the search, NaN for
    plans that were not part of it.  reference: the plan from which paired differences (``gain``) are taken.
    """
    principles, judging = told
    again = worth(values, principles, judging)
    searchers = np.flatnonzero(~np.isnan(searched).any(axis=1))
    front = {int(searchers[row]) for row in best(again[searchers])}
    base = values[list(plans).index(reference)]
    rows = []
    for place, plan in enumerate(plans):
        for number, principle in enumerate(principles):
            sign = 1.0 if principle.more else -1.0
            cell, gain = (_estimate(part[:, number], judging) for part in (values[place], values[place] - base))
            rows.append((plan, principle.column, "more" if principle.more else "less", sign * searched[place, number],
                         sign * again[place, number], *cell, gain[0], gain[2], gain[3], place in front))  # fmt: skip
    return pd.DataFrame(rows, columns=list(FRONT_COLUMNS))


def _estimate(values: Numbers, judging: Judging) -> tuple[float, float, float, float, int]:
    """Mean with standard error and 95 % interval: over seeds, or over draws where there are several."""
    units = judging.by_draw(values[:, None])[:, 0] if len(judging.draws) > 1 else values
    found = estimates(units[:, None])
    return (float(found.estimate[0]), float(found.se[0]), float(found.low[0]), float(found.high[0]), int(found.n[0]))


def told_apart(table: pd.DataFrame) -> dict[str, str]:
    """The plans to be shown by name: the best in each principle, and the one that falls short of the best least.

    ``falls short``: the largest distance from the best, over principles, each on the scale from the worst to the
    best plan of the front.
    """
    front = table[table["on_front"]]
    if front.empty:
        return {}
    good = front.assign(value=front["judged"].where(front["better"] == "more", -front["judged"]))
    grid = good.pivot_table(index="plan", columns="column", values="value", sort=False)
    reach = (grid.max() - grid.min()).replace(0.0, 1.0)
    short = ((grid.max() - grid) / reach).max(axis=1)
    found: dict[str, list[str]] = {str(short.idxmin()): ["compromise"]}
    for column in grid.columns:
        found.setdefault(str(grid[column].idxmax()), []).append(f"best in {column}")
    return {plan: ", ".join(words) for plan, words in found.items()}

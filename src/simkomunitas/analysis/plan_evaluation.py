"""What a plan is worth: its runs, under the same seeds and draws of the parameters as every other plan's."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.evolutionary_search import pareto_front
from simkomunitas.analysis.posterior_draws import Draw, apply_draw
from simkomunitas.base.estimation import estimate_means
from simkomunitas.base.typed_columns import Numbers
from simkomunitas.model.scenario_definition import Scenario

FRONT_COLUMNS = (
    "plan", "column", "better", "in_search", "judged", "estimate", "se", "low", "high", "n", "gain", "gain_low",
    "gain_high", "on_front",
)  # fmt: skip


class Objective(NamedTuple):
    """One thing the optimization is about."""

    column: str  # outcome@period
    maximize: bool  # whether more is better


class EvaluationSettings(NamedTuple):
    """The runs by which a plan is judged: one for each seed, the draws of the parameters taking turns."""

    seeds: tuple[int, ...]
    parameter_draws: tuple[Draw, ...]  # one empty draw where there is no posterior
    quantile: float | None  # over draws, counted from the bad side; None: the mean

    def list_runs(self, scenario: Scenario) -> list[tuple[Scenario, int]]:
        """The scenario under each draw and seed in turn."""
        under = [scenario._replace(parameters=apply_draw(scenario.parameters, draw)) for draw in self.parameter_draws]
        return [(under[place % len(under)], seed) for place, seed in enumerate(self.seeds)]

    def count_runs(self, plans: int) -> int:
        """How many runs so many plans take."""
        return plans * len(self.seeds)

    def mean_by_draw(self, values: Numbers) -> Numbers:
        """Means over the seeds of each draw: from (..., runs, principles) to (..., draws, principles); NaN left out."""
        turns = [values[..., turn :: len(self.parameter_draws), :] for turn in range(len(self.parameter_draws))]
        return np.stack([nanmean_runs(turn) for turn in turns], axis=-2)


def nanmean_runs(values: Numbers) -> Numbers:
    """Mean over the last side but one of what is known; NaN where nothing is."""
    count = (~np.isnan(values)).sum(axis=-2)
    unknown = np.full(count.shape, np.nan)
    return np.asarray(np.divide(np.nansum(values, axis=-2), count, out=unknown, where=count > 0))


def plan_scores(values: Numbers, principles: Sequence[Objective], evaluation: EvaluationSettings) -> Numbers:
    """What each plan is worth in each principle, more being better: from (plans, runs, principles).

    NaN where an outcome is undefined in every run under some draw: of such a plan nothing can be said.
    """
    signs = np.array([1.0 if principle.maximize else -1.0 for principle in principles])
    means = signs * evaluation.mean_by_draw(values)
    if evaluation.quantile is None:
        return np.asarray(means.mean(axis=-2))
    return np.asarray(np.quantile(means, evaluation.quantile, axis=-2))


def build_front_table(
    plans: Sequence[str], values: Numbers, searched: Numbers, told: tuple[Sequence[Objective], EvaluationSettings],
    reference: str
) -> pd.DataFrame:  # fmt: skip
    """Every plan judged again, principle by principle.

    values: (plans, runs, principles) under fresh seeds.  searched: what each seemed worth in the search, NaN for
    plans that were not part of it.  reference: the plan from which paired differences (``gain``) are taken.
    """
    principles, judging = told
    again = plan_scores(values, principles, judging)
    searchers = np.flatnonzero(~np.isnan(searched).any(axis=1))
    front = {int(searchers[row]) for row in pareto_front(again[searchers])}
    base = values[list(plans).index(reference)]
    rows = []
    for place, plan in enumerate(plans):
        for number, principle in enumerate(principles):
            sign = 1.0 if principle.maximize else -1.0
            cell, gain = (
                _estimate_interval(part[:, number], judging) for part in (values[place], values[place] - base)
            )
            rows.append((plan, principle.column, "more" if principle.maximize else "less", sign * searched[place,
                number],
                         sign * again[place, number], *cell, gain[0], gain[2], gain[3], place in front))  # fmt: skip
    return pd.DataFrame(rows, columns=list(FRONT_COLUMNS))


def _estimate_interval(values: Numbers, evaluation: EvaluationSettings) -> tuple[float, float, float, float, int]:
    """Mean with standard error and 95 % interval: over seeds, or over draws where there are several."""
    units = evaluation.mean_by_draw(values[:, None])[:, 0] if len(evaluation.parameter_draws) > 1 else values
    found = estimate_means(units[:, None])
    return (float(found.estimate[0]), float(found.se[0]), float(found.low[0]), float(found.high[0]), int(found.n[0]))


def select_highlighted_plans(table: pd.DataFrame) -> dict[str, str]:
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

"""Looking things up in the tables of outcomes, differences and curves."""

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simkomunitas.reports.translated_words import Language, format_run_count

Values = NDArray[np.float64]


class Estimate(NamedTuple):
    """One estimate with its interval, in the unit in which it is stored."""

    estimate: float
    low: float
    high: float


MISSING_ESTIMATE = Estimate(float("nan"), float("nan"), float("nan"))


class EstimateLookup:
    """The estimates of a table by arm, outcome and period; NaN for what is not in it."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.arms = list(dict.fromkeys(table["arm"]))
        self.outcomes = list(dict.fromkeys(table["outcome"]))
        self.periods = list(dict.fromkeys(table["period"]))
        names = list(zip(table["arm"], table["outcome"], table["period"], strict=True))
        numbers = zip(table["estimate"], table["low"], table["high"], strict=True)
        self._counts = dict(zip(names, table["n"].tolist(), strict=True))
        self._cells = {name: Estimate(*found) for name, found in zip(names, numbers, strict=True)}

    def find_estimate(self, arm: str, outcome: str, period: str) -> Estimate:
        """One estimate; NaN where there is none."""
        return self._cells.get((arm, outcome, period), MISSING_ESTIMATE)

    def run_counts(self, outcomes: Collection[str] = (), period: str = "") -> list[int]:
        """In how many runs each estimate is defined: of some outcomes, or all; in one period, or in all."""
        return [
            int(n)
            for (_, outcome, when), n in self._counts.items()
            if outcome in (outcomes or self.outcomes) and (not period or when == period)
        ]

    def run_count_text(self, language: Language, outcomes: Collection[str] = (), period: str = "") -> str:
        """The same as words: one number, or the least and the most."""
        return format_run_count(self.run_counts(outcomes, period), language)

    def period_estimates(self, arm: str, outcome: str, periods: list[str]) -> tuple[Values, Values, Values]:
        """Estimates, lower and upper ends over several periods."""
        found = np.array([self.find_estimate(arm, outcome, period) for period in periods], dtype=float).reshape(-1, 3)
        return found[:, 0], found[:, 1], found[:, 2]


def outcome_units(outcomes: pd.DataFrame) -> dict[str, str]:
    """The unit of every outcome in an outcome table."""
    return dict(zip(outcomes["outcome"], outcomes["unit"], strict=True))


def weekly_curve(weekly: pd.DataFrame, arm: str, series: str) -> pd.DataFrame:
    """The weeks of one curve in order, with the columns week, mean, low, high."""
    found = weekly[(weekly["arm"] == arm) & (weekly["series"] == series)]
    return found.sort_values("week")


def to_row_dicts(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each by its columns."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]

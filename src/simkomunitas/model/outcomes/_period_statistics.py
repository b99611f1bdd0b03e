"""Reading a record: means and totals of a series over a period."""

import math

import numpy as np

from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR


def period_mean(record: RunRecord, series: str, period: str) -> float:
    """Mean of a series over the weeks of a period."""
    return float(record.series_values(series)[record.period_weeks(period)].mean())


def weighted_mean(record: RunRecord, series: str, weights: str, period: str) -> float:
    """Mean of a series over the weeks of a period, each with a weight; NaN where the weights are all 0."""
    weeks = record.period_weeks(period)
    weight = record.series_values(weights)[weeks]
    return safe_ratio(float((record.series_values(series)[weeks] * weight).sum()), float(weight.sum()))


def period_total(record: RunRecord, series: str, period: str) -> float:
    """Sum of a series over the weeks of a period."""
    return float(record.series_values(series)[record.period_weeks(period)].sum())


def value_at_end(record: RunRecord, series: str, period: str) -> float:
    """A series in the last week of a period."""
    return float(record.series_values(series)[record.period_weeks(period)][-1])


def last_programme_year_mean(record: RunRecord, series: str) -> float:
    """Mean of a series over the last year before the facilitators left; NaN without one."""
    window = record.series_values(series)[max(0, record.exit_week - WEEKS_PER_YEAR) : record.exit_week]
    return float(window.mean()) if window.size else math.nan


def safe_ratio(part: float, whole: float) -> float:
    """Part over whole; NaN where there is no whole."""
    return part / whole if whole > 0 else math.nan


def gini_coefficient(values: np.ndarray) -> float:
    """Gini coefficient of numbers that are not negative; NaN where they sum to nothing.

    >>> gini_coefficient(np.array([1.0, 1.0, 1.0]))
    0.0
    >>> round(gini_coefficient(np.array([0.0, 0.0, 3.0])), 3)
    0.667
    """
    ordered = np.sort(values.astype(float))
    if ordered.sum() <= 0:
        return math.nan
    ranks = np.arange(1, ordered.size + 1)
    return float(2.0 * (ranks * ordered).sum() / (ordered.size * ordered.sum()) - (ordered.size + 1) / ordered.size)

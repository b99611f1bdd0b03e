"""Equality (kesetaraan): whether women and the poorer come, speak and benefit like the others."""

import math

import numpy as np

from simkomunitas.base.references import DHARMAWAN_2018, MANSURI_2013, WHITE_2018
from simkomunitas.model.community.community_data import Flags
from simkomunitas.model.outcomes import outcome
from simkomunitas.model.outcomes._period_statistics import (
    gini_coefficient,
    period_mean,
    period_total,
    safe_ratio,
    value_at_end,
)
from simkomunitas.model.state.community_state import POOREST_RANK
from simkomunitas.model.state.run_record import RunRecord, period_column


@outcome("ratio of attendance, 1 is equal", WHITE_2018, DHARMAWAN_2018)
def equality(record: RunRecord, period: str) -> float:
    """Attendance of women over that of men, and of the poorer two fifths over that of the rest: their mean."""
    both = equality_by_sex(record, period), equality_by_wealth(record, period)
    known = [value for value in both if not math.isnan(value)]  # a village of women has no ratio by sex
    return sum(known) / len(known) if known else math.nan


@outcome("ratio, 1 is equal", WHITE_2018)
def equality_by_sex(record: RunRecord, period: str) -> float:
    """Attendance of women over that of men at programme activities."""
    return _ratio_by_sex(record, period_mean(record, "women_came", period), period_mean(record, "men_came", period))


@outcome("ratio, 1 is equal", DHARMAWAN_2018)
def equality_by_wealth(record: RunRecord, period: str) -> float:
    """Attendance of the poorer two fifths over that of the rest at programme activities."""
    return _ratio_by_wealth(record, period_mean(record, "poor_came", period), period_mean(record, "rest_came", period))


@outcome("ratio, 1 is equal", WHITE_2018)
def voice_by_sex(record: RunRecord, period: str) -> float:
    """Women who spoke and decided over men who did."""
    return _ratio_by_sex(record, period_mean(record, "women_spoke", period), period_mean(record, "men_spoke", period))


@outcome("ratio, 1 is equal", DHARMAWAN_2018)
def voice_by_wealth(record: RunRecord, period: str) -> float:
    """The poorer two fifths who spoke and decided over the rest who did."""
    return _ratio_by_wealth(
        record, period_mean(record, "poor_spoke", period), period_mean(record, "rest_spoke", period)
    )


@outcome("ratio, 1 is equal", MANSURI_2013)
def benefit_by_wealth(record: RunRecord, period: str) -> float:
    """Projects that have benefited one of the poorer two fifths over those that have benefited one of the rest."""
    return _ratio_by_wealth(
        record, value_at_end(record, "benefits_poor", period), value_at_end(record, "benefits_rest", period)
    )


def _ratio_by_sex(record: RunRecord, women: float, men: float) -> float:
    """A number of women over that of men; NaN in a village of either alone."""
    return safe_ratio(women, men) if _is_mixed(record.community.residents.female) else math.nan


def _ratio_by_wealth(record: RunRecord, poor: float, rest: float) -> float:
    """A number of the poorer over that of the rest; NaN in a village of either alone."""
    return safe_ratio(poor, rest) if _is_mixed(record.community.residents.wealth < POOREST_RANK) else math.nan


def _is_mixed(group: Flags) -> bool:
    """Whether some belong to a group and some do not; the record says 0 of a group without members."""
    return bool(group.any() and not group.all())


@outcome("Gini coefficient, 0 is equal")
def gini_attendance(record: RunRecord, period: str) -> float:
    """Inequality of attendance among those who came at least once."""
    counts = record.attendances[:, period_column(period)]
    return gini_coefficient(np.asarray(counts[counts > 0]))


@outcome("share of decisions", MANSURI_2013)
def capture(record: RunRecord, period: str) -> float:
    """Decisions on projects that the better-off took for themselves."""
    return safe_ratio(period_total(record, "decisions_captured", period), period_total(record, "decisions", period))

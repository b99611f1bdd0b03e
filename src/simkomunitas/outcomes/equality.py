"""Equality (kesetaraan): whether women and the poorer come, speak and benefit like the others."""

import math

import numpy as np

from simkomunitas.ground.sources import DHARMAWAN_2018, MANSURI_2013, WHITE_2018
from simkomunitas.outcomes import outcome
from simkomunitas.outcomes._windows import at_end, gini, mean, ratio, total
from simkomunitas.world.community import Flags
from simkomunitas.world.record import Record, period_column
from simkomunitas.world.state import POOREST


@outcome("ratio of attendance, 1 is equal", WHITE_2018, DHARMAWAN_2018)
def equality(record: Record, period: str) -> float:
    """Attendance of women over that of men, and of the poorer two fifths over that of the rest: their mean."""
    both = equality_by_sex(record, period), equality_by_wealth(record, period)
    known = [value for value in both if not math.isnan(value)]  # a village of women has no ratio by sex
    return sum(known) / len(known) if known else math.nan


@outcome("ratio, 1 is equal", WHITE_2018)
def equality_by_sex(record: Record, period: str) -> float:
    """Attendance of women over that of men at programme activities."""
    return _by_sex(record, mean(record, "women_came", period), mean(record, "men_came", period))


@outcome("ratio, 1 is equal", DHARMAWAN_2018)
def equality_by_wealth(record: Record, period: str) -> float:
    """Attendance of the poorer two fifths over that of the rest at programme activities."""
    return _by_wealth(record, mean(record, "poor_came", period), mean(record, "rest_came", period))


@outcome("ratio, 1 is equal", WHITE_2018)
def voice_by_sex(record: Record, period: str) -> float:
    """Women who spoke and decided over men who did."""
    return _by_sex(record, mean(record, "women_spoke", period), mean(record, "men_spoke", period))


@outcome("ratio, 1 is equal", DHARMAWAN_2018)
def voice_by_wealth(record: Record, period: str) -> float:
    """The poorer two fifths who spoke and decided over the rest who did."""
    return _by_wealth(record, mean(record, "poor_spoke", period), mean(record, "rest_spoke", period))


@outcome("ratio, 1 is equal", MANSURI_2013)
def benefit_by_wealth(record: Record, period: str) -> float:
    """Projects that have benefited one of the poorer two fifths over those that have benefited one of the rest."""
    return _by_wealth(record, at_end(record, "benefits_poor", period), at_end(record, "benefits_rest", period))


def _by_sex(record: Record, women: float, men: float) -> float:
    """A number of women over that of men; NaN in a village of either alone."""
    return ratio(women, men) if _divides(record.community.residents.female) else math.nan


def _by_wealth(record: Record, poor: float, rest: float) -> float:
    """A number of the poorer over that of the rest; NaN in a village of either alone."""
    return ratio(poor, rest) if _divides(record.community.residents.wealth < POOREST) else math.nan


def _divides(group: Flags) -> bool:
    """Whether some belong to a group and some do not; the record says 0 of a group without members."""
    return bool(group.any() and not group.all())


@outcome("Gini coefficient, 0 is equal")
def gini_attendance(record: Record, period: str) -> float:
    """Inequality of attendance among those who came at least once."""
    counts = record.attendances[:, period_column(period)]
    return gini(np.asarray(counts[counts > 0]))


@outcome("share of decisions", MANSURI_2013)
def capture(record: Record, period: str) -> float:
    """Decisions on projects that the better-off took for themselves."""
    return ratio(total(record, "decisions_captured", period), total(record, "decisions", period))

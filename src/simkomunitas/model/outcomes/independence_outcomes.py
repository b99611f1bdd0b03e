"""Independence (kemandirian): what residents do without outsiders."""

import math

import numpy as np

from simkomunitas.base.references import CASEY_2012, FREIRE_2009, NGUGI_2018
from simkomunitas.model.outcomes import outcome
from simkomunitas.model.outcomes._period_statistics import (
    last_programme_year_mean,
    period_mean,
    period_total,
    safe_ratio,
)
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR


@outcome("share of new problems", CASEY_2012)
def independence(record: RunRecord, period: str) -> float:
    """New problems met within a year without outsiders, of all that fell due."""
    return safe_ratio(*count_problems(record, period))


def count_problems(record: RunRecord, period: str) -> tuple[float, float]:
    """How many new problems were met within a year without outsiders, and how many fell due."""
    return period_total(record, "problems_met_locally", period), period_total(record, "problems_due", period)


@outcome("ratio, 1 is as before", CASEY_2012)
def retention(record: RunRecord, period: str) -> float:
    """Participation outside the programme arena over that of the last programme year."""
    return safe_ratio(
        period_mean(record, "general_participation", period), last_programme_year_mean(record, "general_participation")
    )


@outcome("ratio, 1 is as before", CASEY_2012)
def programme_retention(record: RunRecord, period: str) -> float:
    """Participation in programme activities over that of the last programme year."""
    before = last_programme_year_mean(record, "participation_programme")
    return safe_ratio(period_mean(record, "participation_programme", period), before)


@outcome("share of new problems")
def problems_met(record: RunRecord, period: str) -> float:
    """New problems met within a year, with or without outsiders, of all that fell due."""
    return safe_ratio(period_total(record, "problems_met", period), period_total(record, "problems_due", period))


@outcome("share of activities")
def called_locally(record: RunRecord, period: str) -> float:
    """Programme activities that residents called themselves."""
    local = period_total(record, "called_locally", period)
    return safe_ratio(local, local + period_total(record, "called_by_facilitators", period))


@outcome("share of money", FREIRE_2009)
def raised_locally(record: RunRecord, period: str) -> float:
    """Money for projects that residents raised themselves."""
    local = period_total(record, "money_local", period)
    return safe_ratio(local, local + period_total(record, "money_outside", period))


@outcome("per 100 adults")
def leaders(record: RunRecord, period: str) -> float:
    """Local leaders, officials apart."""
    return 100.0 * period_mean(record, "leads", period)


@outcome("losses per leader-year", NGUGI_2018)
def leaders_lost(record: RunRecord, period: str) -> float:
    """Local leaders who gave up, for each year that one of them served; a rate, which can be more than 1."""
    served = period_total(record, "leaders_supported", period) + period_total(record, "leaders_unsupported", period)
    return safe_ratio(WEEKS_PER_YEAR * period_total(record, "leaders_lost", period), served)


@outcome("weeks")
def half_life(record: RunRecord, period: str) -> float:
    """Weeks after exit until participation has lost half of what it had gained; NaN if it never does."""
    series = record.series_values("participation_programme")
    before, reached = float(series[:4].mean()), last_programme_year_mean(record, "participation_programme")
    if period == "programme" or math.isnan(reached) or reached <= before:
        return math.nan
    below = np.flatnonzero(series[record.exit_week :] <= before + 0.5 * (reached - before))
    return float(below[0]) if below.size else math.nan

"""Independence (kemandirian): what residents do without outsiders."""

import math

import numpy as np

from simkomunitas.ground.sources import CASEY_2012, FREIRE_2009, NGUGI_2018
from simkomunitas.outcomes import outcome
from simkomunitas.outcomes._windows import last_programme_year, mean, ratio, total
from simkomunitas.world.record import Record


@outcome("share of new problems", CASEY_2012)
def independence(record: Record, period: str) -> float:
    """New problems met within a year without outsiders, of all that fell due."""
    return ratio(*problems_counted(record, period))


def problems_counted(record: Record, period: str) -> tuple[float, float]:
    """How many new problems were met within a year without outsiders, and how many fell due."""
    return total(record, "problems_met_locally", period), total(record, "problems_due", period)


@outcome("ratio, 1 is as before", CASEY_2012)
def retention(record: Record, period: str) -> float:
    """Participation outside the programme arena over that of the last programme year."""
    return ratio(mean(record, "general_participation", period), last_programme_year(record, "general_participation"))


@outcome("ratio, 1 is as before", CASEY_2012)
def programme_retention(record: Record, period: str) -> float:
    """Participation in programme activities over that of the last programme year."""
    before = last_programme_year(record, "participation_programme")
    return ratio(mean(record, "participation_programme", period), before)


@outcome("share of new problems")
def problems_met(record: Record, period: str) -> float:
    """New problems met within a year, with or without outsiders, of all that fell due."""
    return ratio(total(record, "problems_met", period), total(record, "problems_due", period))


@outcome("share of activities")
def called_locally(record: Record, period: str) -> float:
    """Programme activities that residents called themselves."""
    local = total(record, "called_locally", period)
    return ratio(local, local + total(record, "called_by_facilitators", period))


@outcome("share of money", FREIRE_2009)
def raised_locally(record: Record, period: str) -> float:
    """Money for projects that residents raised themselves."""
    local = total(record, "money_local", period)
    return ratio(local, local + total(record, "money_outside", period))


@outcome("per 100 adults")
def leaders(record: Record, period: str) -> float:
    """Local leaders, officials apart."""
    return 100.0 * mean(record, "leads", period)


@outcome("losses per leader-year", NGUGI_2018)
def leaders_lost(record: Record, period: str) -> float:
    """Local leaders who gave up, for each year that one of them served; a rate, which can be more than 1."""
    served = total(record, "leaders_supported", period) + total(record, "leaders_unsupported", period)
    return ratio(52.0 * total(record, "leaders_lost", period), served)


@outcome("weeks")
def half_life(record: Record, period: str) -> float:
    """Weeks after exit until participation has lost half of what it had gained; NaN if it never does."""
    series = record.column("participation_programme")
    before, reached = float(series[:4].mean()), last_programme_year(record, "participation_programme")
    if period == "programme" or math.isnan(reached) or reached <= before:
        return math.nan
    below = np.flatnonzero(series[record.left :] <= before + 0.5 * (reached - before))
    return float(below[0]) if below.size else math.nan

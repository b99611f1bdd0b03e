"""Sustainability (keberlanjutan): whether groups and assets still work."""

import math

from simkomunitas.base.references import BALAND_2007, DANIEL_2023
from simkomunitas.model.outcomes import outcome
from simkomunitas.model.outcomes._period_statistics import period_mean, period_total, safe_ratio, value_at_end
from simkomunitas.model.state.run_record import RunRecord


@outcome("share of groups and assets", BALAND_2007, DANIEL_2023)
def sustainability(record: RunRecord, period: str) -> float:
    """Groups and assets there were when the facilitators left that still work at the end of the period.

    During the programme: those ever there that work on its last day.
    """
    if period == "programme":
        made = period_total(record, "groups_ended", period) + _count_groups_alive(record, period)
        return safe_ratio(
            _count_groups_alive(record, period) + value_at_end(record, "assets_working", period),
            made + value_at_end(record, "assets_built", period),
        )
    working = value_at_end(record, "groups_cohort_alive", period) + value_at_end(
        record, "assets_cohort_working", period
    )
    return safe_ratio(
        working, value_at_end(record, "groups_cohort", period) + value_at_end(record, "assets_cohort", period)
    )


def _count_groups_alive(record: RunRecord, period: str) -> float:
    kinds = ("associations_alive", "savings_groups_alive", "committees_alive")
    return sum(value_at_end(record, kind, period) for kind in kinds)


@outcome("share of groups", BALAND_2007)
def groups_surviving(record: RunRecord, period: str) -> float:
    """Groups alive when the facilitators left that still meet at the end of the period."""
    if period == "programme":
        return math.nan
    return safe_ratio(
        value_at_end(record, "groups_cohort_alive", period), value_at_end(record, "groups_cohort", period)
    )


@outcome("share of assets", DANIEL_2023)
def assets_surviving(record: RunRecord, period: str) -> float:
    """Assets that worked when the facilitators left and still do at the end of the period."""
    if period == "programme":
        return math.nan
    return safe_ratio(
        value_at_end(record, "assets_cohort_working", period), value_at_end(record, "assets_cohort", period)
    )


@outcome("assets")
def assets_working(record: RunRecord, period: str) -> float:
    """Assets of the village that work at the end of the period."""
    return value_at_end(record, "assets_working", period)


@outcome("share of dues", DANIEL_2023)
def dues_paid(record: RunRecord, period: str) -> float:
    """Dues for upkeep that users paid, of those they were asked for."""
    return safe_ratio(period_total(record, "dues_paid", period), period_total(record, "dues_asked", period))


@outcome("severity, 0 none to 1 acute")
def need(record: RunRecord, period: str) -> float:
    """Mean need as it is felt, over hamlets and domains."""
    return period_mean(record, "need", period)


@outcome("ratio to the start")
def income(record: RunRecord, period: str) -> float:
    """Mean income against the start."""
    return period_mean(record, "income", period)

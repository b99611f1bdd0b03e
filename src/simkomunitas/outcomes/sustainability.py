"""Sustainability (keberlanjutan): whether groups and assets still work."""

import math

from simkomunitas.ground.sources import BALAND_2007, DANIEL_2023
from simkomunitas.outcomes import outcome
from simkomunitas.outcomes._windows import at_end, mean, ratio, total
from simkomunitas.world.record import Record


@outcome("share of groups and assets", BALAND_2007, DANIEL_2023)
def sustainability(record: Record, period: str) -> float:
    """Groups and assets there were when the facilitators left that still work at the end of the period.

    During the programme: those ever there that work on its last day.
    """
    if period == "programme":
        made = total(record, "groups_ended", period) + _groups_alive(record, period)
        return ratio(
            _groups_alive(record, period) + at_end(record, "assets_working", period),
            made + at_end(record, "assets_built", period),
        )
    working = at_end(record, "groups_cohort_alive", period) + at_end(record, "assets_cohort_working", period)
    return ratio(working, at_end(record, "groups_cohort", period) + at_end(record, "assets_cohort", period))


def _groups_alive(record: Record, period: str) -> float:
    kinds = ("associations_alive", "savings_groups_alive", "committees_alive")
    return sum(at_end(record, kind, period) for kind in kinds)


@outcome("share of groups", BALAND_2007)
def groups_surviving(record: Record, period: str) -> float:
    """Groups alive when the facilitators left that still meet at the end of the period."""
    if period == "programme":
        return math.nan
    return ratio(at_end(record, "groups_cohort_alive", period), at_end(record, "groups_cohort", period))


@outcome("share of assets", DANIEL_2023)
def assets_surviving(record: Record, period: str) -> float:
    """Assets that worked when the facilitators left and still do at the end of the period."""
    if period == "programme":
        return math.nan
    return ratio(at_end(record, "assets_cohort_working", period), at_end(record, "assets_cohort", period))


@outcome("assets")
def assets_working(record: Record, period: str) -> float:
    """Assets of the village that work at the end of the period."""
    return at_end(record, "assets_working", period)


@outcome("share of dues", DANIEL_2023)
def dues_paid(record: Record, period: str) -> float:
    """Dues for upkeep that users paid, of those they were asked for."""
    return ratio(total(record, "dues_paid", period), total(record, "dues_asked", period))


@outcome("severity, 0 none to 1 acute")
def need(record: Record, period: str) -> float:
    """Mean need as it is felt, over hamlets and domains."""
    return mean(record, "need", period)


@outcome("ratio to the start")
def income(record: Record, period: str) -> float:
    """Mean income against the start."""
    return mean(record, "income", period)

"""Openness (keterbukaan): who knows what was decided and what is in the cash box."""

from simkomunitas.ground.sources import OLKEN_2010
from simkomunitas.outcomes import outcome
from simkomunitas.outcomes._windows import mean, ratio, total
from simkomunitas.world.record import Record


@outcome("share of adults", OLKEN_2010)
def openness(record: Record, period: str) -> float:
    """Adults who know the last decision of their hamlet and its cash box."""
    return mean(record, "knows_decision", period)


@outcome("share of decisions", OLKEN_2010)
def open_decisions(record: Record, period: str) -> float:
    """Decisions on projects taken in open meetings."""
    return ratio(total(record, "decisions_open", period), total(record, "decisions", period))

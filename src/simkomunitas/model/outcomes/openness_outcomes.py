"""Openness (keterbukaan): who knows what was decided and what is in the cash box."""

from simkomunitas.base.references import OLKEN_2010
from simkomunitas.model.outcomes import outcome
from simkomunitas.model.outcomes._period_statistics import period_mean, period_total, safe_ratio
from simkomunitas.model.state.run_record import RunRecord


@outcome("share of adults", OLKEN_2010)
def openness(record: RunRecord, period: str) -> float:
    """Adults who know the last decision of their hamlet and its cash box."""
    return period_mean(record, "knows_decision", period)


@outcome("share of decisions", OLKEN_2010)
def open_decisions(record: RunRecord, period: str) -> float:
    """Decisions on projects taken in open meetings."""
    return safe_ratio(period_total(record, "decisions_open", period), period_total(record, "decisions", period))

"""Cost: what a result took in hours of facilitators, and in hours and strength of residents."""

import math

from simkomunitas.base.references import LABONNE_2008
from simkomunitas.model.outcomes import outcome
from simkomunitas.model.outcomes._period_statistics import period_mean, period_total, safe_ratio, weighted_mean
from simkomunitas.model.state.run_record import RunRecord


@outcome("hours")
def facilitator_hours(record: RunRecord, period: str) -> float:
    """Paid hours of facilitators in the period."""
    return period_total(record, "facilitator_minutes", period) / 60.0


@outcome("hours per person")
def hours_per_lasting_participant(record: RunRecord, period: str) -> float:
    """Facilitator hours of the whole programme for each adult gained over the first four weeks.

    NaN where less than one adult was gained, or nobody was paid.
    """
    adults = record.attendances.shape[0]
    gained = adults * (period_mean(record, "participation_programme", period) - _initial_participation(record))
    spent = float(record.series_values("facilitator_minutes").sum()) / 60.0
    return safe_ratio(spent, gained) if spent > 0 and gained >= 1.0 else math.nan


@outcome("hours per problem")
def hours_per_problem_met(record: RunRecord, period: str) -> float:
    """Facilitator hours of the period for each new problem that was met in it; NaN once nobody is paid."""
    spent = facilitator_hours(record, period)
    return safe_ratio(spent, period_total(record, "problems_met", period)) if spent > 0 else math.nan


def _initial_participation(record: RunRecord) -> float:
    """Share of adults who took part in the first four weeks."""
    return float(record.series_values("participation_programme")[:4].mean())


@outcome("hours a week per adult", LABONNE_2008)
def informal_hours(record: RunRecord, period: str) -> float:
    """Hours an adult gives to mutual help and associations."""
    return period_mean(record, "informal_minutes", period) / 60.0 / len(record.attendances)


@outcome("hours a week per adult", LABONNE_2008)
def formal_hours(record: RunRecord, period: str) -> float:
    """Hours an adult gives to programme activities and village government."""
    return period_mean(record, "formal_minutes", period) / 60.0 / len(record.attendances)


@outcome("activities a week")
def leader_load(record: RunRecord, period: str) -> float:
    """Activities a local leader leads in a week; weeks in which nobody leads do not count."""
    return weighted_mean(record, "leader_load", "leads", period)


@outcome("level, 0 to 1")
def fatigue(record: RunRecord, period: str) -> float:
    """Mean fatigue of adults."""
    return period_mean(record, "fatigue", period)


@outcome("level, 0 to 1")
def trust(record: RunRecord, period: str) -> float:
    """Mean trust of adults in the organizers."""
    return period_mean(record, "trust", period)

"""Cost: what a result took in hours of facilitators, and in hours and strength of residents."""

import math

from simkomunitas.ground.sources import LABONNE_2008
from simkomunitas.outcomes import outcome
from simkomunitas.outcomes._windows import mean, ratio, total, weighted_mean
from simkomunitas.world.record import Record


@outcome("hours")
def facilitator_hours(record: Record, period: str) -> float:
    """Paid hours of facilitators in the period."""
    return total(record, "facilitator_minutes", period) / 60.0


@outcome("hours per person")
def hours_per_lasting_participant(record: Record, period: str) -> float:
    """Facilitator hours of the whole programme for each adult gained over the first four weeks.

    NaN where less than one adult was gained, or nobody was paid.
    """
    adults = record.attendances.shape[0]
    gained = adults * (mean(record, "participation_programme", period) - _before(record))
    spent = float(record.column("facilitator_minutes").sum()) / 60.0
    return ratio(spent, gained) if spent > 0 and gained >= 1.0 else math.nan


@outcome("hours per problem")
def hours_per_problem_met(record: Record, period: str) -> float:
    """Facilitator hours of the period for each new problem that was met in it; NaN once nobody is paid."""
    spent = facilitator_hours(record, period)
    return ratio(spent, total(record, "problems_met", period)) if spent > 0 else math.nan


def _before(record: Record) -> float:
    """Share of adults who took part in the first four weeks."""
    return float(record.column("participation_programme")[:4].mean())


@outcome("hours a week per adult", LABONNE_2008)
def informal_hours(record: Record, period: str) -> float:
    """Hours an adult gives to mutual help and associations."""
    return mean(record, "informal_minutes", period) / 60.0 / len(record.attendances)


@outcome("hours a week per adult", LABONNE_2008)
def formal_hours(record: Record, period: str) -> float:
    """Hours an adult gives to programme activities and village government."""
    return mean(record, "formal_minutes", period) / 60.0 / len(record.attendances)


@outcome("activities a week")
def leader_load(record: Record, period: str) -> float:
    """Activities a local leader leads in a week; weeks in which nobody leads do not count."""
    return weighted_mean(record, "leader_load", "leads", period)


@outcome("level, 0 to 1")
def fatigue(record: Record, period: str) -> float:
    """Mean fatigue of adults."""
    return mean(record, "fatigue", period)


@outcome("level, 0 to 1")
def trust(record: Record, period: str) -> float:
    """Mean trust of adults in the organizers."""
    return mean(record, "trust", period)

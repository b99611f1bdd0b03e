"""Participation (partisipasi): who comes, by arena, and how far along the funnel people get."""

from simkomunitas.base.references import LABONNE_2008, WHITE_2018
from simkomunitas.model.outcomes import outcome
from simkomunitas.model.outcomes._period_statistics import period_mean
from simkomunitas.model.state.run_record import RunRecord, period_column


@outcome("share of adults", WHITE_2018)
def participation(record: RunRecord, period: str) -> float:
    """Adults who came to a programme activity, whoever called it, at least once in four weeks."""
    return period_mean(record, "participation_programme", period)


@outcome("share of adults", LABONNE_2008)
def participation_mutual_help(record: RunRecord, period: str) -> float:
    """Adults who came to mutual help (gotong royong) at least once in four weeks."""
    return period_mean(record, "participation_mutual_help", period)


@outcome("share of adults", LABONNE_2008)
def participation_association(record: RunRecord, period: str) -> float:
    """Adults who came to an association or savings group at least once in four weeks."""
    return period_mean(record, "participation_association", period)


@outcome("share of adults", LABONNE_2008)
def participation_governance(record: RunRecord, period: str) -> float:
    """Adults who came to a hamlet or village meeting at least once in four weeks."""
    return period_mean(record, "participation_governance", period)


@outcome("share of adults", LABONNE_2008)
def general_participation(record: RunRecord, period: str) -> float:
    """Adults who came to any arena but the programme at least once in four weeks."""
    return period_mean(record, "general_participation", period)


@outcome("share of adults", WHITE_2018)
def aware(record: RunRecord, period: str) -> float:
    """Adults who know of the programme activities."""
    return period_mean(record, "aware", period)


@outcome("share of adults", WHITE_2018)
def invited(record: RunRecord, period: str) -> float:
    """Adults who were asked to a programme activity within four weeks."""
    return period_mean(record, "invited", period)


@outcome("share of adults", WHITE_2018)
def attend(record: RunRecord, period: str) -> float:
    """Adults who came to a programme activity within four weeks: the third step of the funnel."""
    return period_mean(record, "participation_programme", period)


@outcome("share of adults", WHITE_2018)
def contribute(record: RunRecord, period: str) -> float:
    """Adults who gave labour or money to a project within four weeks."""
    return period_mean(record, "contributed", period)


@outcome("share of adults", WHITE_2018)
def decide(record: RunRecord, period: str) -> float:
    """Adults who spoke and decided at a programme activity within four weeks."""
    return period_mean(record, "decided", period)


@outcome("share of adults", WHITE_2018)
def lead(record: RunRecord, period: str) -> float:
    """Adults who are local leaders (Penggerak Swadaya Masyarakat)."""
    return period_mean(record, "leads", period)


@outcome("share of adults", WHITE_2018)
def ever_attended(record: RunRecord, period: str) -> float:
    """Adults who came to at least one programme activity in the period."""
    return float((record.attendances[:, period_column(period)] > 0).mean())

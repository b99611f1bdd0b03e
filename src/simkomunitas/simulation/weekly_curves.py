"""The weekly curves of a run that are kept, under the names of the tables."""

from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.processes.weekly_observation import SERIES_NAMES
from simkomunitas.model.state.run_record import RunRecord

WEEKLY_SERIES = {
    "participation": "participation_programme",
    "participation_mutual_help": "participation_mutual_help",
    "participation_association": "participation_association",
    "participation_governance": "participation_governance",
    "aware": "aware",
    "decided": "decided",
    "openness": "knows_decision",
    "trust": "trust",
    "efficacy": "efficacy",
    "leaders": "leads",
    "need": "need",
    "assets_working": "assets_working",
    "facilitator_hours": "facilitator_minutes",
}
WEEKLY_UNITS = dict.fromkeys(WEEKLY_SERIES, "share of adults") | {
    "trust": "level, 0 to 1",
    "efficacy": "level, 0 to 1",
    "need": "severity, 0 none to 1 acute",
    "assets_working": "assets",
    "facilitator_hours": "hours a week",
}


def extract_weekly_curves(record: RunRecord) -> Numbers:
    """The weekly curves that are kept: curves by weeks."""
    places = [SERIES_NAMES.index(series) for series in WEEKLY_SERIES.values()]
    kept = record.series[:, places].T.copy()
    kept[list(WEEKLY_SERIES).index("facilitator_hours")] /= 60.0
    return kept

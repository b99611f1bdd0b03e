"""P5: a few come always, many once, half never."""

import numpy as np

from simkomunitas.base.references import CHICAGO_2019, VAN_MIERLO_2014
from simkomunitas.evidence.targets import targets
from simkomunitas.evidence.targets._event_log import attendance_by_week
from simkomunitas.evidence.targets._target_base import MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.community.community_data import Whole
from simkomunitas.model.outcomes._period_statistics import gini_coefficient

EVER_ATTENDED_SHARE = 0.5  # share of members who ever came, in the source


@targets.add("P5")
class InequalityOfAttendance(Target):
    """Attendance is extremely unequal: many come once, a few carry the meetings.

    Attendance lists of programme activities, up to the week in which half of the residents have come at least once,
    as half of the members had in the source; where fewer ever come, residents who never came are left out until it
    is half.
    """

    sources = (CHICAGO_2019, VAN_MIERLO_2014)
    situations = ("facilitated_village",)
    bands = (
        TargetBand("top_fifth", "share of attendances of the fifth who came most", 0.60, 0.85),
        TargetBand("once_only", "share of attenders who came once", 0.40, 0.60),
        TargetBand("gini", "Gini coefficient among attenders", 0.35, 0.60, is_from_source=False),
        TargetBand("five_times", "share of attenders who came at least five times", 0.08, 0.25, is_from_source=False),
    )
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        record = seed_records.find_record("facilitated_village", "programme")
        counts = attendance_at_source_share(attendance_by_week(record), record.community.residents.key.size)
        attenders = counts[counts > 0]
        if attenders.size == 0:
            return {band.name: float("nan") for band in self.bands}
        top = np.sort(counts)[::-1][: round(0.2 * counts.size)]
        return {
            "top_fifth": float(top.sum() / counts.sum()),
            "once_only": float((attenders == 1).mean()),
            "gini": gini_coefficient(attenders),
            "five_times": float((attenders >= 5).mean()),
        }

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        top, once, _, often = (100 * estimate[band.name] for band in self.bands)
        return (
            f"By the time half have come, {once:.0f} % of them came once and {often:.0f} % five times or more; "
            f"the top fifth has {top:.0f} % of attendances."
        )


def attendance_at_source_share(attended: list[Whole], residents: int) -> Whole:
    """Attendances of each resident up to the week in which the share who ever came is that of the source.

    attended: for every week, the rows of those who came.
    """
    counts = np.zeros(residents, np.int64)
    for who in attended:
        counts[who] += 1
        if (counts > 0).mean() >= EVER_ATTENDED_SHARE:
            return counts
    attenders = counts[counts > 0]
    return np.concatenate(
        [attenders, np.zeros(round(attenders.size * (1 - EVER_ATTENDED_SHARE) / EVER_ATTENDED_SHARE), np.int64)]
    )

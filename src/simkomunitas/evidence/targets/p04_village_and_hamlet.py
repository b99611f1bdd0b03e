"""P4: the further the room, the fewer women and poor in it."""

from math import inf

from simkomunitas.base.references import DHARMAWAN_2018
from simkomunitas.evidence.targets import ratio_of_sums, targets
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand

GROUPS, LEVELS = ("women", "poor"), ("hamlet", "village")


@targets.add("P4")
class VillageAndHamlet(Target):
    """Village meetings are more of a men's and elite's affair than hamlet meetings.

    The lists of those present at all meetings of three years: shares of women and of the poorer two fifths.
    """

    sources = (DHARMAWAN_2018,)
    situations = ("customary_village",)
    bands = (
        TargetBand("women", "share of women at hamlet meetings less that at village meetings", 0.05, inf,
            is_from_source=False),
        TargetBand("poor", "share of the poorer two fifths at hamlet meetings less that at village meetings", 0.05, inf,
             is_from_source=False),
    )  # fmt: skip

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        record = seed_records.find_record("customary_village", "village")
        counts = (f"{level}_{who}" for level in LEVELS for who in (*GROUPS, "came"))
        return {count: float(record.series_values(count).sum()) for count in counts}

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        return {group: self._attendance_share(measured, "hamlet", group) - self._attendance_share(measured, "village",
            group)
                for group in GROUPS}  # fmt: skip

    def _attendance_share(self, measured: Measured, level: str, group: str) -> float:
        return ratio_of_sums(measured[f"{level}_{group}"], measured[f"{level}_came"])

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        women, poor = (100 * estimate[group] for group in GROUPS)
        return f"At hamlet meetings women have {women:+.1f} and the poor {poor:+.1f} points more of the seats."

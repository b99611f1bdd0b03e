"""P3: the funnel is narrower for women, at every step."""

from math import inf

from simkomunitas.base.references import WHITE_2018
from simkomunitas.evidence.targets import mean_known, safe_ratio, targets
from simkomunitas.evidence.targets._funnel_survey import STEPS, funnel_by_gender
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand


@targets.add("P3")
class WomenInTheFunnel(Target):
    """Women are half as likely as men to know, less likely still to come, and least likely to speak.

    The interviews of P1, women and men apart: shares of all women over shares of all men.
    """

    sources = (WHITE_2018,)
    situations = ("community_driven_development",)
    bands = (
        TargetBand("awareness_ratio", "women who know, over men", 0.35, 0.70, is_from_source=False),
        TargetBand("awareness_over_attendance", "ratio of awareness less ratio of attendance", 0, inf),
        TargetBand("attendance_over_speaking", "ratio of attendance less ratio of speaking", 0, inf),
    )
    arms = ("programme",)
    afterwards = False

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        return funnel_by_gender(seed_records.find_record("community_driven_development", "programme"))

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        aware, came, spoke = (
            safe_ratio(mean_known(measured[f"{step}_women"]), mean_known(measured[f"{step}_men"])) for step in STEPS
        )
        return {
            "awareness_ratio": aware,
            "awareness_over_attendance": aware - came,
            "attendance_over_speaking": came - spoke,
        }

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        aware = estimate["awareness_ratio"]
        came = aware - estimate["awareness_over_attendance"]
        spoke = came - estimate["attendance_over_speaking"]
        return f"Women against men: {aware:.2f} know, {came:.2f} come, {spoke:.2f} speak."

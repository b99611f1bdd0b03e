"""P3: the funnel is narrower for women, at every step."""

from math import inf

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, mean, ratio, targets
from simkomunitas.evidence.targets._funnel import STEPS, funnel
from simkomunitas.ground.sources import WHITE_2018


@targets.add("P3")
class WomenInTheFunnel(Target):
    """Women are half as likely as men to know, less likely still to come, and least likely to speak.

    The interviews of P1, women and men apart: shares of all women over shares of all men.
    """

    sources = (WHITE_2018,)
    situations = ("community_driven_development",)
    bands = (
        Band("awareness_ratio", "women who know, over men", 0.35, 0.70, read=False),
        Band("awareness_over_attendance", "ratio of awareness less ratio of attendance", 0, inf),
        Band("attendance_over_speaking", "ratio of attendance less ratio of speaking", 0, inf),
    )
    arms = ("programme",)
    afterwards = False

    def measure(self, seen: Seen) -> Observed:
        return funnel(seen.record("community_driven_development", "programme"))

    def estimate(self, measured: Measured) -> Observed:
        aware, came, spoke = (ratio(mean(measured[f"{step}_women"]), mean(measured[f"{step}_men"])) for step in STEPS)
        return {
            "awareness_ratio": aware,
            "awareness_over_attendance": aware - came,
            "attendance_over_speaking": came - spoke,
        }

    def why(self, estimate: Observed) -> str:
        aware = estimate["awareness_ratio"]
        came = aware - estimate["awareness_over_attendance"]
        spoke = came - estimate["attendance_over_speaking"]
        return f"Women against men: {aware:.2f} know, {came:.2f} come, {spoke:.2f} speak."

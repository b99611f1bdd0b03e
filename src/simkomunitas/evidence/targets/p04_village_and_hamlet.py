"""P4: the further the room, the fewer women and poor in it."""

from math import inf

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, pooled, targets
from simkomunitas.ground.sources import DHARMAWAN_2018

GROUPS, LEVELS = ("women", "poor"), ("hamlet", "village")


@targets.add("P4")
class VillageAndHamlet(Target):
    """Village meetings are more of a men's and elite's affair than hamlet meetings.

    The lists of those present at all meetings of three years: shares of women and of the poorer two fifths.
    """

    sources = (DHARMAWAN_2018,)
    situations = ("customary_village",)
    bands = (
        Band("women", "share of women at hamlet meetings less that at village meetings", 0.05, inf, read=False),
        Band("poor", "share of the poorer two fifths at hamlet meetings less that at village meetings", 0.05, inf,
             read=False),
    )  # fmt: skip

    def measure(self, seen: Seen) -> Observed:
        record = seen.record("customary_village", "village")
        counts = (f"{level}_{who}" for level in LEVELS for who in (*GROUPS, "came"))
        return {count: float(record.column(count).sum()) for count in counts}

    def estimate(self, measured: Measured) -> Observed:
        return {group: self._share(measured, "hamlet", group) - self._share(measured, "village", group)
                for group in GROUPS}  # fmt: skip

    def _share(self, measured: Measured, level: str, group: str) -> float:
        return pooled(measured[f"{level}_{group}"], measured[f"{level}_came"])

    def why(self, estimate: Observed) -> str:
        women, poor = (100 * estimate[group] for group in GROUPS)
        return f"At hamlet meetings women have {women:+.1f} and the poor {poor:+.1f} points more of the seats."

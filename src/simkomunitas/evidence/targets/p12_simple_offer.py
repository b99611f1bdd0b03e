"""P12: a simple offer reaches a minority, fast, and unequally across villages."""

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, pooled, targets
from simkomunitas.evidence.targets._offers import VILLAGES, every_village, hearing
from simkomunitas.ground.sources import BANERJEE_2013

FOUR_MONTHS = 17  # weeks


@targets.add("P12")
class SimpleOffer(Target):
    """A loan offered through leaders is taken up by a fifth, most of them within four months, in some villages by few.

    Every village of every seed counts as one; take-up by households, 22 months on.
    """

    sources = (BANERJEE_2013,)
    situations = (VILLAGES,)
    bands = (
        Band("final", "share of households who took it up", 0.14, 0.24),
        Band("spread", "standard deviation of that share between villages", 0.05, 0.12),
        Band("early", "share of them who did within four months", 0.60, 0.90),
    )
    events = True

    def measure(self, seen: Seen) -> Observed:
        found: dict[str, float] = {}
        for arm, record in seen.records[VILLAGES].items():
            took = hearing(record).took
            taken, early = record.column("taken_up").sum(), (took < FOUR_MONTHS).sum()
            found |= {f"taken:{arm}": float(taken), f"early:{arm}": float(early), f"share:{arm}": taken / took.size}
        return found

    def estimate(self, measured: Measured) -> Observed:
        share, taken, early = (every_village(measured, name) for name in ("share", "taken", "early"))
        return {"final": float(share.mean()), "spread": float(share.std(ddof=1)), "early": pooled(early, taken)}

    def why(self, estimate: Observed) -> str:
        return (
            f"{100 * estimate['final']:.0f} % take it up, {100 * estimate['spread']:.1f} points more or less from "
            f"village to village, {100 * estimate['early']:.0f} % of them within four months, while it is news."
        )

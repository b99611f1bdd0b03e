"""P12: a simple offer reaches a minority, fast, and unequally across villages."""

from simkomunitas.base.references import BANERJEE_2013
from simkomunitas.evidence.targets import ratio_of_sums, targets
from simkomunitas.evidence.targets._offer_diffusion import DIFFUSION_SITUATION, trace_offer, values_by_arm
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand

FOUR_MONTHS_WEEKS = 17  # weeks


@targets.add("P12")
class SimpleOffer(Target):
    """A loan offered through leaders is taken up by a fifth, most of them within four months, in some villages by few.

    Every village of every seed counts as one; take-up by households, 22 months on.
    """

    sources = (BANERJEE_2013,)
    situations = (DIFFUSION_SITUATION,)
    bands = (
        TargetBand("final", "share of households who took it up", 0.14, 0.24),
        TargetBand("spread", "standard deviation of that share between villages", 0.05, 0.12),
        TargetBand("early", "share of them who did within four months", 0.60, 0.90),
    )
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        found: dict[str, float] = {}
        for arm, record in seed_records.records[DIFFUSION_SITUATION].items():
            took = trace_offer(record).adopted_week
            taken, early = record.series_values("taken_up").sum(), (took < FOUR_MONTHS_WEEKS).sum()
            found |= {f"taken:{arm}": float(taken), f"early:{arm}": float(early), f"share:{arm}": taken / took.size}
        return found

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        share, taken, early = (values_by_arm(measured, name) for name in ("share", "taken", "early"))
        return {"final": float(share.mean()), "spread": float(share.std(ddof=1)), "early": ratio_of_sums(early, taken)}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"{100 * estimate['final']:.0f} % take it up, {100 * estimate['spread']:.1f} points more or less from "
            f"village to village, {100 * estimate['early']:.0f} % of them within four months, while it is news."
        )

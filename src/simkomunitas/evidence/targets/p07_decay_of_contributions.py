"""P7: giving decays where nobody talks, because types change and not beliefs alone."""

from math import inf

import numpy as np

from simkomunitas.base.references import ANDREOZZI_2020, FISCHBACHER_2010
from simkomunitas.evidence.targets import ratio_of_sums, targets
from simkomunitas.evidence.targets._contributions import GAME_SITUATION, weekly_contributions
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand


@targets.add("P7")
class DecayOfContributions(Target):
    """Without talk giving falls to about half in ten rounds, and the selfish come to outnumber the cooperators.

    Groups of four who play in silence.
    """

    sources = (ANDREOZZI_2020, FISCHBACHER_2010)
    situations = (GAME_SITUATION,)
    bands = (
        TargetBand("last_of_first", "giving in the last round over that in the first", 0.35, 0.65),
        TargetBand("overtaken", "share of the selfish less that of conditional cooperators in the last round", 0, inf),
    )
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        record = seed_records.find_record(GAME_SITUATION, "silent")
        rounds = np.nanmean(weekly_contributions(record), axis=1)
        selfish, conditional = (float(record.series_values(name)[-1]) for name in ("free_riders", "conditional"))
        return {"first": float(rounds[0]), "last": float(rounds[-1]), "overtaken": selfish - conditional}

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        return {
            "last_of_first": ratio_of_sums(measured["last"], measured["first"]),
            "overtaken": float(measured["overtaken"].mean()),
        }

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"Giving falls to {100 * estimate['last_of_first']:.0f} % of the first round, by what cooperators see of "
            f"the others; the selfish are {100 * estimate['overtaken']:+.0f} points against the conditional."
        )

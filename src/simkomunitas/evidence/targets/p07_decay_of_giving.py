"""P7: giving decays where nobody talks, because types change and not beliefs alone."""

from math import inf

import numpy as np

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, pooled, targets
from simkomunitas.evidence.targets._giving import GAME, given
from simkomunitas.ground.sources import ANDREOZZI_2020, FISCHBACHER_2010


@targets.add("P7")
class DecayOfGiving(Target):
    """Without talk giving falls to about half in ten rounds, and the selfish come to outnumber the cooperators.

    Groups of four who play in silence.
    """

    sources = (ANDREOZZI_2020, FISCHBACHER_2010)
    situations = (GAME,)
    bands = (
        Band("last_of_first", "giving in the last round over that in the first", 0.35, 0.65),
        Band("overtaken", "share of the selfish less that of conditional cooperators in the last round", 0, inf),
    )
    events = True

    def measure(self, seen: Seen) -> Observed:
        record = seen.record(GAME, "silent")
        rounds = np.nanmean(given(record), axis=1)
        selfish, conditional = (float(record.column(name)[-1]) for name in ("free_riders", "conditional"))
        return {"first": float(rounds[0]), "last": float(rounds[-1]), "overtaken": selfish - conditional}

    def estimate(self, measured: Measured) -> Observed:
        return {
            "last_of_first": pooled(measured["last"], measured["first"]),
            "overtaken": float(measured["overtaken"].mean()),
        }

    def why(self, estimate: Observed) -> str:
        return (
            f"Giving falls to {100 * estimate['last_of_first']:.0f} % of the first round, by what cooperators see of "
            f"the others; the selfish are {100 * estimate['overtaken']:+.0f} points against the conditional."
        )

"""P15: friends whom people name are better seeds than anybody, the best connected are not."""

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, mean, ratio, targets
from simkomunitas.ground.sources import KIM_2015

SITUATION, ARMS = "vitamin_coupons", ("random", "nominated", "central")


@targets.add("P15")
class Seeding(Target):
    """Word that starts with friends whom residents name brings more people to take up an offer than word by lot.

    Half a year on, residents who took up the offer, against the same villages in which as many first hearers were
    drawn by lot.
    """

    sources = (KIM_2015,)
    situations = (SITUATION,)
    bands = (
        Band("nominated", "take-up with nominated friends over take-up by lot", 1.07, 1.18),
        Band("central", "take-up with the best connected over take-up by lot", high=1.05, read=False),
    )

    def measure(self, seen: Seen) -> Observed:
        return {f"taken_{arm}": float(seen.record(SITUATION, arm).column("taken_up").sum()) for arm in ARMS}

    def estimate(self, measured: Measured) -> Observed:
        by_lot, nominated, central = (mean(measured[f"taken_{arm}"]) for arm in ARMS)
        return {"nominated": ratio(nominated, by_lot), "central": ratio(central, by_lot)}

    def why(self, estimate: Observed) -> str:
        nominated, central = (estimate[band.name] for band in self.bands)
        return (
            f"Nominated friends bring {nominated:.2f} times the take-up of seeds drawn by lot, the best connected "
            f"{central:.2f} times: word seldom passes more than two steps, so it counts how many a first hearer knows."
        )

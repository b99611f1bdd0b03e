"""P15: friends whom people name are better seeds than anybody, the best connected are not."""

from simkomunitas.base.references import KIM_2015
from simkomunitas.evidence.targets import mean_known, safe_ratio, targets
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand

SITUATION, ARMS = "vitamin_coupons", ("random", "nominated", "central")


@targets.add("P15")
class SeedChoice(Target):
    """Word that starts with friends whom residents name brings more people to take up an offer than word by lot.

    Half a year on, residents who took up the offer, against the same villages in which as many first hearers were
    drawn by lot.
    """

    sources = (KIM_2015,)
    situations = (SITUATION,)
    bands = (
        TargetBand("nominated", "take-up with nominated friends over take-up by lot", 1.07, 1.18),
        TargetBand("central", "take-up with the best connected over take-up by lot", high=1.05, is_from_source=False),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        return {
            f"taken_{arm}": float(seed_records.find_record(SITUATION, arm).series_values("taken_up").sum())
            for arm in ARMS
        }

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        by_lot, nominated, central = (mean_known(measured[f"taken_{arm}"]) for arm in ARMS)
        return {"nominated": safe_ratio(nominated, by_lot), "central": safe_ratio(central, by_lot)}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        nominated, central = (estimate[band.name] for band in self.bands)
        return (
            f"Nominated friends bring {nominated:.2f} times the take-up of seeds drawn by lot, the best connected "
            f"{central:.2f} times: word seldom passes more than two steps, so it counts how many a first hearer knows."
        )

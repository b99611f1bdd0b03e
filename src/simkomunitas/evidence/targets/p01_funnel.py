"""P1: people make bricks, not decisions."""

from simkomunitas.base.references import WHITE_2018
from simkomunitas.evidence.targets import mean_known, safe_ratio, targets
from simkomunitas.evidence.targets._funnel_survey import STEPS, funnel_by_gender
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand


@targets.add("P1")
class Funnel(Target):
    """More people know than come, and more come than speak.

    Interviews in the last year of the programme: who knows of the activities, who came to one and who spoke at one
    within the last four weeks.
    """

    sources = (WHITE_2018,)
    situations = ("community_driven_development",)
    bands = (
        TargetBand("attend_of_aware", "came within four weeks, of those who know", 0.15, 0.60, is_from_source=False),
        TargetBand("speak_of_attend", "spoke within four weeks, of those who came", 0.05, 0.50, is_from_source=False),
    )
    arms = ("programme",)
    afterwards = False

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        return funnel_by_gender(seed_records.find_record("community_driven_development", "programme"))

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        aware, came, spoke = (
            mean_known(measured[f"{step}_women"]) + mean_known(measured[f"{step}_men"]) for step in STEPS
        )
        return {"attend_of_aware": safe_ratio(came, aware), "speak_of_attend": safe_ratio(spoke, came)}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        attend, speak = (100 * estimate[band.name] for band in self.bands)
        return f"Of a hundred who know {attend:.0f} come, and of a hundred who come {speak:.0f} speak within a year."

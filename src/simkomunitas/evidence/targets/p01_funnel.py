"""P1: people make bricks, not decisions."""

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, mean, ratio, targets
from simkomunitas.evidence.targets._funnel import STEPS, funnel
from simkomunitas.ground.sources import WHITE_2018


@targets.add("P1")
class Funnel(Target):
    """More people know than come, and more come than speak.

    Interviews in the last year of the programme: who knows of the activities, who came to one and who spoke at one
    within the last four weeks.
    """

    sources = (WHITE_2018,)
    situations = ("community_driven_development",)
    bands = (
        Band("attend_of_aware", "came within four weeks, of those who know", 0.15, 0.60, read=False),
        Band("speak_of_attend", "spoke within four weeks, of those who came", 0.05, 0.50, read=False),
    )
    arms = ("programme",)
    afterwards = False

    def measure(self, seen: Seen) -> Observed:
        return funnel(seen.record("community_driven_development", "programme"))

    def estimate(self, measured: Measured) -> Observed:
        aware, came, spoke = (mean(measured[f"{step}_women"]) + mean(measured[f"{step}_men"]) for step in STEPS)
        return {"attend_of_aware": ratio(came, aware), "speak_of_attend": ratio(spoke, came)}

    def why(self, estimate: Observed) -> str:
        attend, speak = (100 * estimate[band.name] for band in self.bands)
        return f"Of a hundred who know {attend:.0f} come, and of a hundred who come {speak:.0f} speak within a year."

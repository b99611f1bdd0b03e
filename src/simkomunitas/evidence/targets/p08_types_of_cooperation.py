"""P8: of the people who start, some give if others do, some never."""

from simkomunitas.evidence.targets import Band, Observed, Seen, Target, targets
from simkomunitas.evidence.targets._giving import GAME
from simkomunitas.ground.sources import ANDREOZZI_2020, FISCHBACHER_2001, RUSTAGI_2010
from simkomunitas.rules.cooperation import CONDITIONAL, FREE_RIDER


@targets.add("P8")
class TypesOfCooperation(Target):
    """Between a third and two thirds give if others do; up to a third never give.

    Types of the participants before the first round.
    """

    sources = (FISCHBACHER_2001, RUSTAGI_2010, ANDREOZZI_2020)
    situations = (GAME,)
    bands = (
        Band("conditional", "share of conditional cooperators", 0.35, 0.65),
        Band("selfish", "share of free riders", 0.05, 0.35),
    )

    def measure(self, seen: Seen) -> Observed:
        types = seen.record(GAME, "silent").community.residents.cooperation
        return {"conditional": float((types == CONDITIONAL).mean()), "selfish": float((types == FREE_RIDER).mean())}

    def why(self, estimate: Observed) -> str:
        return (
            f"The village is described with {100 * estimate['conditional']:.0f} % conditional cooperators and "
            f"{100 * estimate['selfish']:.0f} % free riders."
        )

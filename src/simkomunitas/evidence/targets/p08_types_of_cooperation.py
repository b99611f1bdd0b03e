"""P8: of the people who start, some give if others do, some never."""

from simkomunitas.base.references import ANDREOZZI_2020, FISCHBACHER_2001, RUSTAGI_2010
from simkomunitas.evidence.targets import targets
from simkomunitas.evidence.targets._contributions import GAME_SITUATION
from simkomunitas.evidence.targets._target_base import MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.rules.cooperation_rules import CONDITIONAL, FREE_RIDER


@targets.add("P8")
class TypesOfCooperation(Target):
    """Between a third and two thirds give if others do; up to a third never give.

    Types of the participants before the first round.
    """

    sources = (FISCHBACHER_2001, RUSTAGI_2010, ANDREOZZI_2020)
    situations = (GAME_SITUATION,)
    bands = (
        TargetBand("conditional", "share of conditional cooperators", 0.35, 0.65),
        TargetBand("selfish", "share of free riders", 0.05, 0.35),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        types = seed_records.find_record(GAME_SITUATION, "silent").community.residents.cooperation
        return {"conditional": float((types == CONDITIONAL).mean()), "selfish": float((types == FREE_RIDER).mean())}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"The village is described with {100 * estimate['conditional']:.0f} % conditional cooperators and "
            f"{100 * estimate['selfish']:.0f} % free riders."
        )

"""P2: being asked is not what is missing."""

from simkomunitas.base.references import DHARMAWAN_2018
from simkomunitas.evidence.targets import ratio_of_sums, targets
from simkomunitas.evidence.targets._event_log import arena_acceptance
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.vocabulary import GOVERNANCE


@targets.add("P2")
class InvitedStayAway(Target):
    """More than half of those who are invited stay away.

    All invitations to hamlet and village meetings in three years without a programme, and whether the invited came.
    """

    sources = (DHARMAWAN_2018,)
    situations = ("customary_village",)
    bands = (TargetBand("came_of_invited", "share of the invited who came", 0.25, 0.50),)
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        invited, came = arena_acceptance(seed_records.find_record("customary_village", "village"), GOVERNANCE)
        return {"invited": invited, "came": came}

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        return {"came_of_invited": ratio_of_sums(measured["came"], measured["invited"])}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        side = "more" if estimate["came_of_invited"] > 0.5 else "fewer"
        return f"Of a hundred invitations {100 * estimate['came_of_invited']:.0f} are followed, {side} than measured."

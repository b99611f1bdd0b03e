"""P2: being asked is not what is missing."""

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, pooled, targets
from simkomunitas.evidence.targets._events import came_when_invited
from simkomunitas.ground.sources import DHARMAWAN_2018
from simkomunitas.world.state import GOVERNANCE


@targets.add("P2")
class InvitedStayAway(Target):
    """More than half of those who are invited stay away.

    All invitations to hamlet and village meetings in three years without a programme, and whether the invited came.
    """

    sources = (DHARMAWAN_2018,)
    situations = ("customary_village",)
    bands = (Band("came_of_invited", "share of the invited who came", 0.25, 0.50),)
    events = True

    def measure(self, seen: Seen) -> Observed:
        invited, came = came_when_invited(seen.record("customary_village", "village"), GOVERNANCE)
        return {"invited": invited, "came": came}

    def estimate(self, measured: Measured) -> Observed:
        return {"came_of_invited": pooled(measured["came"], measured["invited"])}

    def why(self, estimate: Observed) -> str:
        side = "more" if estimate["came_of_invited"] > 0.5 else "fewer"
        return f"Of a hundred invitations {100 * estimate['came_of_invited']:.0f} are followed, {side} than measured."

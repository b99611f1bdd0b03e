"""P10: leaders give an example that is followed, but not matched."""

from math import inf

import numpy as np

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, pooled, targets
from simkomunitas.evidence.targets._giving import GAME, given
from simkomunitas.ground.sources import EICHENSEER_2023


@targets.add("P10")
class LeadingByExample(Target):
    """Followers give about four fifths of what their leader gives, and so earn more than she does.

    Groups of four in silence, one of whom, whoever she is, gives first.
    """

    sources = (EICHENSEER_2023,)
    situations = (GAME,)
    bands = (
        Band("followers", "giving of followers over that of leaders", 0.70, 0.88),
        Band("leader_loses", "what a follower keeps less what the leader keeps, share of the endowment", 0, inf),
    )
    events = True

    def measure(self, seen: Seen) -> Observed:
        record = seen.record(GAME, "led")
        leads = record.community.residents.official
        each = np.nanmean(given(record), axis=0)
        return {"leader": float(each[leads].mean()), "follower": float(each[~leads].mean())}

    def estimate(self, measured: Measured) -> Observed:
        loss = measured["leader"] - measured["follower"]  # what is given in common comes back to all alike
        return {"followers": pooled(measured["follower"], measured["leader"]), "leader_loses": float(loss.mean())}

    def why(self, estimate: Observed) -> str:
        return (
            f"Followers give {100 * estimate['followers']:.0f} % of what leaders give; leaders keep "
            f"{100 * estimate['leader_loses']:.0f} points less of their endowment."
        )

"""P10: leaders give an example that is followed, but not matched."""

from math import inf

import numpy as np

from simkomunitas.base.references import EICHENSEER_2023
from simkomunitas.evidence.targets import ratio_of_sums, targets
from simkomunitas.evidence.targets._contributions import GAME_SITUATION, weekly_contributions
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand


@targets.add("P10")
class LeadingByExample(Target):
    """Followers give about four fifths of what their leader gives, and so earn more than she does.

    Groups of four in silence, one of whom, whoever she is, gives first.
    """

    sources = (EICHENSEER_2023,)
    situations = (GAME_SITUATION,)
    bands = (
        TargetBand("followers", "giving of followers over that of leaders", 0.70, 0.88),
        TargetBand("leader_loses", "what a follower keeps less what the leader keeps, share of the endowment", 0, inf),
    )
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        record = seed_records.find_record(GAME_SITUATION, "led")
        leads = record.community.residents.official
        each = np.nanmean(weekly_contributions(record), axis=0)
        return {"leader": float(each[leads].mean()), "follower": float(each[~leads].mean())}

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        loss = measured["leader"] - measured["follower"]  # what is given in common comes back to all alike
        return {
            "followers": ratio_of_sums(measured["follower"], measured["leader"]),
            "leader_loses": float(loss.mean()),
        }

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"Followers give {100 * estimate['followers']:.0f} % of what leaders give; leaders keep "
            f"{100 * estimate['leader_loses']:.0f} points less of their endowment."
        )

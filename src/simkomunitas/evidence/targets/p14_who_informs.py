"""P14: those who do not take part themselves carry a good part of the news, and nobody's example counts."""

import numpy as np

from simkomunitas.base.references import BANERJEE_2013
from simkomunitas.evidence.targets import mean_known, ratio_of_sums, targets
from simkomunitas.evidence.targets._network_measures import acquaintance_matrix
from simkomunitas.evidence.targets._offer_diffusion import DIFFUSION_SITUATION, OfferDiffusion, trace_offer
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand
from simkomunitas.model.community.community_data import Flags


@targets.add("P14")
class WhoInforms(Target):
    """A third of those who take up the loan heard of it from somebody who had not; who knows, is not swayed by others.

    Of those who took it up and had heard by word of mouth, how many heard from a non-participant.  The endorsement
    coefficient is the slope of taking it up on the share of one's informed acquaintances who had taken it up by then.
    """

    sources = (BANERJEE_2013,)
    situations = (DIFFUSION_SITUATION,)
    bands = (
        TargetBand("non_participants", "share of joins through non-participants", 0.20, 0.45),
        TargetBand(
            "endorsement",
            "chance of joining if all informed acquaintances had, less that if none had",
            -0.1,
            0.1,
            is_from_source=False,
        ),
    )
    events = True

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        joins, others, swayed = 0.0, 0.0, []
        for record in seed_records.records[DIFFUSION_SITUATION].values():
            found = trace_offer(record)
            joined = np.flatnonzero(found.has_adopted & found.heard_from_resident)
            joins += joined.size
            others += float((found.adopted_week[found.informer[joined]] >= found.heard_week[joined]).sum())
            swayed.append(endorsement_slope(found, acquaintance_matrix(record.community.ties)))
        return {"joins": joins, "others": others, "endorsement": float(np.nanmean(swayed))}

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        return {
            "non_participants": ratio_of_sums(measured["others"], measured["joins"]),
            "endorsement": mean_known(measured["endorsement"]),
        }

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"Non-participants carry {100 * estimate['non_participants']:.0f} % of joins; acquaintances who have "
            f"joined change the chance of joining by {100 * estimate['endorsement']:+.0f} points."
        )


def endorsement_slope(found: OfferDiffusion, known: Flags) -> float:
    """Slope of taking the offer up on the share of informed acquaintances who had, in the week of hearing of it."""
    listeners = np.flatnonzero(found.heard_from_resident)
    if listeners.size == 0:
        return float("nan")
    week = found.heard_week[listeners][:, None]
    informed = known[listeners] & (found.heard_week < week)
    shares = (informed & (found.adopted_week < week)).sum(axis=1) / np.maximum(1, informed.sum(axis=1))
    spread = shares.var()
    return float(np.cov(shares, found.has_adopted[listeners], ddof=0)[0, 1] / spread) if spread > 0 else float("nan")

"""P14: those who do not take part themselves carry a good part of the news, and nobody's example counts."""

import numpy as np

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, mean, pooled, targets
from simkomunitas.evidence.targets._networks import who_knows_whom
from simkomunitas.evidence.targets._offers import VILLAGES, Hearing, hearing
from simkomunitas.ground.sources import BANERJEE_2013
from simkomunitas.world.community import Flags


@targets.add("P14")
class WhoInforms(Target):
    """A third of those who take up the loan heard of it from somebody who had not; who knows, is not swayed by others.

    Of those who took it up and had heard by word of mouth, how many heard from a non-participant.  The endorsement
    coefficient is the slope of taking it up on the share of one's informed acquaintances who had taken it up by then.
    """

    sources = (BANERJEE_2013,)
    situations = (VILLAGES,)
    bands = (
        Band("non_participants", "share of joins through non-participants", 0.20, 0.45),
        Band(
            "endorsement",
            "chance of joining if all informed acquaintances had, less that if none had",
            -0.1,
            0.1,
            read=False,
        ),
    )
    events = True

    def measure(self, seen: Seen) -> Observed:
        joins, others, swayed = 0.0, 0.0, []
        for record in seen.records[VILLAGES].values():
            found = hearing(record)
            joined = np.flatnonzero(found.takers & found.by_word_of_mouth)
            joins += joined.size
            others += float((found.took[found.informer[joined]] >= found.heard[joined]).sum())
            swayed.append(endorsement(found, who_knows_whom(record.community.ties)))
        return {"joins": joins, "others": others, "endorsement": float(np.nanmean(swayed))}

    def estimate(self, measured: Measured) -> Observed:
        return {
            "non_participants": pooled(measured["others"], measured["joins"]),
            "endorsement": mean(measured["endorsement"]),
        }

    def why(self, estimate: Observed) -> str:
        return (
            f"Non-participants carry {100 * estimate['non_participants']:.0f} % of joins; acquaintances who have "
            f"joined change the chance of joining by {100 * estimate['endorsement']:+.0f} points."
        )


def endorsement(found: Hearing, known: Flags) -> float:
    """Slope of taking the offer up on the share of informed acquaintances who had, in the week of hearing of it."""
    listeners = np.flatnonzero(found.by_word_of_mouth)
    if listeners.size == 0:
        return float("nan")
    week = found.heard[listeners][:, None]
    informed = known[listeners] & (found.heard < week)
    shares = (informed & (found.took < week)).sum(axis=1) / np.maximum(1, informed.sum(axis=1))
    spread = shares.var()
    return float(np.cov(shares, found.takers[listeners], ddof=0)[0, 1] / spread) if spread > 0 else float("nan")

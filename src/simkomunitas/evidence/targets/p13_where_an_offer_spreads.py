"""P13: an offer spreads better where those told first are central, and worse in large villages."""

import numpy as np

from simkomunitas.evidence.targets import Band, Measured, Observed, Seen, Target, targets
from simkomunitas.evidence.targets._networks import eigenvector_centrality, who_knows_whom
from simkomunitas.evidence.targets._offers import VILLAGES, every_village
from simkomunitas.ground.sources import BANERJEE_2013


@targets.add("P13")
class WhereAnOfferSpreads(Target):
    """More take up the loan where leaders are central, fewer where villages are large.

    Correlations over all villages of all seeds: take-up with the mean eigenvector centrality of leaders, and with the
    number of households.
    """

    sources = (BANERJEE_2013,)
    situations = (VILLAGES,)
    bands = (
        Band("centrality", "correlation of take-up with the centrality of leaders", 0.23, 0.69),
        Band("size", "correlation of take-up with the number of households", -0.67, -0.19),
    )

    def measure(self, seen: Seen) -> Observed:
        found: dict[str, float] = {}
        for arm, record in seen.records[VILLAGES].items():
            community = record.community
            size, official = community.residents.key.size, community.residents.official
            central = eigenvector_centrality(who_knows_whom(community.ties))[official].mean()
            share = record.column("taken_up").sum() / size
            found |= {f"share:{arm}": float(share), f"size:{arm}": float(size), f"central:{arm}": float(central)}
        return found

    def estimate(self, measured: Measured) -> Observed:
        share, size, central = (every_village(measured, name) for name in ("share", "size", "central"))
        return {
            "centrality": float(np.corrcoef(share, central)[0, 1]),
            "size": float(np.corrcoef(share, size)[0, 1]),
        }

    def why(self, estimate: Observed) -> str:
        return (
            f"Take-up goes with the centrality of leaders by {estimate['centrality']:+.2f} and with size by "
            f"{estimate['size']:+.2f}: the same hours of staff reach fewer leaders of a large village."
        )

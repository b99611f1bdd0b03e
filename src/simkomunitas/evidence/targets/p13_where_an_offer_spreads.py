"""P13: an offer spreads better where those told first are central, and worse in large villages."""

import numpy as np

from simkomunitas.base.references import BANERJEE_2013
from simkomunitas.evidence.targets import targets
from simkomunitas.evidence.targets._network_measures import acquaintance_matrix, eigenvector_centrality
from simkomunitas.evidence.targets._offer_diffusion import DIFFUSION_SITUATION, values_by_arm
from simkomunitas.evidence.targets._target_base import Measured, MeasuredNumbers, SeedRecords, Target, TargetBand


@targets.add("P13")
class WhereAnOfferSpreads(Target):
    """More take up the loan where leaders are central, fewer where villages are large.

    Correlations over all villages of all seeds: take-up with the mean eigenvector centrality of leaders, and with the
    number of households.
    """

    sources = (BANERJEE_2013,)
    situations = (DIFFUSION_SITUATION,)
    bands = (
        TargetBand("centrality", "correlation of take-up with the centrality of leaders", 0.23, 0.69),
        TargetBand("size", "correlation of take-up with the number of households", -0.67, -0.19),
    )

    def measure_seed(self, seed_records: SeedRecords) -> MeasuredNumbers:
        found: dict[str, float] = {}
        for arm, record in seed_records.records[DIFFUSION_SITUATION].items():
            community = record.community
            size, official = community.residents.key.size, community.residents.official
            central = eigenvector_centrality(acquaintance_matrix(community.ties))[official].mean()
            share = record.series_values("taken_up").sum() / size
            found |= {f"share:{arm}": float(share), f"size:{arm}": float(size), f"central:{arm}": float(central)}
        return found

    def estimate_bands(self, measured: Measured) -> MeasuredNumbers:
        share, size, central = (values_by_arm(measured, name) for name in ("share", "size", "central"))
        return {"centrality": float(np.corrcoef(share, central)[0, 1]), "size": float(np.corrcoef(share, size)[0, 1])}

    def explain_result(self, estimate: MeasuredNumbers) -> str:
        return (
            f"Take-up goes with the centrality of leaders by {estimate['centrality']:+.2f} and with size by "
            f"{estimate['size']:+.2f}: the same hours of staff reach fewer leaders of a large village."
        )

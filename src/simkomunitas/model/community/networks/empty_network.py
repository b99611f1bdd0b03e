"""Nobody knows anybody."""

import numpy as np

from simkomunitas.model.community.community_data import Residents, Ties
from simkomunitas.model.community.networks import networks, ties_from_edges
from simkomunitas.model.community.village_settings import NetworkSettings


@networks.add("no_ties")
def empty_network(residents: Residents, settings: NetworkSettings, seed: int) -> Ties:
    """Residents who know nobody: whatever they do, they do each alone."""
    nobody = np.empty(0, dtype=np.int64)
    return ties_from_edges(residents.key.size, nobody, nobody, nobody)

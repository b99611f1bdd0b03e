"""Nobody knows anybody."""

import numpy as np

from simkomunitas.world.community import Residents, Ties
from simkomunitas.world.networks import networks, ties_from_edges
from simkomunitas.world.village import Networks


@networks.add("no_ties")
def no_ties(residents: Residents, settings: Networks, seed: int) -> Ties:
    """Residents who know nobody: whatever they do, they do each alone."""
    nobody = np.empty(0, dtype=np.int64)
    return ties_from_edges(residents.key.size, nobody, nobody, nobody)

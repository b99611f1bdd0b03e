"""Everybody knows the two beside her: the chain on which theory can be worked out by hand."""

import numpy as np

from simkomunitas.world.community import TIE_KINDS, Residents, Ties
from simkomunitas.world.networks import networks, of_one_kind, ties_from_edges
from simkomunitas.world.village import Networks


@networks.add("ring")
def ring(residents: Residents, settings: Networks, seed: int) -> Ties:
    """Residents in a circle, each tied to the next and to the one before."""
    size = residents.key.size
    each = np.arange(size, dtype=np.int64)
    return ties_from_edges(size, each, np.roll(each, -1), of_one_kind(each, TIE_KINDS.index("neighbour")))

"""Everybody knows the two beside her: the chain on which theory can be worked out by hand."""

import numpy as np

from simkomunitas.model.community.community_data import Residents, Ties
from simkomunitas.model.community.networks import constant_kind, networks, ties_from_edges
from simkomunitas.model.community.village_settings import NetworkSettings
from simkomunitas.model.vocabulary import TIE_KINDS


@networks.add("ring")
def ring_network(residents: Residents, settings: NetworkSettings, seed: int) -> Ties:
    """Residents in a circle, each tied to the next and to the one before."""
    size = residents.key.size
    each = np.arange(size, dtype=np.int64)
    return ties_from_edges(size, each, np.roll(each, -1), constant_kind(each, TIE_KINDS.index("neighbour")))

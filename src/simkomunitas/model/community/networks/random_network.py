"""Anybody may know anybody: as many ties as friends and neighbours would make, thrown at random."""

import numpy as np

from simkomunitas.model.community.community_data import Residents, Ties
from simkomunitas.model.community.networks import constant_kind, networks, ties_from_edges
from simkomunitas.model.community.village_settings import NetworkSettings
from simkomunitas.model.random_draws import DrawPurpose, draw_chances
from simkomunitas.model.vocabulary import TIE_KINDS


@networks.add("random")
def random_network(residents: Residents, settings: NetworkSettings, seed: int) -> Ties:
    """Pairs drawn at random (Erdős and Rényi 1959), ``neighbours + friends`` ties a resident on average."""
    size = residents.key.size
    pairs = np.arange(round(size * (settings.neighbours + settings.friends) / 2), dtype=np.uint64)
    first, second = (
        (draw_chances(seed, int(DrawPurpose.NETWORK), end, pairs) * size).astype(np.int64) for end in (1, 2)
    )
    return ties_from_edges(size, first, second, constant_kind(first, TIE_KINDS.index("friend")))

"""Anybody may know anybody: as many ties as friends and neighbours would make, thrown at random."""

import numpy as np

from simkomunitas.world.community import TIE_KINDS, Residents, Ties
from simkomunitas.world.draws import Purpose, chances
from simkomunitas.world.networks import networks, of_one_kind, ties_from_edges
from simkomunitas.world.village import Networks


@networks.add("random")
def random(residents: Residents, settings: Networks, seed: int) -> Ties:
    """Pairs drawn at random (Erdős and Rényi 1959), ``neighbours + friends`` ties a resident on average."""
    size = residents.key.size
    pairs = np.arange(round(size * (settings.neighbours + settings.friends) / 2), dtype=np.uint64)
    first, second = ((chances(seed, int(Purpose.NETWORK), end, pairs) * size).astype(np.int64) for end in (1, 2))
    return ties_from_edges(size, first, second, of_one_kind(first, TIE_KINDS.index("friend")))

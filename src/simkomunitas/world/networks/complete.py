"""Everybody knows everybody: the village of mean-field theory."""

import numpy as np

from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.world.community import TIE_KINDS, Residents, Ties
from simkomunitas.world.networks import networks, of_one_kind, ties_from_edges
from simkomunitas.world.village import Networks

MOST_RESIDENTS = 5000  # 12.5 million ties


@networks.add("complete")
def complete(residents: Residents, settings: Networks, seed: int) -> Ties:
    """Residents each tied to all others; more than 5000 residents raise InputError."""
    size = residents.key.size
    if size > MOST_RESIDENTS:
        expected = f"at most {MOST_RESIDENTS} adults where everybody knows everybody"
        raise InputError([Fault("network", "complete", f"{size} adults", expected, "take the network 'random'")])
    first, second = (ends.astype(np.int64) for ends in np.triu_indices(size, 1))
    return ties_from_edges(size, first, second, of_one_kind(first, TIE_KINDS.index("friend")))

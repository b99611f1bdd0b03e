"""Everybody knows everybody: the village of mean-field theory."""

import numpy as np

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.model.community.community_data import Residents, Ties
from simkomunitas.model.community.networks import constant_kind, networks, ties_from_edges
from simkomunitas.model.community.village_settings import NetworkSettings
from simkomunitas.model.vocabulary import TIE_KINDS

MAX_RESIDENTS = 5000  # 12.5 million ties


@networks.add("complete")
def complete_network(residents: Residents, settings: NetworkSettings, seed: int) -> Ties:
    """Residents each tied to all others; more than 5000 residents raise InputError."""
    size = residents.key.size
    if size > MAX_RESIDENTS:
        expected = f"at most {MAX_RESIDENTS} adults where everybody knows everybody"
        raise InputError([ErrorDetail("network", "complete", f"{size} adults", expected, "take the network 'random'")])
    first, second = (ends.astype(np.int64) for ends in np.triu_indices(size, 1))
    return ties_from_edges(size, first, second, constant_kind(first, TIE_KINDS.index("friend")))

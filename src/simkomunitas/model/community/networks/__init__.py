"""Ways in which residents come to know each other: one file a network, and the making of ties from pairs."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.base.compilation_cache import compiled_with_arrays
from simkomunitas.base.entry_validation import find_signature_errors
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.model.community.community_data import MAX_TIES, Residents, Ties
from simkomunitas.model.community.village_settings import NetworkSettings

Network = Callable[[Residents, NetworkSettings, int], Ties]


def find_network_errors(place: str, entry: Network) -> Iterator[ErrorDetail]:
    """What is wrong with a network that is added."""
    return find_signature_errors(place, "function", entry, "residents", "settings", "seed")


networks: Catalogue[Network] = Catalogue("network", __name__, find_network_errors)

Ends = NDArray[np.int64]


def build_ties(network: str, residents: Residents, settings: NetworkSettings, seed: int) -> Ties:
    """The ties that a network gives; InputError unless they are ties between these very residents."""
    ties = networks[network](residents, settings, seed)
    size = residents.key.size
    if _are_valid_ties(ties, size):
        return ties
    expected = f"Ties between {size} residents, as ties_from_edges gives them"
    raise InputError([ErrorDetail(f"network {network}", "ties", type(ties).__name__, expected)])


def _are_valid_ties(ties: object, size: int) -> bool:
    """Whether these are ties between so many residents: compiled code does not ask again."""
    if not isinstance(ties, Ties) or not all(getattr(part, "dtype", None) == np.int64 for part in ties):
        return False
    ends, inside = ties.neighbour, ties.start.shape == (size + 1,) and ties.start[0] == 0
    inside = inside and ends.shape == ties.kind.shape == (ties.start[-1],) and bool((np.diff(ties.start) >= 0).all())
    return bool(inside and (ends.size == 0 or (ends.min() >= 0 and ends.max() < size)))


def ties_from_edges(size: int, first: Ends, second: Ends, kind: Ends) -> Ties:
    """Ties between ``size`` residents from pairs of row numbers, in any order and direction.

    A pair named more than once is one tie, of the closest kind (lowest place in TIE_KINDS); a resident tied to
    herself is left out.  Row numbers outside 0 to ``size`` - 1, or columns of different lengths, raise ValueError; more
    ties of one resident than MOST_TIES raise InputError.
    """
    if not len(first) == len(second) == len(kind):
        raise ValueError(f"columns of {len(first)}, {len(second)} and {len(kind)} rows are no list of ties")
    ends = np.concatenate((first, second))
    if ends.size and (ends.min() < 0 or ends.max() >= size):
        raise ValueError(f"a tie ends outside the {size} residents")
    columns = (np.ascontiguousarray(column, dtype=np.int64) for column in (first, second, kind))
    ties = Ties(*_drop_repeated_ties(*_sort_both_directions(size, *columns)))
    most = int(np.diff(ties.start).max(initial=0))
    if most > MAX_TIES:
        raise InputError([ErrorDetail("network", "ties", f"{most} of one resident", f"at most {MAX_TIES} of each")])
    return ties


@compiled_with_arrays
def _sort_both_directions(size: int, first: Ends, second: Ends, kind: Ends) -> tuple[Ends, Ends, Ends]:
    """Both directions of every pair by resident, neighbours in rising order: two counting sorts, last end first."""
    start = np.zeros(size + 1, dtype=np.int64)
    for e in range(first.size):
        if first[e] != second[e]:
            start[first[e] + 1] += 1
            start[second[e] + 1] += 1
    start = np.cumsum(start)
    tail, tail_kind, free = np.empty(start[size], dtype=np.int64), np.empty(start[size], dtype=np.int64), start.copy()
    for e in range(first.size):
        if first[e] != second[e]:
            for one, other in ((first[e], second[e]), (second[e], first[e])):
                tail[free[one]], tail_kind[free[one]] = other, kind[e]
                free[one] += 1
    neighbour, kinds, free = np.empty_like(tail), np.empty_like(tail), start.copy()
    for i in range(size):
        for place in range(start[i], start[i + 1]):
            row = tail[place]
            neighbour[free[row]], kinds[free[row]] = i, tail_kind[place]
            free[row] += 1
    return start, neighbour, kinds


@compiled_with_arrays
def _drop_repeated_ties(start: Ends, neighbour: Ends, kind: Ends) -> tuple[Ends, Ends, Ends]:
    """The same rows with every neighbour once, of the lowest kind named."""
    kept, begin = 0, start.copy()
    for i in range(start.size - 1):
        begin[i] = kept
        for place in range(start[i], start[i + 1]):
            if kept > begin[i] and neighbour[kept - 1] == neighbour[place]:
                kind[kept - 1] = min(kind[kept - 1], kind[place])
            else:
                neighbour[kept], kind[kept] = neighbour[place], kind[place]
                kept += 1
    begin[start.size - 1] = kept
    return begin, neighbour[:kept].copy(), kind[:kept].copy()


def constant_kind(first: Ends, place: int) -> Ends:
    """The same kind, by its place in TIE_KINDS, for as many ties as there are."""
    return np.full(first.size, place, dtype=np.int64)

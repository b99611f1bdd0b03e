"""Networks as a survey sees them, as matrices of who knows whom."""

import numpy as np
from scipy.sparse.csgraph import shortest_path

from simkomunitas.model.community.community_data import Community, Flags, Numbers, Ties, Whole

MOST_POWERS, CLOSE = 10_000, 1e-9  # of the matrix; change from one power to the next that no longer matters


def acquaintance_matrix(ties: Ties) -> Flags:
    """Residents by residents: whether they know each other."""
    size = ties.start.size - 1
    known = np.zeros((size, size), dtype=np.bool_)
    known[np.repeat(np.arange(size), np.diff(ties.start)), ties.neighbour] = True
    return known


def household_matrix(community: Community, within: Flags) -> tuple[Whole, Flags]:
    """The households of some of the residents, and which of them know each other through any of their members."""
    homes, place = np.unique(community.residents.household[within], return_inverse=True)
    member = place[:, None] == np.arange(homes.size)
    known = acquaintance_matrix(community.ties)[np.ix_(within, within)]
    between = (member.T.astype(float) @ known @ member) > 0
    np.fill_diagonal(between, val=False)
    return homes, between


def respondent_matrix(known: Flags, asked: Flags) -> Flags:
    """What a few respondents tell: whom they know, and who of these know each other."""
    told = np.zeros_like(known)
    for respondent in np.flatnonzero(asked):
        circle = known[respondent].copy()
        circle[respondent] = True
        told |= known & circle[:, None] & circle
    return told


def largest_component(known: Flags) -> Flags:
    """The largest set of people who are all connected, directly or through others, and who knows whom in it."""
    reached = np.isfinite(shortest_path_lengths(known))
    inside = reached[np.argmax(reached.sum(axis=1))]
    return np.asarray(known[np.ix_(inside, inside)])


def shortest_path_lengths(known: Flags) -> Numbers:
    """Steps on the shortest way between any two; infinite where there is none."""
    return np.asarray(shortest_path(known.astype(float), unweighted=True))


def mean_clustering(known: Flags) -> float:
    """Mean over all of the share of pairs of somebody's acquaintances who know each other; 0 of fewer than two."""
    ties = known.astype(float)
    degree = ties.sum(axis=1)
    closed = np.einsum("ij,jk,ki->i", ties, ties, ties, optimize=True)
    return float((closed / np.maximum(1.0, degree * (degree - 1))).mean())


def mean_path_length(known: Flags) -> float:
    """Mean number of steps between two different people who are connected; NaN if nobody is."""
    steps = shortest_path_lengths(known)
    apart = steps[np.isfinite(steps) & (steps > 0)]
    return float(apart.mean()) if apart.size else float("nan")


def share_of_supported_ties(known: Flags) -> float:
    """Share of ties whose two ends have a common acquaintance; NaN without ties."""
    common = known.astype(float) @ known
    return float((common[known] > 0).mean()) if known.any() else float("nan")


def eigenvector_centrality(known: Flags) -> Numbers:
    """How well each is connected to the well connected: the leading eigenvector, of length one.

    By powers of the matrix that also ties everybody to herself, so that no village swings between two halves.
    """
    ties = known.astype(float) + np.eye(known.shape[0])
    found = np.full(known.shape[0], known.shape[0] ** -0.5)
    for _ in range(MOST_POWERS):
        before, found = found, ties @ found
        found /= np.linalg.norm(found)
        if np.abs(found - before).max() < CLOSE:
            break
    return np.asarray(found)

"""A village of hamlets: households, circles of kin side by side, near neighbours, and a few friends farther off."""

from math import log
from typing import NamedTuple

import numpy as np

from simkomunitas.base.compilation_cache import compiled, compiled_with_arrays
from simkomunitas.model.community.community_data import NOBODY, Numbers, Residents, Ties, Whole
from simkomunitas.model.community.networks import networks, ties_from_edges
from simkomunitas.model.community.resident_facts import DrawSlot, draw_normals
from simkomunitas.model.community.village_settings import NetworkSettings
from simkomunitas.model.random_draws import DrawPurpose, draw_chance, draw_uniform, pair_key, random_stream
from simkomunitas.model.vocabulary import TIE_KINDS

HOUSEHOLD, KIN, NEIGHBOUR, ASSOCIATION, FRIEND = range(len(TIE_KINDS))
CIRCLE, KEPT, HOW_MANY, WHO, WHERE, LIKENESS = range(1, 7)  # sub-streams of Purpose.NETWORK

MAX_TRIES = 5  # how often somebody who met a person unlike herself looks for another
NEIGHBOUR_REACH = 3.0  # mean number of houses to a near neighbour
SOCIABILITY_WEIGHT = 1.0  # an official is as sociable as a resident this many standard deviations above the mean


class HouseOrder(NamedTuple):
    """The village in the order of its houses; those of house h have places ``door[h]`` and on in ``row``."""

    row: Whole  # row numbers of residents, house by house
    door: Whole  # one more than there are houses
    house: Whole  # house of each place in ``row``
    lane: Whole  # first house of each hamlet, and one past the last
    hamlet: Whole  # hamlet of each house, counted from 0
    circle: Whole  # first house of each circle of kin, and one past the last
    family: Whole  # circle of kin of each house, counted from 0


class TieSearch(NamedTuple):
    """How residents look for acquaintances of one kind beyond their kin."""

    kind: int  # NEIGHBOUR: near; FRIEND: anywhere
    wanted: Numbers  # how many ties each resident looks for, by row
    known: Numbers  # running sum of how well known everybody is, in the order of the street
    homophily: float
    seed: int


@networks.add("hamlets")
def hamlet_network(residents: Residents, settings: NetworkSettings, seed: int) -> Ties:
    """Households all tied, kin and neighbours within the hamlet, friends anywhere; like seeks like."""
    street, homophily = _order_houses(residents, float(settings.kin), seed), float(settings.homophily)
    sociability = _draw_sociability(residents, settings.unevenness, seed)
    known = np.cumsum(sociability[street.row])
    near = TieSearch(NEIGHBOUR, sociability * settings.neighbours / 2, known, homophily, seed)
    far = TieSearch(FRIEND, sociability * settings.friends / 2, known, homophily, seed)
    ties = [
        _draw_kin_ties(residents, street, homophily, seed),
        _draw_acquaintances(residents, street, near),
        _draw_acquaintances(residents, street, far),
    ]
    return ties_from_edges(residents.key.size, *np.concatenate(ties, axis=1))


def _order_houses(residents: Residents, kin: float, seed: int) -> HouseOrder:
    """The houses of the village, hamlet by hamlet and kin by kin, whatever the order of the residents."""
    row = np.lexsort((residents.key, residents.household, residents.hamlet))
    door = _run_starts(residents.household[row])
    lane = _run_starts(residents.hamlet[row[door[:-1]]])
    circle, houses = _draw_kin_circles(lane, kin, seed), np.diff(door)
    return HouseOrder(
        row, door, _run_indices(houses), lane, _run_indices(np.diff(lane)), circle, _run_indices(np.diff(circle))
    )


def _run_starts(labels: Whole) -> Whole:
    """Where runs of equal labels begin, and where the last one ends."""
    return np.concatenate(([0], np.flatnonzero(np.diff(labels)) + 1, [labels.size]))


def _run_indices(sizes: Whole) -> Whole:
    """Number of the run in which each place lies, for runs of these sizes."""
    return np.repeat(np.arange(sizes.size), sizes)


def _draw_sociability(residents: Residents, unevenness: float, seed: int) -> Numbers:
    """How many ties beyond kin each resident looks for, as a multiple of the mean."""
    standing = (
        draw_normals(DrawPurpose.NETWORK, DrawSlot.LIKING, residents.key, seed)
        + SOCIABILITY_WEIGHT * residents.official
    )
    multiple = np.exp(unevenness * standing)
    shares: Numbers = multiple / multiple.mean()
    return shares


@compiled_with_arrays
def _draw_kin_circles(lane: Whole, kin: float, seed: int) -> Whole:
    """First house of each circle of kin, and one past the last; sizes 1 to ``2 kin - 1``, all equally likely."""
    begins, circles = np.empty(lane[-1] + 1, dtype=np.int64), 0
    for hamlet in range(lane.size - 1):
        house = lane[hamlet]
        while house < lane[hamlet + 1]:
            begins[circles] = house
            circles += 1
            house += 1 + int(draw_chance(seed, DrawPurpose.NETWORK, CIRCLE, house) * (2 * kin - 1))
    begins[circles] = lane[-1]
    return begins[: circles + 1]


@compiled_with_arrays
def _draw_kin_ties(residents: Residents, street: HouseOrder, homophily: float, seed: int) -> Whole:
    """Everybody in a household, and those in a circle of kin whom likeness lets know each other.

    The three rows are the two ends of a tie and its kind.
    """
    ends = street.door[street.circle]
    members = np.diff(ends)
    ties = np.empty((3, np.sum(members * (members - 1) // 2)), dtype=np.int64)
    source, made = random_stream(seed, DrawPurpose.NETWORK, KEPT), 0
    for circle in range(members.size):
        for place in range(ends[circle], ends[circle + 1]):
            for other in range(place + 1, ends[circle + 1]):
                i, j = street.row[place], street.row[other]
                together = street.house[place] == street.house[other]
                draw = draw_uniform(source, pair_key(residents.key[i], residents.key[j]))
                if together or draw < homophily_chance(residents, i, j, homophily):
                    ties[0, made], ties[1, made], ties[2, made] = i, j, HOUSEHOLD if together else KIN
                    made += 1
    return ties[:, :made]


@compiled
def homophily_chance(residents: Residents, i: int, j: int, homophily: float) -> float:
    r"""Chance that an occasion for a tie between two residents makes one.

    .. math:: p = (1 - h [sex_i \neq sex_j]) (1 - h [group_i \neq group_j]) (1 - h |wealth_i - wealth_j|)
    """
    sex = 1.0 if residents.female[i] == residents.female[j] else 1 - homophily
    group = 1.0 if residents.social_group[i] == residents.social_group[j] else 1 - homophily
    return float(sex * group * (1 - homophily * abs(residents.wealth[i] - residents.wealth[j])))


@compiled_with_arrays
def _draw_acquaintances(residents: Residents, street: HouseOrder, search: TieSearch) -> Whole:
    """Ties that residents make by looking for them; rows as in ``_kin``."""
    extra = random_stream(search.seed, DrawPurpose.NETWORK, 10 * HOW_MANY + search.kind)
    count = np.empty(search.wanted.size, dtype=np.int64)
    for i in range(count.size):
        count[i] = int(search.wanted[i] + draw_uniform(extra, residents.key[i]))
    ties, made = np.empty((3, count.sum()), dtype=np.int64), 0
    for place in range(street.row.size):
        i = street.row[place]
        for number in range(count[i]):
            j = _find_acquaintance(residents, street, search, place, number)
            if j != NOBODY:
                fellows = residents.association[i] == residents.association[j] != NOBODY
                ties[0, made], ties[1, made], ties[2, made] = i, j, ASSOCIATION if fellows else search.kind
                made += 1
    return ties[:, :made]


@compiled_with_arrays
def _find_acquaintance(residents: Residents, street: HouseOrder, search: TieSearch, place: int, number: int) -> int:
    """Row of somebody who is alike enough: near, or for friends anywhere and the sociable more often; or NOBODY."""
    i = street.row[place]
    where = random_stream(search.seed, DrawPurpose.NETWORK, 10 * WHERE + search.kind)
    who = random_stream(search.seed, DrawPurpose.NETWORK, 10 * WHO + search.kind)
    alike = random_stream(search.seed, DrawPurpose.NETWORK, 10 * LIKENESS + search.kind)
    for trial in range(MAX_TRIES):
        occasion = pair_key(residents.key[i], np.uint64(number * MAX_TRIES + trial))
        if search.kind == FRIEND:
            other = int(np.searchsorted(search.known, draw_uniform(where, occasion) * search.known[-1], side="right"))
        else:
            other = _find_neighbour(
                street, street.house[place], draw_uniform(where, occasion), draw_uniform(who, occasion)
            )
        if other != NOBODY and street.house[other] != street.house[place]:
            j = street.row[other]
            if draw_uniform(alike, occasion) < homophily_chance(residents, i, j, search.homophily):
                return int(j)
    return NOBODY


@compiled
def _find_neighbour(street: HouseOrder, house: int, where: float, who: float) -> int:
    """Place of somebody some houses up or down the lane, beyond the house's kin; NOBODY where the lane has ended."""
    family, lane = street.family[house], street.hamlet[house]
    away = int(log(1 - 2 * (where % 0.5)) / log(1 - 1 / NEIGHBOUR_REACH))
    target = street.circle[family] - 1 - away if where < 0.5 else street.circle[family + 1] + away
    if not street.lane[lane] <= target < street.lane[lane + 1]:
        return NOBODY
    return int(street.door[target] + int(who * (street.door[target + 1] - street.door[target])))

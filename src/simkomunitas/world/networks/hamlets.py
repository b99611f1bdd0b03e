"""A village of hamlets: households, circles of kin side by side, near neighbours, and a few friends farther off."""

from math import log
from typing import NamedTuple

import numpy as np

from simkomunitas.ground.compiled import compiled, compiled_with_arrays
from simkomunitas.world.community import NOBODY, TIE_KINDS, Numbers, Residents, Ties, Whole
from simkomunitas.world.draws import Purpose, chance, pair, stream, uniform
from simkomunitas.world.facts import Slot, normals
from simkomunitas.world.networks import networks, ties_from_edges
from simkomunitas.world.village import Networks

HOUSEHOLD, KIN, NEIGHBOUR, ASSOCIATION, FRIEND = range(len(TIE_KINDS))
CIRCLE, KEPT, HOW_MANY, WHO, WHERE, LIKENESS = range(1, 7)  # sub-streams of Purpose.NETWORK

TRIES = 5  # how often somebody who met a person unlike herself looks for another
REACH = 3.0  # mean number of houses to a near neighbour
STANDING = 1.0  # an official is as sociable as a resident this many standard deviations above the mean


class Street(NamedTuple):
    """The village in the order of its houses; those of house h have places ``door[h]`` and on in ``row``."""

    row: Whole  # row numbers of residents, house by house
    door: Whole  # one more than there are houses
    house: Whole  # house of each place in ``row``
    lane: Whole  # first house of each hamlet, and one past the last
    hamlet: Whole  # hamlet of each house, counted from 0
    circle: Whole  # first house of each circle of kin, and one past the last
    family: Whole  # circle of kin of each house, counted from 0


class Search(NamedTuple):
    """How residents look for acquaintances of one kind beyond their kin."""

    kind: int  # NEIGHBOUR: near; FRIEND: anywhere
    wanted: Numbers  # how many ties each resident looks for, by row
    known: Numbers  # running sum of how well known everybody is, in the order of the street
    homophily: float
    seed: int


@networks.add("hamlets")
def hamlets(residents: Residents, settings: Networks, seed: int) -> Ties:
    """Households all tied, kin and neighbours within the hamlet, friends anywhere; like seeks like."""
    street, homophily = _street(residents, float(settings.kin), seed), float(settings.homophily)
    sociability = _sociability(residents, settings.unevenness, seed)
    known = np.cumsum(sociability[street.row])
    near = Search(NEIGHBOUR, sociability * settings.neighbours / 2, known, homophily, seed)
    far = Search(FRIEND, sociability * settings.friends / 2, known, homophily, seed)
    ties = [
        _kin(residents, street, homophily, seed),
        _acquaintances(residents, street, near),
        _acquaintances(residents, street, far),
    ]
    return ties_from_edges(residents.key.size, *np.concatenate(ties, axis=1))


def _street(residents: Residents, kin: float, seed: int) -> Street:
    """The houses of the village, hamlet by hamlet and kin by kin, whatever the order of the residents."""
    row = np.lexsort((residents.key, residents.household, residents.hamlet))
    door = _borders(residents.household[row])
    lane = _borders(residents.hamlet[row[door[:-1]]])
    circle, houses = _circles(lane, kin, seed), np.diff(door)
    return Street(row, door, _spread(houses), lane, _spread(np.diff(lane)), circle, _spread(np.diff(circle)))


def _borders(labels: Whole) -> Whole:
    """Where runs of equal labels begin, and where the last one ends."""
    return np.concatenate(([0], np.flatnonzero(np.diff(labels)) + 1, [labels.size]))


def _spread(sizes: Whole) -> Whole:
    """Number of the run in which each place lies, for runs of these sizes."""
    return np.repeat(np.arange(sizes.size), sizes)


def _sociability(residents: Residents, unevenness: float, seed: int) -> Numbers:
    """How many ties beyond kin each resident looks for, as a multiple of the mean."""
    standing = normals(Purpose.NETWORK, Slot.LIKING, residents.key, seed) + STANDING * residents.official
    multiple = np.exp(unevenness * standing)
    shares: Numbers = multiple / multiple.mean()
    return shares


@compiled_with_arrays
def _circles(lane: Whole, kin: float, seed: int) -> Whole:
    """First house of each circle of kin, and one past the last; sizes 1 to ``2 kin - 1``, all equally likely."""
    begins, circles = np.empty(lane[-1] + 1, dtype=np.int64), 0
    for hamlet in range(lane.size - 1):
        house = lane[hamlet]
        while house < lane[hamlet + 1]:
            begins[circles] = house
            circles += 1
            house += 1 + int(chance(seed, Purpose.NETWORK, CIRCLE, house) * (2 * kin - 1))
    begins[circles] = lane[-1]
    return begins[: circles + 1]


@compiled_with_arrays
def _kin(residents: Residents, street: Street, homophily: float, seed: int) -> Whole:
    """Everybody in a household, and those in a circle of kin whom likeness lets know each other.

    The three rows are the two ends of a tie and its kind.
    """
    ends = street.door[street.circle]
    members = np.diff(ends)
    ties = np.empty((3, np.sum(members * (members - 1) // 2)), dtype=np.int64)
    source, made = stream(seed, Purpose.NETWORK, KEPT), 0
    for circle in range(members.size):
        for place in range(ends[circle], ends[circle + 1]):
            for other in range(place + 1, ends[circle + 1]):
                i, j = street.row[place], street.row[other]
                together = street.house[place] == street.house[other]
                draw = uniform(source, pair(residents.key[i], residents.key[j]))
                if together or draw < likeness(residents, i, j, homophily):
                    ties[0, made], ties[1, made], ties[2, made] = i, j, HOUSEHOLD if together else KIN
                    made += 1
    return ties[:, :made]


@compiled
def likeness(residents: Residents, i: int, j: int, homophily: float) -> float:
    r"""Chance that an occasion for a tie between two residents makes one.

    .. math:: p = (1 - h [sex_i \neq sex_j]) (1 - h [group_i \neq group_j]) (1 - h |wealth_i - wealth_j|)
    """
    sex = 1.0 if residents.female[i] == residents.female[j] else 1 - homophily
    group = 1.0 if residents.social_group[i] == residents.social_group[j] else 1 - homophily
    return float(sex * group * (1 - homophily * abs(residents.wealth[i] - residents.wealth[j])))


@compiled_with_arrays
def _acquaintances(residents: Residents, street: Street, search: Search) -> Whole:
    """Ties that residents make by looking for them; rows as in ``_kin``."""
    extra = stream(search.seed, Purpose.NETWORK, 10 * HOW_MANY + search.kind)
    count = np.empty(search.wanted.size, dtype=np.int64)
    for i in range(count.size):
        count[i] = int(search.wanted[i] + uniform(extra, residents.key[i]))
    ties, made = np.empty((3, count.sum()), dtype=np.int64), 0
    for place in range(street.row.size):
        i = street.row[place]
        for number in range(count[i]):
            j = _somebody(residents, street, search, place, number)
            if j != NOBODY:
                fellows = residents.association[i] == residents.association[j] != NOBODY
                ties[0, made], ties[1, made], ties[2, made] = i, j, ASSOCIATION if fellows else search.kind
                made += 1
    return ties[:, :made]


@compiled_with_arrays
def _somebody(residents: Residents, street: Street, search: Search, place: int, number: int) -> int:
    """Row of somebody who is alike enough: near, or for friends anywhere and the sociable more often; or NOBODY."""
    i = street.row[place]
    where = stream(search.seed, Purpose.NETWORK, 10 * WHERE + search.kind)
    who = stream(search.seed, Purpose.NETWORK, 10 * WHO + search.kind)
    alike = stream(search.seed, Purpose.NETWORK, 10 * LIKENESS + search.kind)
    for trial in range(TRIES):
        occasion = pair(residents.key[i], np.uint64(number * TRIES + trial))
        if search.kind == FRIEND:
            other = int(np.searchsorted(search.known, uniform(where, occasion) * search.known[-1], side="right"))
        else:
            other = _next_door(street, street.house[place], uniform(where, occasion), uniform(who, occasion))
        if other != NOBODY and street.house[other] != street.house[place]:
            j = street.row[other]
            if uniform(alike, occasion) < likeness(residents, i, j, search.homophily):
                return int(j)
    return NOBODY


@compiled
def _next_door(street: Street, house: int, where: float, who: float) -> int:
    """Place of somebody some houses up or down the lane, beyond the house's kin; NOBODY where the lane has ended."""
    family, lane = street.family[house], street.hamlet[house]
    away = int(log(1 - 2 * (where % 0.5)) / log(1 - 1 / REACH))
    target = street.circle[family] - 1 - away if where < 0.5 else street.circle[family + 1] + away
    if not street.lane[lane] <= target < street.lane[lane + 1]:
        return NOBODY
    return int(street.door[target] + int(who * (street.door[target + 1] - street.door[target])))

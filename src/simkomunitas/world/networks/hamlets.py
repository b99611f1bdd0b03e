"""A village of hamlets: households, circles of kin side by side, near neighbours, and a few friends farther off."""

from typing import NamedTuple

import numpy as np

from simkomunitas.ground.compiled import compiled
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
    """The village in the order of its houses; ``door[h]`` is the first place in ``row`` of those who live in house h."""

    row: Whole  # row numbers of residents, house by house
    door: Whole  # one more than there are houses
    house: Whole  # house of each place in ``row``
    lane: Whole  # first house of each hamlet, and one past the last
    hamlet: Whole  # hamlet of each house, counted from 0
    circle: Whole  # first house of each circle of kin, and one past the last
    family: Whole  # circle of kin of each house, counted from 0


@networks.add("hamlets")
def hamlets(residents: Residents, settings: Networks, seed: int) -> Ties:
    """Households all tied, kin and neighbours within the hamlet, friends anywhere; like seeks like."""
    street = _street(residents, settings.kin, seed)
    first, second, kind = _kin(residents, street, settings.homophily, seed)
    looking = _sociability(residents, settings.unevenness, seed)
    near = _acquaintances(residents, street, looking * settings.neighbours / 2, settings.homophily, NEIGHBOUR, seed)
    far = _acquaintances(residents, street, looking * settings.friends / 2, settings.homophily, FRIEND, seed)
    return ties_from_edges(
        residents.key.size,
        np.concatenate((first, near[0], far[0])),
        np.concatenate((second, near[1], far[1])),
        np.concatenate((kind, near[2], far[2])),
    )


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


@compiled
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


@compiled
def _kin(residents: Residents, street: Street, homophily: float, seed: int) -> tuple[Whole, Whole, Whole]:
    """Everybody in a household, and those in a circle of kin whom likeness lets know each other."""
    ends = street.door[street.circle]
    members = np.diff(ends)
    most = np.sum(members * (members - 1) // 2)
    first, second, kind = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    source, made = stream(seed, Purpose.NETWORK, KEPT), 0
    for circle in range(members.size):
        for place in range(ends[circle], ends[circle + 1]):
            for other in range(place + 1, ends[circle + 1]):
                i, j = street.row[place], street.row[other]
                together = street.house[place] == street.house[other]
                draw = uniform(source, pair(residents.key[i], residents.key[j]))
                if together or draw < likeness(residents, i, j, homophily):
                    first[made], second[made], kind[made] = i, j, HOUSEHOLD if together else KIN
                    made += 1
    return first[:made], second[:made], kind[:made]


@compiled
def likeness(residents: Residents, i: int, j: int, homophily: float) -> float:
    r"""Chance that an occasion for a tie between two residents makes one.

    .. math:: p = (1 - h [sex_i \neq sex_j]) (1 - h [group_i \neq group_j]) (1 - h |wealth_i - wealth_j|)
    """
    sex = 1.0 if residents.female[i] == residents.female[j] else 1 - homophily
    group = 1.0 if residents.social_group[i] == residents.social_group[j] else 1 - homophily
    return sex * group * (1 - homophily * abs(residents.wealth[i] - residents.wealth[j]))


@compiled
def _acquaintances(
    residents: Residents, street: Street, looking: Numbers, homophily: float, kind: int, seed: int
) -> tuple[Whole, Whole, Whole]:
    """Ties that each resident makes with neighbours (or friends), ``looking`` of them on average."""
    extra = stream(seed, Purpose.NETWORK, 10 * HOW_MANY + kind)
    count = np.empty(looking.size, dtype=np.int64)
    for i in range(looking.size):
        count[i] = int(looking[i] + uniform(extra, residents.key[i]))
    first, second, kinds = np.empty(count.sum(), np.int64), np.empty(count.sum(), np.int64), np.empty(count.sum(), np.int64)
    made = 0
    for place in range(street.row.size):
        i = street.row[place]
        for number in range(count[i]):
            j = _somebody(residents, street, place, number, homophily, kind, seed)
            if j != NOBODY:
                fellows = residents.association[i] == residents.association[j] != NOBODY
                first[made], second[made], kinds[made] = i, j, ASSOCIATION if fellows else kind
                made += 1
    return first[:made], second[:made], kinds[:made]


@compiled
def _somebody(
    residents: Residents, street: Street, place: int, number: int, homophily: float, kind: int, seed: int
) -> int:
    """Row of somebody near (or, for friends, anywhere) who is alike enough; NOBODY after some tries."""
    i = street.row[place]
    where, who = stream(seed, Purpose.NETWORK, 10 * WHERE + kind), stream(seed, Purpose.NETWORK, 10 * WHO + kind)
    alike = stream(seed, Purpose.NETWORK, 10 * LIKENESS + kind)
    for trial in range(TRIES):
        occasion = pair(residents.key[i], np.uint64(number * TRIES + trial))
        if kind == FRIEND:
            other = int(uniform(where, occasion) * street.row.size)
        else:
            other = _next_door(street, street.house[place], uniform(where, occasion), uniform(who, occasion))
        if other != NOBODY and street.house[other] != street.house[place]:
            j = street.row[other]
            if uniform(alike, occasion) < likeness(residents, i, j, homophily):
                return int(j)
    return NOBODY


@compiled
def _next_door(street: Street, house: int, where: float, who: float) -> int:
    """Place of somebody some houses up or down the lane, beyond the house's kin; NOBODY where the lane has ended."""
    family, lane = street.family[house], street.hamlet[house]
    away = int(np.log(1 - 2 * (where % 0.5)) / np.log(1 - 1 / REACH))
    target = street.circle[family] - 1 - away if where < 0.5 else street.circle[family + 1] + away
    if not street.lane[lane] <= target < street.lane[lane + 1]:
        return NOBODY
    return int(street.door[target] + int(who * (street.door[target + 1] - street.door[target])))

"""How the facts of residents are distributed: one function a column, drawn by the key of the resident.

The same functions make a synthetic village and fill in what the files of a real one do not say.
"""

from enum import IntEnum
from math import cos, log, pi, sqrt

import numpy as np

from simkomunitas.base.compilation_cache import compiled_with_arrays
from simkomunitas.model.community.community_data import NOBODY, Flags, Keys, Numbers, Whole
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.random_draws import DrawPurpose, draw_chances, draw_uniform, random_stream
from simkomunitas.model.vocabulary import ASSOCIATIONS_PER_HAMLET, DOMAINS

YOUNGEST, OLDEST = 17, 80  # years

# Years of schooling of those whose standing in a normal distribution lies below each border, so that 56 % have
# primary school or less, 40 % secondary and 4 % tertiary (rural East Java 2022).
SCHOOLING_BORDERS = np.array([-1.405, -0.842, 0.161, 0.739, 1.74])  # standard deviations
SCHOOLING = np.array([0.0, 3.0, 6.0, 9.0, 12.0, 16.0])  # years, between the borders


class DrawSlot(IntEnum):
    """Sub-streams of the purposes that make a village: one a fact."""

    SEX = 1
    AGE = 2
    SPOUSE = 3
    EDUCATION = 4
    WEALTH = 5
    HOURS = 6
    LIKING = 7
    COOPERATION = 8
    MEMBERSHIP = 9
    WHICH_GROUP = 10
    OFFICE = 11
    SOCIAL_GROUP = 12
    SOCIAL_PLACE = 13
    SOCIAL_HAMLET = 14
    COUPLE = 15
    OTHERS = 16
    SIZE = 17
    HAMLET_NEED = 18
    DOMAIN_NEED = 19


SECOND_DRAW = 100  # a normal number is made of two uniform ones; the second comes from this many slots further


def draw_uniforms(purpose: DrawPurpose, slot: DrawSlot, keys: Keys, seed: int) -> Numbers:
    """One number from 0 up to 1 for each key."""
    # Plain integers, because a compiled function takes fifty times as long to recognise a member of an enumeration.
    return draw_chances(seed, int(purpose), int(slot), keys)


def draw_normals(purpose: DrawPurpose, slot: DrawSlot, keys: Keys, seed: int) -> Numbers:
    """One standard normal number for each key."""
    return _box_muller(seed, int(purpose), int(slot), keys)


@compiled_with_arrays
def _box_muller(seed: int, purpose: int, slot: int, keys: Keys) -> Numbers:
    """The method of Box and Muller (1958): two uniform numbers make a normal one."""
    distance, angle = random_stream(seed, purpose, slot), random_stream(seed, purpose, slot + SECOND_DRAW)
    numbers = np.empty(keys.size)
    for i in range(keys.size):
        numbers[i] = sqrt(-2 * log(1 - draw_uniform(distance, keys[i]))) * cos(2 * pi * draw_uniform(angle, keys[i]))
    return numbers


def rank_values(values: Numbers) -> Numbers:
    """Place of each value among all, 0 lowest to 1 highest; equal values share a place.

    >>> rank_values(np.array([10.0, 30.0, 20.0, 30.0])).tolist()
    [0.125, 0.75, 0.375, 0.75]
    """
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    middle: Numbers = (np.cumsum(count) - count / 2) / max(values.size, 1)
    return middle[place]


def draw_ages(keys: Keys, seed: int) -> Whole:
    """Ages of adults, 17 to 80, younger ones more numerous, of mean about 42 years."""
    years = YOUNGEST + (OLDEST + 1 - YOUNGEST) * draw_uniforms(DrawPurpose.POPULATION, DrawSlot.AGE, keys, seed) ** 1.5
    return years.astype(np.int64)


def draw_education(keys: Keys, wealth: Numbers, age: Whole, seed: int) -> Numbers:
    """Years of schooling, 0 to 16: more for the richer and for the younger."""
    luck = draw_normals(DrawPurpose.POPULATION, DrawSlot.EDUCATION, keys, seed)
    standing = 0.5 * np.sqrt(12) * (wealth - 0.5) + 0.4 * (44 - age) / 17 + np.sqrt(1 - 0.5**2 - 0.4**2) * luck
    years: Numbers = SCHOOLING[np.searchsorted(SCHOOLING_BORDERS, standing)]
    return years


def draw_free_hours(keys: Keys, female: Flags, wealth: Numbers, mean: float, seed: int) -> Numbers:
    """Free hours a week, log-normal about ``mean``: a fifth less for women than for men, a little less for the poor."""
    leisure = np.where(female, 0.8, 1.0) * (0.9 + 0.2 * wealth)
    spread = np.exp(0.6 * draw_normals(DrawPurpose.POPULATION, DrawSlot.HOURS, keys, seed) - 0.6**2 / 2)
    hours: Numbers = np.minimum(mean * leisure / leisure.mean() * spread, 100)
    return hours


def draw_disposition(keys: Keys, seed: int) -> Numbers:
    """Lasting liking for public life, standard normal."""
    return draw_normals(DrawPurpose.DISPOSITION, DrawSlot.LIKING, keys, seed)


def draw_cooperation_types(keys: Keys, people: PopulationSettings, seed: int) -> Whole:
    """Cooperation types (places in COOPERATION_TYPES) by the shares of ``people``."""
    draw = draw_uniforms(DrawPurpose.DISPOSITION, DrawSlot.COOPERATION, keys, seed)
    hump_shaped = draw < people.free_riders + people.hump_shaped
    return np.where(draw < people.free_riders, 0, np.where(hump_shaped, 2, 1))


def draw_associations(keys: Keys, hamlet: Whole, female: Flags, members: float, seed: int) -> Whole:
    """Number of the association of each resident, or NOBODY: two a hamlet, the first mostly of women."""
    joins = draw_uniforms(DrawPurpose.POPULATION, DrawSlot.MEMBERSHIP, keys, seed) < members
    usual = draw_uniforms(DrawPurpose.POPULATION, DrawSlot.WHICH_GROUP, keys, seed) < 0.8
    return np.where(joins, ASSOCIATIONS_PER_HAMLET * hamlet + (female != usual), NOBODY)


def office_priority(
    keys: Keys, seed: int, *, female: Flags, age: Whole, education: Numbers, wealth: Numbers
) -> Numbers:
    """When each resident's turn for a formal office comes (lowest first): sooner if richer, schooled and older.

    Three in a hundred officials are women, wherever there are men to choose from (village heads, Jambi 2019).
    """
    women = female.mean() if female.size else 0.0
    handicap = 0.03 / 0.97 * (1 - women) / women if 0 < women < 1 else 1.0
    standing = np.exp(2 * (wealth - 0.5) + 0.15 * (education - 7) + 0.03 * (age - 44))
    draw = draw_uniforms(DrawPurpose.POPULATION, DrawSlot.OFFICE, keys, seed)
    comes: Numbers = -np.log1p(-draw) / (standing * np.where(female, handicap, 1.0))
    return comes


def choose_officials(turn: Numbers, hamlet: Whole, household: Whole, per_hundred: float) -> Flags:
    """Who holds a formal office: the first in turn of every hamlet, then the first of the rest.

    There are ``per_hundred`` of them to a hundred households; where there are any, every hamlet has one.
    """
    holds = np.zeros(turn.size, dtype=np.bool_)
    if per_hundred == 0:
        return holds
    order = np.argsort(turn, kind="stable")
    _, first = np.unique(hamlet[order], return_index=True)
    holds[order[first]] = True
    wanted = round(per_hundred * np.unique(household).size / 100)
    holds[order[~holds[order]][: max(wanted - first.size, 0)]] = True
    return holds


def draw_need_severity(hamlets: int, need: float, seed: int) -> Numbers:
    """Need of each hamlet (rows) in each of DOMAINS (columns), 0 to 1, spread about ``need``."""
    rows, domains = np.arange(hamlets, dtype=np.uint64), np.arange(hamlets * len(DOMAINS), dtype=np.uint64)
    of_hamlet = draw_normals(DrawPurpose.NEEDS, DrawSlot.HAMLET_NEED, rows, seed)[:, None]
    of_domain = draw_normals(DrawPurpose.NEEDS, DrawSlot.DOMAIN_NEED, domains, seed).reshape(hamlets, len(DOMAINS))
    # The spread vanishes at both ends, so that no need stays none and utter need stays utter.
    return np.clip(need + need * (1 - need) * (0.4 * of_hamlet + 0.5 * of_domain), 0, 1)

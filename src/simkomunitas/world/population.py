"""Synthetic villages: households of couples and kin, settled in hamlets, with the facts of the rural Javanese."""

from math import log

import numpy as np

from simkomunitas.ground.compiled import compiled, compiled_with_arrays
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.world import facts
from simkomunitas.world.community import Community, Flags, Keys, Residents, Whole
from simkomunitas.world.draws import Purpose, chance, chances
from simkomunitas.world.facts import OLDEST, YOUNGEST, Slot
from simkomunitas.world.networks import ties_of
from simkomunitas.world.village import Institutions, Networks, People

HEAD, SPOUSE, OTHER = 0, 1, 2  # place in the household
LARGEST_HOUSEHOLD = 12  # adults
NEIGHBOURHOOD = 8  # houses in a row that tend to be of one social group


def synthetic_community(
    people: People, networks: Networks, network: str, institutions: Institutions, seed: int
) -> Community:
    """A synthetic village with its ties and needs; an unknown ``network`` raises UnknownEntryError."""
    residents = synthetic_residents(people, seed)
    hamlets = int(people.hamlets)
    return Community(
        residents=residents,
        ties=ties_of(network, residents, networks, seed),
        severity=facts.severity(hamlets, institutions.need, seed),
        ids=tuple([f"r{number:03}" for number in range(1, residents.key.size + 1)]),
        hamlets=tuple([f"Dusun {number}" for number in range(1, hamlets + 1)]),
    )


def synthetic_residents(people: People, seed: int) -> Residents:
    """Residents drawn household by household; more hamlets than adults raises InputError."""
    adults, hamlets = int(people.adults), int(people.hamlets)
    if hamlets > adults:
        expected = f"at most one hamlet for each of the {adults} adults"
        raise InputError([Fault("people", "hamlets", str(hamlets), expected, "fewer hamlets or more adults")])
    key = np.arange(adults, dtype=np.uint64)
    household, role = _households(adults, hamlets, float(people.household_adults), seed)
    homes = np.arange(household[-1] + 1, dtype=np.uint64)
    hamlet_of_home = _hamlets(homes.size, hamlets, seed)
    wealth = facts.ranks(facts.draws(Purpose.HOUSEHOLDS, Slot.WEALTH, homes, seed))[household]
    female, age = _sexes(key, role, float(people.women), seed), _ages(key, role, seed)
    education, hamlet = facts.education(key, wealth, age, seed), hamlet_of_home[household]
    turn = facts.turn(key, seed, female=female, age=age, education=education, wealth=wealth)
    return Residents(
        key=key,
        female=female,
        age=age,
        education=education,
        wealth=wealth,
        household=household,
        hamlet=hamlet,
        social_group=_social_groups(homes, hamlet_of_home, people.largest_group, seed)[household],
        free_hours=facts.free_hours(key, female, wealth, people.free_hours, seed),
        disposition=facts.disposition(key, seed),
        cooperation=facts.cooperation(key, people, seed),
        association=facts.association(key, hamlet, female, people.members, seed),
        official=facts.officials(turn, hamlet, household, people.officials),
    )


@compiled_with_arrays
def _households(adults: int, hamlets: int, mean: float, seed: int) -> tuple[Whole, Whole]:
    """Household of each resident and her role in it; at least one household a hamlet."""
    household, role = np.empty(adults, dtype=np.int64), np.empty(adults, dtype=np.int64)
    couples = min(0.75, 0.8 * (mean - 1))
    others = mean - 1 - couples
    row, home = 0, 0
    while row < adults:
        is_couple = chance(seed, Purpose.HOUSEHOLDS, Slot.COUPLE, home) < couples
        size = 1 + int(is_couple) + _how_many(others, chance(seed, Purpose.HOUSEHOLDS, Slot.OTHERS, home))
        # Whoever is left must suffice for one household in each hamlet that has none yet.
        last = min(row + min(size, LARGEST_HOUSEHOLD), max(adults - max(hamlets - home - 1, 0), row + 1))
        for member in range(row, last):
            household[member] = home
            role[member] = HEAD if member == row else SPOUSE if is_couple and member == row + 1 else OTHER
        row, home = last, home + 1
    return household, role


@compiled
def _how_many(mean: float, draw: float) -> int:
    """A geometric number of this mean, 0 upwards, for a uniform draw."""
    if mean <= 0:
        return 0
    return int(log(1 - draw) / log(mean / (1 + mean)))


def _hamlets(homes: int, hamlets: int, seed: int) -> Whole:
    """Hamlet of each household: of nearly equal size, give or take a tenth, and none empty."""
    draws = facts.draws(Purpose.HOUSEHOLDS, Slot.SIZE, np.arange(hamlets, dtype=np.uint64), seed)
    share = np.cumsum(0.85 + 0.3 * draws)
    spare = homes - hamlets
    ends = np.arange(1, hamlets + 1) + np.floor(spare * share / share[-1] + 0.5).astype(np.int64)
    return np.searchsorted(ends, np.arange(homes), side="right")


@compiled_with_arrays
def _sexes(key: Keys, role: Whole, women: float, seed: int) -> Flags:
    """Whether each resident is a woman; couples are of both sexes as far as the share of women allows."""
    draws = chances(seed, Purpose.POPULATION, Slot.SEX, key)
    pairing = chances(seed, Purpose.POPULATION, Slot.SPOUSE, key)
    female = draws < women
    for i in range(1, key.size):
        if role[i] == SPOUSE:
            mixed = pairing[i] < 2 * min(women, 1 - women)
            female[i - 1] = draws[i - 1] < 0.5 if mixed else women > 0.5
            female[i] = female[i - 1] != mixed
    return female


@compiled_with_arrays
def _ages(key: Keys, role: Whole, seed: int) -> Whole:
    """Age of each resident: spouses within some years of each other, others a generation younger or older."""
    draws = chances(seed, Purpose.POPULATION, Slot.AGE, key)
    age = np.empty(key.size, dtype=np.int64)
    head = 0
    for i in range(key.size):
        if role[i] == HEAD:
            head, years = i, 22 + 59 * draws[i] ** 1.7
        elif role[i] == SPOUSE:
            years = age[head] + 12 * (draws[i] - 0.5)
        else:
            years = age[head] - 22 - 10 * draws[i] if age[head] >= 45 else age[head] + 20 + 15 * draws[i]
        age[i] = int(min(max(years, YOUNGEST), OLDEST))
    return age


def _social_groups(homes: Keys, hamlet: Whole, largest: float, seed: int) -> Whole:
    """Social group of each household: 0 the largest, 1 the minority, which lives together."""
    hamlets = np.arange(hamlet[-1] + 1, dtype=np.uint64)
    leaning = facts.normals(Purpose.HOUSEHOLDS, Slot.SOCIAL_HAMLET, hamlets, seed)[hamlet]
    leaning += facts.normals(Purpose.HOUSEHOLDS, Slot.SOCIAL_PLACE, homes // np.uint64(NEIGHBOURHOOD), seed)
    leaning += 0.4 * facts.normals(Purpose.HOUSEHOLDS, Slot.SOCIAL_GROUP, homes, seed)
    return (facts.ranks(leaning) > largest).astype(np.int64)

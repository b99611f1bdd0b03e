"""Synthetic villages: households of couples and kin, settled in hamlets, with the facts of the rural Javanese."""

from math import log

import numpy as np

from simkomunitas.base.compilation_cache import compiled, compiled_with_arrays
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.model.community import resident_facts
from simkomunitas.model.community.community_data import Community, Flags, Keys, Residents, Whole
from simkomunitas.model.community.networks import build_ties
from simkomunitas.model.community.resident_facts import OLDEST, YOUNGEST, DrawSlot
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings
from simkomunitas.model.random_draws import DrawPurpose, draw_chance, draw_chances

HEAD, SPOUSE, OTHER = 0, 1, 2  # place in the household
MAX_HOUSEHOLD_ADULTS = 12  # adults
HOUSES_PER_NEIGHBOURHOOD = 8  # houses in a row that tend to be of one social group


def draw_community(
    people: PopulationSettings, networks: NetworkSettings, network: str, institutions: InstitutionSettings, seed: int
) -> Community:
    """A synthetic village with its ties and needs; an unknown ``network`` raises UnknownEntryError."""
    residents = draw_residents(people, seed)
    hamlets = int(people.hamlets)
    return Community(
        residents=residents,
        ties=build_ties(network, residents, networks, seed),
        severity=resident_facts.draw_need_severity(hamlets, institutions.need, seed),
        ids=tuple([f"r{number:03}" for number in range(1, residents.key.size + 1)]),
        hamlets=tuple([f"Dusun {number}" for number in range(1, hamlets + 1)]),
    )


def draw_residents(people: PopulationSettings, seed: int) -> Residents:
    """Residents drawn household by household; more hamlets than adults raises InputError."""
    adults, hamlets = int(people.adults), int(people.hamlets)
    if hamlets > adults:
        expected = f"at most one hamlet for each of the {adults} adults"
        raise InputError([ErrorDetail("people", "hamlets", str(hamlets), expected, "fewer hamlets or more adults")])
    key = np.arange(adults, dtype=np.uint64)
    household, role = _draw_households(adults, hamlets, float(people.household_adults), seed)
    homes = np.arange(household[-1] + 1, dtype=np.uint64)
    hamlet_of_home = _assign_hamlets(homes.size, hamlets, seed)
    wealth = resident_facts.rank_values(
        resident_facts.draw_uniforms(DrawPurpose.HOUSEHOLDS, DrawSlot.WEALTH, homes, seed)
    )[household]
    female, age = _draw_sexes(key, role, float(people.women), seed), _draw_household_ages(key, role, seed)
    education, hamlet = resident_facts.draw_education(key, wealth, age, seed), hamlet_of_home[household]
    turn = resident_facts.office_priority(key, seed, female=female, age=age, education=education, wealth=wealth)
    return Residents(
        key=key,
        female=female,
        age=age,
        education=education,
        wealth=wealth,
        household=household,
        hamlet=hamlet,
        social_group=_assign_social_groups(homes, hamlet_of_home, people.largest_group, seed)[household],
        free_hours=resident_facts.draw_free_hours(key, female, wealth, people.free_hours, seed),
        disposition=resident_facts.draw_disposition(key, seed),
        cooperation=resident_facts.draw_cooperation_types(key, people, seed),
        association=resident_facts.draw_associations(key, hamlet, female, people.members, seed),
        official=resident_facts.choose_officials(turn, hamlet, household, people.officials),
    )


@compiled_with_arrays
def _draw_households(adults: int, hamlets: int, mean: float, seed: int) -> tuple[Whole, Whole]:
    """Household of each resident and her role in it; at least one household a hamlet."""
    household, role = np.empty(adults, dtype=np.int64), np.empty(adults, dtype=np.int64)
    couples = min(0.75, 0.8 * (mean - 1))
    others = mean - 1 - couples
    row, home = 0, 0
    while row < adults:
        is_couple = draw_chance(seed, DrawPurpose.HOUSEHOLDS, DrawSlot.COUPLE, home) < couples
        size = (
            1
            + int(is_couple)
            + _geometric_number(others, draw_chance(seed, DrawPurpose.HOUSEHOLDS, DrawSlot.OTHERS, home))
        )
        # Whoever is left must suffice for one household in each hamlet that has none yet.
        last = min(row + min(size, MAX_HOUSEHOLD_ADULTS), max(adults - max(hamlets - home - 1, 0), row + 1))
        for member in range(row, last):
            household[member] = home
            role[member] = HEAD if member == row else SPOUSE if is_couple and member == row + 1 else OTHER
        row, home = last, home + 1
    return household, role


@compiled
def _geometric_number(mean: float, draw: float) -> int:
    """A geometric number of this mean, 0 upwards, for a uniform draw."""
    if mean <= 0:
        return 0
    return int(log(1 - draw) / log(mean / (1 + mean)))


def _assign_hamlets(homes: int, hamlets: int, seed: int) -> Whole:
    """Hamlet of each household: of nearly equal size, give or take a tenth, and none empty."""
    draws = resident_facts.draw_uniforms(
        DrawPurpose.HOUSEHOLDS, DrawSlot.SIZE, np.arange(hamlets, dtype=np.uint64), seed
    )
    share = np.cumsum(0.85 + 0.3 * draws)
    spare = homes - hamlets
    ends = np.arange(1, hamlets + 1) + np.floor(spare * share / share[-1] + 0.5).astype(np.int64)
    return np.searchsorted(ends, np.arange(homes), side="right")


@compiled_with_arrays
def _draw_sexes(key: Keys, role: Whole, women: float, seed: int) -> Flags:
    """Whether each resident is a woman; couples are of both sexes as far as the share of women allows."""
    draws = draw_chances(seed, DrawPurpose.POPULATION, DrawSlot.SEX, key)
    pairing = draw_chances(seed, DrawPurpose.POPULATION, DrawSlot.SPOUSE, key)
    female = draws < women
    for i in range(1, key.size):
        if role[i] == SPOUSE:
            mixed = pairing[i] < 2 * min(women, 1 - women)
            female[i - 1] = draws[i - 1] < 0.5 if mixed else women > 0.5
            female[i] = female[i - 1] != mixed
    return female


@compiled_with_arrays
def _draw_household_ages(key: Keys, role: Whole, seed: int) -> Whole:
    """Age of each resident: spouses within some years of each other, others a generation younger or older."""
    draws = draw_chances(seed, DrawPurpose.POPULATION, DrawSlot.AGE, key)
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


def _assign_social_groups(homes: Keys, hamlet: Whole, largest: float, seed: int) -> Whole:
    """Social group of each household: 0 the largest, 1 the minority, which lives together."""
    hamlets = np.arange(hamlet[-1] + 1, dtype=np.uint64)
    leaning = resident_facts.draw_normals(DrawPurpose.HOUSEHOLDS, DrawSlot.SOCIAL_HAMLET, hamlets, seed)[hamlet]
    leaning += resident_facts.draw_normals(
        DrawPurpose.HOUSEHOLDS, DrawSlot.SOCIAL_PLACE, homes // np.uint64(HOUSES_PER_NEIGHBOURHOOD), seed
    )
    leaning += 0.4 * resident_facts.draw_normals(DrawPurpose.HOUSEHOLDS, DrawSlot.SOCIAL_GROUP, homes, seed)
    return (resident_facts.rank_values(leaning) > largest).astype(np.int64)

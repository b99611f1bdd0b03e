"""Synthetic villages are what a census of rural East Java would find, and the same for the same seed."""

from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkomunitas.base.input_errors import InputError
from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.community.synthetic_population import draw_community, draw_residents
from simkomunitas.model.community.village_descriptions import SyntheticVillage, build_community
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings
from simkomunitas.model.vocabulary import DOMAINS
from villages import communities, preset, same

TOWN = PopulationSettings(adults=20_000, hamlets=200)  # many, so that shares can be measured closely


@pytest.fixture(scope="module")
def town():
    return draw_residents(TOWN, 1)


def correlation(one, other):
    return np.corrcoef(one, other)[0, 1]


def per_household(residents, column):
    """The values of a column, household by household."""
    return np.split(column, np.flatnonzero(np.diff(residents.household)) + 1)


def test_the_same_seed_gives_the_same_village_and_another_seed_another():
    village = SyntheticVillage()
    assert same(build_community(village, 7), build_community(village, 7))
    assert not same(build_community(village, 7), build_community(village, 8))


def test_the_village_has_as_many_adults_as_asked_for_and_names_each():
    community = build_community(SyntheticVillage(), 1)
    assert len(set(community.ids)) == 400
    assert community.ids[0] == "r001"
    assert community.hamlets == tuple(f"Dusun {number}" for number in range(1, 7))
    assert community.severity.shape == (6, len(DOMAINS))
    assert np.array_equal(community.residents.key, np.arange(400))


def test_half_of_the_adults_are_women_and_couples_are_of_both_sexes(town):
    assert town.female.mean() == pytest.approx(0.5, abs=0.02)
    pairs = [sexes for sexes in per_household(town, town.female) if sexes.size >= 2]
    assert np.mean([sexes[0] != sexes[1] for sexes in pairs]) > 0.85


def test_spouses_are_of_nearly_the_same_age(town):
    ages = [ages[:2] for ages in per_household(town, town.age) if ages.size == 2]
    assert np.median([abs(one - other) for one, other in ages]) <= 6


def test_adults_are_17_to_80_years_old(town):
    assert town.age.min() >= 17
    assert town.age.max() <= 80
    assert town.age.mean() == pytest.approx(43, abs=2)


def test_schooling_is_as_in_rural_east_java(town):
    assert np.mean(town.education <= 6) == pytest.approx(0.564, abs=0.03)
    assert np.mean((town.education > 6) & (town.education <= 12)) == pytest.approx(0.40, abs=0.03)
    assert np.mean(town.education > 12) == pytest.approx(0.036, abs=0.015)


def test_the_richer_and_the_younger_have_more_schooling(town):
    assert correlation(town.education, town.wealth) > 0.3
    assert correlation(town.education, town.age) < -0.2


def test_wealth_is_a_rank_that_a_household_shares(town):
    assert all(np.ptp(wealth) == 0 for wealth in per_household(town, town.wealth))
    assert np.quantile(town.wealth, [0.25, 0.5, 0.75]) == pytest.approx([0.25, 0.5, 0.75], abs=0.02)


def test_a_household_lives_in_one_hamlet_and_is_of_one_social_group(town):
    assert all(np.ptp(hamlet) == 0 for hamlet in per_household(town, town.hamlet))
    assert all(np.ptp(group) == 0 for group in per_household(town, town.social_group))


def test_hamlets_are_of_nearly_equal_size(town):
    households = np.bincount(town.hamlet[np.unique(town.household, return_index=True)[1]])
    assert households.min() > 0.8 * households.mean()
    assert households.max() < 1.25 * households.mean()
    assert households.std() > 0


def test_households_are_of_the_mean_size_that_was_asked_for():
    for adults in (1, 1.8, 2.6, 4):
        residents = draw_residents(TOWN._replace(household_adults=adults), 1)
        assert 20_000 / (residents.household.max() + 1) == pytest.approx(adults, rel=0.04)


def test_the_minority_has_its_share_and_lives_together(town):
    assert town.social_group.mean() == pytest.approx(0.15, abs=0.02)
    by_hamlet = np.bincount(town.hamlet, weights=town.social_group) / np.bincount(town.hamlet)
    scattered = np.sqrt(0.15 * 0.85 / 55)  # spread between hamlets if households settled at random
    assert by_hamlet.std() > 2 * scattered


def test_women_and_the_poor_have_somewhat_less_free_time(town):
    assert town.free_hours.mean() == pytest.approx(10, rel=0.03)
    assert 0.7 < town.free_hours[town.female].mean() / town.free_hours[~town.female].mean() < 0.9
    poor = town.wealth < 0.4
    assert 0.8 < town.free_hours[poor].mean() / town.free_hours[~poor].mean() < 1


def test_the_liking_for_public_life_is_standard_normal_and_tied_to_nothing_else(town):
    assert town.disposition.mean() == pytest.approx(0, abs=0.03)
    assert town.disposition.std() == pytest.approx(1, abs=0.03)
    for fact in (town.age, town.wealth, town.female, town.free_hours, town.education):
        assert abs(correlation(town.disposition, fact)) < 0.03


def test_cooperation_types_have_their_shares(town):
    assert np.bincount(town.cooperation) / 20_000 == pytest.approx([0.25, 0.61, 0.14], abs=0.02)


def test_members_belong_to_one_of_the_two_associations_of_their_hamlet(town):
    members = town.association != NOBODY
    assert members.mean() == pytest.approx(0.6, abs=0.02)
    assert np.array_equal(town.association[members] // 2, town.hamlet[members])
    assert np.mean(town.association[members & town.female] % 2 == 0) > 0.7


def test_officials_are_as_many_as_in_a_javanese_village_and_every_hamlet_has_one(town):
    assert 100 * town.official.sum() / (town.household.max() + 1) == pytest.approx(2.6, abs=0.05)
    for community in communities(SyntheticVillage(), 10):
        assert set(community.residents.hamlet[community.residents.official]) == set(range(6))


def test_officials_are_mostly_men_and_older_richer_and_better_schooled_than_others():
    residents = draw_residents(PopulationSettings(adults=200_000, hamlets=3000), 1)
    official = residents.official
    assert residents.female[official].mean() == pytest.approx(0.03, abs=0.015)
    for fact in (residents.age, residents.wealth, residents.education):
        assert fact[official].mean() > fact[~official].mean()


def test_a_village_of_women_has_women_officials():
    residents = draw_residents(PopulationSettings(women=1), 1)
    assert residents.female.all()
    assert residents.official.sum() >= 6


def test_needs_lie_around_the_mean_that_was_asked_for_and_differ_between_hamlets():
    many = PopulationSettings(hamlets=300)
    severity = draw_community(many, NetworkSettings(), "no_ties", InstitutionSettings(need=0.4), 1).severity
    assert severity.mean() == pytest.approx(0.4, abs=0.02)
    assert severity.mean(axis=1).std() > 0.05
    assert severity.min() >= 0
    assert severity.max() <= 1


@pytest.mark.parametrize("need", [0, 1])
def test_where_nothing_or_everything_is_lacking_no_hamlet_differs(need):
    severity = draw_community(
        PopulationSettings(), NetworkSettings(), "no_ties", InstitutionSettings(need=need), 1
    ).severity
    assert (severity == need).all()


def test_more_hamlets_than_adults_are_refused():
    with pytest.raises(InputError, match="at most one hamlet for each of the 30 adults"):
        draw_residents(PopulationSettings(adults=30, hamlets=31), 1)


@settings(max_examples=60, deadline=None)
@given(
    adults=st.integers(2, 500),
    hamlets=st.integers(1, 40),
    mean=st.floats(1, 8),
    women=st.floats(0, 1),
    seed=st.integers(0, 2**40),
)
def test_every_village_however_odd_is_whole(adults, hamlets, mean, women, seed):
    hamlets = min(adults, hamlets)
    people = PopulationSettings(adults=adults, hamlets=hamlets, household_adults=mean, women=women)
    residents = draw_residents(people, seed)
    assert all(column.shape == (adults,) for column in residents)
    assert set(residents.hamlet) == set(range(hamlets))
    assert set(residents.household) == set(range(residents.household.max() + 1))
    assert np.isfinite(residents.free_hours).all()
    assert 0 < residents.wealth.min() <= residents.wealth.max() < 1


@pytest.mark.parametrize("name", ["desa", "karnataka", "korea_synthetic"])
def test_every_preset_can_be_built(name):
    village = preset(name)
    assert len(build_community(village, 1).ids) == village.people.adults


@pytest.mark.long
def test_a_village_of_400_is_drawn_in_a_few_thousandths_of_a_second():
    build_community(SyntheticVillage(), 0)
    began = perf_counter()
    for seed in range(20):
        build_community(SyntheticVillage(), seed)
    assert (perf_counter() - began) / 20 < 0.005

"""Sobol indices and shares of luck: right where theory knows them, and never silently zero."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose

from known_functions import ALONE, CUBE, FACTORS, ISHIGAMI, SHARES, TOGETHER, VARIANCE, ishigami, linear, noisy
from simkomunitas.analysis.luck import components, luck, luck_interval
from simkomunitas.analysis.sobol import Design, sobol_indices, without_groups

analyze_sobol = pytest.importorskip("SALib.analyze.sobol")
sample_sobol = pytest.importorskip("SALib.sample.sobol")


@pytest.fixture(scope="module")
def blocks():
    return sample_sobol.sample(CUBE, 512, calc_second_order=False, seed=1)


@pytest.mark.parametrize("second_order", [False, True])
def test_under_one_seed_the_indices_are_those_of_salib(second_order):
    points = sample_sobol.sample(CUBE, 64, calc_second_order=second_order, seed=1)
    values = np.sin(6 * points[:, 0]) + points[:, 1] * points[:, 2]
    found = sobol_indices(values[:, None], Design(FACTORS, second_order))
    theirs = analyze_sobol.analyze(CUBE, values, calc_second_order=second_order, seed=1)
    assert_allclose(found.first, theirs["S1"], atol=1e-12)
    assert_allclose(found.total, theirs["ST"], atol=1e-12)


def test_indices_of_a_sum_are_the_shares_of_its_weights(blocks):
    found = sobol_indices(linear(blocks)[:, None], Design(FACTORS))
    assert_allclose(found.first, SHARES, atol=0.02)
    assert_allclose(found.total, SHARES, atol=0.02)
    assert found.total[3] == 0.0


def test_luck_does_not_make_a_factor_that_does_nothing_look_busy(blocks):
    values = noisy(linear(blocks), seeds=8)
    found = sobol_indices(values, Design(FACTORS))
    naive = analyze_sobol.analyze(CUBE, values.mean(axis=1), calc_second_order=False, seed=1)
    assert naive["ST"][3] > 0.08
    assert abs(found.total[3]) < 0.02
    assert abs(found.total[3]) < 3 * found.total_error[3]
    assert_allclose(found.total, SHARES, atol=0.08)


def test_luck_that_depends_on_a_factor_is_told_with_it(blocks):
    own = np.random.default_rng(3).standard_normal(6)
    values = linear(blocks)[:, None] + 3 * (blocks[:, [0]] - 0.5) * own[None, :]
    found = sobol_indices(values, Design(FACTORS))
    assert found.with_luck[0] > 0.5
    assert found.with_luck[1] < 0.05


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    held = []
    for seed in range(40):
        points = sample_sobol.sample(CUBE, 64, calc_second_order=False, seed=seed)
        found = sobol_indices(noisy(linear(points), seeds=4, own=0.5), Design(FACTORS))
        held.append(np.abs(found.total[:2] - SHARES[:2]) <= 1.96 * found.total_error[:2])
    assert np.mean(held) > 0.85


def test_an_outcome_that_does_not_vary_has_no_index_rather_than_zero(blocks):
    found = sobol_indices(np.ones((len(blocks), 3)), Design(FACTORS))
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()
    assert found.variance == 0.0


def test_pure_luck_has_no_index_above_its_error(blocks):
    found = sobol_indices(noisy(np.zeros(len(blocks)) + linear(blocks) * 1e-9, seeds=4, own=1e9), Design(FACTORS))
    assert np.isnan(found.total).all() or (np.abs(found.total) < 4 * found.total_error).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_one_missing_value_is_refused(blocks, bad):
    values = linear(blocks)[:, None].repeat(2, axis=1)
    values[17, 1] = bad
    with pytest.raises(ValueError, match="1 values are missing"):
        sobol_indices(values, Design(FACTORS))


def test_points_that_are_no_design_are_refused(blocks):
    with pytest.raises(ValueError, match="no Sobol design"):
        sobol_indices(linear(blocks)[:-1, None], Design(FACTORS))


@pytest.mark.parametrize("base", [2, 8, 12, 64, 100, 101, 1024])
def test_every_base_point_is_left_out_exactly_once(base):
    kept = without_groups(base)
    assert (np.bincount(kept.ravel(), minlength=base) == kept.shape[1] - 1).all()


# Pairs of factors


@pytest.fixture(scope="module")
def pair_blocks():
    return sample_sobol.sample(ISHIGAMI, 1024, calc_second_order=True, seed=1)


def test_under_one_seed_the_indices_of_pairs_are_those_of_salib(pair_blocks):
    values = ishigami(pair_blocks)
    found = sobol_indices(values[:, None], Design(3, second_order=True))
    theirs = analyze_sobol.analyze(ISHIGAMI, values, calc_second_order=True, seed=1)
    assert_allclose(found.second, theirs["S2"][np.triu_indices(3, 1)], atol=1e-12)
    assert_allclose(found.second_error, theirs["S2_conf"][np.triu_indices(3, 1)] / 1.96, rtol=0.5)


@pytest.mark.parametrize("own", [0.0, 1.0])
def test_all_indices_of_ishigami_are_those_of_theory_with_and_without_luck(pair_blocks, own):
    found = sobol_indices(noisy(ishigami(pair_blocks), seeds=8, own=own), Design(3, second_order=True))
    for index, truth in (("first", ALONE), ("second", TOGETHER), ("total", ALONE + TOGETHER[1] * np.array([1, 0, 1]))):
        distance = np.abs(getattr(found, index) - truth / VARIANCE)
        assert (distance < 0.08).all()
        assert (distance < 3 * getattr(found, f"{index}_error")).all()
    assert found.variance == pytest.approx(VARIANCE, rel=0.1)


def test_pairs_stand_in_the_order_of_their_factors():
    assert Design(4, second_order=True).pairs == list(itertools.combinations(range(4), 2))
    assert Design(4).pairs == []
    assert (Design(4).block, Design(4, second_order=True).block) == (6, 10)


def test_an_outcome_that_does_not_vary_has_no_index_of_pairs(pair_blocks):
    found = sobol_indices(np.ones((len(pair_blocks), 3)), Design(3, second_order=True))
    assert np.isnan(found.second).all()
    assert np.isnan(found.second_error).all()


# Luck


def test_the_parts_of_variance_are_found_without_bias():
    found = []
    for seed in range(60):
        draw = np.random.default_rng(seed)
        table = 2 * draw.standard_normal((40, 1)) + draw.standard_normal((1, 6)) + 0.5 * draw.standard_normal((40, 6))
        found.append(components(table))
    error = np.std(found, axis=0, ddof=1) / 60**0.5
    assert (np.abs(np.mean(found, axis=0) - [4.0, 1.0, 0.25]) < 4 * error).all()


def test_shares_sum_to_one_and_name_what_is_alone():
    points, seeds = np.arange(5.0)[:, None], np.arange(4.0)[None, :]
    assert luck(points + 0 * seeds).parameters == 1.0
    assert luck(0 * points + seeds).luck == 1.0
    mixed = luck(points + seeds + np.random.default_rng(1).standard_normal((5, 4)))
    assert sum(mixed[1:]) == pytest.approx(1.0)


def test_nothing_that_varies_has_no_shares():
    found, error = luck_interval(np.ones((5, 4)))
    assert found.variance == 0.0
    assert np.isnan([*found[1:], *error[1:]]).all()


def test_one_seed_cannot_tell_luck():
    with pytest.raises(ValueError, match="two seeds"):
        luck(np.ones((5, 1)))

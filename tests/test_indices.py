"""Sobol indices and shares of luck: right where theory knows them, and never silently zero."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose

from known_functions import ALONE, CUBE, FACTORS, ISHIGAMI, SHARES, TOGETHER, VARIANCE, ishigami, linear, noisy
from simkomunitas.analysis.sobol_estimators import SaltelliDesign, estimate_sobol_indices, jackknife_samples
from simkomunitas.analysis.variance_decomposition import variance_components, variance_share_errors, variance_shares

analyze_sobol = pytest.importorskip("SALib.analyze.sobol")
sample_sobol = pytest.importorskip("SALib.sample.sobol")


@pytest.fixture(scope="module")
def blocks():
    return sample_sobol.sample(CUBE, 512, calc_second_order=False, seed=1)


@pytest.mark.parametrize("second_order", [False, True])
def test_under_one_seed_the_indices_are_those_of_salib(second_order):
    points = sample_sobol.sample(CUBE, 64, calc_second_order=second_order, seed=1)
    values = np.sin(6 * points[:, 0]) + points[:, 1] * points[:, 2]
    found = estimate_sobol_indices(values[:, None], SaltelliDesign(FACTORS, second_order))
    theirs = analyze_sobol.analyze(CUBE, values, calc_second_order=second_order, seed=1)
    assert_allclose(found.first, theirs["S1"], atol=1e-12)
    assert_allclose(found.total, theirs["ST"], atol=1e-12)


def test_indices_of_a_sum_are_the_shares_of_its_weights(blocks):
    found = estimate_sobol_indices(linear(blocks)[:, None], SaltelliDesign(FACTORS))
    assert_allclose(found.first, SHARES, atol=0.02)
    assert_allclose(found.total, SHARES, atol=0.02)
    assert found.total[3] == 0.0


def test_luck_does_not_make_a_factor_that_does_nothing_look_busy(blocks):
    values = noisy(linear(blocks), seeds=8)
    found = estimate_sobol_indices(values, SaltelliDesign(FACTORS))
    naive = analyze_sobol.analyze(CUBE, values.mean(axis=1), calc_second_order=False, seed=1)
    assert naive["ST"][3] > 0.08
    assert abs(found.total[3]) < 0.02
    assert abs(found.total[3]) < 3 * found.total_error[3]
    assert_allclose(found.total, SHARES, atol=0.08)


def test_luck_that_depends_on_a_factor_is_told_with_it(blocks):
    own = np.random.default_rng(3).standard_normal(6)
    values = linear(blocks)[:, None] + 3 * (blocks[:, [0]] - 0.5) * own[None, :]
    found = estimate_sobol_indices(values, SaltelliDesign(FACTORS))
    assert found.noise_dependent_share[0] > 0.5
    assert found.noise_dependent_share[1] < 0.05


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    held = []
    for seed in range(40):
        points = sample_sobol.sample(CUBE, 64, calc_second_order=False, seed=seed)
        found = estimate_sobol_indices(noisy(linear(points), seeds=4, own=0.5), SaltelliDesign(FACTORS))
        held.append(np.abs(found.total[:2] - SHARES[:2]) <= 1.96 * found.total_error[:2])
    assert np.mean(held) > 0.85


def test_an_outcome_that_does_not_vary_has_no_index_rather_than_zero(blocks):
    found = estimate_sobol_indices(np.ones((len(blocks), 3)), SaltelliDesign(FACTORS))
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()
    assert found.variance == 0.0


def test_pure_luck_has_no_index_above_its_error(blocks):
    found = estimate_sobol_indices(
        noisy(np.zeros(len(blocks)) + linear(blocks) * 1e-9, seeds=4, own=1e9), SaltelliDesign(FACTORS)
    )
    assert np.isnan(found.total).all() or (np.abs(found.total) < 4 * found.total_error).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_one_missing_value_is_refused(blocks, bad):
    values = linear(blocks)[:, None].repeat(2, axis=1)
    values[17, 1] = bad
    with pytest.raises(ValueError, match="1 values are missing"):
        estimate_sobol_indices(values, SaltelliDesign(FACTORS))


def test_points_that_are_no_design_are_refused(blocks):
    with pytest.raises(ValueError, match="no Sobol design"):
        estimate_sobol_indices(linear(blocks)[:-1, None], SaltelliDesign(FACTORS))


@pytest.mark.parametrize("base", [2, 8, 12, 64, 100, 101, 1024])
def test_every_base_point_is_left_out_exactly_once(base):
    kept = jackknife_samples(base)
    assert (np.bincount(kept.ravel(), minlength=base) == kept.shape[1] - 1).all()


# Pairs of factors


@pytest.fixture(scope="module")
def pair_blocks():
    return sample_sobol.sample(ISHIGAMI, 1024, calc_second_order=True, seed=1)


def test_under_one_seed_the_indices_of_pairs_are_those_of_salib(pair_blocks):
    values = ishigami(pair_blocks)
    found = estimate_sobol_indices(values[:, None], SaltelliDesign(3, second_order=True))
    theirs = analyze_sobol.analyze(ISHIGAMI, values, calc_second_order=True, seed=1)
    assert_allclose(found.second, theirs["S2"][np.triu_indices(3, 1)], atol=1e-12)
    assert_allclose(found.second_error, theirs["S2_conf"][np.triu_indices(3, 1)] / 1.96, rtol=0.5)


@pytest.mark.parametrize("own", [0.0, 1.0])
def test_all_indices_of_ishigami_are_those_of_theory_with_and_without_luck(pair_blocks, own):
    found = estimate_sobol_indices(noisy(ishigami(pair_blocks), seeds=8, own=own), SaltelliDesign(3, second_order=True))
    for index, truth in (("first", ALONE), ("second", TOGETHER), ("total", ALONE + TOGETHER[1] * np.array([1, 0, 1]))):
        distance = np.abs(getattr(found, index) - truth / VARIANCE)
        assert (distance < 0.08).all()
        assert (distance < 3 * getattr(found, f"{index}_error")).all()
    assert found.variance == pytest.approx(VARIANCE, rel=0.1)


def test_pairs_stand_in_the_order_of_their_factors():
    assert SaltelliDesign(4, second_order=True).factor_pairs == list(itertools.combinations(range(4), 2))
    assert SaltelliDesign(4).factor_pairs == []
    assert (SaltelliDesign(4).block_size, SaltelliDesign(4, second_order=True).block_size) == (6, 10)


def test_an_outcome_that_does_not_vary_has_no_index_of_pairs(pair_blocks):
    found = estimate_sobol_indices(np.ones((len(pair_blocks), 3)), SaltelliDesign(3, second_order=True))
    assert np.isnan(found.second).all()
    assert np.isnan(found.second_error).all()


# Luck


def test_the_parts_of_variance_are_found_without_bias():
    found = []
    for seed in range(60):
        draw = np.random.default_rng(seed)
        table = 2 * draw.standard_normal((40, 1)) + draw.standard_normal((1, 6)) + 0.5 * draw.standard_normal((40, 6))
        found.append(variance_components(table))
    error = np.std(found, axis=0, ddof=1) / 60**0.5
    assert (np.abs(np.mean(found, axis=0) - [4.0, 1.0, 0.25]) < 4 * error).all()


def test_shares_sum_to_one_and_name_what_is_alone():
    points, seeds = np.arange(5.0)[:, None], np.arange(4.0)[None, :]
    assert variance_shares(points + 0 * seeds).between_points == 1.0
    assert variance_shares(0 * points + seeds).noise == 1.0
    mixed = variance_shares(points + seeds + np.random.default_rng(1).standard_normal((5, 4)))
    assert sum(mixed[1:]) == pytest.approx(1.0)


def test_nothing_that_varies_has_no_shares():
    found, error = variance_share_errors(np.ones((5, 4)))
    assert found.variance == 0.0
    assert np.isnan([*found[1:], *error[1:]]).all()


def test_one_seed_cannot_tell_luck():
    with pytest.raises(ValueError, match="two seeds"):
        variance_shares(np.ones((5, 1)))

"""Sobol indices, Morris effects and shares of luck: right where theory knows them, and never silently zero."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simkomunitas.analysis.luck import components, luck, luck_interval
from simkomunitas.analysis.morris import screening
from simkomunitas.analysis.sobol import Design, sobol_indices, without_groups

analyze_sobol = pytest.importorskip("SALib.analyze.sobol")
analyze_morris = pytest.importorskip("SALib.analyze.morris")
sample_sobol = pytest.importorskip("SALib.sample.sobol")
sample_morris = pytest.importorskip("SALib.sample.morris")

FACTORS = 4
CUBE = {"num_vars": FACTORS, "names": list("abcd"), "bounds": [[0.0, 1.0]] * FACTORS}
SHARES = np.array([1, 4, 0.25, 0]) ** 2 / (np.array([1, 4, 0.25, 0]) ** 2).sum()


def linear(points):
    """A sum, whose indices are known: shares of squared weights, the last factor does nothing."""
    return points @ np.array([1.0, 4.0, 0.25, 0.0])


def noisy(values, seeds, own=1.0, shared=1.0):
    """The same under several seeds: luck that is the same at every point, and luck of each point."""
    luck_of = np.random.default_rng(7)
    scale = values.std()
    return np.stack(
        [values + scale * (shared * luck_of.standard_normal() + own * luck_of.standard_normal(len(values)))
         for _ in range(seeds)], axis=1,
    )  # fmt: skip


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


# Morris


@pytest.fixture(scope="module")
def walks():
    return sample_morris.sample(CUBE, 30, num_levels=4, seed=1)


def test_under_one_seed_the_effects_are_those_of_salib(walks):
    values = linear(walks) + walks[:, 0] * walks[:, 1]
    found = screening(values[:, None], walks, levels=4)
    theirs = analyze_morris.analyze(CUBE, walks, values, num_levels=4, seed=1)
    assert_allclose(found.mu_star, np.asarray(theirs["mu_star"]))
    assert_allclose(found.sigma, np.asarray(theirs["sigma"]))
    assert np.isnan(found.luck).all()


def test_effects_of_a_sum_are_its_weights_without_spread(walks):
    found = screening(linear(walks)[:, None].repeat(3, axis=1), walks, levels=4)
    assert_allclose(found.mu_star, [1, 4, 0.25, 0], atol=1e-9)
    assert_allclose(found.sigma, 0, atol=1e-6)
    assert_allclose(found.luck, 0, atol=1e-6)


def test_luck_is_taken_out_of_the_spread_of_effects(walks):
    values = noisy(linear(walks), seeds=30, own=0.3)
    found = screening(values, walks, levels=4)
    expected = 0.3 * linear(walks).std() * 2**0.5 / (2 / 3)  # of a difference of two lucky values over one step
    assert_allclose(found.luck, expected, rtol=0.15)
    assert (found.sigma < 0.5 * expected).all()


def test_missing_values_and_broken_walks_are_refused(walks):
    with pytest.raises(ValueError, match="missing"):
        screening(np.full((len(walks), 1), np.nan), walks, 4)
    with pytest.raises(ValueError, match="no trajectories"):
        screening(linear(walks)[:-1, None], walks[:-1], 4)


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

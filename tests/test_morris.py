"""Morris effects: those of theory and of SALib, and no larger for luck."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose

from known_functions import CUBE, FACTORS, linear, noisy
from simkomunitas.analysis.morris_method import elementary_effects, morris_effects

analyze_morris = pytest.importorskip("SALib.analyze.morris")
sample_morris = pytest.importorskip("SALib.sample.morris")


@pytest.fixture(scope="module")
def walks():
    return sample_morris.sample(CUBE, 30, num_levels=4, seed=1)


def test_under_one_seed_the_effects_are_those_of_salib(walks):
    values = linear(walks) + walks[:, 0] * walks[:, 1]
    found = morris_effects(values[:, None], walks)
    theirs = analyze_morris.analyze(CUBE, walks, values, num_levels=4, seed=1)
    assert_allclose(found.mu, np.asarray(theirs["mu"]))
    assert_allclose(found.mu_star, np.asarray(theirs["mu_star"]))
    assert_allclose(found.sigma, np.asarray(theirs["sigma"]), atol=1e-12)
    assert np.isnan(found.noise).all()


def test_effects_of_a_walk_are_those_counted_by_hand():
    unit = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [1.0, 1.0], [1.0, 0.5], [0.0, 0.5]])
    values = np.array([[0.0, 1.0], [2.0, 1.0], [3.0, 5.0], [4.0, 0.0], [7.0, 1.0], [8.0, 4.0]])
    assert_allclose(elementary_effects(values, unit), [[[2, 0], [-1, -3]], [[2, 8], [-6, -2]]])


def test_a_screening_is_the_one_counted_by_hand():
    """Effects of one factor along three walks under two seeds: 1 and 3, 4 and 4, 1 and -1; means 2, 4 and 0."""
    unit = np.tile([[0.0], [1.0]], (3, 1))
    values = np.array([[0.0, 0.0], [1.0, 3.0], [0.0, 0.0], [4.0, 4.0], [0.0, 0.0], [1.0, -1.0]])
    found = morris_effects(values, unit)
    within = (3 + 7) / 2  # variance over walks, 3 under the first seed and 7 under the second
    steady = 2 * 4 - within  # two seeds, and a variance of 4 of their mean
    assert_allclose([found.mu[0], found.sigma[0], found.noise[0]], [2.0, steady**0.5, (4 / 3) ** 0.5])
    assert_allclose(found.mu_star, [(2 + 2 * (1 + (steady / 4) ** 0.5) + 2 * (1 - (steady / 4) ** 0.5)) / 3])
    assert found.trajectories == 3


def test_effects_of_a_sum_are_its_weights_without_spread(walks):
    found = morris_effects(linear(walks)[:, None].repeat(3, axis=1), walks)
    for effect in (found.mu_star, found.mu_star_low, found.mu_star_high):
        assert_allclose(effect, [1, 4, 0.25, 0], atol=1e-6)
    assert_allclose(found.sigma, 0, atol=1e-6)
    assert_allclose(found.noise, 0, atol=1e-6)


def test_luck_is_taken_out_of_the_spread_of_effects(walks):
    values = noisy(linear(walks), seeds=30, own=0.3)
    found = morris_effects(values, walks)
    expected = 0.3 * linear(walks).std() * 2**0.5 / (2 / 3)  # of a difference of two lucky values over one step
    assert_allclose(found.noise, expected, rtol=0.15)
    assert (found.sigma < 0.5 * expected).all()


def bent(points):
    """Effects of either sign, an interaction, and a factor that does next to nothing."""
    one, two, three, idle = points.T
    return 16 * (one - 0.5) * (two - 0.5) + 3 * np.sin(5 * three) + 0.03 * idle


def sizes_of(function, levels=4):
    """The true mu*: mean size of an effect over all places of the grid."""
    grid = np.array(list(itertools.product(np.arange(levels) / (levels - 1), repeat=FACTORS)))
    step, found = levels / 2 / (levels - 1), []
    for factor in np.eye(FACTORS):
        start = grid[grid @ factor <= 1 - step + 1e-9]
        found.append(np.abs((function(start + step * factor) - function(start)) / step).mean())
    return np.array(found)


def screenings(function, own, seeds, times=40):
    """The same screening done many times, each with walks and luck of its own."""
    for number in range(times):
        walks, luck_of = sample_morris.sample(CUBE, 20, num_levels=4, seed=number), np.random.default_rng(number)
        values = function(walks)
        yield morris_effects(
            values[:, None] + own * values.std() * luck_of.standard_normal((len(values), seeds)), walks
        )


@pytest.mark.parametrize("function", [linear, bent])
@pytest.mark.parametrize(("own", "seeds"), [(0.5, 2), (0.5, 4), (1.0, 3), (1.0, 10)])
def test_intervals_of_effects_hold_the_truth_about_as_often_as_they_say(function, own, seeds):
    truth, held = sizes_of(function), []
    for found in screenings(function, own, seeds):
        held.append((found.mu_star_low <= truth) & (truth <= found.mu_star_high))
    assert 0.9 <= np.mean(held) <= 1.0
    assert np.mean(held, axis=0).min() > 0.8


@pytest.mark.parametrize("function", [linear, bent])
def test_luck_as_large_as_the_signal_hardly_moves_a_factor_that_does_nothing(function):
    found = list(screenings(function, own=1.0, seeds=10))
    sizes = np.mean([one.mu_star for one in found], axis=0)
    inflated = np.mean([one.noise[3] for one in found]) / 10**0.5 * (2 / np.pi) ** 0.5  # mean size of luck alone
    assert sizes[3] < 0.4 * inflated
    assert_allclose(sizes[:2], sizes_of(function)[:2], rtol=0.12)
    assert np.mean([one.mu_star_low[3] == 0 for one in found]) >= 0.9
    assert np.mean([one.mu_star_low[1] > 0 for one in found]) >= 0.9


def test_under_one_seed_the_interval_begins_where_the_mean_effect_leaves_no_doubt():
    truth, found = sizes_of(linear), list(screenings(linear, own=1.0, seeds=1))
    low, high = (np.array([getattr(one, name) for one in found]) for name in ("mu_star_low", "mu_star_high"))
    assert ((low <= truth) & (truth <= high)).mean() >= 0.9
    assert np.mean([one.mu_star[3] for one in found]) > 1.0  # its luck cannot be told apart and stays in


def test_what_all_walks_share_under_a_seed_widens_the_interval(walks):
    own = np.random.default_rng(5).standard_normal(5)
    values = linear(walks)[:, None] + 2 * walks[:, [1]] * own[None, :]
    found = morris_effects(values, walks)
    reach = 2.0452 * 2 * own.std(ddof=1) / 5**0.5  # 29 degrees of freedom
    assert_allclose(found.mu_star_high[1] - found.mu_star[1], reach, rtol=1e-3)
    assert found.mu_star_high[0] - found.mu_star[0] < 1e-6


def test_two_walks_give_effects_and_wide_intervals(walks):
    found = morris_effects(noisy(linear(walks[:10]), seeds=3), walks[:10])
    assert np.isfinite([found.mu_star, found.mu_star_low, found.mu_star_high, found.sigma]).all()
    assert ((found.mu_star_low <= [1, 4, 0.25, 0]) & (found.mu_star_high >= [1, 4, 0.25, 0])).all()


def test_missing_values_and_broken_walks_are_refused(walks):
    with pytest.raises(ValueError, match="missing"):
        morris_effects(np.full((len(walks), 1), np.nan), walks)
    with pytest.raises(ValueError, match="no trajectories"):
        morris_effects(linear(walks)[:-1, None], walks[:-1])
    with pytest.raises(ValueError, match="not moved once"):
        morris_effects(linear(walks)[:, None], np.roll(walks, 1, axis=0))

"""Automatic replicates reach the precision they were asked for, and power is what the textbooks say."""

import math

import numpy as np
import pytest

from simkomunitas.experiments.experiment_design import Precision
from simkomunitas.experiments.paired_power import find_required_pairs, t_test_power
from simkomunitas.experiments.replicate_precision import assess_precision, conservative_half_width, interval_half_width

SHARE = np.array([math.nan])  # of the mean, as is usual
LAWS = {  # mean, standard deviation, and draws
    "even": (1.0, 0.3, lambda chance, size: chance.normal(1.0, 0.3, size)),
    "noisy": (1.0, 1.0, lambda chance, size: chance.normal(1.0, 1.0, size)),
    "waiting times": (1.0, 1.0, lambda chance, size: chance.exponential(1.0, size)),
    "yes or no": (0.3, math.sqrt(0.21), lambda chance, size: (chance.random(size) < 0.3).astype(float)),
    "skewed": (
        math.exp(0.125),
        math.sqrt((math.exp(0.25) - 1) * math.exp(0.25)),
        lambda chance, size: chance.lognormal(0.0, 0.5, size),
    ),
}


def reached(law, precision, trials, seed):
    """Share of trials that ended precise enough, by the true standard deviation, and how many more than needed."""
    mean, deviation, draw = LAWS[law]
    chance = np.random.default_rng(seed)
    verdicts = [assess_precision(draw(chance, (precision.most, 1)), SHARE, precision) for _ in range(trials)]
    widths = np.array([interval_half_width(one.replicates) for one in verdicts]) * deviation
    needed = (1.96 * deviation / (precision.relative * mean)) ** 2
    spent = float(np.median([one.replicates for one in verdicts])) / max(needed, precision.least)
    assert all(one.is_enough for one in verdicts)
    return float(np.mean(widths <= precision.relative * mean)), spent


@pytest.mark.parametrize("law", ["even", "yes or no"])
def test_automatic_replicates_are_precise_enough_in_nine_of_ten_trials(law):
    share, spent = reached(law, Precision(relative=0.1), trials=60, seed=1)
    assert share >= 0.9
    assert spent < 2


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("relative", [0.05, 0.1])
def test_automatic_replicates_are_precise_enough_in_nine_of_ten_of_many_trials(law, relative):
    share, spent = reached(law, Precision(relative=relative), trials=400, seed=2)
    assert share >= 0.9
    assert spent < 2


@pytest.mark.parametrize("trials", [60, pytest.param(1000, marks=pytest.mark.long)])
def test_an_absolute_width_is_reached_in_nine_of_ten_trials_too(trials):
    chance, precision = np.random.default_rng(3), Precision()
    verdicts = [assess_precision(chance.normal(0, 1, (2000, 1)), np.array([0.1]), precision) for _ in range(trials)]
    widths = np.array([interval_half_width(one.replicates) for one in verdicts])
    assert np.mean(widths <= 0.1) >= 0.9
    assert np.median([one.replicates for one in verdicts]) < 1.5 * 385


def test_every_column_must_be_precise():
    chance = np.random.default_rng(4)
    even, noisy = chance.normal(1, 0.05, (5000, 1)), chance.normal(1, 0.8, (5000, 1))
    alone = assess_precision(even, SHARE, Precision())
    both = assess_precision(np.hstack([even, noisy]), np.full(2, math.nan), Precision())
    assert alone.replicates < 60 < both.replicates


def test_what_cannot_be_made_precise_is_named():
    values = np.hstack([np.ones((50, 1)), np.random.default_rng(5).normal(0, 1, (50, 1))])
    verdict = assess_precision(values, np.full(2, math.nan), Precision(most=50))
    assert verdict == (50, False, (1,))


def test_constant_and_missing_outcomes_need_no_more_than_the_least():
    values = np.column_stack([np.full(100, 0.4), np.full(100, np.nan), np.zeros(100)])
    verdict = assess_precision(values, np.full(3, math.nan), Precision())
    assert verdict.is_enough
    assert verdict.replicates < 60


def test_looking_again_comes_to_the_same_number():
    values = np.random.default_rng(6).normal(1, 0.5, (3000, 1))
    final = assess_precision(values, SHARE, Precision())
    count, steps = Precision().least, []
    while not (verdict := assess_precision(values[:count], SHARE, Precision())).is_enough:
        count = verdict.replicates
        steps.append(count)
    assert verdict == final
    assert steps == sorted(set(steps))


def test_a_sure_width_is_wider_and_comes_close_with_many_values():
    assert conservative_half_width(30) > 1.15 * interval_half_width(30)
    assert conservative_half_width(10_000) == pytest.approx(interval_half_width(10_000), rel=0.01)


@pytest.mark.parametrize(("effect", "pairs", "known"), [(0.5, 34, 0.808), (0.2, 199, 0.803), (0.8, 15, 0.821)])
def test_power_is_that_of_the_paired_t_test(effect, pairs, known):
    """The figures are those of the noncentral t distribution, as G*Power gives them."""
    assert t_test_power(effect, 1.0, pairs) == pytest.approx(known, abs=0.002)
    assert find_required_pairs(effect, 1.0) == pairs


def test_power_agrees_with_simulated_tests():
    chance = np.random.default_rng(7)
    draws = chance.normal(0.3, 1.0, (20_000, 40))
    wide = interval_half_width(40) * draws.std(axis=1, ddof=1)
    shown = np.mean(np.abs(draws.mean(axis=1)) > wide)
    assert t_test_power(0.3, 1.0, 40) == pytest.approx(shown, abs=0.02)


def test_without_spread_every_effect_shows_and_without_effect_one_in_twenty():
    assert t_test_power(0.1, 0.0, 2) == 1.0
    assert t_test_power(0.0, 1.0, 100) == pytest.approx(0.05, abs=0.001)
    assert math.isnan(t_test_power(0.1, 1.0, 1))
    assert find_required_pairs(1e-9, 1.0) is None

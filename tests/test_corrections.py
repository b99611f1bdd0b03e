"""Corrections for many tests: those of the papers, and of SciPy."""

import numpy as np
import pytest

from simkomunitas.base.estimation import estimate_means, two_sided_p_values
from simkomunitas.results.p_value_correction import adjust_p_values

P = np.array([0.01, 0.04, 0.03, 0.005, 0.8])


def test_holm_multiplies_the_smallest_by_all_and_the_next_by_one_less():
    assert adjust_p_values(P, "holm") == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.8])


def test_benjamini_hochberg_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    many = np.random.default_rng(1).random(50) ** 3
    assert adjust_p_values(many, "benjamini_hochberg") == pytest.approx(stats.false_discovery_control(many))
    assert adjust_p_values(P, "benjamini_hochberg") == pytest.approx([0.025, 0.05, 0.05, 0.025, 0.8])


def test_without_a_correction_nothing_changes():
    assert adjust_p_values(P, "none").tolist() == P.tolist()


@pytest.mark.parametrize("correction", ["holm", "benjamini_hochberg"])
def test_what_is_not_known_is_no_test(correction):
    with_gaps = adjust_p_values(np.array([np.nan, 0.01, np.nan, 0.04]), correction)
    assert np.isnan(with_gaps[[0, 2]]).all()
    assert with_gaps[[1, 3]] == pytest.approx(adjust_p_values(np.array([0.01, 0.04]), correction))
    assert np.isnan(adjust_p_values(np.full(3, np.nan), correction)).all()


def test_raised_values_stay_below_one_and_in_order():
    many = np.sort(np.random.default_rng(2).random(40))
    for correction in ("holm", "benjamini_hochberg"):
        found = adjust_p_values(many, correction)
        assert (np.diff(found) >= 0).all()
        assert (found >= many).all()
        assert found.max() <= 1.0


@pytest.mark.parametrize("seeds", [2, 3, 9])
def test_p_values_are_those_of_the_t_test(seeds):
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(3).normal(0.4, 1, (seeds, 6))
    found = estimate_means(values)
    assert two_sided_p_values(found.estimate, found.se, found.n) == pytest.approx(stats.ttest_1samp(values, 0).pvalue)


def test_an_interval_excludes_zero_just_where_p_is_below_the_level():
    found = estimate_means(np.random.default_rng(4).normal(0.3, 1, (12, 400)))
    clear = (found.low > 0) | (found.high < 0)
    assert 40 < clear.sum() < 200
    assert (clear == (two_sided_p_values(found.estimate, found.se, found.n) < 0.05)).all()


def test_equal_differences_are_sure_and_no_difference_is_none():
    found = estimate_means(np.array([[0.1, 0.0, np.nan, 1.0], [0.1, 0.0, np.nan, np.nan]]))
    np.testing.assert_equal(two_sided_p_values(found.estimate, found.se, found.n), [0.0, 1.0, np.nan, np.nan])

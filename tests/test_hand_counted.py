"""Numbers of estimates, indices and effects beside those counted by hand."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from known_functions import CUBE, linear, noisy
from simkomunitas.analysis import feature_scores
from simkomunitas.analysis.boxes import (
    CategorySubset,
    NumericRange,
    box_quality,
    cases_in_box,
    is_within_limit,
    tightest_limit,
    union_quality,
)
from simkomunitas.analysis.morris_method import elementary_effects, morris_effects
from simkomunitas.analysis.sobol_estimators import SaltelliDesign, _jackknife_variance, estimate_sobol_indices
from simkomunitas.analysis.variance_decomposition import variance_components, variance_share_errors, variance_shares
from simkomunitas.base.estimation import estimate_contrasts, estimate_means, estimate_outcomes, t_quantile

# One arm after the other, four seeds each; what stands in the tables is worked out below by hand.
ROWS = [
    ("none", 1, 1.0, 4.0), ("none", 2, 2.0, np.nan), ("none", 3, 3.0, 6.0), ("none", 4, 6.0, 8.0),
    ("some", 4, 9.0, 8.0), ("some", 3, 3.0, np.nan), ("some", 2, 4.0, 5.0), ("some", 1, 0.0, 6.0),
    ("late", 9, 7.0, 1.0), ("late", 4, 5.0, 2.0),
]  # fmt: skip
RUNS = pd.DataFrame(ROWS, columns=["arm", "seed", "y@programme", "z@year_1"])
UNITS = {"y": "hours", "z": "share"}
T1, T2, T3 = 12.706205, 4.302653, 3.182446  # 97.5 % quantiles of Student's t, from the printed table


def test_the_table_of_outcomes_is_the_one_worked_out_by_hand():
    table = estimate_outcomes(RUNS, UNITS).set_index(["arm", "outcome"])
    expected = {  # mean, standard error (root of the sum of squares over n (n - 1)), quantile, n
        ("none", "y"): (3.0, (14 / 12) ** 0.5, T3, 4), ("none", "z"): (6.0, (8 / 6) ** 0.5, T2, 3),
        ("some", "y"): (4.0, (42 / 12) ** 0.5, T3, 4), ("some", "z"): (19 / 3, (14 / 3 / 6) ** 0.5, T2, 3),
        ("late", "y"): (6.0, 1.0, T1, 2), ("late", "z"): (1.5, 0.5, T1, 2),
    }  # fmt: skip
    for name, (mean, error, quantile, n) in expected.items():
        row = table.loc[name]
        ends = [mean, error, mean - quantile * error, mean + quantile * error, n]
        assert_allclose(row[["estimate", "se", "low", "high", "n"]].astype(float), ends, rtol=1e-6)
    assert table.loc[("none", "z"), "unit"] == "share"
    assert table.loc[("none", "y"), "period"] == "programme"


def test_the_table_of_differences_is_the_one_worked_out_by_hand():
    table = estimate_contrasts(RUNS, "none").set_index(["arm", "outcome"])
    expected = {  # differences by seed: -1, 2, 0, 3; 2, -, -, 0; -1; -6
        ("some", "y"): (1.0, (10 / 12) ** 0.5, T3, 4), ("some", "z"): (1.0, 1.0, T1, 2),
    }  # fmt: skip
    for name, (mean, error, quantile, n) in expected.items():
        ends = [mean, error, mean - quantile * error, mean + quantile * error, n]
        assert_allclose(table.loc[name, ["estimate", "se", "low", "high", "n"]].astype(float), ends, rtol=1e-6)
    for outcome, one in (("y", -1.0), ("z", -6.0)):
        row = table.loc[("late", outcome)]
        assert (row["estimate"], row["n"]) == (one, 1)
        assert row[["se", "low", "high"]].isna().all()
    assert set(table["against"]) == {"none"}


def test_an_estimate_of_two_values_and_of_none():
    found = estimate_means(np.array([[1.0, np.nan, 5.0], [4.0, np.nan, np.nan]]))
    assert_allclose(found.estimate, [2.5, np.nan, 5.0])
    assert_allclose(found.se, [1.5, np.nan, np.nan])
    assert found.n.tolist() == [2, 0, 1]
    assert np.isnan(t_quantile(0))


def test_the_parts_of_variance_of_a_small_table_are_those_counted_by_hand():
    """Mean squares: 9 between points, 4 between seeds, 1 of the rest."""
    table = np.array([[1.0, 2.0], [3.0, 6.0]])
    assert_allclose(variance_components(table), [(9 - 1) / 2, (4 - 1) / 2, 1.0])
    found = variance_shares(table)
    assert_allclose(found, [6.5, 4 / 6.5, 1.5 / 6.5, 1 / 6.5])


def test_parts_of_variance_with_more_points_than_seeds():
    """Three points, two seeds: mean squares of 8, 6 and 0."""
    table = np.array([[0.0, 2.0], [2.0, 4.0], [4.0, 6.0]])
    assert_allclose(variance_components(table), [4.0, 2.0, 0.0], atol=1e-12)


def test_the_error_of_a_share_is_not_known_from_two_points():
    _, error = variance_share_errors(np.random.default_rng(1).random((2, 5)))
    assert np.isnan(error.noise)
    _, error = variance_share_errors(np.random.default_rng(1).random((3, 5)))
    assert error.noise > 0


def test_leaving_one_out_of_a_mean_gives_its_variance():
    values = np.array([1.0, 4.0, 2.0, 7.0, 6.0])
    without = np.array([[np.delete(values, place).mean() for place in range(5)]])
    assert_allclose(_jackknife_variance(without), [values.var(ddof=1) / 5])


# Sobol and Morris

sample_sobol = pytest.importorskip("SALib.sample.sobol")
sample_morris = pytest.importorskip("SALib.sample.morris")


def test_noise_alone_has_no_variance_to_be_shared():
    unknown = []
    for number in range(20):
        points = sample_sobol.sample(CUBE, 64, calc_second_order=False, seed=number)
        values = np.random.default_rng(number).standard_normal((len(points), 3))
        unknown.append(np.isnan(estimate_sobol_indices(values, SaltelliDesign(4)).total).all())
    assert sum(unknown) >= 17


def test_seeds_that_disagree_on_a_factor_make_its_indices_doubtful():
    points = sample_sobol.sample(CUBE, 256, calc_second_order=False, seed=1)
    own = np.random.default_rng(3).standard_normal(6)
    luck_of = estimate_sobol_indices(
        linear(points)[:, None] + 3 * (points[:, [0]] - 0.5) * own[None, :], SaltelliDesign(4)
    )
    steady = estimate_sobol_indices(noisy(linear(points), 6, own=0.0), SaltelliDesign(4))
    assert luck_of.total_error[0] > 5 * steady.total_error[0]
    assert luck_of.first_error[0] > 3 * steady.first_error[0]


def test_without_luck_the_interval_of_an_effect_is_that_of_a_mean():
    """Twelve trajectories under equal seeds: the t-interval of the mean size, where none is near zero."""
    walks = sample_morris.sample(CUBE, 12, num_levels=4, seed=1)
    values = 5 * walks[:, 0] + walks[:, 0] * walks[:, 1] + walks[:, 1]
    found = morris_effects(values[:, None].repeat(4, axis=1), walks)
    sizes = np.abs(elementary_effects(values[:, None], walks)[:, :, 0])
    reach = 2.200985 * sizes.std(axis=1, ddof=1) / 12**0.5
    assert_allclose(found.mu_star_high[:2], (sizes.mean(axis=1) + reach)[:2], rtol=1e-5)
    square = (sizes**2).mean(axis=1) - 2.200985 * (sizes**2).std(axis=1, ddof=1) / 12**0.5
    assert_allclose(found.mu_star_low[:2], np.minimum(sizes.mean(axis=1) - reach, square**0.5)[:2], rtol=1e-5)


def test_an_effect_downwards_is_as_sure_as_one_upwards():
    walks = sample_morris.sample(CUBE, 12, num_levels=4, seed=1)
    for seeds in (1, 3):
        values = noisy(linear(walks), seeds, own=0.05)
        up, down = morris_effects(values, walks), morris_effects(-values, walks)
        assert_allclose(down.mu, -up.mu)
        assert_allclose([down.mu_star, down.mu_star_low], [up.mu_star, up.mu_star_low])
        assert down.mu_star_low[1] > 3


# Feature scores


def test_twice_the_median_p_of_the_splits_counts(monkeypatch):
    pytest.importorskip("sklearn.ensemble")
    told = iter([np.array([0.01, 0.6]), np.array([0.04, 0.9]), np.array([0.02, 0.7])])
    monkeypatch.setattr(feature_scores, "TREE_COUNT", 6)
    monkeypatch.setattr(feature_scores, "SPLITS", 3)
    monkeypatch.setattr(feature_scores, "_one_sided_p_value", lambda _: next(told))
    cases = pd.DataFrame(np.random.default_rng(1).random((30, 2)), columns=["a", "b"])
    table = feature_scores.score_features(cases, cases["a"].to_numpy(), "o").set_index("factor")
    assert table["p"].to_dict() == {"a": 0.04, "b": 1.0}
    assert table["score"].sum() == pytest.approx(1.0)


# Boxes

CASES = pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], "kind": ["a", "b", "b", "c"], "yes": [True, False, True, True]})
FAILS = np.array([True, True, False, False])


def test_a_box_holds_its_ends():
    assert is_within_limit(CASES["x"], NumericRange(2.0, 3.0)).tolist() == [False, True, True, False]
    assert is_within_limit(CASES["kind"], CategorySubset(("b",))).tolist() == [False, True, True, False]
    assert is_within_limit(CASES["yes"], CategorySubset(("True",))).tolist() == [True, False, True, True]
    assert cases_in_box(CASES, {"x": NumericRange(1.0, 2.0), "kind": CategorySubset(("b", "c"))}).tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert tightest_limit(CASES["x"]) == NumericRange(1.0, 4.0)
    assert tightest_limit(CASES["kind"]) == CategorySubset(("a", "b", "c"))


def test_coverage_density_and_mass_are_those_counted_by_hand():
    held = np.array([False, True, True, True])
    assert box_quality(held, FAILS) == (1 / 2, 1 / 3, 3 / 4, 3, 1)
    both = union_quality(CASES, [{"x": NumericRange(1.0, 1.0)}, {"kind": CategorySubset(("c",))}], FAILS)
    assert both == (1 / 2, 1 / 2, 1 / 2, 2, 1)
    nothing = box_quality(np.zeros(4, dtype=bool), FAILS)
    assert (nothing.coverage, nothing.mass, nothing.cases) == (0.0, 0.0, 0)
    assert np.isnan(nothing.density)
    assert np.isnan(box_quality(held, np.zeros(4, dtype=bool)).coverage)

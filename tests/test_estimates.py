"""Means and paired differences: what holds on paper holds in the tables."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkomunitas.base.estimation import (
    CONTRAST_COLUMNS,
    CURVE_COLUMNS,
    OUTCOME_COLUMNS,
    comparison_json,
    estimate_contrasts,
    estimate_curves,
    estimate_means,
    estimate_outcomes,
    t_quantile,
    to_json_text,
    to_json_value,
)

UNITS = {"participation": "share", "capture": "share"}


def runs_of(values_by_arm: dict[str, list[float]], column: str = "participation@year_3") -> pd.DataFrame:
    tables = [
        pd.DataFrame({"arm": arm, "seed": range(len(values)), column: values}) for arm, values in values_by_arm.items()
    ]
    return pd.concat(tables, ignore_index=True)


def repetitions(seeds: int, times: int, luck: np.random.Generator, shift: float = 0.0, arm: str = "none"):
    """The same study done many times: one column a repetition."""
    values = luck.normal(0.4 + shift, 0.1, (seeds, times))
    frame = pd.DataFrame(values, columns=[f"participation@{number}" for number in range(times)])
    return pd.concat([pd.DataFrame({"arm": arm, "seed": range(seeds)}), frame], axis=1)


def share_covered(table: pd.DataFrame, truth: float) -> float:
    return float(((table["low"] <= truth) & (truth <= table["high"])).mean())


@pytest.mark.parametrize(
    ("freedom", "reach"), [(1, 12.7062), (2, 4.3027), (3, 3.1824), (9, 2.2622), (30, 2.0423), (99, 1.9842)]
)
def test_t_intervals_reach_as_far_as_the_printed_table_says(freedom, reach):
    assert t_quantile(freedom) == pytest.approx(reach, abs=5e-5)


def test_with_very_many_seeds_the_interval_is_the_normal_one():
    assert t_quantile(1_000_000) == pytest.approx(1.959964, abs=1e-5)


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.99])
def test_with_two_and_three_seeds_the_interval_is_the_one_that_can_be_written_down(confidence):
    assert t_quantile(1, confidence) == pytest.approx(math.tan(math.pi / 2 * confidence), rel=1e-12)
    assert t_quantile(2, confidence) == pytest.approx(confidence * math.sqrt(2 / (1 - confidence**2)), rel=1e-12)


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.99])
def test_t_intervals_reach_as_far_as_scipy_says(confidence):
    stats = pytest.importorskip("scipy.stats")
    for freedom in (*range(1, 60), 99, 100, 999, 5_000):
        assert t_quantile(freedom, confidence) == pytest.approx(stats.t.ppf((1 + confidence) / 2, freedom), rel=1e-9)


@pytest.mark.parametrize("seeds", [2, 3, 4, 10, 41])
def test_means_errors_and_intervals_are_those_of_scipy_whatever_is_missing(seeds):
    stats = pytest.importorskip("scipy.stats")
    values = np.random.default_rng(seeds).normal(3, 2, (seeds, 4))
    values[0, 1] = values[seeds // 2, 2] = values[-1, 3] = math.nan
    found = estimate_means(values)
    for column, known in enumerate(values[~np.isnan(values[:, column]), column] for column in range(4)):
        assert found.n[column] == len(known)
        assert found.estimate[column] == pytest.approx(known.mean())
        if len(known) > 1:
            assert found.se[column] == pytest.approx(stats.sem(known))
            interval = stats.t.interval(0.95, len(known) - 1, known.mean(), stats.sem(known))
            assert (found.low[column], found.high[column]) == pytest.approx(interval)


def test_paired_differences_are_those_of_the_paired_t_test_over_the_seeds_with_both_values():
    stats = pytest.importorskip("scipy.stats")
    chance = np.random.default_rng(5)
    base, change = chance.normal(0.4, 0.1, 12), chance.normal(0.5, 0.1, 12)
    base[3] = change[7] = math.nan
    both = ~np.isnan(base) & ~np.isnan(change)
    row = estimate_contrasts(runs_of({"none": list(base), "balanced": list(change)}), "none").iloc[0]
    test = stats.ttest_rel(change[both], base[both])
    low, high = test.confidence_interval(0.95)
    assert (row["arm"], row["against"], row["n"]) == ("balanced", "none", 10)
    assert row["estimate"] / row["se"] == pytest.approx(test.statistic)
    assert (row["low"], row["high"]) == pytest.approx((low, high))


def test_a_worked_example_has_the_mean_error_and_interval_of_the_textbook():
    row = estimate_outcomes(runs_of({"none": [0.2, 0.4, 0.6, 0.8]}), UNITS).iloc[0]
    assert row["estimate"] == pytest.approx(0.5)
    assert row["se"] == pytest.approx(math.sqrt(0.2 / 3 / 4))
    assert row["high"] - row["estimate"] == pytest.approx(3.182446 * row["se"], rel=1e-6)
    assert (row["n"], row["unit"], row["period"]) == (4, "share", "year_3")


def test_what_was_missing_in_a_run_is_left_out_and_counted():
    row = estimate_outcomes(runs_of({"none": [0.2, math.nan, 0.4]}), UNITS).iloc[0]
    assert (row["estimate"], row["n"]) == (pytest.approx(0.3), 2)


@pytest.mark.parametrize(("values", "estimate", "n"), [([math.nan, math.nan], math.nan, 0), ([0.4], 0.4, 1)])
def test_too_few_values_give_no_error_and_no_interval(values, estimate, n):
    row = estimate_outcomes(runs_of({"none": values}), UNITS).iloc[0]
    np.testing.assert_equal(row["estimate"], estimate)
    assert row["n"] == n
    assert row[["se", "low", "high"]].isna().all()


def test_a_study_without_runs_has_estimates_of_nothing():
    found = estimate_means(np.empty((0, 3)))
    assert found.n.tolist() == [0, 0, 0]
    for numbers in found[:4]:
        np.testing.assert_array_equal(numbers, [math.nan] * 3)


def test_infinite_outcomes_are_refused():
    with pytest.raises(ValueError, match="infinite"):
        estimate_outcomes(runs_of({"none": [0.4, math.inf]}), UNITS)


def test_an_outcome_without_a_unit_is_refused():
    with pytest.raises(KeyError, match="openness"):
        estimate_outcomes(runs_of({"none": [0.4]}, "openness@year_1"), UNITS)


def test_intervals_cover_the_truth_as_often_as_they_promise():
    table = estimate_outcomes(repetitions(8, 2000, np.random.default_rng(7)), UNITS)
    assert share_covered(table, 0.4) == pytest.approx(0.95, abs=0.02)


def test_paired_intervals_cover_the_true_difference_although_the_villages_share_their_luck():
    base = repetitions(8, 2000, np.random.default_rng(8))
    change = repetitions(8, 2000, np.random.default_rng(9), arm="balanced")
    columns = [column for column in base if "@" in column]
    change[columns] = base[columns] + 0.1 * change[columns]
    table = estimate_contrasts(pd.concat([base, change]), "none")
    assert share_covered(table, 0.04) == pytest.approx(0.95, abs=0.02)


@pytest.mark.long
@pytest.mark.parametrize("seeds", [2, 3, 10, 100])
def test_intervals_cover_the_truth_for_any_number_of_seeds(seeds):
    table = estimate_outcomes(repetitions(seeds, 40_000, np.random.default_rng(seeds)), UNITS)
    assert share_covered(table, 0.4) == pytest.approx(0.95, abs=0.005)


def test_a_change_of_nothing_gives_a_difference_of_exactly_zero():
    values = list(np.random.default_rng(1).random(50))
    row = estimate_contrasts(runs_of({"none": values, "balanced": values}), "none").iloc[0]
    assert (row["estimate"], row["se"], row["low"], row["high"], row["n"]) == (0.0, 0.0, 0.0, 0.0, 50)


def test_the_same_result_under_every_seed_has_no_error_at_all():
    row = estimate_outcomes(runs_of({"none": [0.1] * 7}), UNITS).iloc[0]
    assert (row["estimate"], row["se"]) == (0.1, 0.0)


def test_differences_are_taken_seed_by_seed_whatever_the_order_of_the_runs():
    runs = runs_of({"none": [0.1, 0.2, 0.3], "balanced": [0.2, 0.4, 0.6]})
    straight, shuffled = estimate_contrasts(runs, "none"), estimate_contrasts(runs.iloc[[4, 0, 2, 5, 1, 3]], "none")
    assert straight.iloc[0]["estimate"] == pytest.approx(0.2)
    assert shuffled.iloc[0]["estimate"] == pytest.approx(0.2)
    assert shuffled.iloc[0]["se"] == pytest.approx(straight.iloc[0]["se"])


def test_a_seed_found_on_one_side_only_takes_no_part_in_the_difference():
    runs = runs_of({"none": [0.1, 0.2], "balanced": [0.2, 0.3, 0.9]})
    row = estimate_contrasts(runs, "none").iloc[0]
    assert (row["estimate"], row["n"]) == (pytest.approx(0.1), 2)


@pytest.mark.parametrize("seeds", [[1, 1, 1, 1], [1, 1, 1, 2], [1, 2, 1, 1]], ids=["both", "one", "the other"])
def test_the_same_seed_twice_in_an_arm_is_refused(seeds):
    runs = runs_of({"none": [0.1, 0.2], "balanced": [0.2, 0.3]}).assign(seed=seeds)
    with pytest.raises(ValueError, match="same seed twice"):
        estimate_contrasts(runs, "none")


def test_an_unknown_arm_to_compare_with_is_refused_by_name():
    with pytest.raises(ValueError, match="'nobody'"):
        estimate_contrasts(runs_of({"none": [0.1]}), "nobody")


def test_a_study_of_one_arm_has_no_differences_but_has_their_columns():
    table = estimate_contrasts(runs_of({"none": [0.1, 0.2]}), "none")
    assert (len(table), tuple(table.columns)) == (0, CONTRAST_COLUMNS)


def test_rows_keep_the_order_of_arms_and_columns():
    runs = runs_of({"zeta": [0.1, 0.2], "alpha": [0.2, 0.3]}).assign(**{"capture@programme": 0.5})
    table = estimate_outcomes(runs, UNITS)
    assert tuple(table.columns) == OUTCOME_COLUMNS
    assert table.index.tolist() == [0, 1, 2, 3]
    assert list(zip(table["arm"], table["outcome"], strict=True)) == [
        ("zeta", "participation"), ("zeta", "capture"), ("alpha", "participation"), ("alpha", "capture"),
    ]  # fmt: skip


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
def test_the_interval_holds_the_mean_and_the_mean_lies_among_the_values(values):
    found = estimate_means(np.array(values)[:, None])
    slack = 1e-9 * (1 + max(abs(value) for value in values))
    assert found.low[0] - slack <= found.estimate[0] <= found.high[0] + slack
    assert min(values) - slack <= found.estimate[0] <= max(values) + slack


def test_a_weekly_curve_has_one_row_a_week_and_series():
    table = estimate_curves("none", {"participation": np.ones((4, 3)), "aware": np.zeros((4, 3))})
    assert tuple(table.columns) == CURVE_COLUMNS
    assert list(table["week"]) == [0, 1, 2, 0, 1, 2]
    assert list(table["mean"]) == [1, 1, 1, 0, 0, 0]


def test_the_document_is_strict_json_with_null_for_what_is_not_known():
    runs = runs_of({"none": [math.nan, math.nan], "balanced": [0.2, 0.3]})
    answer = comparison_json(
        "0.1.0", {"weeks": np.int64(3), "loss": math.inf}, np.arange(2), estimate_outcomes(runs, UNITS),
        estimate_contrasts(runs, "none"),
    )  # fmt: skip
    read = json.loads(to_json_text(answer), parse_constant=pytest.fail)
    assert list(read) == ["version", "config", "seeds", "outcomes", "contrasts"]
    assert read["config"] == {"weeks": 3, "loss": None}
    assert read["outcomes"][0] == {
        "arm": "none", "outcome": "participation", "period": "year_3", "estimate": None, "se": None, "low": None,
        "high": None, "n": 0, "unit": "share",
    }  # fmt: skip
    assert list(read["contrasts"][0]) == list(CONTRAST_COLUMNS)
    assert read["contrasts"][0]["n"] == 0


def test_the_document_has_the_numbers_of_the_tables_and_nothing_else():
    runs = runs_of({"none": [0.1, 0.3], "balanced": [0.2, 0.6]}).assign(**{"capture@programme": [0.0, 0.5, 0.25, 0.75]})
    outcomes, contrasts = estimate_outcomes(runs, UNITS), estimate_contrasts(runs, "none")
    answer = comparison_json("0.1.0", {}, [0, 1], outcomes, contrasts)
    assert [tuple(row.values()) for row in answer["outcomes"]] == list(outcomes.itertuples(index=False, name=None))
    assert [tuple(row.values()) for row in answer["contrasts"]] == list(contrasts.itertuples(index=False, name=None))
    first, second = answer["contrasts"]  # 0.1 and 0.3; 0.25 and 0.25
    assert (first["estimate"], first["se"], first["n"]) == (pytest.approx(0.2), pytest.approx(0.1), 2)
    assert (second["outcome"], second["estimate"], second["se"]) == ("capture", 0.25, 0.0)


def test_the_document_is_written_with_a_line_an_entry():
    assert to_json_text({"seeds": [1, 2], "loss": math.nan}) == '{\n "seeds": [\n  1,\n  2\n ],\n "loss": null\n}\n'


def test_text_of_any_script_survives_the_document():
    assert json.loads(to_json_text({"nama": "Gemeente Ålesund 村"})) == {"nama": "Gemeente Ålesund 村"}


def test_a_value_json_does_not_know_is_an_error_and_not_a_guess():
    with pytest.raises(TypeError):
        to_json_text(to_json_value({"what": object()}))

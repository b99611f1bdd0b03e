"""Scenario discovery finds the box that was hidden, and nothing where nothing is hidden."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from simkomunitas.analysis import feature_scores, scenario_discovery
from simkomunitas.analysis.boxes import (
    CategorySubset,
    NumericRange,
    box_quality,
    cases_in_box,
    drop_redundant_limits,
    full_box,
)
from simkomunitas.analysis.classification_tree import fit_tree
from simkomunitas.analysis.feature_scores import add_significance, one_hot_encode, score_features
from simkomunitas.analysis.outcome_arrays import ArmComparison
from simkomunitas.analysis.prim_algorithm import (
    binomial_tail,
    cover_with_boxes,
    peel_boxes,
    quasi_p_values,
    refine_box,
    select_step,
)
from simkomunitas.analysis.scenario_discovery import BoxSearchSettings, design_blocks, discover_scenarios

CASES = 1500


@pytest.fixture(scope="module")
def factors():
    luck = np.random.default_rng(1)
    numbers = {f"x{place}": luck.random(CASES) for place in range(4)}
    words = {"kind": luck.choice(["a", "b", "c", "d"], CASES), "hamlets": luck.integers(2, 12, CASES)}
    return pd.DataFrame(numbers | words)


@pytest.fixture(scope="module")
def hidden(factors):
    """A box on two numbers and a category, and one case in twenty told wrongly."""
    box = (factors["x0"] < 0.4) & (factors["x1"] > 0.5) & factors["kind"].isin(["b", "c"])
    return (box ^ (np.random.default_rng(2).random(CASES) < 0.05)).to_numpy()


@pytest.fixture(scope="module")
def noise():
    return np.random.default_rng(3).random(CASES) < 0.2


def test_the_hidden_box_is_found_with_its_words(factors, hidden):
    (found,) = cover_with_boxes(factors, hidden)
    assert set(found.box) == {"x0", "x1", "kind"}
    assert found.box["x0"].high == pytest.approx(0.4, abs=0.05)
    assert found.box["x1"].low == pytest.approx(0.5, abs=0.05)
    assert found.box["kind"] == CategorySubset(("b", "c"))
    assert found.quality.density > 0.85
    assert found.quality.coverage > 0.5
    assert max(found.quasi_p_values.values()) < 1e-6


def test_a_box_is_bounded_only_where_it_excludes_something(factors, hidden):
    (found,) = cover_with_boxes(factors, hidden)
    assert found.box["x0"].low == factors["x0"].min()
    assert found.box["x1"].high == factors["x1"].max()


def test_each_peel_leaves_fewer_cases_and_a_denser_box(factors, hidden):
    steps = peel_boxes(factors, hidden)
    assert steps[0].quality.coverage == steps[0].quality.mass == 1.0
    for before, after in itertools.pairwise(steps):
        assert after.quality.cases < before.quality.cases
        assert after.quality.density > before.quality.density
        assert box_quality(cases_in_box(factors, after.box), hidden) == after.quality


def test_a_smallest_density_may_be_asked_for(factors, hidden):
    steps = peel_boxes(factors, hidden)
    assert select_step(steps, 0.5).quality.density >= 0.5
    assert select_step(steps, 0.5).quality.coverage > select_step(steps, 0.9).quality.coverage


def test_whole_numbers_are_peeled_one_by_one(factors):
    steps = peel_boxes(factors[["hamlets"]], (factors["hamlets"] >= 9).to_numpy())
    lows = [step.box["hamlets"].low for step in steps[1:]]
    assert lows == [3, 4, 5, 6, 7, 8, 9]


def test_two_boxes_are_found_one_after_the_other(factors):
    fails = ((factors["x0"] < 0.25) & (factors["x1"] < 0.4)) | ((factors["x2"] > 0.75) & (factors["kind"] == "a"))
    found = cover_with_boxes(factors, fails.to_numpy(), boxes=3)
    assert len(found) == 2
    assert {frozenset(one.box) for one in found} == {frozenset({"x0", "x1"}), frozenset({"x2", "kind"})}


def test_where_nothing_is_hidden_boxes_do_not_hold_up_in_cases_they_have_not_seen(factors, noise):
    found = discover_scenarios(factors, noise, ArmComparison("", ""))
    if found.boxes:
        assert found.held_out_quality.density < 1.6 * noise.mean()
    assert len(found.tree.leaves) == 1
    assert found.tree.accuracy == 0.5


def test_a_dense_box_that_does_not_hold_up_in_unseen_cases_is_none(monkeypatch):
    """In one of 25 tables of noise a box of density 0.6 is found; in cases it has not seen it is no denser than all."""
    monkeypatch.setattr(scenario_discovery, "fit_tree", lambda *_: None)
    found = []
    for number in range(25):
        luck = np.random.default_rng(number)
        cases, fails = pd.DataFrame(luck.random((200, 4)), columns=list("abcd")), luck.random(200) < 0.3
        if cover_with_boxes(cases, fails, 2, 0.6):
            found.append(discover_scenarios(cases, fails, ArmComparison("", ""), BoxSearchSettings(2, 0.6)))
    assert len(found) >= 1
    assert not any(one.boxes for one in found)


def test_the_hidden_box_holds_up_in_cases_it_has_not_seen(factors, hidden):
    found = discover_scenarios(factors, hidden, ArmComparison("", ""), BoxSearchSettings(max_boxes=1))
    assert found.held_out_quality.density > 0.8
    assert found.held_out_quality.coverage > 0.5


def test_a_restriction_that_chance_explains_is_dropped(factors, hidden):
    box = {
        "x0": NumericRange(0.0, 0.4),
        "x1": NumericRange(0.5, 1.0),
        "x3": NumericRange(0.02, 1.0),
        "kind": CategorySubset(("b", "c")),
    }
    assert "x3" not in refine_box(factors, hidden, box).box


def test_quasi_p_is_the_binomial_tail(factors, hidden):
    scipy_stats = pytest.importorskip("scipy.stats")
    assert binomial_tail(30, 40, 0.6) == pytest.approx(scipy_stats.binomtest(30, 40, 0.6, alternative="greater").pvalue)
    box = {"x0": NumericRange(0.0, 0.4)}
    held = cases_in_box(factors, box)
    expected = scipy_stats.binomtest(int(hidden[held].sum()), int(held.sum()), hidden.mean(), alternative="greater")
    assert quasi_p_values(factors, hidden, box)["x0"] == pytest.approx(expected.pvalue)


def test_pasting_gives_back_a_word_that_was_peeled_in_vain(factors, hidden):
    box = {"x0": NumericRange(0.0, 0.4), "x1": NumericRange(0.5, 1.0), "kind": CategorySubset(("b",))}
    found = refine_box(factors, hidden, box)
    assert found.quality.density >= box_quality(cases_in_box(factors, box), hidden).density


def test_the_box_of_everything_says_nothing(factors):
    assert drop_redundant_limits(full_box(factors), factors) == {}
    assert cases_in_box(factors, {}).all()


def test_too_few_failures_are_told_as_such(factors):
    few = np.arange(CASES) < 5
    found = discover_scenarios(factors, few, ArmComparison("", ""))
    assert (found.boxes, found.tree, found.selected_step) == ((), None, None)


def test_the_tree_finds_the_hidden_box_too(factors, hidden):
    tree = fit_tree(factors, hidden)
    assert tree.quality.density > 0.85
    assert tree.accuracy > 0.75
    assert {name for leaf in tree.leaves for name in leaf.box} == {"x0", "x1", "kind"}
    assert sum(leaf.quality.cases for leaf in tree.leaves) == CASES
    for leaf in tree.leaves:
        assert box_quality(cases_in_box(factors, leaf.box), hidden) == leaf.quality


def test_scores_tell_what_matters_from_what_does_not(factors, hidden):
    table = add_significance(score_features(factors, hidden.astype(float), "failure"))
    assert set(table.loc[table["tells"], "factor"]) == {"x0", "x1", "kind"}
    assert set(table["factor"].head(3)) == {"x0", "x1", "kind"}
    assert table["explained"].iloc[0] > 0.4


def test_scores_of_noise_explain_nothing_and_no_factor_tells(factors, noise):
    table = add_significance(score_features(factors, noise.astype(float), "noise"))
    assert table["explained"].iloc[0] < 0.05
    assert not table["tells"].any()


def small_analysis(number, signal=0.0, outcomes=2):
    """Scores of outcomes that are noise, but for what the first factor and the kind do together."""
    luck = np.random.default_rng(number)
    cases = pd.DataFrame(luck.random((80, 4)), columns=list("abcd")).assign(kind=luck.choice(list("xyz"), 80))
    values = signal * cases["a"].to_numpy() * (cases["kind"] == "x").to_numpy()
    tables = [score_features(cases, values + luck.standard_normal(80), f"o{place}") for place in range(outcomes)]
    return add_significance(pd.concat(tables, ignore_index=True))


@pytest.fixture
def few_trees(monkeypatch):
    monkeypatch.setattr(feature_scores, "TREE_COUNT", 24)
    monkeypatch.setattr(feature_scores, "SPLITS", 5)


@pytest.mark.usefixtures("few_trees")
def test_in_pure_noise_hardly_any_analysis_finds_something():
    found = [small_analysis(number)["tells"].any() for number in range(12)]
    assert sum(found) <= 1


@pytest.mark.usefixtures("few_trees")
def test_what_is_there_is_found_in_every_analysis():
    for number in range(3):
        table = small_analysis(number, signal=9.0, outcomes=1)
        assert set(table.loc[table["tells"], "factor"]) == {"a", "kind"}


@pytest.mark.usefixtures("few_trees")
def test_the_same_cases_have_the_same_scores(factors, hidden):
    some = factors.head(100), hidden[:100].astype(float), "failure"
    pd.testing.assert_frame_equal(score_features(*some), score_features(*some))


def test_the_more_is_looked_at_the_more_is_asked_of_each():
    table = pd.DataFrame({"factor": list("abcd"), "outcome": "o", "p": [0.012, 0.02, 0.9, 0.013]})
    assert add_significance(table)["p"].tolist() == pytest.approx([0.048, 0.048, 0.9, 0.048])
    assert add_significance(table)["tells"].tolist() == [True, True, False, True]
    assert add_significance(pd.concat([table, table]))["tells"].sum() == 0


@pytest.mark.usefixtures("few_trees")
def test_rows_of_a_block_are_no_new_evidence():
    """Every row eight times: what an inert factor has in common with noise repeats itself in each of them."""
    luck = np.random.default_rng(1)
    cases, blocks = pd.DataFrame(luck.random((20, 2)), columns=list("ab")), np.repeat(np.arange(20), 8)
    rows, values = cases.iloc[blocks].reset_index(drop=True), luck.standard_normal(20)[blocks]
    assert score_features(rows, values, "noise")["p"].max() < 0.001
    assert score_features(rows, values, "noise", blocks)["p"].min() > 0.05


@pytest.mark.parametrize(
    ("method", "settings", "size"),
    [("sobol", {"second_order": False}, 5), ("sobol", {"second_order": True}, 8), ("morris", {}, 4),
     ("latin_hypercube", {}, 1)],
)  # fmt: skip
def test_blocks_are_those_of_the_design(method, settings, size):
    design = SimpleNamespace(factors=["a", "b", "c"], method=method, settings=settings)
    assert design_blocks(design, 40).tolist() == [row // size for row in range(40)]


def test_a_category_is_one_column_for_each_word(factors):
    columns = list(one_hot_encode(factors).columns)
    assert ("kind", "a") in columns
    assert ("x0", "") in columns
    assert len(columns) == 5 + 4


def test_the_order_of_cases_changes_nothing(factors, hidden):
    order = np.random.default_rng(4).permutation(CASES)
    shuffled = cover_with_boxes(factors.iloc[order].reset_index(drop=True), hidden[order])
    assert [one.box for one in shuffled] == [one.box for one in cover_with_boxes(factors, hidden)]

"""Plans keep to their hours, the search can be stopped and goes on, and what is found is judged again."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simkomunitas.analysis.evolutionary_search import GenerationStore, SearchSettings, pareto_front, run_generations
from simkomunitas.analysis.optimization_search import GIVEN, OptimizationResult
from simkomunitas.analysis.plan_encoder import (
    DecisionSpace,
    hours_per_facilitator,
    round_to_share_units,
    total_programme_hours,
)
from simkomunitas.analysis.plan_evaluation import (
    EvaluationSettings,
    Objective,
    build_front_table,
    plan_scores,
    select_highlighted_plans,
)
from simkomunitas.analysis.posterior_draws import read_posterior_draws
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.scenario_definition import Scenario, scenario_id
from simkomunitas.model.vocabulary import STAGES
from simkomunitas.reports.plan_descriptions import describe_optimization

HOURS = 4992.0
LEVERS = DecisionSpace(
    total_hours=HOURS,
    strategies=("community_education", "local_resources", "network_alliance"),
    vary_by_stage=True,
    targeting=("random", "central"),
    exit_rules=tuple(exit_rules),
    weeks=(78, 260),
    taper_weeks=(13, 104),
)
places = arrays(np.float64, LEVERS.dimension_count, elements=st.floats(0, 1))


@given(places)
def test_every_plan_spends_the_hours_and_no_more(place):
    plan = LEVERS.decode_plan(place)
    scenario = LEVERS.apply_plan(Scenario(), plan)
    facilitation = scenario.programme.facilitation
    tapers = exit_rules[plan.exit_rule].outlook.is_tapering
    spent = sum(
        facilitation.number * facilitation.hours * (min(1.0, (plan.weeks - week) / plan.taper_weeks) if tapers else 1.0)
        for week in range(plan.weeks)
    )
    assert spent == pytest.approx(HOURS) or (facilitation.hours == 60 and spent < HOURS)
    assert total_programme_hours(scenario) == pytest.approx(spent)
    assert facilitation.hours <= 60
    assert scenario.horizon.programme_weeks == plan.weeks
    assert LEVERS.weeks[0] <= plan.weeks <= LEVERS.weeks[1]


def test_a_programme_that_spends_other_hours_than_the_plans_is_told_apart():
    given_twice = LEVERS._replace(total_hours=2 * HOURS).apply_plan(
        Scenario(), LEVERS.decode_plan(np.zeros(LEVERS.dimension_count))
    )
    front = pd.DataFrame(columns=["plan", "on_front", "in_search", "column", "better", "judged"])
    found = OptimizationResult({}, {GIVEN: given_twice}, front, front, (GIVEN,), 0, HOURS)
    assert any("9,360 hours and these plans 4,992" in words for words in describe_optimization(found))
    assert not any(
        "hours" in words
        for words in describe_optimization(found._replace(total_hours=total_programme_hours(given_twice)))
    )


@given(places)
def test_shares_of_every_stage_sum_to_one(place):
    plan = LEVERS.decode_plan(place)
    assert len(plan.shares) == len(STAGES)
    for row in plan.shares:
        assert math.fsum(share for _, share in row) == pytest.approx(1)
        assert all(share > 0 for _, share in row)
        assert [name for name, _ in row] == sorted(name for name, _ in row)


@given(arrays(np.float64, 5, elements=st.floats(0, 1)))
def test_shares_are_whole_twentieths(row):
    parts = round_to_share_units(row)
    assert sum(parts) == 20
    assert min(parts) >= 0


def test_all_hours_may_go_to_one_strategy():
    assert round_to_share_units(np.array([0.0, 1.0, 0.0])) == [0, 20, 0]


def test_every_choice_can_be_reached():
    corner = [LEVERS.decode_plan(np.full(LEVERS.dimension_count, end)) for end in (0.0, 1.0)]
    assert {plan.targeting for plan in corner} == {"random", "central"}
    assert {plan.weeks for plan in corner} == {78, 260}


def test_tapering_begins_with_more_hours_a_week():
    sudden, slow = (
        LEVERS.decode_plan(np.zeros(LEVERS.dimension_count))._replace(exit_rule=rule)
        for rule in ("fixed_week", "tapering")
    )
    assert hours_per_facilitator(HOURS / 2, slow) > hours_per_facilitator(HOURS / 2, sudden)


def test_hours_that_cannot_be_worked_are_known_beforehand():
    assert LEVERS._replace(total_hours=10_000).is_programme_too_short(1)
    assert not LEVERS.is_programme_too_short(2)


# The search


def sphere(points):
    """Three things to be maximized, known as DTLZ2 (Deb et al. 2002): the front is an eighth of a sphere."""
    far = 1 + ((points[:, 2:] - 0.5) ** 2).sum(axis=1)
    one, two = points[:, 0] * np.pi / 2, points[:, 1] * np.pi / 2
    return -np.stack([far * np.cos(one) * np.cos(two), far * np.cos(one) * np.sin(two), far * np.sin(one)], axis=1)


EFFORT = SearchSettings(population_size=36, generation_count=12, seed=1)


def put(path, content):
    path.write_bytes(content)


def lived(folder, evaluate, effort=EFFORT, settings=None):
    return list(run_generations(6, 3, effort, evaluate, GenerationStore(folder, settings or {"a": 1}, put)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    pytest.importorskip("pymoo")
    folder = tmp_path_factory.mktemp("search")
    return folder, lived(folder, sphere)


def test_the_search_finds_the_front(whole):
    found = np.concatenate([generation.scores for generation in whole[1][-2:]])
    distance = np.linalg.norm(found[pareto_front(found)], axis=1)
    assert np.median(distance) < 1.1
    assert np.median(np.linalg.norm(whole[1][0].scores, axis=1)) > 1.25


def same(one, other):
    return all(
        np.array_equal(a.points, b.points) and np.array_equal(a.scores, b.scores, equal_nan=True)
        for a, b in zip(one, other, strict=True)
    )


def test_a_finished_search_is_played_again_without_a_run(whole):
    again = lived(whole[0], None)
    assert all(generation.was_stored for generation in again)
    assert same(again, whole[1])


@pytest.mark.parametrize("kept", [0, 1, 5, 11])
def test_a_stopped_search_goes_on_as_if_it_had_not_been_stopped(whole, tmp_path, kept):
    for number in range(1, kept + 1):
        name = f"generation-{number:04}.json"
        (tmp_path / name).write_bytes((whole[0] / name).read_bytes())
    again = lived(tmp_path, sphere)
    assert [generation.was_stored for generation in again] == [number < kept for number in range(12)]
    assert same(again, whole[1])


@pytest.mark.parametrize("cut", [0, 1, 50, -2])
def test_a_generation_that_was_cut_is_refused_by_name(whole, tmp_path, cut):
    for path in whole[0].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "generation-0004.json"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError, match=r"generation-0004\.json.*remove it"):
        lived(tmp_path, None)


def test_a_generation_whose_numbers_were_changed_is_refused(whole, tmp_path):
    path = tmp_path / "generation-0001.json"
    body = json.loads((whole[0] / path.name).read_bytes())
    body["generation"]["worth"][0][0] += 1e-9
    path.write_text(json.dumps(body))
    with pytest.raises(InputError, match="damaged"):
        lived(tmp_path, None)


def test_the_generations_of_another_search_are_refused(whole, tmp_path):
    (tmp_path / "generation-0001.json").write_bytes((whole[0] / "generation-0001.json").read_bytes())
    with pytest.raises(InputError, match="another search"):
        lived(tmp_path, None, settings={"a": 2})
    with pytest.raises(InputError, match="other places"):
        lived(tmp_path, None, effort=EFFORT._replace(seed=2))


def test_plans_of_which_nothing_can_be_said_never_reach_the_front(tmp_path):
    pytest.importorskip("pymoo")

    def half_known(points):
        values = sphere(points)
        values[points[:, 0] < 0.5] = np.nan
        return values

    found = lived(tmp_path, half_known)
    assert same(lived(tmp_path, None), found)
    last = found[-1]
    assert not np.isnan(last.scores[pareto_front(last.scores)]).any()
    assert np.isnan(last.scores).any(axis=1).mean() < 0.3


def test_a_single_aim_is_searched_for_too(tmp_path):
    pytest.importorskip("pymoo")
    store = GenerationStore(tmp_path, {}, put)

    def near(points):
        return -((points - 0.3) ** 2).sum(axis=1, keepdims=True)

    found = list(run_generations(3, 1, SearchSettings(20, 15, 1), near, store))
    assert found[-1].scores.max() > -0.01


# Judging

AIMS = (Objective("participation@year_3", maximize=True), Objective("need@year_3", maximize=False))
JUDGING = EvaluationSettings(seeds=(1, 2, 3, 4), parameter_draws=((),), quantile=None)


def test_more_is_better_whichever_way_an_outcome_points():
    values = np.array([[[0.1, 5.0]] * 4, [[0.2, 3.0]] * 4])
    assert plan_scores(values, AIMS, JUDGING)[1] == pytest.approx([0.2, -3.0])
    assert pareto_front(plan_scores(values, AIMS, JUDGING)) == [1]


def test_an_undefined_run_is_left_out_and_a_plan_without_any_is_no_plan():
    values = np.array([[[0.1, 1.0], [np.nan, 1.0], [0.3, 1.0], [np.nan, 1.0]], [[np.nan, 1.0]] * 4])
    found = plan_scores(values, AIMS, JUDGING)
    assert found[0, 0] == pytest.approx(0.2)
    assert np.isnan(found[1, 0])
    assert pareto_front(found) == [0]


def test_draws_take_turns_and_a_quantile_looks_at_the_bad_side():
    draws = ((("turnout.coefficient_norm", 0.1),), (("turnout.coefficient_norm", 0.9),))
    judging = EvaluationSettings(seeds=(1, 2, 3, 4), parameter_draws=draws, quantile=0.0)
    assert [scenario.parameters.turnout.coefficient_norm for scenario, _ in judging.list_runs(Scenario())] == [
        0.1,
        0.9,
        0.1,
        0.9,
    ]
    values = np.array([[[0.1, 1.0], [0.5, 2.0], [0.3, 1.0], [0.7, 2.0]]])
    assert plan_scores(values, AIMS, judging)[0] == pytest.approx([0.2, -2.0])
    assert plan_scores(values, AIMS, judging._replace(quantile=None))[0] == pytest.approx([0.4, -1.5])


def test_what_was_found_is_judged_against_a_plan_under_the_same_fresh_seeds():
    luck = np.random.default_rng(1).standard_normal((1, 4, 1))
    values = np.array([[[0.3, 2.0]], [[0.2, 1.0]], [[0.25, 3.0]]]) + luck
    searched = np.array([[0.9, -1.0], [0.3, -0.5], [np.nan, np.nan]])
    table = build_front_table(["a", "b", "base"], values, searched, (AIMS, JUDGING), "base")
    first = table[(table["plan"] == "a") & (table["column"] == "participation@year_3")].iloc[0]
    assert first["gain"] == pytest.approx(0.05)
    assert first["gain_high"] - first["gain_low"] < 1e-9
    assert first["in_search"] == 0.9
    assert set(table.loc[table["on_front"], "plan"]) == {"a", "b"}


def test_the_compromise_falls_short_least():
    columns = [principle.column for principle in AIMS]
    values = {"a": (1.0, 0.0), "b": (0.0, 1.0), "c": (0.7, 0.7), "beaten": (0.1, 0.1)}
    rows = [
        {"plan": plan, "column": column, "better": "more", "judged": value, "on_front": plan != "beaten"}
        for plan, found in values.items()
        for column, value in zip(columns, found, strict=True)
    ]
    assert select_highlighted_plans(pd.DataFrame(rows)) == {
        "c": "compromise", "a": f"best in {columns[0]}", "b": f"best in {columns[1]}",
    }  # fmt: skip


# Draws from a posterior


def draws_of(table, tmp_path, count=3):
    path, faults = tmp_path / "posterior.parquet", []
    table.to_parquet(path)
    found = read_posterior_draws(
        path, ConfigNode("posterior.parquet", "a.yaml:3", "posterior", tmp_path), count, faults
    )
    return found, [str(fault) for fault in faults]


def test_draws_are_spread_through_the_file_and_fresh_ones_are_others(tmp_path):
    table = pd.DataFrame({"turnout.coefficient_norm": np.linspace(0, 1, 60)})
    (first, second), faults = draws_of(table, tmp_path)
    assert not faults
    assert [round(draw[0][1] * 59) for draw in first] == [10, 30, 50]
    assert not set(first) & set(second)
    assert draws_of(table, tmp_path)[0] == (first, second)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"turnout.coefficient_nrom": [0.1] * 9}), "did you mean 'turnout.coefficient_norm'"),
        (pd.DataFrame({"turnout.coefficient_norm": [-1e9] * 9}), "a number from 0 to 6 (log-odds) in every row"),
        (pd.DataFrame({"turnout.coefficient_norm": [np.nan] * 9}), "a number from 0 to 6 (log-odds) in every row"),
        (pd.DataFrame({"turnout.coefficient_norm": ["a"] * 9}), "columns of numbers"),
        (pd.DataFrame({"turnout.coefficient_norm": [0.1]}), "at least 3 rows"),
    ],
)
def test_a_posterior_that_is_none_is_refused(table, message, tmp_path):
    _, faults = draws_of(table, tmp_path)
    assert any(message in fault for fault in faults)


def test_a_file_that_is_no_table_is_refused(tmp_path):
    path, faults = tmp_path / "posterior.parquet", []
    path.write_text("no table")
    read_posterior_draws(path, ConfigNode("x", "a.yaml:3", "posterior", tmp_path), 3, faults)
    assert "a Parquet file" in str(faults[0])


def test_a_draw_makes_another_scenario():
    scenario = next(
        iter(EvaluationSettings((1,), ((("turnout.coefficient_norm", 0.123),),), None).list_runs(Scenario()))
    )[0]
    assert scenario_id(scenario) != scenario_id(Scenario())
    assert scenario.parameters._replace(turnout=Parameters().turnout) == Parameters()

"""Plans keep to their hours, the search can be stopped and goes on, and what is found is judged again."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simkomunitas.analysis.best_use import GIVEN, Found
from simkomunitas.analysis.judging import Judging, Principle, front_table, told_apart, worth
from simkomunitas.analysis.levers import Levers, hours_of, twentieths, weekly_hours
from simkomunitas.analysis.posterior import read_draws
from simkomunitas.analysis.search import Effort, GenerationStore, best, generations
from simkomunitas.exits import exit_rules
from simkomunitas.ground.faults import InputError
from simkomunitas.pages.plans import best_use_words
from simkomunitas.rules.parameters import Parameters
from simkomunitas.study.nodes import Node
from simkomunitas.study.scenario import Scenario, scenario_id
from simkomunitas.world.programme import STAGES

HOURS = 4992.0
LEVERS = Levers(
    hours=HOURS,
    strategies=("community_education", "local_resources", "network_alliance"),
    by_stage=True,
    targeting=("random", "central"),
    exits=tuple(exit_rules),
    weeks=(78, 260),
    taper=(13, 104),
)
places = arrays(np.float64, LEVERS.size, elements=st.floats(0, 1))


@given(places)
def test_every_plan_spends_the_hours_and_no_more(place):
    plan = LEVERS.plan(place)
    scenario = LEVERS.scenario(Scenario(), plan)
    facilitation = scenario.programme.facilitation
    tapers = exit_rules[plan.exit_rule].outlook.tapers
    spent = sum(
        facilitation.number * facilitation.hours * (min(1.0, (plan.weeks - week) / plan.taper) if tapers else 1.0)
        for week in range(plan.weeks)
    )
    assert spent == pytest.approx(HOURS) or (facilitation.hours == 60 and spent < HOURS)
    assert hours_of(scenario) == pytest.approx(spent)
    assert facilitation.hours <= 60
    assert scenario.horizon.programme_weeks == plan.weeks
    assert LEVERS.weeks[0] <= plan.weeks <= LEVERS.weeks[1]


def test_a_programme_that_spends_other_hours_than_the_plans_is_told_apart():
    given_twice = LEVERS._replace(hours=2 * HOURS).scenario(Scenario(), LEVERS.plan(np.zeros(LEVERS.size)))
    front = pd.DataFrame(columns=["plan", "on_front", "in_search", "column", "better", "judged"])
    found = Found({}, {GIVEN: given_twice}, front, front, (GIVEN,), 0, HOURS)
    assert any("9,360 hours and these plans 4,992" in words for words in best_use_words(found))
    assert not any("hours" in words for words in best_use_words(found._replace(hours=hours_of(given_twice))))


@given(places)
def test_shares_of_every_stage_sum_to_one(place):
    plan = LEVERS.plan(place)
    assert len(plan.shares) == len(STAGES)
    for row in plan.shares:
        assert math.fsum(share for _, share in row) == pytest.approx(1)
        assert all(share > 0 for _, share in row)
        assert [name for name, _ in row] == sorted(name for name, _ in row)


@given(arrays(np.float64, 5, elements=st.floats(0, 1)))
def test_shares_are_whole_twentieths(row):
    parts = twentieths(row)
    assert sum(parts) == 20
    assert min(parts) >= 0


def test_all_hours_may_go_to_one_strategy():
    assert twentieths(np.array([0.0, 1.0, 0.0])) == [0, 20, 0]


def test_every_choice_can_be_reached():
    corner = [LEVERS.plan(np.full(LEVERS.size, end)) for end in (0.0, 1.0)]
    assert {plan.targeting for plan in corner} == {"random", "central"}
    assert {plan.weeks for plan in corner} == {78, 260}


def test_tapering_begins_with_more_hours_a_week():
    sudden, slow = (LEVERS.plan(np.zeros(LEVERS.size))._replace(exit_rule=rule) for rule in ("fixed_week", "tapering"))
    assert weekly_hours(HOURS / 2, slow) > weekly_hours(HOURS / 2, sudden)


def test_hours_that_cannot_be_worked_are_known_beforehand():
    assert LEVERS._replace(hours=10_000).too_short(1)
    assert not LEVERS.too_short(2)


# The search


def sphere(points):
    """Three things to be maximized, known as DTLZ2 (Deb et al. 2002): the front is an eighth of a sphere."""
    far = 1 + ((points[:, 2:] - 0.5) ** 2).sum(axis=1)
    one, two = points[:, 0] * np.pi / 2, points[:, 1] * np.pi / 2
    return -np.stack([far * np.cos(one) * np.cos(two), far * np.cos(one) * np.sin(two), far * np.sin(one)], axis=1)


EFFORT = Effort(population=36, generations=12, seed=1)


def put(path, content):
    path.write_bytes(content)


def lived(folder, evaluate, effort=EFFORT, settings=None):
    return list(generations(6, 3, effort, evaluate, GenerationStore(folder, settings or {"a": 1}, put)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    pytest.importorskip("pymoo")
    folder = tmp_path_factory.mktemp("search")
    return folder, lived(folder, sphere)


def test_the_search_finds_the_front(whole):
    found = np.concatenate([generation.worth for generation in whole[1][-2:]])
    distance = np.linalg.norm(found[best(found)], axis=1)
    assert np.median(distance) < 1.1
    assert np.median(np.linalg.norm(whole[1][0].worth, axis=1)) > 1.25


def same(one, other):
    return all(
        np.array_equal(a.places, b.places) and np.array_equal(a.worth, b.worth, equal_nan=True)
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
    assert not np.isnan(last.worth[best(last.worth)]).any()
    assert np.isnan(last.worth).any(axis=1).mean() < 0.3


def test_a_single_aim_is_searched_for_too(tmp_path):
    pytest.importorskip("pymoo")
    store = GenerationStore(tmp_path, {}, put)

    def near(points):
        return -((points - 0.3) ** 2).sum(axis=1, keepdims=True)

    found = list(generations(3, 1, Effort(20, 15, 1), near, store))
    assert found[-1].worth.max() > -0.01


# Judging

AIMS = (Principle("participation@year_3", more=True), Principle("need@year_3", more=False))
JUDGING = Judging(seeds=(1, 2, 3, 4), draws=((),), quantile=None)


def test_more_is_better_whichever_way_an_outcome_points():
    values = np.array([[[0.1, 5.0]] * 4, [[0.2, 3.0]] * 4])
    assert worth(values, AIMS, JUDGING)[1] == pytest.approx([0.2, -3.0])
    assert best(worth(values, AIMS, JUDGING)) == [1]


def test_an_undefined_run_is_left_out_and_a_plan_without_any_is_no_plan():
    values = np.array([[[0.1, 1.0], [np.nan, 1.0], [0.3, 1.0], [np.nan, 1.0]], [[np.nan, 1.0]] * 4])
    found = worth(values, AIMS, JUDGING)
    assert found[0, 0] == pytest.approx(0.2)
    assert np.isnan(found[1, 0])
    assert best(found) == [0]


def test_draws_take_turns_and_a_quantile_looks_at_the_bad_side():
    draws = ((("turnout.weight_norm", 0.1),), (("turnout.weight_norm", 0.9),))
    judging = Judging(seeds=(1, 2, 3, 4), draws=draws, quantile=0.0)
    assert [scenario.parameters.turnout.weight_norm for scenario, _ in judging.runs(Scenario())] == [0.1, 0.9, 0.1, 0.9]
    values = np.array([[[0.1, 1.0], [0.5, 2.0], [0.3, 1.0], [0.7, 2.0]]])
    assert worth(values, AIMS, judging)[0] == pytest.approx([0.2, -2.0])
    assert worth(values, AIMS, judging._replace(quantile=None))[0] == pytest.approx([0.4, -1.5])


def test_what_was_found_is_judged_against_a_plan_under_the_same_fresh_seeds():
    luck = np.random.default_rng(1).standard_normal((1, 4, 1))
    values = np.array([[[0.3, 2.0]], [[0.2, 1.0]], [[0.25, 3.0]]]) + luck
    searched = np.array([[0.9, -1.0], [0.3, -0.5], [np.nan, np.nan]])
    table = front_table(["a", "b", "base"], values, searched, (AIMS, JUDGING), "base")
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
    assert told_apart(pd.DataFrame(rows)) == {
        "c": "compromise", "a": f"best in {columns[0]}", "b": f"best in {columns[1]}",
    }  # fmt: skip


# Draws from a posterior


def draws_of(table, tmp_path, count=3):
    path, faults = tmp_path / "posterior.parquet", []
    table.to_parquet(path)
    found = read_draws(path, Node("posterior.parquet", "a.yaml:3", "posterior", tmp_path), count, faults)
    return found, [str(fault) for fault in faults]


def test_draws_are_spread_through_the_file_and_fresh_ones_are_others(tmp_path):
    table = pd.DataFrame({"turnout.weight_norm": np.linspace(0, 1, 60)})
    (first, second), faults = draws_of(table, tmp_path)
    assert not faults
    assert [round(draw[0][1] * 59) for draw in first] == [10, 30, 50]
    assert not set(first) & set(second)
    assert draws_of(table, tmp_path)[0] == (first, second)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pd.DataFrame({"turnout.weight_nrom": [0.1] * 9}), "did you mean 'turnout.weight_norm'"),
        (pd.DataFrame({"turnout.weight_norm": [-1e9] * 9}), "numbers from"),
        (pd.DataFrame({"turnout.weight_norm": [np.nan] * 9}), "numbers from"),
        (pd.DataFrame({"turnout.weight_norm": ["a"] * 9}), "columns of numbers"),
        (pd.DataFrame({"turnout.weight_norm": [0.1]}), "at least 3 rows"),
    ],
)
def test_a_posterior_that_is_none_is_refused(table, message, tmp_path):
    _, faults = draws_of(table, tmp_path)
    assert any(message in fault for fault in faults)


def test_a_file_that_is_no_table_is_refused(tmp_path):
    path, faults = tmp_path / "posterior.parquet", []
    path.write_text("no table")
    read_draws(path, Node("x", "a.yaml:3", "posterior", tmp_path), 3, faults)
    assert "a Parquet file" in str(faults[0])


def test_a_draw_makes_another_scenario():
    scenario = next(iter(Judging((1,), ((("turnout.weight_norm", 0.123),),), None).runs(Scenario())))[0]
    assert scenario_id(scenario) != scenario_id(Scenario())
    assert scenario.parameters._replace(turnout=Parameters().turnout) == Parameters()

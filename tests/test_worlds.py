"""Over plausible worlds, who beats whom is a probability with an error, and what is not sure is called uncertain."""

import json
from math import erf, sqrt

import numpy as np
import pandas as pd
import pytest

from configuration_files import SCENARIO, write
from simkomunitas.base.input_errors import InputError
from simkomunitas.cli.command_line import main
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.evidence.worlds import (
    plan_uncertainty_runs,
    probability_of_superiority,
    run_uncertainty_comparison,
    superiority_table,
)
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES
from simkomunitas.reports.superiority_output import StandingLookup

VILLAGE = (
    "community: {kind: synthetic, people: {adults: 40, hamlets: 2}}\nhorizon: {programme_weeks: 60, weeks_after: 0}\n"
)
ARMS = "programme:\n  strategies: {local_resources: 1}\narms:\n  none: {programme: none}\n  local_resources: {}\n"
DRAWS = pd.DataFrame(
    {"beliefs.fading_rate": np.linspace(0.1, 0.7, 12), "turnout.coefficient_benefit": np.linspace(2, 0.5, 12)}
)


def leads(mean, between, within, worlds=100, runs=4, seed=1):
    """Leads of the first over the second, worlds by runs, with a known spread between worlds and luck within them."""
    luck = np.random.default_rng(seed)
    true = mean + between * luck.standard_normal(worlds)
    return true[:, None] + within * luck.standard_normal((worlds, runs))


def test_luck_within_worlds_does_not_pull_the_probability_towards_a_half():
    """The share of worlds in which the true lead is above 0 is found, where signs of means would come too low."""
    true = 0.5 * (1 + erf(1 / sqrt(2)))
    found = [probability_of_superiority(leads(1, 1, 3, seed=seed)).probability for seed in range(40)]
    naive = [float((leads(1, 1, 3, seed=seed).mean(axis=1) > 0).mean()) for seed in range(40)]
    assert abs(np.mean(found) - true) < 0.02
    assert np.mean(naive) < true - 0.05


def test_the_interval_holds_the_true_share_about_as_often_as_it_says():
    true = 0.5 * (1 + erf(0.3 / sqrt(2)))
    held = [
        chance.low <= true <= chance.high
        for chance in (probability_of_superiority(leads(0.3, 1, 1, seed=k)) for k in range(60))
    ]
    assert np.mean(held) > 0.85


def test_an_order_that_is_not_sure_is_called_uncertain():
    assert probability_of_superiority(leads(0, 1, 1)).rank_order == "uncertain"
    assert probability_of_superiority(leads(3, 1, 1)).rank_order == "first"
    assert probability_of_superiority(leads(-3, 1, 1)).rank_order == "second"


def test_two_that_are_the_same_are_even_and_uncertain():
    chance = probability_of_superiority(np.zeros((30, 3)))
    assert (chance.probability, chance.rank_order) == (0.5, "uncertain")


def test_a_world_with_one_run_says_nothing():
    few = np.array([[1.0, np.nan], [1.0, 2.0], [np.nan, np.nan]])
    assert probability_of_superiority(few).worlds == 1
    assert np.isnan(probability_of_superiority(few).probability)


def test_never_beaten_is_not_the_same_as_certain():
    """All of a hundred worlds agree; of plausible worlds, some in a hundred may still disagree."""
    chance = probability_of_superiority(leads(50, 1, 1))
    assert chance.probability > 0.999
    assert 0.95 < chance.low < 0.97


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worlds")
    DRAWS.to_parquet(folder / "posterior.parquet")
    return write(folder, "study.yaml", VILLAGE + ARMS), folder / "posterior.parquet"


@pytest.fixture(scope="module")
def found(study):
    return run_uncertainty_comparison(plan_uncertainty_runs(read_comparison(study[0]), study[1], 4, 2), workers=1)


def test_every_world_has_its_own_parameters_and_its_own_villages(found):
    assert len({dict(draw)["beliefs.fading_rate"] for draw in found.plan.draws}) == 4
    seeds = {int(world): sorted(set(rows)) for world, rows in found.runs.groupby("world")["seed"]}
    assert seeds == {0: [1, 2], 1: [3, 4], 2: [5, 6], 3: [7, 8]}


def test_every_pair_is_judged_by_every_principle_that_was_measured(found):
    measured = {(row.outcome, row.period) for row in found.superiority.itertuples()}
    assert {outcome for outcome, _ in measured} <= set(HEADLINE_OUTCOMES)
    assert ("participation", "programme") in measured
    assert set(zip(found.superiority["arm"], found.superiority["against"], strict=True)) == {
        ("none", "local_resources")
    }


def test_both_sides_of_a_pair_add_up_to_one(found):
    standings = StandingLookup(found.superiority)
    one = standings.find_standing("none", "local_resources", "participation", "programme").probability
    other = standings.find_standing("local_resources", "none", "participation", "programme").probability
    assert one + other == pytest.approx(1)


def test_the_number_of_processes_changes_nothing(found):
    again = run_uncertainty_comparison(found.plan, workers=2)
    pd.testing.assert_frame_equal(again.runs, found.runs)
    pd.testing.assert_frame_equal(superiority_table(again.runs), found.superiority)


def test_what_the_comparison_itself_sets_stays(study):
    comparison = read_comparison(study[0], ["parameters.beliefs.fading_rate=0.55"])
    plan = plan_uncertainty_runs(comparison, study[1], 3, 2)
    assert {key for draw in plan.draws for key, _ in draw} == {"turnout.coefficient_benefit"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"beliefs.fadin": [0.1, 0.2, 0.3]}, "did you mean 'beliefs.fading_rate'"),
        ({"beliefs.fading_rate": [0.1, 2.0, 0.3]}, "a number from 0 to 1"),
        ({"beliefs.fading_rate": ["a", "b", "c"]}, "columns of numbers"),
        ({"beliefs.fading_rate": [0.1]}, "a posterior with at least 3 rows"),
    ],
)
def test_a_file_that_is_no_posterior_is_refused(study, tmp_path, table, said):
    path = tmp_path / "wrong.parquet"
    pd.DataFrame(table).to_parquet(path)
    with pytest.raises(InputError, match=said):
        plan_uncertainty_runs(read_comparison(study[0]), path, 3, 2)


def compared(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(["compare", *map(str, words)])
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


def test_the_command_leaves_tables_and_a_figure(capsys, study, tmp_path):
    size = ("--parameter-draws", 3, "--replicates", 2, "--workers", 1)
    code, out, err = compared(capsys, study[0], "--posterior", study[1], *size, "--json", "--out", tmp_path / "out")
    assert code == 0, err
    document = json.loads(out)
    assert (document["worlds"], document["runs_in_each"]) == (3, 2)
    assert {"probability", "error", "low", "high", "order"} <= set(document["pairs"][0])
    assert (tmp_path / "out/figures/worlds.png").is_file()
    assert (tmp_path / "out/figures/worlds_id.svg").is_file()
    again = read_comparison(tmp_path / "out/scenario.yaml")
    assert dict(again.arms) == dict(read_comparison(study[0]).arms)


def test_a_posterior_that_does_not_exist_is_refused(capsys, tmp_path):
    path = write(tmp_path, "study.yaml", SCENARIO)
    code, out, err = compared(capsys, path, "--posterior", tmp_path / "nowhere.parquet")
    assert (code, out) == (2, "")
    assert "nowhere.parquet" in err
    assert compared(capsys, path, "--posterior", "a", "b")[0] == 2

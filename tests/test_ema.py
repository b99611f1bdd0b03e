"""Results go over to the EMA Workbench and its models run ours; all of it is skipped where it is not installed."""

import warnings

import numpy as np
import pandas as pd
import pytest

from simkomunitas.analysis.ema_workbench import EmaFunction, build_ema_model, ema_name, write_ema_archive
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.simulation.simulation_run import run_scenario

EXPERIMENT = """
title: small
community: {kind: synthetic, people: {adults: 40, hamlets: 2}}
programme: {strategies: {local_resources: 1}}
horizon: {programme_weeks: 20, weeks_after: 60}
arms:
  none: {programme: none}
  works: {}
vary:
  parameters.turnout.coefficient_norm: {from: 0, to: 2}
  programme.course.leaders_wanted: {from: 0, to: 4}
  programme.targeting: [random, central]
design: {method: latin_hypercube, points: 4}
replicates: 2
outcomes: [participation@programme, participation@year_1]
"""


@pytest.fixture(scope="module")
def ema():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("ema_workbench")


@pytest.fixture
def experiment(tmp_path):
    path = tmp_path / "experiment.yaml"
    path.write_text(EXPERIMENT, encoding="utf-8")
    return read_experiment(path)


@pytest.fixture
def stored():
    factors = pd.DataFrame({
        "parameters.turnout.coefficient_norm": [0.1, 0.25, 1e-7],
        "programme.course.leaders_wanted": [1, 2, 3],
        "programme.targeting": ["random", "leaders_first", "random"],
    })  # fmt: skip
    return factors, {"participation@year_3": [0.1, np.nan, 0.3], "need@year_3": [np.nan, 0.5, 0.25]}


def test_names_become_words():
    for name in ("parameters.turnout.coefficient_norm", "participation@year_3", "arms.slow farewell.horizon"):
        assert ema_name(name).isidentifier()


def test_the_workbench_reads_what_we_write(ema, stored, tmp_path):
    path = tmp_path / "results.tar.gz"
    path.write_bytes(write_ema_archive(*stored))
    experiments, outcomes = ema.load_results(str(path))
    assert list(experiments["turnout__coefficient_norm"]) == [0.1, 0.25, 1e-7]
    assert list(experiments["programme__targeting"].astype(str)) == ["random", "leaders_first", "random"]
    assert experiments["programme__course__leaders_wanted"].dtype == np.int64
    np.testing.assert_array_equal(outcomes["participation__year_3"], [0.1, np.nan, 0.3])
    np.testing.assert_array_equal(outcomes["need__year_3"], [np.nan, 0.5, 0.25])


def test_equal_results_give_equal_archives(stored):
    assert write_ema_archive(*stored) == write_ema_archive(*stored)


def test_the_experiment_is_a_model_of_the_workbench(ema, experiment):
    model = build_ema_model(experiment, seeds=2)
    assert {one.name for one in model.uncertainties} == {"turnout__coefficient_norm"}
    levers = {one.name: one for one in model.levers}
    assert set(levers) == {"programme__course__leaders_wanted", "programme__targeting", "arm"}
    assert (levers["programme__course__leaders_wanted"].lower_bound, levers["arm"].upper_bound) == (0, 1)


def test_the_workbench_runs_our_model_as_we_do(ema, experiment):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, outcomes = ema.perform_experiments(build_ema_model(experiment, seeds=2), scenarios=2, policies=2)
    row = found.iloc[3]
    trial = EmaFunction(experiment, ("participation@year_1",), (1, 2))
    values = {name: row[name] for name in ("turnout__coefficient_norm", "programme__course__leaders_wanted",
                                           "programme__targeting", "arm")}  # fmt: skip
    assert outcomes["participation__year_1"][3] == pytest.approx(trial(**values)["participation__year_1"])


def test_a_trial_is_the_mean_over_its_seeds(experiment):
    trial = EmaFunction(experiment, ("participation@programme",), (1, 2))
    values = {
        "turnout__coefficient_norm": 0.5,
        "programme__course__leaders_wanted": 2,
        "programme__targeting": "central",
    }
    found = trial(**values, arm="works")
    from simkomunitas.experiments.experiment_design import build_scenarios_at  # noqa: PLC0415

    scenario = build_scenarios_at(experiment, [0.5, 2, 1])[1]
    expected = np.mean([measure_outcomes(run_scenario(scenario, seed))["participation@programme"] for seed in (1, 2)])
    assert found == {"participation__programme": pytest.approx(expected)}


def test_a_model_without_outcomes_is_refused(ema, experiment):
    with pytest.raises(ValueError, match="no outcome"):
        build_ema_model(experiment._replace(outcomes=()))

"""What is given in Python meets the checks of a file: nothing runs on wrong values, and nobody waits without a word."""

import subprocess
import sys
import threading
from math import nan
from pathlib import Path

import numpy as np
import pytest

import simkomunitas as sk
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.argument_checks import check_scenario
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.community.village_settings import PopulationSettings
from simkomunitas.model.scenario_definition import ProgrammeChange
from simkomunitas.simulation import compile_notice

ROOT = Path(__file__).parents[1]
SMALL = sk.Scenario(SyntheticVillage(PopulationSettings(adults=30,
    hamlets=2)))._replace(horizon=sk.Scenario().horizon._replace(
    programme_weeks=8, weeks_after=4))  # fmt: skip


@pytest.fixture(scope="module")
def arms():
    return dict(read_comparison(ROOT / "configs" / "strategies.yaml").arms)


def with_parameter(scenario, **values):
    turnout = scenario.parameters.turnout._replace(**values)
    return scenario._replace(parameters=scenario.parameters._replace(turnout=turnout))


def with_programme(scenario, **parts):
    return scenario._replace(programme=scenario.programme._replace(**parts))


# Scenarios


@pytest.mark.parametrize("value", [-99, "3", nan, None, True, [1], float("inf")])
def test_a_parameter_that_no_file_may_have_is_refused_under_its_key(value):
    with pytest.raises(InputError, match=r"scenario: parameters\.turnout\.coefficient_norm: a number from 0 to 6"):
        sk.run(with_parameter(SMALL, coefficient_norm=value))


def test_every_fault_of_a_scenario_is_told_at_once(arms):
    wrong = with_parameter(arms["balanced"], coefficient_norm=nan, coefficient_time="3")
    wrong = with_programme(wrong, exit_rule="fixd_week", strategies=((("local_resource", 1.0),),) * 5)
    wrong = wrong._replace(switches=wrong.switches._replace(burnout="no"))
    with pytest.raises(InputError) as told:
        sk.run(wrong)
    said = str(told.value)
    assert "did you mean 'fixed_week'?" in said
    assert "did you mean 'local_resources'?" in said
    assert {fault.key for fault in told.value.errors} == {
        "programme.exit", "programme.strategies.local_resource", "parameters.turnout.coefficient_norm",
        "parameters.turnout.coefficient_time", "switches.burnout",
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"village": 3}, {"programme": "balanced"}, {"horizon": None}, {"parameters": {}}, {"programme_changes": [1]},
        {"programme_changes": 3},
        {"village": SyntheticVillage(network="hamlet")}, {"village": SyntheticVillage(PopulationSettings(adults=2.5))},
        {"village": SyntheticVillage(PopulationSettings(adults=3, hamlets=6))},
        {"programme_changes": (ProgrammeChange(99, None),)},
    ],
    ids=str,
)  # fmt: skip
def test_parts_of_another_kind_and_contradictions_are_refused(change):
    for door in (sk.run, sk.SimulationRun, sk.CommunityModel):
        with pytest.raises(InputError, match="scenario: "):
            door(SMALL._replace(**change), seed=1)


def test_a_comparison_names_the_arm_that_is_wrong(arms):
    study = read_comparison(ROOT / "configs" / "strategies.yaml")
    study = study._replace(arms=(study.arms[0], ("loud", with_parameter(arms["balanced"], coefficient_norm=-1))))
    with pytest.raises(InputError, match=r"arm loud: parameters\.turnout\.coefficient_norm"):
        sk.compare(study)


def test_whatever_a_file_may_say_passes(arms):
    balanced = arms["balanced"]
    nobody = with_programme(balanced, facilitation=balanced.programme.facilitation._replace(number=0))
    turns = (ProgrammeChange(20, nobody.programme), ProgrammeChange(60, None), ProgrammeChange(80, balanced.programme))
    for scenario in (
        *arms.values(),
        nobody,
        balanced._replace(programme_changes=turns),
        with_parameter(balanced, coefficient_norm=1),
    ):
        check_scenario(scenario)
    check_scenario(with_parameter(balanced, coefficient_norm=np.float32(0.5)))


# Seeds and numbers


@pytest.mark.parametrize("seed", [-1, "1", 2**70, 2**63, 1.5, nan, True, None, [1], np.array([1])], ids=repr)
def test_a_seed_that_is_no_whole_number_in_range_is_refused(seed):
    for door in (sk.run, sk.SimulationRun):
        with pytest.raises(ValueError, match="a seed is a whole number from 0 to 9223372036854775807, not "):
            door(SMALL, seed)


@pytest.mark.parametrize("seed", [3.0, np.int64(3), np.uint8(3)], ids=repr)
def test_a_whole_number_of_another_type_is_the_same_seed(seed):
    going = sk.SimulationRun(SMALL, seed)
    assert type(going.seed) is int
    assert np.array_equal(sk.run(SMALL, seed).series, sk.run(SMALL, 3).series)


@pytest.mark.parametrize("weeks", [-1, 1.5, "3", nan, True])
def test_only_whole_weeks_pass(weeks):
    going = sk.SimulationRun(SMALL, 1)
    with pytest.raises(ValueError, match="a number of weeks is a whole number of at least 0"):
        going.advance_weeks(weeks)


@pytest.mark.parametrize("jobs", [0, -1, 1.5, "2", True])
def test_a_number_of_processes_is_a_whole_number(jobs):
    study = read_comparison(ROOT / "configs" / "strategies.yaml", ["replicates=2"])
    with pytest.raises(ValueError, match="workers is a whole number of at least 1"):
        sk.compare(study, workers=jobs)


@pytest.mark.parametrize(
    ("change", "key"),
    [({"replicates": 0}, "replicates"), ({"replicates": "3"}, "replicates"), ({"first_seed": -1}, "first_seed"),
     ({"first_seed": 2**63 - 2}, "first_seed"), ({"against": "nobody"}, "against"), ({"arms": ()}, "arms"),
     ({"arms": None}, "arms"), ({"replicates": nan, "against": 3}, "against")],
)  # fmt: skip
def test_a_comparison_is_checked_as_its_file_is(change, key):
    study = read_comparison(ROOT / "configs" / "strategies.yaml", ["replicates=2"])
    with pytest.raises(InputError, match=f"comparison: {key}"):
        sk.compare(study._replace(**change))


# Waiting


def test_a_long_wait_says_what_it_waits_for_and_a_short_one_nothing(monkeypatch):
    said, heard = [], threading.Event()
    monkeypatch.setattr(compile_notice, "is_engine_compiled", lambda: False)
    monkeypatch.setattr(compile_notice, "write_notice", lambda sentence: (said.append(sentence), heard.set()))
    with compile_notice.announce_compilation():
        pass
    monkeypatch.setattr(compile_notice, "NOTICE_DELAY", 0.01)
    assert said == []
    with compile_notice.announce_compilation():
        assert heard.wait(10)
    assert said == [compile_notice.COMPILING_MESSAGE]


def test_a_first_run_in_python_says_on_standard_error_that_it_compiles(tmp_path):
    """Only the words are looked for: the process is ended as soon as they are there."""
    code = "import simkomunitas as sk; sk.run(sk.Scenario())"
    cold = {"XDG_CACHE_HOME": str(tmp_path), "PATH": ""}
    with subprocess.Popen([sys.executable, "-c", code], env=cold, stderr=subprocess.PIPE, text=True) as going:
        assert going.stderr.readline().strip() == compile_notice.COMPILING_MESSAGE
        going.kill()


def test_a_warm_engine_says_nothing():
    code = "import simkomunitas as sk; sk.run(sk.Scenario(), 2)"
    sk.run(SMALL)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (told.stdout, told.stderr) == ("", "")

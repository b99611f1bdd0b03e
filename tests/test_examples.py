"""The examples under experiments/ can be planned, and the page on experiments says nothing that is not so."""

import re
import shlex
from pathlib import Path

import pytest

from configuration_files import write
from simkomunitas.analysis.discovery_config import check_discovery_arms, read_discovery_config
from simkomunitas.analysis.optimization_config import read_optimization
from simkomunitas.analysis.sensitivity_analysis import check_sensitivity_design
from simkomunitas.cli.command_line import app
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.experiments.experiment_design import build_points
from simkomunitas.experiments.experiment_plan import build_experiment_plan
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.size_limits import experiment_size
from simkomunitas.model.scenario_definition import scenario_id
from simkomunitas.simulation.simulation_run import check_rules

EXPERIMENTS = Path(__file__).parents[1] / "experiments"
EXAMPLES = EXPERIMENTS / "examples"
QUESTIONS = {"where": "where_it_fails"}  # files that ask of an experiment
OPTIMIZED = {"best_use"}
SWEPT = {"what_matters", "where_it_fails"}
COMPARED = {"linear_turnout"}


def test_every_example_is_tried_here_and_stands_on_the_page():
    names = {path.stem for path in EXAMPLES.glob("*.yaml")}
    assert names == SWEPT | OPTIMIZED | COMPARED | set(QUESTIONS)
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"{name}.yaml" not in page] == []


@pytest.mark.parametrize("name", sorted(SWEPT))
def test_an_example_has_a_question_and_points_that_are_right(name):
    experiment = read_experiment(EXAMPLES / f"{name}.yaml")
    assert experiment.question
    assert experiment.hypothesis
    assert len({scenario_id(point.scenario) for point in build_points(experiment)}) > 50
    assert experiment_size(experiment).run_count < 5_000


@pytest.mark.parametrize("name", sorted(COMPARED))
def test_a_comparison_has_a_question_and_rules_that_can_be_lived_with(name):
    compared = read_comparison(EXAMPLES / f"{name}.yaml")
    assert compared.question
    assert {scenario.rules for _, scenario in compared.arms} > {()}
    for _, scenario in compared.arms:
        check_rules(scenario)


def test_what_matters_can_be_analysed():
    check_sensitivity_design(read_experiment(EXAMPLES / "what_matters.yaml").method.name, "")


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_asks_of_an_experiment_and_arms_that_are_there(name):
    asked = read_discovery_config(EXAMPLES / f"{name}.yaml")
    assert asked.experiment == EXAMPLES / f"{QUESTIONS[name]}.yaml"
    check_discovery_arms(asked, read_experiment(asked.experiment).arms)


@pytest.mark.parametrize("name", sorted(OPTIMIZED))
def test_an_optimization_has_principles_and_hours(name):
    asked = read_optimization(EXAMPLES / f"{name}.yaml")
    assert len(asked.objectives) == 5
    assert asked.decision_space.total_hours == 4992


def test_an_example_is_planned(tmp_path):
    planned = build_experiment_plan(read_experiment(EXAMPLES / "what_matters.yaml"), tmp_path / "out", pilot_seeds=0)
    assert planned.experiment_size.run_count == 20 * 8 * 2 * 8
    assert planned.seconds_per_run > 0
    assert list(tmp_path.iterdir()) == []


def page():
    return (EXPERIMENTS / "README.md").read_text(encoding="utf-8")


def test_the_experiment_on_the_page_can_be_read(tmp_path):
    block = re.search(r"```yaml\n(.*?)```", page(), re.DOTALL)[1]
    experiment = read_experiment(write(tmp_path, "mine.yaml", block.replace("../..", str(EXPERIMENTS.parent))))
    assert (len(build_points(experiment)), experiment.replicates) == (15, 100)


def test_the_page_names_every_study_and_every_file_that_it_names_is_there():
    folders = {path.parent.name for path in EXPERIMENTS.glob("*/README.md")}
    assert set(re.findall(r"\]\((\w+)/README\.md\)", page())) == folders
    for name in re.findall(r"`((?:configs|experiments|notebooks)/[\w./]+)`", page()):
        assert (EXPERIMENTS.parent / name).exists(), name


def test_every_command_on_the_page_is_understood(monkeypatch):
    monkeypatch.chdir(EXPERIMENTS.parent)
    calls = re.findall(r"(?m)^(?:exec )?simkomunitas (.+)$", page())
    assert len(calls) > 5
    for call in calls:
        words = shlex.split(call)
        command, *_ = app.parse_args(words, exit_on_error=False, print_error=False)
        assert command is app[words[0]].default_command

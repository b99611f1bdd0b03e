"""Kinds of files that are read above the floor of scenarios: experiments, explorations, optimizations, calibrations."""

from pathlib import Path

from pydantic import Field

from simkomunitas.analysis import asking, optimizing
from simkomunitas.evidence.calibration import plan
from simkomunitas.experiment import forms
from simkomunitas.experiment.design import build_with
from simkomunitas.experiment.reading import read_experiment
from simkomunitas.ground.faults import Fault
from simkomunitas.study.forms import Text
from simkomunitas.study.keys import section
from simkomunitas.study.kinds import Kind, import_reports


def other_kinds() -> tuple[Kind, ...]:
    """The kinds, those with the surest marks first."""
    experiment = forms.experiment()
    optimization = section(
        "Optimization",
        {
            optimizing.SECTION: (optimizing.form(), Field(description="what is searched")),
            "hypothesis": (Text, Field("", description="what is expected, written before the search")),
        },
        "A scenario whose hours are to be spent in the best way.",
    )
    only_own = set(experiment.model_fields) - {"title", "question", "replicates", "first_seed", "against"}
    return (
        Kind("exploration", frozenset({asking.MARK}), _check_exploration, asking.form()),
        Kind("optimization", frozenset({optimizing.SECTION}), _check_optimization, optimization, over_scenario=True),
        Kind("calibration", frozenset(plan.form().model_fields) - {"title", "first_seed", "vary"}, _check_calibration,
             plan.form()),
        Kind("experiment", frozenset(only_own), _check_experiment, experiment, over_scenario=True),
    )  # fmt: skip


def _check_exploration(path: Path) -> None:
    asked = asking.read_question(path)
    if asked is not None:
        asking.check_arms(asked, _arms_of(asked.experiment))


def _arms_of(path: Path) -> tuple[str, ...]:
    """The arms of an experiment, which is checked on the way."""
    _check_experiment(path)
    return read_experiment(path).arms


def _check_optimization(path: Path) -> None:
    import_reports([optimizing.read_optimization(path).base])


def _check_calibration(path: Path) -> None:
    plan.read_calibration(path)


def _check_experiment(path: Path) -> None:
    experiment = read_experiment(path)
    faults: list[Fault] = []
    import_reports(build_with(experiment.base, experiment.arms, {}, faults))

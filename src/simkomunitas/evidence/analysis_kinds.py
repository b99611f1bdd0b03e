"""Kinds of files that are read above the floor of scenarios: experiments, explorations, optimizations, calibrations."""

from pathlib import Path

from pydantic import Field

from simkomunitas.analysis import discovery_config as asking
from simkomunitas.analysis import optimization_config as optimizing
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.forms import Text
from simkomunitas.config.keys import section
from simkomunitas.config.kinds import Kind, import_reports
from simkomunitas.evidence.calibration import calibration_config as plan
from simkomunitas.experiments import forms
from simkomunitas.experiments.design import build_with
from simkomunitas.experiments.reading import read_experiment


def analysis_file_kinds() -> tuple[Kind, ...]:
    """The kinds, those with the surest marks first."""
    experiment = forms.experiment()
    optimization = section(
        "Optimization",
        {
            optimizing.SECTION: (optimizing.optimization_schema(), Field(description="what is searched")),
            "hypothesis": (Text, Field("", description="what is expected, written before the search")),
        },
        "A scenario whose hours are to be spent in the best way.",
    )
    only_own = set(experiment.model_fields) - {"title", "question", "replicates", "first_seed", "against"}
    return (
        Kind("exploration", frozenset({asking.KIND_KEY}), _check_discovery_file, asking.discovery_schema()),
        Kind("optimization", frozenset({optimizing.SECTION}), _check_optimization_file, optimization,
            over_scenario=True),
        Kind("calibration", frozenset(plan.calibration_schema().model_fields) - {"title", "first_seed", "vary"},
            _check_calibration_file,
             plan.calibration_schema()),
        Kind("experiment", frozenset(only_own), _check_experiment_file, experiment, over_scenario=True),
    )  # fmt: skip


def _check_discovery_file(path: Path) -> None:
    asked = asking.read_discovery_config(path)
    if asked is not None:
        asking.check_discovery_arms(asked, _experiment_arms(asked.experiment))


def _experiment_arms(path: Path) -> tuple[str, ...]:
    """The arms of an experiment, which is checked on the way."""
    _check_experiment_file(path)
    return read_experiment(path).arms


def _check_optimization_file(path: Path) -> None:
    import_reports([optimizing.read_optimization(path).base])


def _check_calibration_file(path: Path) -> None:
    plan.read_calibration_config(path)


def _check_experiment_file(path: Path) -> None:
    experiment = read_experiment(path)
    faults: list[ErrorDetail] = []
    import_reports(build_with(experiment.base, experiment.arms, {}, faults))

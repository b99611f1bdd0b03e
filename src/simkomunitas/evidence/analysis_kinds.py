"""Kinds of files that are read above the floor of scenarios: experiments, explorations, optimizations, calibrations."""

from pathlib import Path

from pydantic import Field

from simkomunitas.analysis import discovery_config, optimization_config
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_file_kinds import ConfigFileKind, read_import_reports
from simkomunitas.config.config_schemas import LongText
from simkomunitas.config.key_types import build_section_model
from simkomunitas.evidence.calibration import calibration_config
from simkomunitas.experiments import experiment_schemas
from simkomunitas.experiments.experiment_design import build_scenarios_with_overrides
from simkomunitas.experiments.experiment_reader import read_experiment


def analysis_file_kinds() -> tuple[ConfigFileKind, ...]:
    """The kinds, those with the surest marks first."""
    experiment = experiment_schemas.experiment_schema()
    optimization = build_section_model(
        "Optimization",
        {
            optimization_config.SECTION: (
                optimization_config.optimization_schema(),
                Field(description="what is searched"),
            ),
            "hypothesis": (LongText, Field("", description="what is expected, written before the search")),
        },
        "A scenario whose hours are to be spent in the best way.",
    )
    only_own = set(experiment.model_fields) - {"title", "question", "replicates", "first_seed", "against"}
    discovery, calibration = discovery_config.discovery_schema(), calibration_config.calibration_schema()
    calibration_only = frozenset(calibration.model_fields) - {"title", "first_seed", "vary"}
    optimization_only = frozenset({optimization_config.SECTION})
    return (
        ConfigFileKind("exploration", frozenset({discovery_config.KIND_KEY}), _check_discovery_file, discovery),
        ConfigFileKind(
            "optimization", optimization_only, _check_optimization_file, optimization, extends_scenario=True
        ),
        ConfigFileKind("calibration", calibration_only, _check_calibration_file, calibration),
        ConfigFileKind("experiment", frozenset(only_own), _check_experiment_file, experiment, extends_scenario=True),
    )


def _check_discovery_file(path: Path) -> None:
    asked = discovery_config.read_discovery_config(path)
    if asked is not None:
        discovery_config.check_discovery_arms(asked, _experiment_arms(asked.experiment))


def _experiment_arms(path: Path) -> tuple[str, ...]:
    """The arms of an experiment, which is checked on the way."""
    _check_experiment_file(path)
    return read_experiment(path).arms


def _check_optimization_file(path: Path) -> None:
    read_import_reports([optimization_config.read_optimization(path).base])


def _check_calibration_file(path: Path) -> None:
    calibration_config.read_calibration_config(path)


def _check_experiment_file(path: Path) -> None:
    experiment = read_experiment(path)
    errors: list[ErrorDetail] = []
    read_import_reports(build_scenarios_with_overrides(experiment.base_node, experiment.arms, {}, errors))

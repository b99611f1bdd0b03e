"""Kinds of files that are read above the floor of scenarios: experiments, explorations, optimizations, calibrations."""

from pathlib import Path

from simkomunitas.analysis import discovery_config, optimization_config
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_fields import list_fields
from simkomunitas.config.config_file_kinds import ConfigFileKind, read_import_reports
from simkomunitas.config.scenario_builder import HEADER_KEYS
from simkomunitas.evidence.calibration import calibration_config
from simkomunitas.evidence.calibration.calibration_config import CalibrationSettings
from simkomunitas.experiments.experiment_design import build_scenarios_with_overrides
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_schemas import EXPERIMENT_KEYS, ExperimentSettings


def analysis_file_kinds() -> tuple[ConfigFileKind, ...]:
    """The kinds, those with the surest marks first."""
    discovery = frozenset({discovery_config.KIND_KEY})
    optimization = frozenset({optimization_config.SECTION})
    calibration = frozenset(list_fields(CalibrationSettings)) - {"title", "first_seed", "vary"}
    experiment = frozenset(EXPERIMENT_KEYS) - HEADER_KEYS
    return (
        ConfigFileKind("exploration", discovery, _check_discovery_file, discovery_config.DiscoveryConfig),
        ConfigFileKind(
            "optimization",
            optimization,
            _check_optimization_file,
            optimization_config.OptimizationFile,
            extends_scenario=True,
        ),
        ConfigFileKind("calibration", calibration, _check_calibration_file, CalibrationSettings),
        ConfigFileKind("experiment", experiment, _check_experiment_file, ExperimentSettings, extends_scenario=True),
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

"""Simulated communities: how organizing strategies change who takes part, and what is left afterwards.

>>> import simkomunitas as sk
>>> list(sk.strategies.strategies)
['community_education', 'economic_empowerment', 'local_resources', 'network_alliance', 'policy_advocacy']
"""

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simkomunitas.config.config_reader import read_comparison, read_scenario
    from simkomunitas.experiments.experiment_reader import read_experiment
    from simkomunitas.experiments.experiment_sweep import sweep
    from simkomunitas.experiments.sweep_results import (
        load_failures,
        load_points,
        load_runs,
        load_weekly_series,
        load_xarray_dataset,
        read_sweep_design,
    )
    from simkomunitas.mesa_interface.community_model import CommunityModel
    from simkomunitas.model.outcomes import measure_outcomes
    from simkomunitas.model.programme.strategies import Situation, Strategy
    from simkomunitas.model.rules.parameters import Parameters, Switches
    from simkomunitas.model.scenario_definition import Comparison, Programme, Scenario
    from simkomunitas.results.record_tables import (
        decision_terms_table,
        events_table,
        residents_table,
        weekly_series_table,
    )
    from simkomunitas.results.scenario_comparison import compare
    from simkomunitas.simulation.simulation_run import SimulationRun, run

# Each name of the front door, and the room it comes from; rooms are entered only when somebody asks for them.
ROOMS = {
    "CommunityModel": "mesa_interface.community_model",
    "Comparison": "model.scenario_definition",
    "Parameters": "model.rules.parameters",
    "Programme": "model.scenario_definition",
    "Scenario": "model.scenario_definition",
    "SimulationRun": "simulation.simulation_run",
    "Situation": "model.programme.strategies",
    "Strategy": "model.programme.strategies",
    "Switches": "model.rules.parameters",
    "compare": "results.scenario_comparison",
    "decision_terms_table": "results.record_tables",
    "events_table": "results.record_tables",
    "load_failures": "experiments.sweep_results",
    "load_points": "experiments.sweep_results",
    "load_runs": "experiments.sweep_results",
    "load_weekly_series": "experiments.sweep_results",
    "load_xarray_dataset": "experiments.sweep_results",
    "measure_outcomes": "model.outcomes",
    "read_comparison": "config.config_reader",
    "read_experiment": "experiments.experiment_reader",
    "read_scenario": "config.config_reader",
    "read_sweep_design": "experiments.sweep_results",
    "residents_table": "results.record_tables",
    "run": "simulation.simulation_run",
    "sweep": "experiments.experiment_sweep",
    "weekly_series_table": "results.record_tables",
}

SUBJECTS = {  # packages that can be named without an import
    "exit_rules": "model.programme.exit_rules",
    "organizing_models": "model.programme.organizing_models",
    "outcomes": "model.outcomes",
    "strategies": "model.programme.strategies",
    "targeting": "model.programme.targeting",
}

__version__ = version("simkomunitas")
__all__ = [
    "CommunityModel",
    "Comparison",
    "Parameters",
    "Programme",
    "Scenario",
    "SimulationRun",
    "Situation",
    "Strategy",
    "Switches",
    "__version__",
    "compare",
    "decision_terms_table",
    "events_table",
    "load_failures",
    "load_points",
    "load_runs",
    "load_weekly_series",
    "load_xarray_dataset",
    "measure_outcomes",
    "read_comparison",
    "read_experiment",
    "read_scenario",
    "read_sweep_design",
    "residents_table",
    "run",
    "sweep",
    "weekly_series_table",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    """Fetch a name from its room at the first use, so that ``import simkomunitas`` stays quick."""
    if name in SUBJECTS:
        return importlib.import_module(f"{__name__}.{SUBJECTS[name]}")
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{ROOMS[name]}"), name)


def __dir__() -> list[str]:
    """The names of the front door."""
    return sorted([*__all__, *SUBJECTS])

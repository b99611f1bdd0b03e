"""Simulated communities: how organizing strategies change who takes part, and what is left afterwards.

>>> import simkomunitas as sk
>>> list(sk.strategies.strategies)
['community_education', 'economic_empowerment', 'local_resources', 'network_alliance', 'policy_advocacy']
"""

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simkomunitas.config.reading import read_comparison, read_scenario
    from simkomunitas.experiments.reading import read_experiment
    from simkomunitas.experiments.results import (
        load_failures,
        load_points,
        load_results,
        load_weekly,
        read_design,
        to_xarray,
    )
    from simkomunitas.experiments.sweep import sweep
    from simkomunitas.mesa_interface.community_model import CommunityModel
    from simkomunitas.model.outcomes import measure_outcomes
    from simkomunitas.model.programme.strategies import Situation, Strategy
    from simkomunitas.model.rules.parameters import Parameters, Switches
    from simkomunitas.model.scenario import Comparison, Programme, Scenario
    from simkomunitas.results.compare import compare
    from simkomunitas.results.frames import events_frame, reasons_frame, residents_frame, weekly_frame
    from simkomunitas.simulation.run import Run, run

# Each name of the front door, and the room it comes from; rooms are entered only when somebody asks for them.
ROOMS = {
    "Comparison": "model.scenario",
    "CommunityModel": "mesa_interface.community_model",
    "Parameters": "model.rules.parameters",
    "Programme": "model.scenario",
    "Run": "simulation.run",
    "Scenario": "model.scenario",
    "Situation": "model.programme.strategies",
    "Strategy": "model.programme.strategies",
    "Switches": "model.rules.parameters",
    "compare": "results.compare",
    "events_frame": "results.frames",
    "load_failures": "experiments.results",
    "load_points": "experiments.results",
    "load_results": "experiments.results",
    "load_weekly": "experiments.results",
    "measure_outcomes": "model.outcomes",
    "read_comparison": "config.reading",
    "read_design": "experiments.results",
    "read_experiment": "experiments.reading",
    "read_scenario": "config.reading",
    "reasons_frame": "results.frames",
    "residents_frame": "results.frames",
    "run": "simulation.run",
    "sweep": "experiments.sweep",
    "to_xarray": "experiments.results",
    "weekly_frame": "results.frames",
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
    "Run",
    "Scenario",
    "Situation",
    "Strategy",
    "Switches",
    "__version__",
    "compare",
    "events_frame",
    "load_failures",
    "load_points",
    "load_results",
    "load_weekly",
    "measure_outcomes",
    "read_comparison",
    "read_design",
    "read_experiment",
    "read_scenario",
    "reasons_frame",
    "residents_frame",
    "run",
    "sweep",
    "to_xarray",
    "weekly_frame",
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

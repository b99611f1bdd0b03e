"""Simulated communities: how organizing strategies change who takes part, and what is left afterwards.

>>> import simkomunitas as sk
>>> list(sk.strategies.strategies)
['community_education', 'economic_empowerment', 'local_resources', 'network_alliance', 'policy_advocacy']
"""

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simkomunitas.experiment.reading import read_experiment
    from simkomunitas.experiment.results import (
        load_failures,
        load_points,
        load_results,
        load_weekly,
        read_design,
        to_xarray,
    )
    from simkomunitas.experiment.sweep import sweep
    from simkomunitas.model import CommunityModel
    from simkomunitas.outcomes import results
    from simkomunitas.rules.parameters import Parameters, Switches
    from simkomunitas.strategies import Situation, Strategy
    from simkomunitas.study.compare import compare
    from simkomunitas.study.frames import events_frame, reasons_frame, residents_frame, weekly_frame
    from simkomunitas.study.reading import read_comparison, read_scenario
    from simkomunitas.study.run import Run, run
    from simkomunitas.study.scenario import Comparison, Programme, Scenario

# Each name of the front door, and the room it comes from; rooms are entered only when somebody asks for them.
ROOMS = {
    "Comparison": "study.scenario",
    "CommunityModel": "model",
    "Parameters": "rules.parameters",
    "Programme": "study.scenario",
    "Run": "study.run",
    "Scenario": "study.scenario",
    "Situation": "strategies",
    "Strategy": "strategies",
    "Switches": "rules.parameters",
    "compare": "study.compare",
    "events_frame": "study.frames",
    "load_failures": "experiment.results",
    "load_points": "experiment.results",
    "load_results": "experiment.results",
    "load_weekly": "experiment.results",
    "read_comparison": "study.reading",
    "read_design": "experiment.results",
    "read_experiment": "experiment.reading",
    "read_scenario": "study.reading",
    "reasons_frame": "study.frames",
    "residents_frame": "study.frames",
    "results": "outcomes",
    "run": "study.run",
    "sweep": "experiment.sweep",
    "to_xarray": "experiment.results",
    "weekly_frame": "study.frames",
}

SUBJECTS = ("exits", "models", "outcomes", "strategies", "targeting")  # packages that can be named without an import

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
    "read_comparison",
    "read_design",
    "read_experiment",
    "read_scenario",
    "reasons_frame",
    "residents_frame",
    "results",
    "run",
    "sweep",
    "to_xarray",
    "weekly_frame",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    """Fetch a name from its room at the first use, so that ``import simkomunitas`` stays quick."""
    if name in SUBJECTS:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{ROOMS[name]}"), name)


def __dir__() -> list[str]:
    """The names of the front door."""
    return sorted([*__all__, *SUBJECTS])

"""Simulated communities: how organizing strategies change who takes part, and what is left afterwards.

>>> import simkomunitas as sk
>>> list(sk.strategies)
['community_education', 'economic_empowerment', 'local_resources', 'network_alliance', 'policy_advocacy']
"""

import importlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simkomunitas.experiments.experiment_reader import read_experiment
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
    from simkomunitas.model.scenario_definition import Comparison
    from simkomunitas.notebook_interface.comparisons import compare
    from simkomunitas.notebook_interface.experiments import experiment, sweep
    from simkomunitas.notebook_interface.runs import run
    from simkomunitas.notebook_interface.scenarios import NotebookProgramme as Programme
    from simkomunitas.notebook_interface.scenarios import NotebookScenario as Scenario
    from simkomunitas.notebook_interface.scenarios import programme, read_comparison, read_scenario, scenario
    from simkomunitas.results.record_tables import (
        decision_terms_table,
        events_table,
        residents_table,
        weekly_series_table,
    )
    from simkomunitas.simulation.simulation_run import SimulationRun

# Each public name, and where it comes from; a room is entered only when somebody asks for one of its names.
PUBLIC_NAMES = {
    "CommunityModel": "mesa_interface.community_model:CommunityModel",
    "Comparison": "model.scenario_definition:Comparison",
    "Parameters": "model.rules.parameters:Parameters",
    "Programme": "notebook_interface.scenarios:NotebookProgramme",
    "Scenario": "notebook_interface.scenarios:NotebookScenario",
    "SimulationRun": "simulation.simulation_run:SimulationRun",
    "Situation": "model.programme.strategies:Situation",
    "Strategy": "model.programme.strategies:Strategy",
    "Switches": "model.rules.parameters:Switches",
    "compare": "notebook_interface.comparisons:compare",
    "decision_terms_table": "results.record_tables:decision_terms_table",
    "events_table": "results.record_tables:events_table",
    "experiment": "notebook_interface.experiments:experiment",
    "load_failures": "experiments.sweep_results:load_failures",
    "load_points": "experiments.sweep_results:load_points",
    "load_runs": "experiments.sweep_results:load_runs",
    "load_weekly_series": "experiments.sweep_results:load_weekly_series",
    "load_xarray_dataset": "experiments.sweep_results:load_xarray_dataset",
    "measure_outcomes": "model.outcomes:measure_outcomes",
    "programme": "notebook_interface.scenarios:programme",
    "read_comparison": "notebook_interface.scenarios:read_comparison",
    "read_experiment": "experiments.experiment_reader:read_experiment",
    "read_scenario": "notebook_interface.scenarios:read_scenario",
    "read_sweep_design": "experiments.sweep_results:read_sweep_design",
    "residents_table": "results.record_tables:residents_table",
    "run": "notebook_interface.runs:run",
    "scenario": "notebook_interface.scenarios:scenario",
    "sweep": "notebook_interface.experiments:sweep",
    "weekly_series_table": "results.record_tables:weekly_series_table",
}

SUBJECTS = {  # modules that can be named without an import, and the catalogue of each
    "exit_rules": "model.programme.exit_rules:exit_rules",
    "organizing_models": "model.programme.organizing_models:organizing_models",
    "outcomes": "model.outcomes:outcomes",
    "plot": "notebook_interface.plot",
    "strategies": "model.programme.strategies:strategies",
    "targeting": "model.programme.targeting:targeting_rules",
}

INSTEAD = {  # what somebody may write first, and what to write
    "Model": "CommunityModel",
    "Simulation": "run(scenario, seed=1)",
    "Village": 'scenario(community={"people": {"adults": 200}})',
    "batch_run": "compare or sweep",
    "from_yaml": 'scenario("file.yaml")',
    "load": 'scenario("file.yaml"), or load_runs("results/folder")',
    "parameters": 'scenario().change(**{"parameters.turnout.coefficient_norm": 3})',
    "simulate": "run(scenario, seed=1)",
    "village": 'scenario(community={"people": {"adults": 200}})',
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
    "experiment",
    "load_failures",
    "load_points",
    "load_runs",
    "load_weekly_series",
    "load_xarray_dataset",
    "measure_outcomes",
    "programme",
    "read_comparison",
    "read_experiment",
    "read_scenario",
    "read_sweep_design",
    "residents_table",
    "run",
    "scenario",
    "sweep",
    "weekly_series_table",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    """Fetch a name from its room at the first use, so that ``import simkomunitas`` stays quick."""
    path, _, attribute = {**PUBLIC_NAMES, **SUBJECTS}.get(name, "").partition(":")
    if not path:
        from simkomunitas.notebook_interface.name_hints import build_missing_name_error  # noqa: PLC0415 - seldom needed

        hints = {wrong: f"write sk.{right}" for wrong, right in INSTEAD.items()}
        raise build_missing_name_error(f"module {__name__!r}", name, __dir__(), hints)
    module = importlib.import_module(f"{__name__}.{path}")
    found: Any = getattr(module, attribute) if attribute else module
    if name in PUBLIC_NAMES or found is module:
        return found
    from simkomunitas.notebook_interface.catalogue_access import CatalogueSubject  # noqa: PLC0415 - kept from the import

    return CatalogueSubject(module, found)


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*__all__, *SUBJECTS])

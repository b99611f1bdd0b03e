"""Reading an experiment from its YAML file: everything is checked before anything is run."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.argument_checks import check_scenario
from simkomunitas.config.config_export import export_resolved
from simkomunitas.config.config_nodes import ConfigNode, UnreadableValue, merge_nodes
from simkomunitas.config.config_reader import PathLike, apply_to_arms, read_config, sort_errors
from simkomunitas.config.file_includes import resolve_includes
from simkomunitas.config.scenario_builder import DOCUMENT_KEYS, LAST_SEED
from simkomunitas.config.scenario_changes import settings_node
from simkomunitas.config.value_builder import build_fields, build_section, unknown_key_error
from simkomunitas.config.value_nodes import scenario_node
from simkomunitas.experiments.designs import designs
from simkomunitas.experiments.experiment_design import (
    DesignMethod,
    Experiment,
    Precision,
    build_scenarios_with_overrides,
)
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.experiments.experiment_schemas import EXPERIMENT_KEYS, ExperimentSettings, design_fields
from simkomunitas.experiments.experiment_targets import check_outcome_keys, read_outcome_list, read_planned_contrasts
from simkomunitas.experiments.factor_reader import read_factors
from simkomunitas.model.scenario_definition import Scenario

MAX_POINTS = 10_000_000
EXPERIMENT_LOCATION = "experiment"  # stands in errors where there is no file


def read_experiment(path: PathLike, overrides: Sequence[str] = ()) -> Experiment:
    """The experiment in a file, with ``overrides`` (``replicates=4``) laid over it; a comparison is one too.

    Whatever is wrong, in what varies as well, raises one InputError with all errors.

    >>> import simkomunitas as sk
    >>> sk.read_experiment("experiments/examples/what_matters.yaml", ["replicates=3"]).replicates
    3
    """
    return read_config(path, overrides, _build_experiment)


def define_experiment(base: Path | Scenario | Mapping[str, Scenario], settings: Mapping[str, object]) -> Experiment:
    """The experiment with a scenario, scenarios by name as its arms, or a file, and the keys that its file would have.

    Whatever is wrong, in what varies as well, raises one InputError with all errors.
    """

    def build_with_settings(node: ConfigNode, source: Path, errors: list[ErrorDetail]) -> Experiment | None:
        over = resolve_includes(settings_node(settings, EXPERIMENT_LOCATION, errors), (), errors)
        return _build_experiment(apply_to_arms(merge_nodes(node, over), over), source, errors)

    if isinstance(base, Path):
        return read_config(base, (), build_with_settings)
    errors: list[ErrorDetail] = []
    made = build_with_settings(_base_node(base), Path(EXPERIMENT_LOCATION), errors)
    if errors or made is None:
        raise InputError(sort_errors(errors))
    return made


def _base_node(base: Scenario | Mapping[str, Scenario]) -> ConfigNode:
    """The document that would describe a scenario, or scenarios as arms."""
    for name, scenario in {EXPERIMENT_LOCATION: base}.items() if isinstance(base, Scenario) else base.items():
        check_scenario(scenario, name)
    if isinstance(base, Scenario):
        return scenario_node(base)
    top = ConfigNode({}, EXPERIMENT_LOCATION, "", Path())
    arms = {name: scenario_node(arm) for name, arm in base.items()}
    return top._replace(value={"arms": top._replace(value=arms, key="arms")})


def _build_experiment(node: ConfigNode, source: Path, errors: list[ErrorDetail]) -> Experiment | None:
    """The experiment that a document describes; None, and errors, if it describes none."""
    base, own = _base_document(node, errors), node.only_keys(*EXPERIMENT_KEYS)
    said = build_section(ExperimentSettings, own, errors)
    notes: list[str] = []
    factors = read_factors(own.get_child("vary"), errors, notes)
    arms = _arm_names(base)
    scenarios = build_scenarios_with_overrides(base, arms, {}, errors)
    if scenarios:
        _check_each_level(base, arms, factors, errors)
        factors = tuple(_with_base_value(factor, scenarios[0]) for factor in factors)
    method = _read_design_method(own.get_child("design"), factors, errors)
    outcomes = read_outcome_list(own.get_child("outcomes"), errors)
    for key in (("smallest_effect",), ("sd_of_differences",), ("precision", "absolute")):
        check_outcome_keys(own.find_descendant(key), errors)
    if said is None or method is None:
        return None
    return _assemble_experiment(said, own, (arms, factors, method, outcomes), base, source, notes, errors)


def _assemble_experiment(
    said: ExperimentSettings, experiment_node: ConfigNode, run_values: tuple[Any, ...], base: ConfigNode, source: Path,
    notes: list[str], errors: list[ErrorDetail],
) -> Experiment | None:  # fmt: skip
    """The experiment from its parts, with the checks that need several of them."""
    arms, factors, method, outcomes = run_values
    contrasts = read_planned_contrasts(said, experiment_node, arms, factors, errors)
    replicates = _read_replicates(said, experiment_node, outcomes, errors)
    if errors:
        return None
    return Experiment(
        title=said.title,
        question=said.question,
        hypothesis=said.hypothesis,
        arms=arms,
        factors=factors,
        method=method,
        replicates=replicates,
        outcomes=outcomes,
        contrasts=contrasts,
        smallest_effect=said.smallest_effect,
        difference_deviations=said.sd_of_differences,
        first_seed=said.first_seed,
        keep_weekly=said.keep_weekly,
        base_node=base,
        source=source,
        notes=tuple(notes),
    )


def _base_document(node: ConfigNode, errors: list[ErrorDetail]) -> ConfigNode:
    """The document of the scenario or comparison; keys that neither it nor an experiment has are errors."""
    keys = {*EXPERIMENT_KEYS, *DOCUMENT_KEYS}
    unknown = {name: part for name, part in node.value.items() if name not in keys}
    errors.extend(unknown_key_error(name, part, keys) for name, part in unknown.items())
    return node.without_keys(*EXPERIMENT_KEYS, *unknown)


def _arm_names(base: ConfigNode) -> tuple[str, ...]:
    """The names of the arms."""
    arms = base.get_child("arms")
    return tuple(arms.value) if arms is not None and isinstance(arms.value, dict) else ()


def _check_each_level(
    base: ConfigNode, arms: Sequence[str], factors: Sequence[Factor], errors: list[ErrorDetail]
) -> None:
    """Lay every level, and both ends of every range, over the base alone; what is wrong with them is added."""
    for factor in factors:
        ends = (
            range(len(factor.levels))
            if factor.value_range is None
            else (factor.value_range.low, factor.value_range.high)
        )
        for coordinate in ends:
            found: list[ErrorDetail] = []
            build_scenarios_with_overrides(base, arms, {factor.name: factor.override_at(float(coordinate))}, found)
            # Settings may contradict each other one by one and agree together; whole points are checked later.
            errors.extend(fault for fault in found if "vary" in fault.key)


def _with_base_value(factor: Factor, scenario: Scenario) -> Factor:
    """A factor that knows its value in the base scenario, if that is a number of its range."""
    if factor.value_range is None:
        return factor
    value: Any = export_resolved(scenario)
    for name in factor.name.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    right = isinstance(value, int | float) and factor.value_range.low <= value <= factor.value_range.high
    return factor._replace(value_range=factor.value_range._replace(base_value=float(value) if right else math.nan))


def _read_design_method(
    node: ConfigNode | None, factors: Sequence[Factor], errors: list[ErrorDetail]
) -> DesignMethod | None:
    """How the points are chosen; None, and errors, if that is wrong."""
    name, told = _design_name_and_settings(node, errors)
    if name is None:
        return None
    settings = build_fields(design_fields(name), told.without_keys("method"), errors, ("method",))
    if settings is None:
        return None
    if designs[name].requires_steps:
        errors.extend(ErrorDetail(factor.node.location, f"{factor.node.key}.steps", "",
            "how many values the range is to give",
                            "for instance steps: 5") for factor in factors if factor.grid_size == 0)  # fmt: skip
    elif not factors:
        errors.append(told.build_error("something that varies"))
    count = designs[name]().count_rows(factors, settings)
    if count > MAX_POINTS:
        place = told.location or factors[0].node.location
        errors.append(ErrorDetail(place, "vary", f"{count:,} combinations", f"at most {MAX_POINTS:,} combinations"))
    return DesignMethod(name, tuple(settings.items()))


def _design_name_and_settings(node: ConfigNode | None, errors: list[ErrorDetail]) -> tuple[str | None, ConfigNode]:
    """The name of the design, and the section in which its settings stand."""
    start = node or ConfigNode("grid", "", "design", Path())
    part = start.get_child("method") if isinstance(start.value, dict) else start
    if part is None or isinstance(part.value, UnreadableValue):
        errors.extend([] if part else [start.build_error("method: the name of a design", suggest_name("", designs))])
        return None, start
    if not isinstance(part.value, str) or part.value not in designs:
        errors.append(part.build_error("a design", suggest_name(str(part.value), designs)))
        return None, start
    return part.value, start if isinstance(start.value, dict) else start._replace(value={"method": part})


def _read_replicates(
    said: ExperimentSettings, own: ConfigNode, outcomes: Sequence[str], errors: list[ErrorDetail]
) -> int | Precision:
    """How often each point is run; errors if that is wrong."""
    precise = said.precision
    replicates = None if isinstance(said.replicates, str) else said.replicates
    most = replicates or precise.most
    if replicates is None and not outcomes:
        expected = "outcomes: by which it is judged whether there are enough"
        errors.append(own.build_error_at(("replicates",), expected))
    if replicates is None and precise.least > precise.most:
        errors.append(own.build_error_at(("precision", "least"), f"at most most ({precise.most})"))
    if replicates is not None and own.get_child("precision") is not None:
        errors.append(own.build_error_at(("precision",), "replicates: auto, or no precision"))
    if said.first_seed + most > LAST_SEED:
        errors.append(own.build_error_at(("first_seed",), f"at most {LAST_SEED} together with replicates ({most})"))
    return replicates or precise

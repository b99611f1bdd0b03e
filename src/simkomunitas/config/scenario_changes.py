"""Scenarios made and changed in Python, with the keys, the checks and the refusals of a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.argument_checks import check_scenario, programme_to_mapping, scenario_node
from simkomunitas.config.config_export import export_village
from simkomunitas.config.config_nodes import ConfigNode, merge_nodes
from simkomunitas.config.config_reader import sort_errors
from simkomunitas.config.file_includes import NO_PROGRAMME_WORD, resolve_includes
from simkomunitas.config.scenario_builder import build_scenario
from simkomunitas.model.community.village_descriptions import ImportedVillage, SyntheticVillage
from simkomunitas.model.scenario_definition import Programme, Scenario


def change_scenario(scenario: Scenario, settings: Mapping[str, object]) -> Scenario:
    """The scenario with settings laid over it, each under its key of a file: ``{"horizon.weeks_after": 104}``.

    A value may be a section (``{"programme": {"exit": "tapering"}}``), a village, a programme, None for no programme,
    or the name of a YAML file.  Whatever is wrong raises one InputError, as ``--set`` does.
    """
    check_scenario(scenario)
    errors: list[ErrorDetail] = []
    over = resolve_includes(_settings_node(settings), (), errors)
    built = build_scenario(merge_nodes(scenario_node(scenario), over), errors)
    if errors or built is None:
        raise InputError(sort_errors(errors))
    return built[0]


def _settings_node(settings: Mapping[str, object]) -> ConfigNode:
    """Settings by dotted keys as one mapping; each value says by which key it was given."""
    top = ConfigNode({}, "change", "", Path())
    for key, value in settings.items():
        *above, last = key.split(".")
        parts = top.value
        for depth, name in enumerate(above, 1):
            if not isinstance(getattr(parts.get(name), "value", None), dict):
                parts[name] = ConfigNode({}, f"change {key}", ".".join(above[:depth]), Path())
            parts = parts[name].value
        parts[last] = _to_node(value, f"change {key}", key)
    return top


def _to_node(value: Any, location: str, key: str) -> ConfigNode:  # noqa: ANN401 - any value of a file, or a part of a scenario
    """A value of Python as a value of a file."""
    whole = isinstance(value, Programme | SyntheticVillage | ImportedVillage)
    if isinstance(value, Programme) or (value is None and key == "programme"):
        value = programme_to_mapping(value)
    elif isinstance(value, SyntheticVillage | ImportedVillage):
        value = export_village(value)
    elif isinstance(value, np.generic):
        value = value.item()
    elif isinstance(value, Path):
        value = value.as_posix()
    if isinstance(value, Mapping):
        value = {str(name): _to_node(part, location, f"{key}.{name}") for name, part in value.items()}
    elif isinstance(value, list | tuple):
        value = [_to_node(part, location, key) for part in value]
    return ConfigNode(value, location, key, Path(), replaces_all=whole or value == NO_PROGRAMME_WORD)

"""Scenarios made and changed in Python, with the keys, the checks and the refusals of a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.argument_checks import check_scenario
from simkomunitas.config.config_fields import list_fields
from simkomunitas.config.config_nodes import ConfigNode, merge_nodes, to_config_node
from simkomunitas.config.config_reader import sort_errors
from simkomunitas.config.file_includes import resolve_includes
from simkomunitas.config.scenario_builder import build_scenario
from simkomunitas.config.value_nodes import to_value_node
from simkomunitas.model.community.village_descriptions import ImportedVillage, SyntheticVillage
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD, Programme, Scenario


def change_scenario(scenario: Scenario, settings: Mapping[str, object]) -> Scenario:
    """The scenario with settings laid over it, each under its key of a file: ``{"horizon.weeks_after": 104}``.

    A value may be a section (``{"programme": {"exit": "tapering"}}``), a village, a programme, None for no programme,
    or the name of a YAML file.  Whatever is wrong raises one InputError, as ``--set`` does.
    """
    check_scenario(scenario)
    errors: list[ErrorDetail] = []
    base = to_value_node(Scenario, scenario, Scenario(), "", errors)
    over = resolve_includes(_settings_node(settings, errors), (), errors)
    built = build_scenario(merge_nodes(base._replace(replaces_all=False), over), errors)
    if errors or built is None:
        raise InputError(sort_errors(errors))
    return built[0]


def _settings_node(settings: Mapping[str, object], errors: list[ErrorDetail]) -> ConfigNode:
    """Settings by dotted keys as one mapping; each value says by which key it was given."""
    top = ConfigNode({}, "change", "", Path())
    for key, value in settings.items():
        *above, last = key.split(".")
        parts = top.value
        for depth, name in enumerate(above, 1):
            if not isinstance(getattr(parts.get(name), "value", None), dict):
                parts[name] = ConfigNode({}, f"change {key}", ".".join(above[:depth]), Path())
            parts = parts[name].value
        parts[last] = _setting_node(value, f"change {key}", key, errors)
    return top


def _setting_node(value: Any, location: str, key: str, errors: list[ErrorDetail]) -> ConfigNode:  # noqa: ANN401 - a value, or a part of a scenario
    """A value of Python as a value of a file; a programme or a village says all of itself."""
    if isinstance(value, Programme | SyntheticVillage | ImportedVillage):
        fields = list_fields(Scenario)
        hint = fields["programme" if isinstance(value, Programme) else "community"].hint
        return to_value_node(hint, value, None, key, errors)
    if value is None and key == "programme":
        value = NO_PROGRAMME_WORD
    return to_config_node(value, key, location)

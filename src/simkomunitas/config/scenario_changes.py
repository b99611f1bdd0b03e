"""Scenarios made and changed in Python, with the keys, the checks and the refusals of a file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.argument_checks import check_scenario
from simkomunitas.config.config_export import export_resolved
from simkomunitas.config.config_fields import list_fields
from simkomunitas.config.config_nodes import ConfigNode, merge_nodes, to_config_node
from simkomunitas.config.config_reader import COMPARISON_KEYS, sort_errors
from simkomunitas.config.file_includes import resolve_includes
from simkomunitas.config.scenario_builder import build_scenario
from simkomunitas.config.value_nodes import scenario_node, to_value_node
from simkomunitas.model.community.village_descriptions import ImportedVillage, SyntheticVillage
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD, Programme, Scenario
from simkomunitas.model.vocabulary import STAGES

CHANGE_LOCATION = "change"  # stands in errors where a file or ``--set`` would
KEY_HINTS = {
    "seed": "sk.run(scenario, seed=3)",
    "weeks": "horizon.programme_weeks and horizon.weeks_after",
    "replicates": "sk.compare(scenario, replicates=30)",
    "arms": "sk.compare({'before': one, 'after': other})",
    "village": "community",
}  # keys that one would think of, and what to write instead


def change_scenario(scenario: Scenario, settings: Mapping[str, object]) -> Scenario:
    """The scenario with settings laid over it, each under its key of a file: ``{"horizon.weeks_after": 104}``.

    A value may be a section (``{"programme": {"exit": "tapering"}}``), a village, a programme, None for no programme,
    or the name of a YAML file.  Whatever is wrong raises one InputError, as ``--set`` does.
    """
    check_scenario(scenario)
    errors = list(_find_key_errors(settings))
    known = {key: value for key, value in settings.items() if key not in {error.key for error in errors}}
    over = resolve_includes(settings_node(known, CHANGE_LOCATION, errors), (), errors)
    built = build_scenario(merge_nodes(scenario_node(scenario), over), errors)
    if errors or built is None:
        raise InputError(sort_errors(errors))
    return built[0]


def _find_key_errors(settings: Mapping[str, object]) -> Iterator[ErrorDetail]:
    """Keys that are no part of a scenario, where it can be said which key is meant."""
    for key in settings:
        if key in KEY_HINTS or key in COMPARISON_KEYS:
            hint = f"write {KEY_HINTS.get(key, 'it into sk.compare, or into the file of a comparison')}"
            yield ErrorDetail(CHANGE_LOCATION, key, "", "no such key", hint)
        elif key not in list_fields(Scenario) and (found := find_dotted_keys(key)):
            yield ErrorDetail(CHANGE_LOCATION, key, "", "no such key", f"did you mean {' or '.join(map(repr, found))}?")


def find_dotted_keys(name: str) -> list[str]:
    """The keys of a scenario in full that end in a name.

    >>> find_dotted_keys("adults")
    ['community.people.adults']
    """
    keys = _list_keys(export_resolved(Scenario(programme=Programme(strategies=((),) * len(STAGES)))), "")
    return [key for key in keys if key.rpartition(".")[2] == name]


def _list_keys(section: Mapping[str, Any], above: str) -> Iterator[str]:
    """The dotted keys of a section and of those in it."""
    for name, part in section.items():
        yield above + name
        if isinstance(part, Mapping):
            yield from _list_keys(part, f"{above}{name}.")


def settings_node(settings: Mapping[str, object], location: str, errors: list[ErrorDetail]) -> ConfigNode:
    """Settings by dotted keys as one mapping; each value says by which key it was given."""
    top = ConfigNode({}, location, "", Path())
    for key, value in settings.items():
        *above, last = key.split(".")
        parts = top.value
        for depth, name in enumerate(above, 1):
            if not isinstance(getattr(parts.get(name), "value", None), dict):
                parts[name] = ConfigNode({}, f"{location} {key}", ".".join(above[:depth]), Path())
            parts = parts[name].value
        parts[last] = _setting_node(value, f"{location} {key}", key, errors)
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

"""From checked values to a scenario, with the checks that need more than one value."""

from collections.abc import Mapping
from typing import Any

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_schemas import comparison_schema
from simkomunitas.config.consistency_checks import find_contradictions
from simkomunitas.config.file_includes import NO_PROGRAMME_WORD
from simkomunitas.config.programme_changes import (
    build_programme_changes,
    find_change_contradictions,
    read_change_shares,
    resolve_programme_changes,
)
from simkomunitas.config.scenario_parts import build_block, build_programme, build_village, locate_data_files
from simkomunitas.config.section_validation import validate_section
from simkomunitas.config.strategy_shares import read_stage_shares
from simkomunitas.model.scenario_definition import Scenario

ValueMap = Mapping[str, Any]


def build_scenario(node: ConfigNode, errors: list[ErrorDetail]) -> tuple[Scenario, ValueMap] | None:
    """The scenario that a mapping describes, and the rest it says; None, and errors, if it describes none."""
    node = resolve_programme_changes(node)
    values = validate_section(comparison_schema(), _drop_none_programme(node), errors)
    village, hours = node.get_child("community"), node.find_descendant(("programme", "strategies"))
    rows = read_stage_shares(hours, errors) if hours is not None else ()
    files = locate_data_files(village, errors) if village else {}
    later = [read_stage_shares(turn, errors) for turn in read_change_shares(node)]
    clashes = [*find_contradictions(node), *find_change_contradictions(node)]
    errors.extend(clashes)
    if clashes or values is None or rows is None or None in later or None in files.values():
        return None
    organizer = values["programme"] and build_programme(values["programme"], rows)
    place = build_village(values["community"], files)
    blocks = {name: build_block(kind, values[name]) for name, kind in BLOCK_TYPES.items()}
    turns = build_programme_changes(values["turns"], [row for row in later if row is not None])
    return Scenario(place, organizer, **blocks, turns=turns), values


BLOCK_TYPES = {
    name: type(default)
    for name, default in Scenario._field_defaults.items()
    if name not in ("village", "programme", "turns")
}


def _drop_none_programme(node: ConfigNode) -> ConfigNode:
    """A mapping in which ``programme: none`` is nothing."""
    part = node.get_child("programme")
    return node.without_keys("programme") if part is not None and part.value in (NO_PROGRAMME_WORD, None) else node

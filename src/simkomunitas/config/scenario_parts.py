"""The parts of a scenario from their checked values: a programme, a village and its files, blocks of parameters."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.file_includes import resolve_file_name
from simkomunitas.model.community.data_import.data_file_formats import FACTS, ResidentsFile, TiesFile, WordPairs
from simkomunitas.model.community.village_descriptions import ImportedVillage, SyntheticVillage, Village
from simkomunitas.model.scenario_definition import Programme, StrategyShares

BlockType = TypeVar("BlockType")
ValueMap = Mapping[str, Any]

TIE_COLUMNS = ("source", "target", "layer")


def build_block(block_type: type[BlockType], values: ValueMap) -> BlockType:
    """A block of parameters, with the blocks inside it."""
    defaults: ValueMap = block_type._field_defaults  # type: ignore[attr-defined] # every block is a NamedTuple
    parts = {
        name: build_block(type(defaults[name]), value) if isinstance(value, dict) else value
        for name, value in values.items()
    }
    return block_type(**parts)


def build_programme(values: ValueMap, rows: tuple[StrategyShares, ...]) -> Programme:
    """A programme from its checked values and its shares of hours."""
    defaults = Programme._field_defaults
    blocks = {name: build_block(type(defaults[name]), values[name]) for name in ("facilitation", "stages", "course")}
    return Programme(values["model"], rows, values["targeting"], values["exit"], **blocks)


def build_village(values: ValueMap, files: Mapping[str, Path | None]) -> Village:
    """A village from its checked values and the data files it names."""
    usual = SyntheticVillage()
    people = build_block(type(usual.people), values["people"])
    institutions = build_block(type(usual.institutions), values["institutions"])
    if values["kind"] == "synthetic":
        return SyntheticVillage(people, values["network"], build_block(type(usual.ties), values["ties"]), institutions)
    residents, network = values["residents"], values["network"]
    table = ResidentsFile(
        Path(str(files["residents"])),
        pairs_in_order({"id": "id"} | drop_unset_values(residents["columns"]), FACTS),
        tuple((fact, tuple(sorted(found.items()))) for fact, found in drop_unset_values(residents["values"]).items()),
        pairs_in_order(residents["constants"], FACTS),
        residents["encoding"],
    )
    if network is None:
        return ImportedVillage(table, None, people, institutions)
    ends = pairs_in_order({"source": "source", "target": "target"} | drop_unset_values(network["columns"]), TIE_COLUMNS)
    ties = TiesFile(Path(str(files["network"])), network["format"], ends, tuple(network["layers"]), network["encoding"])
    return ImportedVillage(table, ties, people, institutions)


def drop_unset_values(section: ValueMap) -> dict[str, Any]:
    """What a section says, without what it leaves out."""
    return {name: value for name, value in section.items() if value is not None}


def pairs_in_order(section: ValueMap, request: tuple[str, ...]) -> WordPairs:
    """What a section says as pairs in a fixed order."""
    return tuple((name, section[name]) for name in request if section.get(name) is not None)


def locate_data_files(village: ConfigNode, errors: list[ErrorDetail]) -> dict[str, Path | None]:
    """The data files of an imported village; one that does not exist is None, and an error."""
    names = {part: village.find_descendant((part, "file")) for part in ("residents", "network")}
    found = {part: resolve_file_name(name, errors) for part, name in names.items() if name is not None}
    return {part: path and path.resolve() for part, path in found.items()}

"""The parts of a scenario from their checked values: a programme, a village and its files, blocks of parameters."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.layers import file_named
from simkomunitas.config.nodes import Node
from simkomunitas.model.community.data_import.data_file_formats import FACTS, ResidentsFile, TiesFile, WordPairs
from simkomunitas.model.community.village_descriptions import ImportedVillage, SyntheticVillage, Village
from simkomunitas.model.scenario import Programme, Shares

Block = TypeVar("Block")
Values = Mapping[str, Any]

ENDS = ("source", "target", "layer")


def block(kind: type[Block], values: Values) -> Block:
    """A block of parameters, with the blocks inside it."""
    defaults: Values = kind._field_defaults  # type: ignore[attr-defined] # every block is a NamedTuple
    parts = {
        name: block(type(defaults[name]), value) if isinstance(value, dict) else value for name, value in values.items()
    }
    return kind(**parts)


def built_programme(values: Values, rows: tuple[Shares, ...]) -> Programme:
    """A programme from its checked values and its shares of hours."""
    defaults = Programme._field_defaults
    blocks = {name: block(type(defaults[name]), values[name]) for name in ("facilitation", "stages", "course")}
    return Programme(values["model"], rows, values["targeting"], values["exit"], **blocks)


def built_village(values: Values, files: Mapping[str, Path | None]) -> Village:
    """A village from its checked values and the data files it names."""
    usual = SyntheticVillage()
    people = block(type(usual.people), values["people"])
    institutions = block(type(usual.institutions), values["institutions"])
    if values["kind"] == "synthetic":
        return SyntheticVillage(people, values["network"], block(type(usual.ties), values["ties"]), institutions)
    residents, network = values["residents"], values["network"]
    table = ResidentsFile(
        Path(str(files["residents"])),
        words({"id": "id"} | written(residents["columns"]), FACTS),
        tuple((fact, tuple(sorted(found.items()))) for fact, found in written(residents["values"]).items()),
        words(residents["constants"], FACTS),
        residents["encoding"],
    )
    if network is None:
        return ImportedVillage(table, None, people, institutions)
    ends = words({"source": "source", "target": "target"} | written(network["columns"]), ENDS)
    ties = TiesFile(Path(str(files["network"])), network["format"], ends, tuple(network["layers"]), network["encoding"])
    return ImportedVillage(table, ties, people, institutions)


def written(section: Values) -> dict[str, Any]:
    """What a section says, without what it leaves out."""
    return {name: value for name, value in section.items() if value is not None}


def words(section: Values, order: tuple[str, ...]) -> WordPairs:
    """What a section says as pairs in a fixed order."""
    return tuple((name, section[name]) for name in order if section.get(name) is not None)


def data_files(village: Node, faults: list[ErrorDetail]) -> dict[str, Path | None]:
    """The data files of an imported village; one that does not exist is None, and a fault."""
    names = {part: village.at((part, "file")) for part in ("residents", "network")}
    found = {part: file_named(name, faults) for part, name in names.items() if name is not None}
    return {part: path and path.resolve() for part, path in found.items()}

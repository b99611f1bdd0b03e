"""The JSON Schema of configuration files, by which editors complete and check what is written."""

from collections.abc import Sequence
from typing import Any

from simkomunitas.config.config_file_kinds import ConfigFileKind
from simkomunitas.config.config_schemas import comparison_schema
from simkomunitas.model.community.data_import.data_file_formats import DRAWN
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.vocabulary import STAGES

EXTENDS_SCHEMA = {"type": "string", "description": "another file; what is written here is laid over it"}
FILE_NAME_SCHEMA = {"type": "string", "description": "a file of its own, relative to this one"}


def build_json_schema(extra_kinds: Sequence[ConfigFileKind] = ()) -> dict[str, Any]:
    """One schema for all kinds of files; which one a file is shows in its keys, as for ``simkomunitas check-config``.

    extra_kinds: kinds of higher floors that are described too.
    """
    top: dict[str, Any] = comparison_schema().model_json_schema()
    definitions: dict[str, Any] = top.pop("$defs")
    definitions["Programme"]["properties"]["strategies"] |= _shares_schema()
    definitions["ImportedCommunity"]["properties"]["network"]["anyOf"][-1] = {"const": DRAWN}
    definitions["Comparison"] = _scenario_with_files_schema(top)
    for part in definitions.values():
        _make_section_optional(part)
    for name in ("Programme", "SyntheticCommunity", "ImportedCommunity", "Comparison"):
        definitions[name]["properties"]["extends"] = EXTENDS_SCHEMA
    usual = {
        "if": _requires_any_key(definitions["SyntheticCommunity"], definitions["ImportedCommunity"]),
        "then": {"anyOf": [_schema_reference("SyntheticCommunity"), _schema_reference("ImportedCommunity")]},
        "else": {
            "if": _requires_any_key(definitions["Programme"]),
            "then": _schema_reference("Programme"),
            "else": _schema_reference("Comparison"),
        },
    }
    for kind in reversed(extra_kinds):
        name = _add_definition(kind, definitions)
        marked = {"anyOf": [{"required": [key]} for key in sorted(kind.marking_keys)]}
        usual = {"if": marked, "then": _schema_reference(name), "else": usual}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "simkomunitas: communities, programmes, scenarios, comparisons, experiments",
        "$defs": definitions,
        **usual,
    }


def _add_definition(kind: ConfigFileKind, definitions: dict[str, Any]) -> str:
    """Add the definition of a kind, with those it refers to; its name."""
    form: dict[str, Any] = kind.section_model.model_json_schema()
    definitions |= form.pop("$defs", {})
    if kind.extends_scenario:
        _make_section_optional(form)
        scenario = definitions["Comparison"]["properties"]
        form["properties"] = scenario | form["properties"]
    name = str(form["title"])
    definitions[name] = form
    return name


def _requires_any_key(*sections: dict[str, Any]) -> dict[str, Any]:
    """Whether a file has any of the keys of these sections."""
    keys = dict.fromkeys(key for section in sections for key in section["properties"] if key != "extends")
    return {"anyOf": [{"required": [key]} for key in keys]}


def _schema_reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _shares_schema() -> dict[str, Any]:
    """Shares of hours: of all stages, or of each."""
    share = {"type": "number", "minimum": 0, "maximum": 1}
    shares = {"type": "object", "properties": dict.fromkeys(strategies, share), "additionalProperties": False}
    stages = {"type": "object", "properties": dict.fromkeys(STAGES, shares), "additionalProperties": False}
    return {"anyOf": [shares, stages]}


def _scenario_with_files_schema(scenario: dict[str, Any]) -> dict[str, Any]:
    """The schema of a scenario whose parts may also be named as files, and which may have arms."""
    parts = scenario["properties"]
    village = [_schema_reference("SyntheticCommunity"), _schema_reference("ImportedCommunity"), FILE_NAME_SCHEMA]
    organizer = [_schema_reference("Programme"), {"const": "none"}, FILE_NAME_SCHEMA]
    parts["community"] = {"anyOf": village, "description": parts["community"].get("description", "")}
    parts["programme"] = {"anyOf": organizer, "description": parts["programme"].get("description", "")}
    described = ("title", "question", "arms", "replicates", "first_seed", "against")
    arm = {name: part for name, part in parts.items() if name not in described} | {"extends": EXTENDS_SCHEMA}
    parts["arms"]["additionalProperties"] = {
        "type": ["object", "null"],
        "properties": arm,
        "additionalProperties": False,
    }
    return scenario


def _make_section_optional(section: dict[str, Any]) -> None:
    """Let a section be empty or incomplete: the rest may be a default, or stand in the file that is extended."""
    section.pop("required", None)
    section["type"] = ["object", "null"]

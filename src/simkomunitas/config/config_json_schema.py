"""The JSON Schema of configuration files, by which editors complete and check what is written.

It follows from the annotations of the classes that the files become, as reading them does.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from simkomunitas.base.key_annotations import (
    CellWord,
    EntryName,
    FloatRange,
    KeyNames,
    KindTag,
    NoneWord,
    NotEmpty,
    OtherWord,
    RuleFunction,
    StageShares,
    TextLength,
)
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.config_fields import (
    REQUIRED,
    ConfigField,
    TypeHint,
    find_annotation,
    has_annotation,
    is_section,
    list_fields,
    list_item_type,
    pair_types,
    split_hint,
    type_beside_none,
    type_origin,
)
from simkomunitas.config.config_file_kinds import ConfigFileKind
from simkomunitas.config.scenario_builder import HEADER_KEYS, ComparisonHeader
from simkomunitas.model.community.village_descriptions import VILLAGE_CLASSES
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.vocabulary import STAGES

Schema = dict[str, Any]
EXTENDS_SCHEMA = {"type": "string", "description": "another file; what is written here is laid over it"}
FILE_NAME_SCHEMA = {"type": "string", "description": "a file of its own, relative to this one"}
COMPARISON = "Comparison"


def build_json_schema(extra_kinds: Sequence[ConfigFileKind] = ()) -> Schema:
    """One schema for all kinds of files; which one a file is shows in its keys, as for ``simkomunitas check-config``.

    extra_kinds: kinds of higher floors that are described too.
    """
    definitions: dict[str, Schema] = {}
    villages = [_add_village(kind, section, definitions) for kind, section in VILLAGE_CLASSES.items()]
    programme = _section_reference(Programme, definitions)
    definitions[COMPARISON] = _comparison_schema(villages, programme, definitions)
    for reference in (*villages, programme, _reference(COMPARISON)):
        definitions[_name_of(reference)]["properties"]["extends"] = EXTENDS_SCHEMA
    usual: Schema = {
        "if": _requires_any_key(*(definitions[_name_of(one)] for one in villages)),
        "then": {"anyOf": villages},
        "else": {
            "if": _requires_any_key(definitions[_name_of(programme)]),
            "then": programme,
            "else": _reference(COMPARISON),
        },
    }
    for kind in reversed(extra_kinds):
        marked = {"anyOf": [{"required": [key]} for key in sorted(kind.marking_keys)]}
        usual = {"if": marked, "then": _add_file_kind(kind, definitions), "else": usual}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "simkomunitas: communities, programmes, scenarios, comparisons, experiments",
        "$defs": definitions,
        **usual,
    }


def _add_village(kind: str, section: type, definitions: dict[str, Schema]) -> Schema:
    reference = _section_reference(section, definitions)
    definitions[_name_of(reference)]["properties"]["kind"] = {"const": kind}
    return reference


def _comparison_schema(villages: list[Schema], programme: Schema, definitions: dict[str, Schema]) -> Schema:
    """A scenario whose parts may also be named as files, and which may have arms."""
    parts = _properties(list_fields(ComparisonHeader) | list_fields(Scenario), definitions)
    parts["community"] |= {"anyOf": [*villages, FILE_NAME_SCHEMA]}
    parts["programme"] |= {"anyOf": [programme, {"const": "none"}, {"type": "null"}, FILE_NAME_SCHEMA]}
    arm = {name: part for name, part in parts.items() if name not in HEADER_KEYS - {"rationale"}}
    parts["arms"]["additionalProperties"] = _object_schema(arm | {"extends": EXTENDS_SCHEMA})
    return _object_schema(parts)


def _add_file_kind(kind: ConfigFileKind, definitions: dict[str, Schema]) -> Schema:
    """Add the definition of a kind, with those it refers to."""
    reference = _section_reference(kind.section, definitions)
    if kind.extends_scenario:
        section = definitions[_name_of(reference)]
        section["properties"] = definitions[COMPARISON]["properties"] | section["properties"]
    return reference


def _section_reference(section: type, definitions: dict[str, Schema]) -> Schema:
    """A reference to the definition of a section, which is added where it is not there."""
    name = section.__name__
    if name not in definitions:
        definitions[name] = {}  # a section may hold itself
        properties = _properties(list_fields(section), definitions)
        definitions[name] = _object_schema(properties) | {"title": name, "description": section.__doc__ or ""}
    return _reference(name)


def _object_schema(properties: Schema) -> Schema:
    """A section that may be empty or incomplete: the rest is a default, or stands in the file that is extended."""
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _properties(fields: Mapping[str, ConfigField], definitions: dict[str, Schema]) -> Schema:
    return {key: _field_schema(field, definitions) for key, field in fields.items()}


def _field_schema(field: ConfigField, definitions: dict[str, Schema]) -> Schema:
    described = {"description": field.meaning} if field.meaning else {}
    plain = field.default is not REQUIRED and isinstance(field.default, bool | int | float | str)
    default = {"default": field.default} if plain else {}
    return default | described | _hint_schema(field.hint, definitions)


def _hint_schema(hint: TypeHint, definitions: dict[str, Schema]) -> Schema:
    """What may stand for a type with its annotations."""
    value_type, annotations = split_hint(hint)
    if beside := type_beside_none(value_type):
        none = find_annotation(annotations, NoneWord)
        words = [{"const": none.word}] if none else []
        rest = tuple(one for one in annotations if one is not none)
        return {"anyOf": [_typed_schema(beside, rest, definitions), *words, {"type": "null"}]}
    return _typed_schema(value_type, annotations, definitions)


def _typed_schema(value_type: TypeHint, annotations: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    for annotation in annotations:
        if type(annotation) in ANNOTATION_SCHEMAS:
            schema, other = ANNOTATION_SCHEMAS[type(annotation)](annotation), find_annotation(annotations, OtherWord)
            return {"anyOf": [schema, {"const": other.word}]} if other else schema
        if isinstance(annotation, KindTag):
            return {"anyOf": [_section_reference(one, definitions) for one in annotation.classes.values()]}
    if is_section(value_type):
        return _section_reference(value_type, definitions)
    if type_origin(value_type) is tuple:
        return _tuple_schema(value_type, annotations, definitions)
    if type_origin(value_type) is Literal:
        return {"enum": list(get_args(value_type))}
    return {bool: {"type": "boolean"}, Path: {"type": "string"}}.get(value_type, {})


def _tuple_schema(value_type: TypeHint, annotations: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    """Pairs stand in a file as a mapping, anything else as a list."""
    pairs = pair_types(value_type)
    if pairs is None:
        fewest = {"minItems": 1} if has_annotation(annotations, NotEmpty) else {}
        return {"type": "array", "items": _hint_schema(list_item_type(value_type), definitions)} | fewest
    names, part = find_annotation(annotations, KeyNames), _hint_schema(pairs[1], definitions)
    known = dict.fromkeys(names.names, part) if names and names.names else {}
    return {"type": ["object", "null"], "properties": known, "additionalProperties": False if known else part}


def _quantity_schema(quantity: Quantity) -> Schema:
    unit = {"description": f"{quantity.meaning} [{quantity.unit}]", "unit": quantity.unit} if quantity.unit else {}
    ends = {"minimum": quantity.low, "maximum": quantity.high}
    return {"type": "integer" if quantity.kind.is_whole else "number"} | ends | unit | {"source": str(quantity.source)}


def _number_schema(limits: FloatRange) -> Schema:
    high = {} if limits.high == float("inf") else {"maximum": limits.high}
    return {"type": "number", "exclusiveMinimum": limits.low} | high


def _shares_schema(_: StageShares) -> Schema:
    """Shares of hours: of all stages, or of each."""
    share = {"type": "number", "minimum": 0, "maximum": 1}
    shares = {"type": "object", "properties": dict.fromkeys(strategies, share), "additionalProperties": False}
    stages = {"type": "object", "properties": dict.fromkeys(STAGES, shares), "additionalProperties": False}
    return {"anyOf": [shares, stages]}


ANNOTATION_SCHEMAS: dict[type, Callable[[Any], Schema]] = {
    Quantity: _quantity_schema,
    FloatRange: _number_schema,
    StageShares: _shares_schema,
    TextLength: lambda length: {"type": "string", "minLength": length.low, "maxLength": length.high},
    EntryName: lambda entry: {"type": "string", "enum": list(entry.catalogue)},
    CellWord: lambda _: {"type": ["string", "number", "boolean"]},
    RuleFunction: lambda _: {"type": ["string", "null"], "pattern": ".+:[A-Za-z_]\\w*$"},
}


def _requires_any_key(*sections: Schema) -> Schema:
    """Whether a file has any of the keys of these sections."""
    keys = dict.fromkeys(key for section in sections for key in section["properties"] if key != "extends")
    return {"anyOf": [{"required": [key]} for key in keys]}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _name_of(reference: Schema) -> str:
    return str(reference["$ref"]).rpartition("/")[2]

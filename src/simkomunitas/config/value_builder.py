"""From nodes to values: the classes that exist are built from what a file says, every error with its line.

``build_value`` is the one way; what it reads for a field stands in the annotations of the class.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
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
from simkomunitas.config.config_nodes import UNREADABLE, ConfigNode, UnreadableValue, to_plain_value
from simkomunitas.config.file_includes import resolve_file_name
from simkomunitas.config.renamed_keys import suggest_renamed_key
from simkomunitas.config.rule_reader import read_rule
from simkomunitas.config.scalar_checks import (
    UnfitValueError,
    check_entry_name,
    check_number,
    check_quantity,
    check_switch,
    check_text,
    check_word,
    format_cell_word,
)
from simkomunitas.config.strategy_shares import read_stage_shares

SectionType = TypeVar("SectionType")
Annotations = tuple[Any, ...]
Pairs = Sequence[tuple[str, Any]]

SCALAR_CHECKS: dict[type, Callable[[Any, Any], Any]] = {
    FloatRange: check_number,
    TextLength: check_text,
    EntryName: check_entry_name,
    CellWord: lambda _, value: format_cell_word(value),
}


def build_section(
    section: type[SectionType], node: ConfigNode, errors: list[ErrorDetail], known: Collection[str] = ()
) -> SectionType | None:
    """The NamedTuple that a mapping describes; None, and errors, if it describes none.

    known: keys of the same file that are read elsewhere, to be suggested for one that nobody knows.
    """
    if not isinstance(node.value, dict):
        found = build_value(section, node, errors)
        return None if found is UNREADABLE else found
    values = build_fields(list_fields(section), node, errors, known)
    return None if values is None else section(**values)


def build_fields(
    fields: Mapping[str, ConfigField], node: ConfigNode, errors: list[ErrorDetail], known: Collection[str] = ()
) -> dict[str, Any] | None:
    """The values of a mapping by field; None, and errors, if any is wrong or missing, or a key is not known."""
    values = {field.name: _build_field(key, field, node, errors) for key, field in fields.items()}
    unknown = [
        unknown_key_error(name, part, {*fields, *known})
        for name, part in node.value.items()
        if name not in fields and not isinstance(part.value, UnreadableValue)
    ]
    errors.extend(unknown)
    return None if unknown or any(value is UNREADABLE for value in values.values()) else values


def _build_field(key: str, field: ConfigField, node: ConfigNode, errors: list[ErrorDetail]) -> Any:  # noqa: ANN401 - of the type of the field
    part = node.value.get(key)
    if part is not None:
        return build_value(field.hint, part, errors, field.default)
    if field.default is REQUIRED:
        whole_key = f"{node.key}.{key}".lstrip(".")
        errors.append(ErrorDetail(node.location, whole_key, "", "this key is required", field.meaning))
        return UNREADABLE
    return field.default


def unknown_key_error(name: str, part: ConfigNode, known: Collection[str]) -> ErrorDetail:
    """The error of a key that is not known, with the one that was meant."""
    fix = suggest_renamed_key(part.key) or suggest_name(name, known)
    if name.isdigit():
        fix = "decimals take a point, not a comma"
    return ErrorDetail(part.location, part.key, "", "no such key", fix)


def build_value(hint: TypeHint, node: ConfigNode, errors: list[ErrorDetail], default: Any = REQUIRED) -> Any:  # noqa: ANN401 - of the type of the hint
    """The value of a type that a node describes; UNREADABLE, and errors, if it describes none.

    default: what an empty section stands for, and what it leaves out.
    """
    if isinstance(node.value, UnreadableValue):
        return UNREADABLE
    value_type, annotations = split_hint(hint)
    try:
        if beside := type_beside_none(value_type):
            if _stands_for_none(find_annotation(annotations, NoneWord), node.value):
                return None
            value_type = beside
        return _build_typed(value_type, annotations, node, errors, default)
    except UnfitValueError as error:
        errors.append(node.build_error(error.expected, error.fix))
        return UNREADABLE


def _stands_for_none(none: NoneWord | None, value: object) -> bool:
    """Whether a value means nothing; UnfitValueError for a text that ought to and does not."""
    if none is None or not none.expected:
        return value is None or (none is not None and value == none.word)
    if value != none.word and (value is None or isinstance(value, str)):
        raise UnfitValueError(none.expected, none.fix)
    return value == none.word


def _build_typed(
    value_type: TypeHint,
    annotations: Annotations,
    node: ConfigNode,
    errors: list[ErrorDetail],
    default: Any,  # noqa: ANN401 - of that type
) -> Any:  # noqa: ANN401 - of that type
    """A value by its annotation, or by its type alone."""
    for annotation in annotations:
        if isinstance(annotation, Quantity):
            return _build_number(value_type, annotation, find_annotation(annotations, OtherWord), node.value)
        if type(annotation) in SCALAR_CHECKS:
            return SCALAR_CHECKS[type(annotation)](annotation, node.value)
        if type(annotation) in SECTION_READERS:
            return SECTION_READERS[type(annotation)](annotation, node, errors)
    if is_section(value_type):
        return _build_nested_section(value_type, node, errors, default)
    if type_origin(value_type) is tuple:
        build = _build_pairs if pair_types(value_type) else _build_list
        return build(value_type, annotations, node, errors, default)
    return _build_plain(value_type, node, errors)


def _build_number(value_type: TypeHint, quantity: Quantity, other: OtherWord | None, value: Any) -> float | str:  # noqa: ANN401 - any value of a document
    """A number of the type of its field, or the word that may stand in its place."""
    if other and value == other.word:
        return other.word
    takes_point = value_type is float
    number = check_quantity(quantity, value, other.word if other else "", takes_point=takes_point)
    return number if takes_point else int(value)


def _build_plain(value_type: TypeHint, node: ConfigNode, errors: list[ErrorDetail]) -> Any:  # noqa: ANN401 - of that type
    """True or false, a file, one of a few words, or anything."""
    if value_type is bool:
        return check_switch(node.value)
    if value_type is Path:
        path = resolve_file_name(node, errors)
        return UNREADABLE if path is None else path.resolve()
    if type_origin(value_type) is Literal:
        return check_word(get_args(value_type), "a known word", node.value)
    return to_plain_value(node)


def _build_nested_section(section: TypeHint, node: ConfigNode, errors: list[ErrorDetail], default: Any) -> Any:  # noqa: ANN401 - a section
    """A section, whatever it leaves out as in the default; one without entries is the default."""
    if node.value is None and default is not REQUIRED:
        return default
    fields = list_fields(section)
    if isinstance(default, section):
        fields = {key: field._replace(default=getattr(default, field.name)) for key, field in fields.items()}
    values = build_fields(fields, _check_mapping(node), errors)
    return UNREADABLE if values is None else section(**values)


def _check_mapping(node: ConfigNode) -> ConfigNode:
    if not isinstance(node.value, dict):
        raise UnfitValueError("keys with values")
    return node


def _build_kind(tag: KindTag, node: ConfigNode, errors: list[ErrorDetail]) -> Any:  # noqa: ANN401 - one of the classes
    """A section of the class that its key ``kind`` names."""
    kind = _check_mapping(node).get_child("kind")
    if kind is None or not isinstance(kind.value, str) or kind.value not in tag.classes:
        if kind is None or not isinstance(kind.value, UnreadableValue):
            place = kind or node._replace(key=f"{node.key}.kind".lstrip("."))
            errors.append(place.build_error(" or ".join(tag.classes)))
        return UNREADABLE
    found = build_section(tag.classes[kind.value], node.without_keys("kind"), errors, ("kind",))
    return UNREADABLE if found is None else found


SECTION_READERS: dict[type, Callable[[Any, ConfigNode, list[ErrorDetail]], Any]] = {
    KindTag: _build_kind,
    StageShares: lambda _, node, errors: read_stage_shares(node, errors),
    RuleFunction: lambda _, node, errors: read_rule(node, errors),
}


def _build_list(
    value_type: TypeHint, annotations: Annotations, node: ConfigNode, errors: list[ErrorDetail], _: object
) -> Any:  # noqa: ANN401 - a tuple
    if not isinstance(node.value, list):
        raise UnfitValueError("a list", "write [first, second]")
    if not node.value and has_annotation(annotations, NotEmpty):
        raise UnfitValueError("a list with at least 1 entry")
    items = tuple(build_value(list_item_type(value_type), part, errors) for part in node.value)
    return UNREADABLE if any(item is UNREADABLE for item in items) else items


def _build_pairs(
    value_type: TypeHint,
    annotations: Annotations,
    node: ConfigNode,
    errors: list[ErrorDetail],
    default: Any,  # noqa: ANN401 - pairs
) -> Any:  # noqa: ANN401 - pairs
    """A mapping as pairs: in the order in which they are written, or by known names in theirs."""
    names = find_annotation(annotations, KeyNames)
    if names and node.value is None and default is not REQUIRED:
        return default
    parts = _check_mapping(node).value
    if names and names.names:
        unknown = [unknown_key_error(name, parts[name], names.names) for name in parts if name not in names.names]
        errors.extend(unknown)
        if unknown:
            return UNREADABLE
    if names and (names.names or names.omits_none):
        parts = {name: part for name, part in parts.items() if part.value is not None}
    name_type, part_type = pair_types(value_type) or (str, str)
    pairs = [
        (build_value(name_type, part._replace(value=name), errors), build_value(part_type, part, errors))
        for name, part in parts.items()
    ]
    if any(UNREADABLE is value for pair in pairs for value in pair):
        return UNREADABLE
    return _order_pairs(names, pairs, default) if names else tuple(pairs)


def _order_pairs(names: KeyNames, pairs: Pairs, default: Pairs) -> Pairs:
    """Pairs in the order of the names they may have, beside those of the default; those of any name by name."""
    if not names.names:
        return tuple(sorted(pairs))
    found = dict(default) | dict(pairs)
    return tuple((name, found[name]) for name in names.names if name in found)

"""The keys of a section of a file, from the annotations of the class that the section becomes."""

from collections.abc import Iterable
from functools import cache
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from simkomunitas.base.key_annotations import Key
from simkomunitas.base.quantity import Quantity

REQUIRED = object()  # stands for the default of a key that has to be written
TypeHint = Any  # a class, or what typing makes of classes and annotations


class ConfigField(NamedTuple):
    """A key: which field it is, of what type, and its default."""

    name: str  # of the field
    hint: TypeHint
    meaning: str
    default: Any = REQUIRED


def type_origin(hint: TypeHint) -> Any:  # noqa: ANN401 - what typing calls the origin of a type
    """What a type is made of: ``tuple`` of ``tuple[int, ...]``; None for a plain class."""
    return get_origin(hint)


def list_fields(section: TypeHint) -> dict[str, ConfigField]:
    """The keys of the section that becomes a NamedTuple, in the order of its fields."""
    return _section_fields(section)


@cache
def _section_fields(section: TypeHint) -> dict[str, ConfigField]:
    fields = {}
    defaults: dict[str, Any] = section._field_defaults
    for name, hint in get_type_hints(section, include_extras=True).items():
        annotations = split_hint(hint)[1]
        key = next((one for one in annotations if isinstance(one, Key)), Key(""))
        default = REQUIRED if key.is_required else _with_float_numbers(hint, defaults.get(name, REQUIRED))
        meaning = next((one.meaning for one in annotations if hasattr(one, "meaning")), "")
        fields[key.name or name] = ConfigField(name, hint, meaning, default)
    return fields


def split_hint(hint: TypeHint) -> tuple[Any, tuple[Any, ...]]:
    """A type, and the annotations it bears."""
    return (get_args(hint)[0], get_args(hint)[1:]) if type_origin(hint) is Annotated else (hint, ())


def find_annotation(annotations: Iterable[Any], kind: type) -> Any:  # noqa: ANN401 - whichever kind is asked for
    """The annotation of a kind; None where there is none."""
    return next((one for one in annotations if isinstance(one, kind)), None)


def has_annotation(annotations: Iterable[Any], kind: type) -> bool:
    """Whether there is an annotation of a kind, be it one that says nothing else."""
    return any(isinstance(one, kind) for one in annotations)


def type_beside_none(value_type: TypeHint) -> TypeHint:
    """The type that a value has unless it is None; None for a type that None does not belong to."""
    parts = get_args(value_type) if type_origin(value_type) in (Union, UnionType) else ()
    return next((part for part in parts if part is not type(None)), None) if type(None) in parts else None


def is_section(value_type: TypeHint) -> bool:
    """Whether a type is a NamedTuple, which stands in a file as keys with values."""
    return hasattr(value_type, "_fields")


def pair_types(value_type: TypeHint) -> tuple[TypeHint, TypeHint] | None:
    """The types of name and value in pairs, which stand in a file as a mapping; None for other types."""
    item = list_item_type(value_type)
    return get_args(item) if type_origin(item) is tuple and ... not in get_args(item) else None


def list_item_type(value_type: TypeHint) -> TypeHint:
    """The type of what is listed; None for what is no list."""
    parts = get_args(value_type) if type_origin(value_type) is tuple else ()
    return parts[0] if len(parts) == 2 and parts[1] is ... else None


def _with_float_numbers(hint: TypeHint, default: Any) -> Any:  # noqa: ANN401 - any default
    """A default whose quantities are all of one type, as those that are read."""
    value_type, annotations = split_hint(hint)
    if value_type is float and find_annotation(annotations, Quantity):
        return float(default)
    if not is_section(default):
        return default
    parts = {
        field.name: _with_float_numbers(field.hint, getattr(default, field.name))
        for field in list_fields(type(default)).values()
    }
    return type(default)(**parts)

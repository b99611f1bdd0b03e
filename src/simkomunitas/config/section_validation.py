"""From values with places to checked values, or to errors that name the places."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_nodes import ConfigNode, UnreadableValue, to_plain_value
from simkomunitas.config.renamed_keys import suggest_renamed_key

ErrorPath = tuple[str | int, ...]

VILLAGE_KINDS = frozenset({"synthetic", "imported"})  # pydantic puts these into the path of a complaint
EXPECTED_BY_ERROR_TYPE = {
    "string_type": ("text", "put it in quotes"),
    "string_too_long": ("a text of at most {max_length} characters", ""),
    "string_too_short": ("a text that is not empty", ""),
    "bool_type": ("true or false", ""),
    "too_short": ("a list with at least {min_length} entry", ""),
    "list_type": ("a list", "write [first, second]"),
    "dict_type": ("keys with values", ""),
    "model_type": ("keys with values", ""),
    "model_attributes_type": ("keys with values", ""),
}


def validate_section(model: Any, node: ConfigNode, errors: list[ErrorDetail]) -> dict[str, Any] | None:  # noqa: ANN401 - a type
    """What a section says, with defaults filled in; None, and errors, if it is not as its form wants it."""
    try:
        checked: BaseModel = TypeAdapter(model).validate_python(to_plain_value(node))
    except ValidationError as error:
        errors.extend(_convert_pydantic_errors(model, error, node))
        return None
    return checked.model_dump()


def _convert_pydantic_errors(model: Any, error: ValidationError, node: ConfigNode) -> Iterator[ErrorDetail]:  # noqa: ANN401 - a type
    """The errors in what pydantic complains of, except those that have been told already."""
    for complaint in error.errors(include_url=False):
        path = _strip_pydantic_steps(complaint["loc"], node)
        if not any(isinstance(part.value, UnreadableValue) for part in _nodes_along_path(node, path)):
            yield _convert_pydantic_error(model, complaint, path, node)


def _strip_pydantic_steps(steps: ErrorPath, node: ConfigNode) -> ErrorPath:
    """Where a complaint belongs: its steps without those that pydantic added."""
    path: ErrorPath = ()
    for step in steps:
        here = node.find_descendant(path)
        added = step in VILLAGE_KINDS and (here is None or here.get_child(str(step)) is None)
        if not added and step != "[key]":
            path = (*path, step)
    return path


def _nodes_along_path(node: ConfigNode, path: ErrorPath) -> Iterator[ConfigNode]:
    """The values along a path, as far as they are there."""
    for length in range(len(path) + 1):
        part = node.find_descendant(path[:length])
        if part is not None:
            yield part


def _convert_pydantic_error(model: Any, detail: Any, path: ErrorPath, node: ConfigNode) -> ErrorDetail:  # noqa: ANN401 - a type and an error
    """One complaint as an error of the value it is about, or of the section in which a value is missing."""
    kind, *_, found = detail["type"], *_nodes_along_path(node, path)
    if kind == "missing":
        key = f"{found.key}.{path[-1]}".lstrip(".")
        return ErrorDetail(found.location, key, "", "this key is required", _key_description(model, detail["loc"]))
    if kind == "extra_forbidden":
        hint = suggest_renamed_key(found.key) or _suggest_key(model, detail["loc"])
        return ErrorDetail(found.location, found.key, "", "no such key", hint)
    if kind.startswith("union_tag"):
        return (found.get_child("kind") or found._replace(key=f"{found.key}.kind")).build_error("synthetic or imported")
    if kind == "refused":
        return found.build_error(detail["ctx"]["expected"], detail["ctx"]["hint"])
    expected, hint = EXPECTED_BY_ERROR_TYPE.get(kind, ("{msg}", ""))
    return found.build_error(expected.format(msg=detail["msg"], **detail.get("ctx", {})), hint)


def _suggest_key(model: Any, steps: ErrorPath) -> str:  # noqa: ANN401 - a type
    """A hint at the key that was meant."""
    name, above = str(steps[-1]), [str(step) for step in steps[:-1] if not isinstance(step, int)]  # no places in lists
    if name.isdigit():
        return "decimals take a point, not a comma"
    return suggest_name(name, _list_known_keys(model, above))


def _key_description(model: Any, steps: ErrorPath) -> str:  # noqa: ANN401 - a type
    """What a key stands for."""
    sections = _section_models_at(model, [str(step) for step in steps[:-1] if not isinstance(step, int)])
    fields = [section.model_fields[str(steps[-1])] for section in sections if str(steps[-1]) in section.model_fields]
    return next((field.description for field in fields if field.description), "")


def _list_known_keys(model: Any, steps: Iterable[str]) -> set[str]:  # noqa: ANN401 - a type
    """The keys that a form allows in one of its sections."""
    return {name for section in _section_models_at(model, steps) for name in section.model_fields}


def _section_models_at(model: Any, steps: Iterable[str]) -> list[type[BaseModel]]:  # noqa: ANN401 - a type
    """The sections that a form has at a path."""
    sections = list(_section_models_of(model))
    for step in steps:
        fields = [section.model_fields[step] for section in sections if step in section.model_fields]
        if fields:
            sections = [section for field in fields for section in _section_models_of(field.annotation)]
        else:
            sections = [section for section in sections if step in get_args(section.model_fields["kind"].annotation)]
    return sections


def _section_models_of(model: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a type
    """The sections that a type is made of."""
    if isinstance(model, type) and issubclass(model, BaseModel):
        yield model
    for part in get_args(model):
        yield from _section_models_of(part)

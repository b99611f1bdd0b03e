"""From values with places to checked values, or to faults that name the places."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.nodes import Node, Unreadable, plain

Steps = tuple[str | int, ...]

KINDS = frozenset({"synthetic", "imported"})  # pydantic puts these into the path of a complaint
EXPECTED = {
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


def validated(form: Any, node: Node, faults: list[ErrorDetail]) -> dict[str, Any] | None:  # noqa: ANN401 - a type
    """What a section says, with defaults filled in; None, and faults, if it is not as its form wants it."""
    try:
        checked: BaseModel = TypeAdapter(form).validate_python(plain(node))
    except ValidationError as error:
        faults.extend(_faults(form, error, node))
        return None
    return checked.model_dump()


def _faults(form: Any, error: ValidationError, node: Node) -> Iterator[ErrorDetail]:  # noqa: ANN401 - a type
    """The faults in what pydantic complains of, except those that have been told already."""
    for complaint in error.errors(include_url=False):
        path = _path(complaint["loc"], node)
        if not any(isinstance(part.value, Unreadable) for part in _parts(node, path)):
            yield _fault(form, complaint, path, node)


def _path(steps: Steps, node: Node) -> Steps:
    """Where a complaint belongs: its steps without those that pydantic added."""
    path: Steps = ()
    for step in steps:
        here = node.at(path)
        added = step in KINDS and (here is None or here.get(str(step)) is None)
        if not added and step != "[key]":
            path = (*path, step)
    return path


def _parts(node: Node, path: Steps) -> Iterator[Node]:
    """The values along a path, as far as they are there."""
    for length in range(len(path) + 1):
        part = node.at(path[:length])
        if part is not None:
            yield part


def _fault(form: Any, complaint: Any, path: Steps, node: Node) -> ErrorDetail:  # noqa: ANN401 - a type and an error
    """One complaint as a fault of the value it is about, or of the section in which a value is missing."""
    kind, *_, found = complaint["type"], *_parts(node, path)
    if kind == "missing":
        key = f"{found.key}.{path[-1]}".lstrip(".")
        return ErrorDetail(found.place, key, "", "this key is required", _meaning(form, complaint["loc"]))
    if kind == "extra_forbidden":
        return ErrorDetail(found.place, found.key, "", "no such key", _similar_key(form, complaint["loc"]))
    if kind.startswith("union_tag"):
        return (found.get("kind") or found._replace(key=f"{found.key}.kind")).fault("synthetic or imported")
    if kind == "refused":
        return found.fault(complaint["ctx"]["expected"], complaint["ctx"]["hint"])
    expected, hint = EXPECTED.get(kind, ("{msg}", ""))
    return found.fault(expected.format(msg=complaint["msg"], **complaint.get("ctx", {})), hint)


def _similar_key(form: Any, steps: Steps) -> str:  # noqa: ANN401 - a type
    """A hint at the key that was meant."""
    name, above = str(steps[-1]), [str(step) for step in steps[:-1] if not isinstance(step, int)]  # no places in lists
    if name.isdigit():
        return "decimals take a point, not a comma"
    return suggest_name(name, _known_keys(form, above))


def _meaning(form: Any, steps: Steps) -> str:  # noqa: ANN401 - a type
    """What a key stands for."""
    sections = _sections_at(form, [str(step) for step in steps[:-1] if not isinstance(step, int)])
    fields = [section.model_fields[str(steps[-1])] for section in sections if str(steps[-1]) in section.model_fields]
    return next((field.description for field in fields if field.description), "")


def _known_keys(form: Any, steps: Iterable[str]) -> set[str]:  # noqa: ANN401 - a type
    """The keys that a form allows in one of its sections."""
    return {name for section in _sections_at(form, steps) for name in section.model_fields}


def _sections_at(form: Any, steps: Iterable[str]) -> list[type[BaseModel]]:  # noqa: ANN401 - a type
    """The sections that a form has at a path."""
    sections = list(_sections(form))
    for step in steps:
        fields = [section.model_fields[step] for section in sections if step in section.model_fields]
        if fields:
            sections = [section for field in fields for section in _sections(field.annotation)]
        else:
            sections = [section for section in sections if step in get_args(section.model_fields["kind"].annotation)]
    return sections


def _sections(form: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - a type
    """The sections that a type is made of."""
    if isinstance(form, type) and issubclass(form, BaseModel):
        yield form
    for part in get_args(form):
        yield from _sections(part)

"""Values that know where they stand, so that an error in them can be shown to the person who wrote them."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import numpy as np

from simkomunitas.base.input_errors import ErrorDetail, printable_value


class UnreadableValue:
    """Stands where a value could not be read; its error has been told already."""


UNREADABLE = UnreadableValue()


class DottedNumber(float):
    """A number written like 25.000, which an Indonesian reads as twenty-five thousand."""

    def __repr__(self) -> str:
        return f"{self:.3f}"


YAML_SPELLINGS = {"None": "nothing", "True": "true", "False": "false"}


class ConfigNode(NamedTuple):
    """A value from outside, and where it stands."""

    value: Any  # dict[str, Node], list[Node], a scalar, or UNREADABLE
    location: str  # file:line, or the option that was given
    key: str  # dotted key in that file
    folder: Path  # what file names in it are relative to
    replaces_all: bool = False  # states everything, so it replaces what it is laid over

    def build_error(self, expected: str, fix: str = "") -> ErrorDetail:
        """An error of this value, which is shown unless it has parts of its own."""
        found = (
            ""
            if isinstance(self.value, dict | list)
            else YAML_SPELLINGS.get(repr(self.value)) or printable_value(self.value)
        )
        return ErrorDetail(self.location, self.key or "file", found, expected, fix)

    def build_error_at(self, path: Iterable[str | int], expected: str, fix: str = "") -> ErrorDetail:
        """An error of the value at a path, or of this one where nothing is written there."""
        return (self.find_descendant(path) or self).build_error(expected, fix)

    def get_child(self, name: str) -> "ConfigNode | None":
        """The part called ``name``, if there is one."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def find_descendant(self, path: Iterable[str | int]) -> "ConfigNode | None":
        """The value at a path of names and places in lists, if it is there."""
        node: ConfigNode | None = self
        for step in path:
            if node is not None and isinstance(node.value, list) and isinstance(step, int):
                node = node.value[step]
            else:
                node = node.get_child(str(step)) if node is not None else None
        return node

    def without_keys(self, *names: str) -> "ConfigNode":
        """The same mapping without some of its parts."""
        return self._replace(value={name: part for name, part in self.value.items() if name not in names})

    def only_keys(self, *names: str) -> "ConfigNode":
        """The same mapping with these of its parts alone."""
        return self._replace(value={name: part for name, part in self.value.items() if name in names})


def to_plain_value(node: ConfigNode) -> Any:  # noqa: ANN401 - any value of a document
    """A node without its places: dictionaries, lists and scalars."""
    if isinstance(node.value, dict):
        return {name: to_plain_value(part) for name, part in node.value.items()}
    if isinstance(node.value, list):
        return [to_plain_value(part) for part in node.value]
    return node.value


def to_config_node(value: Any, key: str, location: str) -> ConfigNode:  # noqa: ANN401 - any value that a document could hold
    """A plain value as if it had been read under a key; nodes in it stay as they are, numbers of NumPy become plain."""
    if isinstance(value, ConfigNode):
        return value
    if isinstance(value, Mapping):
        value = {str(name): to_config_node(part, f"{key}.{name}".lstrip("."), location) for name, part in value.items()}
    elif isinstance(value, list | tuple):
        value = [to_config_node(part, f"{key}[{place}]", location) for place, part in enumerate(value)]
    elif isinstance(value, np.generic):
        value = value.item()
    elif isinstance(value, PurePath):
        value = value.as_posix()
    return ConfigNode(value, location, key, Path())


# Shares that sum to one, or the columns of a file, are one value: new ones replace the old ones.
INDIVISIBLE_SECTIONS = frozenset({"strategies", "columns", "values", "constants"})


def merge_nodes(base: ConfigNode, over: ConfigNode, name: str = "") -> ConfigNode:
    """One value laid over another: mappings are merged part by part, anything else is replaced.

    An empty section changes nothing; a community of another kind replaces the old one.
    """
    if isinstance(base.value, UnreadableValue) and isinstance(over.value, dict) and not over.replaces_all:
        return base
    if over.replaces_all or not isinstance(base.value, dict):
        return over
    if over.value is None:
        return base
    if (
        not isinstance(over.value, dict)
        or name in INDIVISIBLE_SECTIONS
        or _values_differ(base.get_child("kind"), over.get_child("kind"))
    ):
        return over
    both = {part: merge_nodes(base.value[part], new, part) for part, new in over.value.items() if part in base.value}
    return base._replace(value={**base.value, **over.value, **both})


def _values_differ(first: ConfigNode | None, second: ConfigNode | None) -> bool:
    return first is not None and second is not None and first.value != second.value

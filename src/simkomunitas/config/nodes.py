"""Values that know where they stand, so that a fault in them can be shown to the person who wrote them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, printable_value


class Unreadable:
    """Stands where a value could not be read; its fault has been told already."""


UNREADABLE = Unreadable()


class Dotted(float):
    """A number written like 25.000, which an Indonesian reads as twenty-five thousand."""

    def __repr__(self) -> str:
        return f"{self:.3f}"


SPELLED = {"None": "nothing", "True": "true", "False": "false"}


class Node(NamedTuple):
    """A value from outside, and where it stands."""

    value: Any  # dict[str, Node], list[Node], a scalar, or UNREADABLE
    place: str  # file:line, or the option that was given
    key: str  # dotted key in that file
    folder: Path  # what file names in it are relative to
    whole: bool = False  # states everything, so it replaces what it is laid over

    def fault(self, expected: str, hint: str = "") -> ErrorDetail:
        """A fault of this value, which is shown unless it has parts of its own."""
        found = (
            "" if isinstance(self.value, dict | list) else SPELLED.get(repr(self.value)) or printable_value(self.value)
        )
        return ErrorDetail(self.place, self.key or "file", found, expected, hint)

    def get(self, name: str) -> "Node | None":
        """The part called ``name``, if there is one."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    def at(self, path: Iterable[str | int]) -> "Node | None":
        """The value at a path of names and places in lists, if it is there."""
        node: Node | None = self
        for step in path:
            if node is not None and isinstance(node.value, list) and isinstance(step, int):
                node = node.value[step]
            else:
                node = node.get(str(step)) if node is not None else None
        return node

    def without(self, *names: str) -> "Node":
        """The same mapping without some of its parts."""
        return self._replace(value={name: part for name, part in self.value.items() if name not in names})


def plain(node: Node) -> Any:  # noqa: ANN401 - any value of a document
    """A node without its places: dictionaries, lists and scalars."""
    if isinstance(node.value, dict):
        return {name: plain(part) for name, part in node.value.items()}
    if isinstance(node.value, list):
        return [plain(part) for part in node.value]
    return node.value


# Shares that sum to one, or the columns of a file, are one value: new ones replace the old ones.
ONE_VALUE = frozenset({"strategies", "columns", "values", "constants"})


def merged(base: Node, over: Node, name: str = "") -> Node:
    """One value laid over another: mappings are merged part by part, anything else is replaced.

    An empty section changes nothing; a community of another kind replaces the old one.
    """
    if isinstance(base.value, Unreadable) and isinstance(over.value, dict) and not over.whole:
        return base
    if over.whole or not isinstance(base.value, dict):
        return over
    if over.value is None:
        return base
    if not isinstance(over.value, dict) or name in ONE_VALUE or _differ(base.get("kind"), over.get("kind")):
        return over
    both = {part: merged(base.value[part], new, part) for part, new in over.value.items() if part in base.value}
    return base._replace(value={**base.value, **over.value, **both})


def _differ(old: Node | None, new: Node | None) -> bool:
    return old is not None and new is not None and old.value != new.value

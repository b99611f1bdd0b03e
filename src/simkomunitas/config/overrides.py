"""Settings from the command line, ``--set path.to.key=value``, as a mapping to be laid over a document."""

import re
from collections.abc import Sequence
from pathlib import Path

from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.config.documents import read_words
from simkomunitas.config.layers import completed
from simkomunitas.config.nodes import UNREADABLE, Node

KEY = re.compile(r"[^.=]+(\.[^.=]+)*")


def settings(words: Sequence[str], faults: list[ErrorDetail]) -> Node:
    """What options ``--set path.to.key=value`` say, as one mapping to be laid over a document.

    One text in the place of a list raises TypeError: its letters would be taken for settings.
    """
    if isinstance(words, str):
        raise TypeError(
            f"a list of settings is expected, such as [{printable_value(words)}], not {printable_value(words)}"
        )
    top = Node({}, "--set", "", Path())
    for text in words:
        _set(top, text, faults)
    return completed(top, (), faults)


def _set(top: Node, text: str, faults: list[ErrorDetail]) -> None:
    """Add what one option says to a mapping."""
    key, equals, value = text.partition("=")
    place = f"--set {printable_value(text)[1:-1]}"
    if not equals or not KEY.fullmatch(key) or not key.isprintable():
        faults.append(ErrorDetail(place, "--set", "", "path.to.key=value", "for instance horizon.weeks_after=104"))
        return
    *above, last = key.split(".")
    start = Node(UNREADABLE, place, key, Path())
    parts = top.value
    for depth, name in enumerate(above, 1):
        below = parts.get(name)
        if below is None or not isinstance(below.value, dict):
            below = parts[name] = start._replace(value={}, key=".".join(above[:depth]))
        parts = below.value
    parts[last] = read_words(value, start, faults)

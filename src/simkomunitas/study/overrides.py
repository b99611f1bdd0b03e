"""Settings from the command line, ``--set path.to.key=value``, as a mapping to be laid over a document."""

import re
from collections.abc import Sequence
from pathlib import Path

from simkomunitas.ground.faults import Fault, shown
from simkomunitas.study.documents import read_words
from simkomunitas.study.layers import completed
from simkomunitas.study.nodes import UNREADABLE, Node

KEY = re.compile(r"[^.=]+(\.[^.=]+)*")


def settings(words: Sequence[str], faults: list[Fault]) -> Node:
    """What options ``--set path.to.key=value`` say, as one mapping to be laid over a document.

    One text in the place of a list raises TypeError: its letters would be taken for settings.
    """
    if isinstance(words, str):
        raise TypeError(f"a list of settings is expected, such as [{shown(words)}], not {shown(words)}")
    top = Node({}, "--set", "", Path())
    for text in words:
        _set(top, text, faults)
    return completed(top, (), faults)


def _set(top: Node, text: str, faults: list[Fault]) -> None:
    """Add what one option says to a mapping."""
    key, equals, value = text.partition("=")
    place = f"--set {shown(text)[1:-1]}"
    if not equals or not KEY.fullmatch(key) or not key.isprintable():
        faults.append(Fault(place, "--set", "", "path.to.key=value", "for instance horizon.weeks_after=104"))
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

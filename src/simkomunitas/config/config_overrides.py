"""Settings from the command line, ``--set path.to.key=value``, as a mapping to be laid over a document."""

import re
from collections.abc import Sequence
from pathlib import Path

from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.config.config_nodes import UNREADABLE, ConfigNode
from simkomunitas.config.file_includes import resolve_includes
from simkomunitas.config.yaml_reader import parse_command_line_value

OVERRIDE_KEY_PATTERN = re.compile(r"[^.=]+(\.[^.=]+)*")


def parse_overrides(assignments: Sequence[str], errors: list[ErrorDetail]) -> ConfigNode:
    """What options ``--set path.to.key=value`` say, as one mapping to be laid over a document.

    One text in the place of a list raises TypeError: its letters would be taken for settings.
    """
    if isinstance(assignments, str):
        raise TypeError(
            f"a list of settings is expected, such as [{printable_value(assignments)}], not "
            f"{printable_value(assignments)}"
        )
    top = ConfigNode({}, "--set", "", Path())
    for text in assignments:
        _add_override(top, text, errors)
    return resolve_includes(top, (), errors)


def _add_override(overrides: ConfigNode, assignment: str, errors: list[ErrorDetail]) -> None:
    """Add what one option says to a mapping."""
    key, equals, value = assignment.partition("=")
    place = f"--set {printable_value(assignment)[1:-1]}"
    if not equals or not OVERRIDE_KEY_PATTERN.fullmatch(key) or not key.isprintable():
        errors.append(ErrorDetail(place, "--set", "", "path.to.key=value", "for instance horizon.weeks_after=104"))
        return
    *above, last = key.split(".")
    start = ConfigNode(UNREADABLE, place, key, Path())
    parts = overrides.value
    for depth, name in enumerate(above, 1):
        below = parts.get(name)
        if below is None or not isinstance(below.value, dict):
            below = parts[name] = start._replace(value={}, key=".".join(above[:depth]))
        parts = below.value
    parts[last] = parse_command_line_value(value, start, errors)

"""Writing the centre of a posterior back as the defaults of the program, in the files of the rules.

A default stands on the line of its parameter and nowhere else; so does the new one.  Examples in docstrings that are
computed with defaults have to be renewed by hand; the tests name them.
"""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from simkomunitas.base.compilation_cache import PACKAGE
from simkomunitas.evidence.posterior_file import posterior_intervals
from simkomunitas.model.rules.parameters import Parameters

SIGNIFICANT_DIGITS = 2  # of a new default: it is not known better


class NewDefault(NamedTuple):
    """A default, and what is to stand in its place."""

    key: str
    old: float
    new: float


def round_within_interval(value: float, low: float, high: float) -> float:
    """A value with few digits; more of them, as long as it would otherwise leave its interval.

    >>> (
    ...     round_within_interval(0.012345, 0.01, 0.02),
    ...     round_within_interval(-2.9871, -3.2, -2.6),
    ...     round_within_interval(0.3049, 0.3041, 0.3056),
    ... )
    (0.012, -3.0, 0.305)
    """
    for digits in range(SIGNIFICANT_DIGITS, 12):
        found = float(f"{value:.{digits}g}")
        if low <= found <= high:
            return found
    return value


def posterior_defaults(posterior: pd.DataFrame) -> list[NewDefault]:
    """What the centre of a posterior makes of the defaults."""
    found = []
    for key, interval in posterior_intervals(posterior).items():
        block, name = key.split(".")
        old = float(getattr(getattr(Parameters(), block), name))
        found.append(NewDefault(key, old, round_within_interval(interval.median, interval.low, interval.high)))
    return found


def write_rule_defaults(defaults: list[NewDefault], folder: Path = PACKAGE / "model" / "rules") -> list[Path]:
    """Put new defaults into the files of the rules; the files that were changed.

    LookupError, with nothing written, if the line of a parameter is not found.
    """
    blocks = {block: type(value).__name__ for block, value in Parameters()._asdict().items()}
    wanted = {(blocks[new.key.split(".")[0]], new.key.split(".")[1]): new.new for new in defaults}
    changed: dict[Path, str] = {}
    for path in sorted(folder.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        places = {place: wanted.pop(place) for place in list(wanted) if place in _find_defaults(text)}
        if places:
            changed[path] = _replace_defaults(text, places)
    if wanted:
        raise LookupError(f"no line for {', '.join(f'{block}.{name}' for block, name in wanted)}")
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    return list(changed)


def _find_defaults(text: str) -> dict[tuple[str, str], ast.expr]:
    """Where the defaults stand in a file, by class and name."""
    return {
        (block.name, line.target.id): line.value
        for block in ast.parse(text).body
        if isinstance(block, ast.ClassDef)
        for line in block.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value is not None
    }


def _replace_defaults(text: str, new: Mapping[tuple[str, str], float]) -> str:
    """The text of a file with new defaults, from the last line to the first so that places stay right."""
    lines = text.splitlines(keepends=True)
    places = _find_defaults(text)
    for place in sorted(new, key=lambda place: -places[place].lineno):
        value = places[place]
        line = lines[value.lineno - 1].encode()
        old, number = line[value.col_offset : value.end_col_offset], f"{new[place]:.12g}".encode()
        if old != number:
            lines[value.lineno - 1] = (line[: value.col_offset] + number + line[value.end_col_offset :]).decode()
    return "".join(lines)

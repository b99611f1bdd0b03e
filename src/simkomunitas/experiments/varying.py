"""Reading ``vary``: keys of the configuration, each with a list, a range, or levels by name."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.keys import separators
from simkomunitas.config.layers import NO_PROGRAMME, PARTS, completed
from simkomunitas.config.nodes import Dotted, Node, Unreadable, plain
from simkomunitas.config.reading import ARM_NAME, HEAD
from simkomunitas.config.settings import parameter_table, setting_table
from simkomunitas.experiments.factors import Factor, Label, Level, Span, nested

RANGE = ("from", "to", "steps", "scale")
SCALES = ("linear", "log")
MOST_STEPS = 100_000
SHARES = "programme.strategies"
LONGEST_LABEL = 64
OF_AN_ARM = re.compile(r"^arms\.[^.]+\.")
EXAMPLE = "for instance [0, 0.5, 1] or {from: 0, to: 1, steps: 5}"


def read_factors(node: Node | None, faults: list[ErrorDetail], notes: list[str]) -> tuple[Factor, ...]:
    """The factors in the section ``vary``, in the order in which they are written; faults and notes are added."""
    if node is None or node.value is None or isinstance(node.value, Unreadable):
        return ()
    if not isinstance(node.value, dict):
        faults.append(node.fault("keys of the configuration, each with its values", EXAMPLE))
        return ()
    about = {row.key: row.quantity for row in (*parameter_table(), *setting_table())}
    read = (_factor(key, part, about.get(OF_AN_ARM.sub("", key)), faults, notes) for key, part in node.value.items())
    return tuple(factor for factor in read if factor is not None)


def _factor(key: str, node: Node, about: Quantity | None, faults: list[ErrorDetail], notes: list[str]) -> Factor | None:
    """One factor; None, and faults, if it cannot be one."""
    if key.partition(".")[0] in HEAD and not key.startswith("arms."):
        faults.append(
            ErrorDetail(node.place, node.key, "", "a key that can differ between runs", "it is the same for all")
        )
        return None
    before = len(faults)
    ranged = isinstance(node.value, dict) and set(node.value) & {"from", "to"}
    span = _span(node, about, faults) if ranged else None
    levels = () if ranged else tuple(_levels(key, node, faults))
    if len(faults) > before or (span is None and not levels):
        return None
    unit, meaning = (about.unit, about.meaning) if about else ("", "")
    return Factor(key, () if ranged else _once(key, levels, faults, notes), span, unit, meaning, node)


def _span(node: Node, about: Quantity | None, faults: list[ErrorDetail]) -> Span | None:
    """A range; None, and faults, if it is not one."""
    unknown = [name for name in node.value if name not in RANGE]
    faults.extend(ErrorDetail(node.value[name].place, node.value[name].key, "", "no such key in a range",
                        suggest_name(name, RANGE)) for name in unknown)  # fmt: skip
    whole = about is not None and about.whole
    ends = [_number(node, name, whole, faults) for name in ("from", "to")]
    steps, log = _steps(node.get("steps"), faults), _is_log(node.get("scale"), faults)
    if unknown or None in ends or steps is None or log is None:
        return None
    span = Span(ends[0] or 0.0, ends[1] or 0.0, steps, log, whole)
    faults.extend(_wrong_range(node, span))
    return span


def _wrong_range(node: Node, span: Span) -> Iterator[ErrorDetail]:
    """What is wrong with a range whose parts are right one by one."""
    if span.low >= span.high:
        yield node.value["to"].fault(f"more than from ({span.low:.15g})")
    elif span.log and span.low <= 0:
        yield node.value["from"].fault("more than 0 on the scale log")
    elif span.whole and span.log:
        yield node.value["scale"].fault("linear for whole numbers")
    elif span.whole and span.steps > 1 and (span.high - span.low) % (span.steps - 1):
        yield node.value["steps"].fault(f"steps that fall on whole numbers from {span.low:g} to {span.high:g}")


def _number(node: Node, name: str, whole: bool, faults: list[ErrorDetail]) -> float | None:
    """One end of a range."""
    part = node.get(name)
    if part is None:
        faults.append(ErrorDetail(node.place, f"{node.key}.{name}", "", "both ends of the range", EXAMPLE))
        return None
    value = part.value
    right = isinstance(value, int | float) and not isinstance(value, bool | Dotted)
    if right and (not whole or value == int(value)):
        return float(value) + 0.0
    if not isinstance(value, Unreadable):
        faults.append(part.fault("a whole number" if whole else "a number", separators(value)))
    return None


def _steps(part: Node | None, faults: list[ErrorDetail]) -> int | None:
    """How many values a range gives in a grid; 0 if that is not said."""
    if part is None:
        return 0
    if isinstance(part.value, int) and not isinstance(part.value, bool) and 2 <= part.value <= MOST_STEPS:
        return part.value
    faults.append(part.fault(f"a whole number from 2 to {MOST_STEPS}, both ends counted"))
    return None


def _is_log(part: Node | None, faults: list[ErrorDetail]) -> bool | None:
    if part is None:
        return False
    if part.value in SCALES:
        return bool(part.value == "log")
    faults.append(part.fault("linear or log"))
    return None


def _levels(key: str, node: Node, faults: list[ErrorDetail]) -> Iterator[Level]:
    """The levels of a list or of a mapping by name."""
    if isinstance(node.value, Unreadable):
        return
    if not isinstance(node.value, list | dict) or not node.value:
        found = "nothing" if node.value in (None, [], {}) else ""
        fault = node.fault("a list with at least one value, a range, or levels by name", EXAMPLE)
        faults.append(fault._replace(value=found or fault.value))
        return
    named: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
    for name, part in list(named.items()) or [("", part) for part in node.value]:
        if named and not ARM_NAME.fullmatch(name):
            expected = "a name of letters, digits, spaces, - and _, at most 64"
            faults.append(ErrorDetail(part.place, part.key, "", expected))
        elif not isinstance(part.value, Unreadable):
            yield Level(name or _label(part), _over(key, part, faults))


def _label(node: Node) -> Label:
    """What a level without a name is called: its value, the name of its file, or its parts in words."""
    value = plain(node)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and not value.endswith((".yaml", ".yml")):
        return value
    words = PurePosixPath(value).stem if isinstance(value, str) else _in_words(value)
    return re.sub(r"[^\w -]+", " ", words)[:LONGEST_LABEL].strip() or "level"


def _in_words(value: Any) -> str:  # noqa: ANN401 - any value of a document
    """Parts of a value in one line, shares in per cent; a strategy that has all hours by its name alone."""
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value.values())) == 1:
            return str(next(iter(value)))
        return " - ".join(f"{name} {_in_words(part)}" for name, part in value.items())
    if isinstance(value, list):
        return " ".join(_in_words(part) for part in value)
    if isinstance(value, float) and 0 < value < 1:
        return f"{100 * value:.6g}"
    return NO_PROGRAMME if value is None else str(value)


def _over(key: str, node: Node, faults: list[ErrorDetail]) -> Node:
    """What a level lays over the document, its files read in; a strategy by name has all hours."""
    if key == SHARES and isinstance(node.value, str):
        node = node._replace(value={node.value: node._replace(value=1)})
    above = nested(key, node)
    return completed(above, (), faults) if key.partition(".")[0] in (*PARTS, "arms") else above


def _once(key: str, levels: tuple[Level, ...], faults: list[ErrorDetail], notes: list[str]) -> tuple[Level, ...]:
    """Levels without those that are there already; two that only look the same are a fault."""
    kept: dict[tuple[bool, Label], Level] = {}
    for level in levels:
        known = kept.setdefault((isinstance(level.label, bool), level.label), level)
        if known is level:
            continue
        if plain(known.over) == plain(level.over):
            notes.append(f"vary.{key}: {level.label} is there twice and is run once")
        else:
            faults.append(ErrorDetail(level.over.place, f"vary.{key}", str(level.label), "levels of different names",
                                "name them: {first: ..., second: ...}"))  # fmt: skip
    return tuple(kept.values())

"""Reading ``vary``: keys of the configuration, each with a list, a range, or levels by name."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.config_nodes import ConfigNode, DottedNumber, UnreadableValue, to_plain_value
from simkomunitas.config.config_reader import ARM_NAME_PATTERN, COMPARISON_KEYS
from simkomunitas.config.file_includes import INCLUDABLE_SECTIONS, resolve_includes
from simkomunitas.config.scalar_checks import suggest_number_spelling
from simkomunitas.config.setting_tables import parameter_table, setting_table
from simkomunitas.experiments.experiment_factors import Factor, FactorLevel, LevelLabel, ValueRange, nest_node
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD

RANGE_KEYS = ("from", "to", "steps", "scale")
RANGE_SCALES = ("linear", "log")
MAX_STEPS = 100_000
SHARES_KEY = "programme.strategies"
MAX_LEVEL_LABEL_LENGTH = 64
ARM_KEY_PREFIX = re.compile(r"^arms\.[^.]+\.")
VARY_EXAMPLE = "for instance [0, 0.5, 1] or {from: 0, to: 1, steps: 5}"


def read_factors(node: ConfigNode | None, errors: list[ErrorDetail], notes: list[str]) -> tuple[Factor, ...]:
    """The factors in the section ``vary``, in the order in which they are written; errors and notes are added."""
    if node is None or node.value is None or isinstance(node.value, UnreadableValue):
        return ()
    if not isinstance(node.value, dict):
        errors.append(node.build_error("keys of the configuration, each with its values", VARY_EXAMPLE))
        return ()
    about = {row.key: row.quantity for row in (*parameter_table(), *setting_table())}
    read = (
        _read_factor(key, part, about.get(ARM_KEY_PREFIX.sub("", key)), errors, notes)
        for key, part in node.value.items()
    )
    return tuple(factor for factor in read if factor is not None)


def _read_factor(
    key: str, node: ConfigNode, quantity: Quantity | None, errors: list[ErrorDetail], notes: list[str]
) -> Factor | None:
    """One factor; None, and errors, if it cannot be one."""
    if key.partition(".")[0] in COMPARISON_KEYS and not key.startswith("arms."):
        errors.append(
            ErrorDetail(node.location, node.key, "", "a key that can differ between runs", "it is the same for all")
        )
        return None
    before = len(errors)
    ranged = isinstance(node.value, dict) and set(node.value) & {"from", "to"}
    span = _read_range(node, quantity, errors) if ranged else None
    levels = () if ranged else tuple(_read_levels(key, node, errors))
    if len(errors) > before or (span is None and not levels):
        return None
    unit, meaning = (quantity.unit, quantity.meaning) if quantity else ("", "")
    return Factor(
        key, () if ranged else _remove_duplicate_levels(key, levels, errors, notes), span, unit, meaning, node
    )


def _read_range(node: ConfigNode, quantity: Quantity | None, errors: list[ErrorDetail]) -> ValueRange | None:
    """A range; None, and errors, if it is not one."""
    unknown = [name for name in node.value if name not in RANGE_KEYS]
    errors.extend(ErrorDetail(node.value[name].location, node.value[name].key, "", "no such key in a range",
                        suggest_name(name, RANGE_KEYS)) for name in unknown)  # fmt: skip
    whole = quantity is not None and quantity.kind.is_whole
    ends = [_read_range_end(node, name, whole, errors) for name in ("from", "to")]
    steps, log = _read_step_count(node.get_child("steps"), errors), _read_is_log_scale(node.get_child("scale"), errors)
    if unknown or None in ends or steps is None or log is None:
        return None
    span = ValueRange(ends[0] or 0.0, ends[1] or 0.0, steps, log, whole)
    errors.extend(_find_range_errors(node, span))
    return span


def _find_range_errors(node: ConfigNode, span: ValueRange) -> Iterator[ErrorDetail]:
    """What is wrong with a range whose parts are right one by one."""
    if span.low >= span.high:
        yield node.value["to"].build_error(f"more than from ({span.low:.15g})")
    elif span.is_log_scale and span.low <= 0:
        yield node.value["from"].build_error("more than 0 on the scale log")
    elif span.is_integer and span.is_log_scale:
        yield node.value["scale"].build_error("linear for whole numbers")
    elif span.is_integer and span.grid_steps > 1 and (span.high - span.low) % (span.grid_steps - 1):
        yield node.value["steps"].build_error(f"steps that fall on whole numbers from {span.low:g} to {span.high:g}")


def _read_range_end(node: ConfigNode, name: str, is_integer: bool, errors: list[ErrorDetail]) -> float | None:
    """One end of a range."""
    part = node.get_child(name)
    if part is None:
        errors.append(ErrorDetail(node.location, f"{node.key}.{name}", "", "both ends of the range", VARY_EXAMPLE))
        return None
    value = part.value
    right = isinstance(value, int | float) and not isinstance(value, bool | DottedNumber)
    if right and (not is_integer or value == int(value)):
        return float(value) + 0.0
    if not isinstance(value, UnreadableValue):
        errors.append(part.build_error("a whole number" if is_integer else "a number", suggest_number_spelling(value)))
    return None


def _read_step_count(part: ConfigNode | None, errors: list[ErrorDetail]) -> int | None:
    """How many values a range gives in a grid; 0 if that is not said."""
    if part is None:
        return 0
    if isinstance(part.value, int) and not isinstance(part.value, bool) and 2 <= part.value <= MAX_STEPS:
        return part.value
    errors.append(part.build_error(f"a whole number from 2 to {MAX_STEPS}, both ends counted"))
    return None


def _read_is_log_scale(part: ConfigNode | None, errors: list[ErrorDetail]) -> bool | None:
    if part is None:
        return False
    if part.value in RANGE_SCALES:
        return bool(part.value == "log")
    errors.append(part.build_error("linear or log"))
    return None


def _read_levels(key: str, node: ConfigNode, errors: list[ErrorDetail]) -> Iterator[FactorLevel]:
    """The levels of a list or of a mapping by name."""
    if isinstance(node.value, UnreadableValue):
        return
    if not isinstance(node.value, list | dict) or not node.value:
        found = "nothing" if node.value in (None, [], {}) else ""
        fault = node.build_error("a list with at least one value, a range, or levels by name", VARY_EXAMPLE)
        errors.append(fault._replace(value=found or fault.value))
        return
    named: dict[str, ConfigNode] = node.value if isinstance(node.value, dict) else {}
    for name, part in list(named.items()) or [("", part) for part in node.value]:
        if named and not ARM_NAME_PATTERN.fullmatch(name):
            expected = "a name of letters, digits, spaces, - and _, at most 64"
            errors.append(ErrorDetail(part.location, part.key, "", expected))
        elif not isinstance(part.value, UnreadableValue):
            yield FactorLevel(name or _default_level_label(part), _read_level_override(key, part, errors))


def _default_level_label(node: ConfigNode) -> LevelLabel:
    """What a level without a name is called: its value, the name of its file, or its parts in words."""
    value = to_plain_value(node)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and not value.endswith((".yaml", ".yml")):
        return value
    words = PurePosixPath(value).stem if isinstance(value, str) else _format_level_value(value)
    return re.sub(r"[^\w -]+", " ", words)[:MAX_LEVEL_LABEL_LENGTH].strip() or "level"


def _format_level_value(value: Any) -> str:  # noqa: ANN401 - any value of a document
    """Parts of a value in one line, shares in per cent; a strategy that has all hours by its name alone."""
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value.values())) == 1:
            return str(next(iter(value)))
        return " - ".join(f"{name} {_format_level_value(part)}" for name, part in value.items())
    if isinstance(value, list):
        return " ".join(_format_level_value(part) for part in value)
    if isinstance(value, float) and 0 < value < 1:
        return f"{100 * value:.6g}"
    return NO_PROGRAMME_WORD if value is None else str(value)


def _read_level_override(key: str, node: ConfigNode, errors: list[ErrorDetail]) -> ConfigNode:
    """What a level lays over the document, its files read in; a strategy by name has all hours."""
    if key == SHARES_KEY and isinstance(node.value, str):
        node = node._replace(value={node.value: node._replace(value=1)})
    above = nest_node(key, node)
    return resolve_includes(above, (), errors) if key.partition(".")[0] in (*INCLUDABLE_SECTIONS, "arms") else above


def _remove_duplicate_levels(
    key: str, levels: tuple[FactorLevel, ...], errors: list[ErrorDetail], notes: list[str]
) -> tuple[FactorLevel, ...]:
    """Levels without those that are there already; two that only look the same are an error."""
    kept: dict[tuple[bool, LevelLabel], FactorLevel] = {}
    for level in levels:
        known = kept.setdefault((isinstance(level.label, bool), level.label), level)
        if known is level:
            continue
        if to_plain_value(known.override) == to_plain_value(level.override):
            notes.append(f"vary.{key}: {level.label} is there twice and is run once")
        else:
            errors.append(ErrorDetail(level.override.location, f"vary.{key}", str(level.label),
                "levels of different names",
                                "name them: {first: ..., second: ...}"))  # fmt: skip
    return tuple(kept.values())

"""Scenarios and comparisons written out in full, so that they can be kept and read again."""

import json
from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from simkomunitas.base.key_annotations import KindTag, NoneWord, RuleFunction, StageShares
from simkomunitas.config.config_fields import (
    TypeHint,
    find_annotation,
    has_annotation,
    is_section,
    list_fields,
    list_item_type,
    pair_types,
    split_hint,
    type_beside_none,
)
from simkomunitas.config.yaml_reader import THOUSANDS_POINT_PATTERN
from simkomunitas.model.scenario_definition import Comparison, Scenario, StrategyShares
from simkomunitas.model.vocabulary import STAGES

OPTIONAL_PARTS: dict[str, Any] = {"programme_changes": [], "rules": {}}  # written only where there are some


def export_resolved(configuration: Scenario | Comparison) -> dict[str, Any]:
    """A scenario or a comparison as a plain mapping with every default written out, fit for YAML and JSON.

    Of the arms of a comparison only what differs from the first arm is repeated.
    """
    if isinstance(configuration, Scenario):
        return _export_scenario(configuration)
    arms = {name: _export_scenario(scenario) for name, scenario in configuration.arms}
    common = next(iter(arms.values()))
    different = {name: _differing_parts(OPTIONAL_PARTS | arm, OPTIONAL_PARTS | common) for name, arm in arms.items()}
    about = {"title": configuration.title, "question": configuration.question}
    seeds = {
        "replicates": configuration.replicates,
        "first_seed": configuration.first_seed,
        "against": configuration.against,
    }
    return about | common | {"arms": different} | seeds


def _differing_parts(arm: Mapping[str, Any], common: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of an arm that are not as in the first one; a rule that only that one replaces is taken back."""
    found = {part: value for part, value in arm.items() if value != common[part]}
    return found | ({"rules": dict.fromkeys(common["rules"]) | found["rules"]} if "rules" in found else {})


def _export_scenario(scenario: Scenario) -> dict[str, Any]:
    parts = export_section(scenario)
    return {name: part for name, part in parts.items() if name not in OPTIONAL_PARTS or part}


def export_section(section: Any) -> dict[str, Any]:  # noqa: ANN401 - any section
    """A section with every default written out."""
    fields = list_fields(type(section))
    return {key: export_value(field.hint, getattr(section, field.name)) for key, field in fields.items()}


def export_value(hint: TypeHint, value: Any) -> Any:  # noqa: ANN401 - any value of a section
    """A value in words, numbers, lists and mappings, as a file would have it; whole numbers without a point."""
    value_type, annotations = split_hint(hint)
    if value is None:
        return getattr(find_annotation(annotations, NoneWord), "word", None)
    for kind, export in ((RuleFunction, attrgetter("reference")), (StageShares, export_stage_shares)):
        if has_annotation(annotations, kind):
            return export(value)
    if is_section(value):
        tag = find_annotation(annotations, KindTag)
        kinds = {section: name for name, section in tag.classes.items()} if tag else {}
        return ({"kind": kinds[type(value)]} if tag else {}) | export_section(value)
    if isinstance(value, tuple):
        return _export_tuple(type_beside_none(value_type) or value_type, value)
    if isinstance(value, Path):
        return value.resolve().as_posix()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _export_tuple(value_type: TypeHint, value: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a list or a mapping
    if pairs := pair_types(value_type):
        return {name: export_value(pairs[1], part) for name, part in value}
    return [export_value(list_item_type(value_type), part) for part in value]


def export_stage_shares(rows: tuple[StrategyShares, ...]) -> dict[str, Any]:
    """The shares of the hours, once if all stages have the same."""
    written = [{name: export_value(float, share) for name, share in row} for row in rows]
    same = all(row == written[0] for row in written)
    return written[0] if same else dict(zip(STAGES, written, strict=True))


def to_yaml(mapping: Mapping[str, Any]) -> str:
    """A resolved mapping as YAML that reads back to the same.

    >>> print(to_yaml({"horizon": {"weeks_after": 260}, "title": "Desa", "arms": {"none": {}}}), end="")
    horizon:
      weeks_after: 260
    title: "Desa"
    arms:
      none: {}
    """
    return "".join(f"{line}\n" for line in _yaml_lines(mapping, ""))


def _yaml_lines(mapping: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in mapping.items():
        key = name if name.isidentifier() and name.isascii() else json.dumps(name, ensure_ascii=False)
        if isinstance(value, Mapping) and value:
            yield f"{indent}{key}:"
            yield from _yaml_lines(value, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_yaml_scalar(value)}"


def _yaml_scalar(value: Any) -> str:  # noqa: ANN401 - a scalar, a list or an empty mapping
    """A value on one line; JSON is YAML, but for numbers that could be misread."""
    if isinstance(value, Mapping) and value:
        return f"{{{', '.join(f'{json.dumps(name)}: {_yaml_scalar(part)}' for name, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_yaml_scalar(part) for part in value)}]"
    if isinstance(value, float):
        return f"{value!r}0" if THOUSANDS_POINT_PATTERN.fullmatch(repr(value)) else repr(value)
    return json.dumps(value, ensure_ascii=False)

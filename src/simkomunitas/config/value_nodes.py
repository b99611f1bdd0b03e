"""From values to nodes: what a file would say for a scenario made in Python, so that one reader checks both."""

from typing import Any

import numpy as np

from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.key_annotations import KindTag, RuleFunction, StageShares
from simkomunitas.config.config_export import export_stage_shares, export_value
from simkomunitas.config.config_fields import (
    REQUIRED,
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
from simkomunitas.config.config_nodes import ConfigNode, to_config_node
from simkomunitas.config.scalar_checks import is_number
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.model.vocabulary import STAGES

SCENARIO_LOCATION = "scenario"
SHARES_EXPECTED = "one row a stage, in the order of STAGES, each of pairs (strategy, share)"


def scenario_node(scenario: Scenario) -> ConfigNode:
    """A checked scenario as the document that a file would hold: what differs from the defaults."""
    return to_value_node(Scenario, scenario, Scenario(), "", [])._replace(replaces_all=False)


def to_value_node(hint: TypeHint, value: Any, default: Any, key: str, errors: list[ErrorDetail]) -> ConfigNode:  # noqa: ANN401 - any part of a scenario
    """What a file would say beside the default; a part of another kind than its class wants is an error."""
    value_type, annotations = split_hint(hint)
    if expected := _find_expected_kind(hint, value):
        errors.append(ErrorDetail(SCENARIO_LOCATION, key or SCENARIO_LOCATION, printable_value(value), expected))
        value = None
    elif is_section(value):
        tag = find_annotation(annotations, KindTag)
        kinds = {"kind": export_value(hint, value)["kind"]} if tag else {}
        value = kinds | _differing_fields(value, default, key, errors)
    elif has_annotation(annotations, RuleFunction):
        pass
    elif has_annotation(annotations, StageShares):
        value = export_stage_shares(value)
    elif isinstance(value, tuple):
        value = _tuple_parts(type_beside_none(value_type) or value_type, value, key, errors)
    else:
        value = export_value(hint, value.item() if isinstance(value, np.generic) else value)
    return to_config_node(value, key, SCENARIO_LOCATION)._replace(replaces_all=True)


def _find_expected_kind(hint: TypeHint, value: Any) -> str:  # noqa: ANN401 - whatever stands there
    """What is expected where a part is of another kind than its class wants; nothing if it is right."""
    value_type, annotations = split_hint(hint)
    beside = type_beside_none(value_type)
    value_type, tag = beside or value_type, find_annotation(annotations, KindTag)
    if beside and value is None:
        return ""
    if has_annotation(annotations, StageShares):
        right = isinstance(value, tuple) and len(value) == len(STAGES) and all(map(is_pairs, value))
        return "" if right else SHARES_EXPECTED
    if tag or is_section(value_type):
        classes = tuple(tag.classes.values()) if tag else (value_type,)
        expected = " or ".join(f"a {section.__name__}" for section in classes) + ", or None" * (beside is not None)
        return "" if isinstance(value, classes) else expected
    if pair_types(value_type):
        return "" if is_pairs(value) else "pairs (name, value)"
    return "a tuple" if list_item_type(value_type) and not isinstance(value, tuple) else ""


def is_pairs(value: Any) -> bool:  # noqa: ANN401 - whatever stands there
    """Whether a value is a tuple of pairs, each with a name."""
    pairs = value if isinstance(value, tuple) else [()]
    return all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs)


def _differing_fields(section: Any, default: Any, key: str, errors: list[ErrorDetail]) -> dict[str, ConfigNode]:  # noqa: ANN401 - any section
    """The fields of a section that are not as in the default."""
    found = {}
    for name, field in list_fields(type(section)).items():
        value = getattr(section, field.name)
        usual = getattr(default, field.name) if isinstance(default, type(section)) else field.default
        if field.default is REQUIRED or not _is_same(value, usual):
            found[name] = to_value_node(field.hint, value, usual, f"{key}.{name}".lstrip("."), errors)
    return found


def _is_same(value: Any, default: Any) -> bool:  # noqa: ANN401 - any values of a section
    """Whether a value is the default; 1 and 1.0 are one number, true is none."""
    is_one_kind = type(value) is type(default) or (is_number(value) and is_number(default))
    return is_one_kind and bool(value == default)


def _tuple_parts(value_type: TypeHint, value: tuple[Any, ...], key: str, errors: list[ErrorDetail]) -> Any:  # noqa: ANN401 - nodes
    if pairs := pair_types(value_type):
        return {name: to_value_node(pairs[1], part, REQUIRED, f"{key}.{name}", errors) for name, part in value}
    item = list_item_type(value_type)
    return [to_value_node(item, part, REQUIRED, f"{key}[{place}]", errors) for place, part in enumerate(value)]

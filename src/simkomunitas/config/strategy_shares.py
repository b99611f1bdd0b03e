"""How the hours are shared among strategies, for all stages at once or stage by stage."""

from collections.abc import Iterable
from math import fsum

from pydantic_core import PydanticCustomError

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.config_nodes import ConfigNode, UnreadableValue
from simkomunitas.config.key_types import validate_number
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.scenario_definition import StrategyShares
from simkomunitas.model.vocabulary import STAGES

SHARE_QUANTITY = Quantity("Share of the hours", "share of the hours", 0, 1)
SUM_TOLERANCE = 1e-9  # how far from one the sum of shares may be
SHARES_EXAMPLE = "for instance {local_resources: 0.5, community_education: 0.5}"


def read_stage_shares(node: ConfigNode, errors: list[ErrorDetail]) -> tuple[StrategyShares, ...] | None:
    """The shares in each of the STAGES; None, and errors, if they cannot be read or do not sum to one."""
    if not isinstance(node.value, dict):
        errors.extend(_shares_mapping_errors(node))
        return None
    if not set(node.value) & set(STAGES):
        row = read_strategy_shares(node, errors)
        return (row,) * len(STAGES) if row else None
    errors.extend(_find_stage_name_errors(node))
    rows = [read_strategy_shares(node.value[stage], errors) for stage in STAGES if stage in node.value]
    right = set(node.value) == set(STAGES) and all(rows)
    return tuple(row for row in rows if row) if right else None


def _find_stage_name_errors(node: ConfigNode) -> Iterable[ErrorDetail]:
    """Stages that are missing, and names that are no stages."""
    for name, part in node.value.items():
        if name not in STAGES:
            yield ErrorDetail(part.location, part.key, "", "a stage", suggest_name(name, STAGES))
    for name in STAGES:
        if name not in node.value:
            yield ErrorDetail(
                node.location,
                f"{node.key}.{name}",
                "",
                "shares for this stage too, or the same for all stages",
                SHARES_EXAMPLE,
            )


def read_strategy_shares(node: ConfigNode, errors: list[ErrorDetail]) -> StrategyShares | None:
    """Shares by strategy, in order of name and without those of zero; None, and errors, if they are wrong."""
    if not isinstance(node.value, dict) or not node.value:
        errors.extend(_shares_mapping_errors(node))
        return None
    found = {name: read_share(name, part, errors) for name, part in sorted(node.value.items())}
    right = {name: part for name, part in found.items() if part is not None}
    if len(right) < len(found):
        return None
    total = fsum(right.values())
    if abs(total - 1) > SUM_TOLERANCE:
        errors.append(ErrorDetail(node.location, node.key, f"{total:.12g}", "shares that sum to one"))
        return None
    return tuple((name, part) for name, part in right.items() if part > 0)


def _shares_mapping_errors(node: ConfigNode) -> Iterable[ErrorDetail]:
    if not isinstance(node.value, UnreadableValue):
        yield node._replace(value=node.value or None).build_error("strategies with their shares", SHARES_EXAMPLE)


def read_share(name: str, node: ConfigNode, errors: list[ErrorDetail]) -> float | None:
    """The share of one strategy; None, and an error, if there is no such strategy or its share is wrong."""
    if name not in strategies:
        hint = "decimals take a point, not a comma" if name.isdigit() else suggest_name(name, strategies)
        errors.append(ErrorDetail(node.location, node.key, "", "a strategy", hint))
        return None
    try:
        return None if isinstance(node.value, UnreadableValue) else validate_number(SHARE_QUANTITY, node.value)
    except PydanticCustomError as error:
        context = error.context or {}
        errors.append(node.build_error(context["expected"], context["hint"]))
        return None

"""How the hours are shared among strategies, for all stages at once or stage by stage."""

from collections.abc import Iterator
from math import fsum
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import SHARE, Quantity
from simkomunitas.config.config_nodes import UNREADABLE, ConfigNode, UnreadableValue
from simkomunitas.config.scalar_checks import UnfitValueError, check_quantity
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.scenario_definition import StrategyShares
from simkomunitas.model.vocabulary import STAGES

SHARE_QUANTITY = Quantity("Share of the hours", SHARE("share of the hours"), 0, 1)
SUM_TOLERANCE = 1e-9  # how far from one the sum of shares may be
SHARES_EXAMPLE = "for instance {local_resources: 0.5, community_education: 0.5}"


def read_stage_shares(node: ConfigNode, errors: list[ErrorDetail]) -> Any:  # noqa: ANN401 - rows, or UNREADABLE
    """The shares in each of the STAGES; UNREADABLE, and errors, if they cannot be read or do not sum to one."""
    if not isinstance(node.value, dict) or not set(node.value) & set(STAGES):
        row = read_strategy_shares(node, errors)
        return UNREADABLE if row is None else (row,) * len(STAGES)
    before = len(errors)
    errors.extend(_find_stage_name_errors(node))
    rows = tuple(read_strategy_shares(node.value[stage], errors) for stage in STAGES if stage in node.value)
    return UNREADABLE if len(errors) > before or None in rows else rows


def _find_stage_name_errors(node: ConfigNode) -> Iterator[ErrorDetail]:
    """Stages that are missing, and names that are no stages."""
    for name, part in node.value.items():
        if name not in STAGES:
            yield ErrorDetail(part.location, part.key, "", "a stage", suggest_name(name, STAGES))
    for name in STAGES:
        if name not in node.value:
            expected = "shares for this stage too, or the same for all stages"
            yield ErrorDetail(node.location, f"{node.key}.{name}", "", expected, SHARES_EXAMPLE)


def read_strategy_shares(node: ConfigNode, errors: list[ErrorDetail]) -> StrategyShares | None:
    """Shares by strategy, in order of name and without those of zero; None, and errors, if they are wrong."""
    if isinstance(node.value, UnreadableValue):
        return None
    if not isinstance(node.value, dict) or not node.value:
        shown = node._replace(value=node.value or None)
        errors.append(shown.build_error("strategies with their shares", SHARES_EXAMPLE))
        return None
    found = [(name, _read_share(name, part, errors)) for name, part in sorted(node.value.items())]
    right = [(name, share) for name, share in found if share is not None]
    total = fsum(share for _, share in right)
    if len(right) == len(found) and abs(total - 1) > SUM_TOLERANCE:
        errors.append(ErrorDetail(node.location, node.key, f"{total:.12g}", "shares that sum to one"))
        return None
    return tuple((name, share) for name, share in right if share > 0) if len(right) == len(found) else None


def _read_share(name: str, node: ConfigNode, errors: list[ErrorDetail]) -> float | None:
    """The share of one strategy; None, and an error, if there is no such strategy or its share is wrong."""
    if name not in strategies:
        fix = "decimals take a point, not a comma" if name.isdigit() else suggest_name(name, strategies)
        errors.append(ErrorDetail(node.location, node.key, "", "a strategy", fix))
        return None
    try:
        return None if isinstance(node.value, UnreadableValue) else check_quantity(SHARE_QUANTITY, node.value)
    except UnfitValueError as error:
        errors.append(node.build_error(error.expected, error.fix))
        return None

"""How the hours are shared among strategies, for all stages at once or stage by stage."""

from collections.abc import Iterable
from math import fsum

from pydantic_core import PydanticCustomError

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.keys import number
from simkomunitas.config.nodes import Node, Unreadable
from simkomunitas.model.programme.programme_settings import STAGES
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.scenario import Shares

SHARE = Quantity("Share of the hours", "share of the hours", 0, 1)
TOLERANCE = 1e-9  # how far from one the sum of shares may be
EXAMPLE = "for instance {local_resources: 0.5, community_education: 0.5}"


def stage_shares(node: Node, faults: list[ErrorDetail]) -> tuple[Shares, ...] | None:
    """The shares in each of the STAGES; None, and faults, if they cannot be read or do not sum to one."""
    if not isinstance(node.value, dict):
        faults.extend(_no_mapping(node))
        return None
    if not set(node.value) & set(STAGES):
        row = shares(node, faults)
        return (row,) * len(STAGES) if row else None
    faults.extend(_wrong_stages(node))
    rows = [shares(node.value[stage], faults) for stage in STAGES if stage in node.value]
    right = set(node.value) == set(STAGES) and all(rows)
    return tuple(row for row in rows if row) if right else None


def _wrong_stages(node: Node) -> Iterable[ErrorDetail]:
    """Stages that are missing, and names that are no stages."""
    for name, part in node.value.items():
        if name not in STAGES:
            yield ErrorDetail(part.place, part.key, "", "a stage", suggest_name(name, STAGES))
    for name in STAGES:
        if name not in node.value:
            yield ErrorDetail(
                node.place, f"{node.key}.{name}", "", "shares for this stage too, or the same for all stages", EXAMPLE
            )


def shares(node: Node, faults: list[ErrorDetail]) -> Shares | None:
    """Shares by strategy, in order of name and without those of zero; None, and faults, if they are wrong."""
    if not isinstance(node.value, dict) or not node.value:
        faults.extend(_no_mapping(node))
        return None
    found = {name: share(name, part, faults) for name, part in sorted(node.value.items())}
    right = {name: part for name, part in found.items() if part is not None}
    if len(right) < len(found):
        return None
    total = fsum(right.values())
    if abs(total - 1) > TOLERANCE:
        faults.append(ErrorDetail(node.place, node.key, f"{total:.12g}", "shares that sum to one"))
        return None
    return tuple((name, part) for name, part in right.items() if part > 0)


def _no_mapping(node: Node) -> Iterable[ErrorDetail]:
    if not isinstance(node.value, Unreadable):
        yield node._replace(value=node.value or None).fault("strategies with their shares", EXAMPLE)


def share(name: str, node: Node, faults: list[ErrorDetail]) -> float | None:
    """The share of one strategy; None, and a fault, if there is no such strategy or its share is wrong."""
    if name not in strategies:
        hint = "decimals take a point, not a comma" if name.isdigit() else suggest_name(name, strategies)
        faults.append(ErrorDetail(node.place, node.key, "", "a strategy", hint))
        return None
    try:
        return None if isinstance(node.value, Unreadable) else number(SHARE, node.value)
    except PydanticCustomError as error:
        context = error.context or {}
        faults.append(node.fault(context["expected"], context["hint"]))
        return None

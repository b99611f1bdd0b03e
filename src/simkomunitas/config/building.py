"""From checked values to a scenario, with the checks that need more than one value."""

from collections.abc import Mapping
from typing import Any

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.contradictions import contradictions
from simkomunitas.config.forms import comparison
from simkomunitas.config.layers import NO_PROGRAMME
from simkomunitas.config.nodes import Node
from simkomunitas.config.parts import block, built_programme, built_village, data_files
from simkomunitas.config.shares import stage_shares
from simkomunitas.config.turning import built_turns, contradictions_of_turns, shares_of_turns, turns_in_full
from simkomunitas.config.validating import validated
from simkomunitas.model.scenario import Scenario

Values = Mapping[str, Any]


def built_scenario(node: Node, faults: list[ErrorDetail]) -> tuple[Scenario, Values] | None:
    """The scenario that a mapping describes, and the rest it says; None, and faults, if it describes none."""
    node = turns_in_full(node)
    values = validated(comparison(), _without_word_none(node), faults)
    village, hours = node.get("community"), node.at(("programme", "strategies"))
    rows = stage_shares(hours, faults) if hours is not None else ()
    files = data_files(village, faults) if village else {}
    later = [stage_shares(turn, faults) for turn in shares_of_turns(node)]
    clashes = [*contradictions(node), *contradictions_of_turns(node)]
    faults.extend(clashes)
    if clashes or values is None or rows is None or None in later or None in files.values():
        return None
    organizer = values["programme"] and built_programme(values["programme"], rows)
    place = built_village(values["community"], files)
    blocks = {name: block(kind, values[name]) for name, kind in BLOCKS.items()}
    turns = built_turns(values["turns"], [row for row in later if row is not None])
    return Scenario(place, organizer, **blocks, turns=turns), values


BLOCKS = {
    name: type(default)
    for name, default in Scenario._field_defaults.items()
    if name not in ("village", "programme", "turns")
}


def _without_word_none(node: Node) -> Node:
    """A mapping in which ``programme: none`` is nothing."""
    part = node.get("programme")
    return node.without("programme") if part is not None and part.value in (NO_PROGRAMME, None) else node

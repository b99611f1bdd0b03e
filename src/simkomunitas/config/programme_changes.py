"""Turns: what a scenario says about another way of working from a week on, read with the same care as the rest."""

from collections.abc import Iterator

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_nodes import ConfigNode, merge_nodes
from simkomunitas.config.consistency_checks import find_contradictions
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD


def list_programme_changes(node: ConfigNode) -> list[ConfigNode]:
    """The turns that a scenario writes down, as far as they are mappings."""
    turns = node.get_child("programme_changes")
    found = turns.value if turns is not None and isinstance(turns.value, list) else []
    return [turn for turn in found if isinstance(turn.value, dict)]


def resolve_programme_changes(node: ConfigNode) -> ConfigNode:
    """The same scenario, each of its turns laid over the programme before it; ``none`` is nothing."""
    turns = node.get_child("programme_changes")
    if turns is None or not isinstance(turns.value, list):
        return node
    before, full = node.get_child("programme"), []
    for turn in turns.value:
        after = turn.get_child("programme")
        if isinstance(turn.value, dict) and after is not None:
            before = _merge_programmes(before, after)
            turn = turn._replace(value={**turn.value, "programme": before})  # noqa: PLW2901 - the turn in full
        full.append(turn)
    return node._replace(value={**node.value, "programme_changes": turns._replace(value=full)})


def _merge_programmes(previous: ConfigNode | None, following: ConfigNode) -> ConfigNode:
    """A programme over the one before it; over no programme it has to say everything itself."""
    if following.value is None:
        return following._replace(value=NO_PROGRAMME_WORD)
    return merge_nodes(previous, following) if previous is not None and isinstance(previous.value, dict) else following


def find_change_contradictions(node: ConfigNode) -> Iterator[ErrorDetail]:
    """Turns out of order or after the programme, and programmes that contradict themselves."""
    written = node.find_descendant(("horizon", "programme_weeks"))
    end = Horizon().programme_weeks if written is None else written.value
    last = 0
    for turn in list_programme_changes(node):
        week = turn.get_child("week")
        if week is None or not isinstance(week.value, int) or not isinstance(end, int | float):
            continue
        if not last < week.value < end:
            yield week.build_error(f"a week after the turn before ({last}) and before the programme ends ({end:g})")
        last = max(last, week.value)
        if (programme := turn.get_child("programme")) is not None:
            yield from find_contradictions(node._replace(value={**node.value, "programme": programme}))

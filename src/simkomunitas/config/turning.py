"""Turns: what a scenario says about another way of working from a week on, read with the same care as the rest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.contradictions import contradictions
from simkomunitas.config.layers import NO_PROGRAMME
from simkomunitas.config.nodes import Node, merged
from simkomunitas.config.parts import built_programme
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.scenario import Shares, Turn

Values = Mapping[str, Any]


def turns_of(node: Node) -> list[Node]:
    """The turns that a scenario writes down, as far as they are mappings."""
    turns = node.get("turns")
    found = turns.value if turns is not None and isinstance(turns.value, list) else []
    return [turn for turn in found if isinstance(turn.value, dict)]


def turns_in_full(node: Node) -> Node:
    """The same scenario, each of its turns laid over the programme before it; ``none`` is nothing."""
    turns = node.get("turns")
    if turns is None or not isinstance(turns.value, list):
        return node
    before, full = node.get("programme"), []
    for turn in turns.value:
        after = turn.get("programme")
        if isinstance(turn.value, dict) and after is not None:
            before = _laid_over(before, after)
            turn = turn._replace(value={**turn.value, "programme": before})  # noqa: PLW2901 - the turn in full
            turn = turn if before.value != NO_PROGRAMME else turn.without("programme")  # noqa: PLW2901
        full.append(turn)
    return node._replace(value={**node.value, "turns": turns._replace(value=full)})


def _laid_over(before: Node | None, after: Node) -> Node:
    """A programme over the one before it; over no programme it has to say everything itself."""
    if after.value is None:
        return after._replace(value=NO_PROGRAMME)
    return merged(before, after) if before is not None and isinstance(before.value, dict) else after


def shares_of_turns(node: Node) -> list[Node]:
    """How the hours are shared, turn by turn, where a turn has a programme."""
    found = [turn.at(("programme", "strategies")) for turn in turns_of(node)]
    return [shares for shares in found if shares is not None]


def contradictions_of_turns(node: Node) -> Iterator[ErrorDetail]:
    """Turns out of order or after the programme, and programmes that contradict themselves."""
    written = node.at(("horizon", "programme_weeks"))
    end = Horizon().programme_weeks if written is None else written.value
    last = 0
    for turn in turns_of(node):
        week = turn.get("week")
        if week is None or not isinstance(week.value, int) or not isinstance(end, int | float):
            continue
        if not last < week.value < end:
            yield week.fault(f"a week after the turn before ({last}) and before the programme ends ({end:g})")
        last = max(last, week.value)
        if (programme := turn.get("programme")) is not None:
            yield from contradictions(node._replace(value={**node.value, "programme": programme}))


def built_turns(turns: Sequence[Values], rows: Sequence[tuple[Shares, ...]]) -> tuple[Turn, ...]:
    """Turns from their checked values and their shares of hours."""
    shares = iter(rows)
    return tuple(
        Turn(turn["week"], turn["programme"] and built_programme(turn["programme"], next(shares))) for turn in turns
    )

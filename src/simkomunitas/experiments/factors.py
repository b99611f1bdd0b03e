"""What an experiment varies: a key of the configuration, and the values it takes."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.config.layers import NO_PROGRAMME
from simkomunitas.config.nodes import Node, merged

Label = str | int | float | bool
ARM = "arm"  # the name of the factor whose levels are the arms


class Level(NamedTuple):
    """One value of a factor, and what it is called in tables."""

    label: Label
    over: Node  # to be laid over the document


class Span(NamedTuple):
    """A range of numbers, both ends included."""

    low: float
    high: float
    steps: int = 0  # values in a grid; 0 where none are said
    log: bool = False  # even on the logarithmic scale
    whole: bool = False  # whole numbers only
    base: float = math.nan  # the value of the base scenario, if it has one


class Factor(NamedTuple):
    """A key that varies: over levels, or over a range."""

    name: str  # dotted key of the configuration, or ``arm``
    levels: tuple[Level, ...]  # empty for a range
    span: Span | None
    unit: str  # empty for names
    meaning: str
    node: Node  # where it is written

    @property
    def kind(self) -> str:
        """``levels``, ``number`` or ``whole number``."""
        if self.span is None:
            return "levels"
        return "whole number" if self.span.whole else "number"

    @property
    def size(self) -> int:
        """How many values a grid has of it; 0 for a range without steps."""
        return len(self.levels) if self.span is None else self.span.steps

    def value_at(self, unit: float) -> float:
        """The coordinate at a place between 0 and 1: a number of the range, or the place of a level in the list."""
        if self.span is None:
            return float(min(int(unit * len(self.levels)), len(self.levels) - 1))
        low, high = self.span.low, self.span.high
        if self.span.whole:
            return float(min(low + math.floor(unit * (high - low + 1)), high))
        if self.span.log:
            return _clean(low * (high / low) ** unit, low, high)
        return _clean(low + unit * (high - low), low, high)

    def grid(self) -> tuple[float, ...]:
        """The coordinates of its values in a grid, both ends of a range included."""
        if self.span is None:
            return tuple(float(place) for place in range(len(self.levels)))
        if self.span.steps == 1:
            return (self.span.low,)
        continuous = self._replace(span=self.span._replace(whole=False))
        return tuple(continuous.value_at(step / (self.span.steps - 1)) for step in range(self.span.steps))

    def base(self) -> float:
        """The coordinate of its value in the base scenario: the first of the levels, a number of the range."""
        if self.span is None:
            return 0.0
        return self.span.low if math.isnan(self.span.base) else self.span.base

    def label(self, coordinate: float) -> Label:
        """What stands in tables for a coordinate."""
        if self.span is None:
            return self.levels[int(coordinate)].label
        return int(coordinate) if self.span.whole else coordinate

    def over(self, coordinate: float) -> Node:
        """What is laid over the document at a coordinate."""
        if self.span is None:
            return self.levels[int(coordinate)].over
        value = int(coordinate) if self.span.whole else coordinate
        return nested(self.name, self.node._replace(value=value))


def _clean(value: float, low: float, high: float) -> float:
    """A number without the noise of its last digits, inside its range."""
    return min(max(float(f"{value:.12g}"), low), high)


def nested(key: str, node: Node) -> Node:
    """A value under a dotted key, as a mapping to be laid over a document."""
    for name in reversed(key.split(".")):
        node = node._replace(value={name: node}, whole=False)
    return node


def noded(value: Any, key: str) -> Node:  # noqa: ANN401 - any value that a document could hold
    """A plain value as if it had been read under a key."""
    if isinstance(value, Mapping):
        value = {str(name): noded(part, f"{key}.{name}") for name, part in value.items()}
    elif isinstance(value, list | tuple):
        value = [noded(part, f"{key}[{place}]") for place, part in enumerate(value)]
    return Node(value, "values", key, Path())


def laid(overs: Sequence[Node], start: Node) -> Node:
    """Values in one mapping, later ones over earlier ones; what is said of a programme is void where there is none."""
    said = start._replace(value={}, whole=False)
    for over in overs:
        part = said.get("programme")
        void = part is not None and part.value == NO_PROGRAMME
        said = merged(said, over.without("programme") if void else over)
    return said

"""What an experiment varies: a key of the configuration, and the values it takes."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from simkomunitas.config.config_nodes import ConfigNode, merge_nodes
from simkomunitas.model.scenario_definition import NO_PROGRAMME_WORD

LevelLabel = str | int | float | bool
ARM_COLUMN = "arm"  # the name of the factor whose levels are the arms


class FactorLevel(NamedTuple):
    """One value of a factor, and what it is called in tables."""

    label: LevelLabel
    override: ConfigNode  # to be laid over the document


class ValueRange(NamedTuple):
    """A range of numbers, both ends included."""

    low: float
    high: float
    grid_steps: int = 0  # values in a grid; 0 where none are said
    is_log_scale: bool = False  # even on the logarithmic scale
    is_integer: bool = False  # whole numbers only
    base_value: float = math.nan  # the value of the base scenario, if it has one


class Factor(NamedTuple):
    """A key that varies: over levels, or over a range."""

    name: str  # dotted key of the configuration, or ``arm``
    levels: tuple[FactorLevel, ...]  # empty for a range
    value_range: ValueRange | None
    unit: str  # empty for names
    description: str
    node: ConfigNode  # where it is written

    @property
    def factor_kind(self) -> str:
        """``levels``, ``number`` or ``whole number``."""
        if self.value_range is None:
            return "levels"
        return "whole number" if self.value_range.is_integer else "number"

    @property
    def grid_size(self) -> int:
        """How many values a grid has of it; 0 for a range without steps."""
        return len(self.levels) if self.value_range is None else self.value_range.grid_steps

    def coordinate_at(self, fraction: float) -> float:
        """The coordinate at a place between 0 and 1: a number of the range, or the place of a level in the list."""
        if self.value_range is None:
            return float(min(int(fraction * len(self.levels)), len(self.levels) - 1))
        low, high = self.value_range.low, self.value_range.high
        if self.value_range.is_integer:
            return float(min(low + math.floor(fraction * (high - low + 1)), high))
        if self.value_range.is_log_scale:
            return _round_within_range(low * (high / low) ** fraction, low, high)
        return _round_within_range(low + fraction * (high - low), low, high)

    def grid_coordinates(self) -> tuple[float, ...]:
        """The coordinates of its values in a grid, both ends of a range included."""
        if self.value_range is None:
            return tuple(float(place) for place in range(len(self.levels)))
        if self.value_range.grid_steps == 1:
            return (self.value_range.low,)
        continuous = self._replace(value_range=self.value_range._replace(is_integer=False))
        return tuple(
            continuous.coordinate_at(step / (self.value_range.grid_steps - 1))
            for step in range(self.value_range.grid_steps)
        )

    def base_coordinate(self) -> float:
        """The coordinate of its value in the base scenario: the first of the levels, a number of the range."""
        if self.value_range is None:
            return 0.0
        return self.value_range.low if math.isnan(self.value_range.base_value) else self.value_range.base_value

    def level_label(self, coordinate: float) -> LevelLabel:
        """What stands in tables for a coordinate."""
        if self.value_range is None:
            return self.levels[int(coordinate)].label
        return int(coordinate) if self.value_range.is_integer else coordinate

    def override_at(self, coordinate: float) -> ConfigNode:
        """What is laid over the document at a coordinate."""
        if self.value_range is None:
            return self.levels[int(coordinate)].override
        value = int(coordinate) if self.value_range.is_integer else coordinate
        return nest_node(self.name, self.node._replace(value=value))


def _round_within_range(value: float, low: float, high: float) -> float:
    """A number without the noise of its last digits, inside its range."""
    return min(max(float(f"{value:.12g}"), low), high)


def nest_node(key: str, node: ConfigNode) -> ConfigNode:
    """A value under a dotted key, as a mapping to be laid over a document."""
    for name in reversed(key.split(".")):
        node = node._replace(value={name: node}, replaces_all=False)
    return node


def merge_overrides(overrides: Sequence[ConfigNode], start: ConfigNode) -> ConfigNode:
    """Values in one mapping, later ones over earlier ones; what is said of a programme is void where there is none."""
    said = start._replace(value={}, replaces_all=False)
    for over in overrides:
        part = said.get_child("programme")
        void = part is not None and part.value == NO_PROGRAMME_WORD
        said = merge_nodes(said, over.without_keys("programme") if void else over)
    return said

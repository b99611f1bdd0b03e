"""What a design answers: which points, and how many."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from simkomunitas.experiments.factors import Factor
from simkomunitas.model.community.community_data import Numbers

Settings = Mapping[str, int | bool]


class Setting(NamedTuple):
    """A whole number that a design can be told; with yes and no instead, where the default is one."""

    meaning: str
    low: int
    high: int
    default: int | bool | None = None  # None: it must be given
    power_of_two: bool = False


SEED = Setting("seed of the sample", 0, 2**31 - 1, 1)


class Design:
    """A way to choose points."""

    settings: ClassVar[Mapping[str, Setting]] = {}
    needs_steps: ClassVar[bool] = True  # whether every range must say how many values it is to give

    def count(self, factors: Sequence[Factor], settings: Settings) -> int:
        """How many rows the design has, without making them."""
        raise NotImplementedError

    def coordinates(self, factors: Sequence[Factor], settings: Settings) -> Numbers:
        """A row for each combination, a column for each factor: a number, or the place of a level in its list."""
        raise NotImplementedError

    def sample(self, dimensions: int, settings: Settings) -> Numbers | None:
        """The rows as places in the unit cube; None for a design that lists values."""
        raise NotImplementedError


class Listed(Design):
    """A design made of the values that are written."""

    def sample(self, dimensions: int, settings: Settings) -> None:
        """There is none."""


class Sampled(Design):
    """A design drawn in the unit cube, one side for each factor; levels are drawn like numbers, each as often."""

    needs_steps: ClassVar[bool] = False

    def coordinates(self, factors: Sequence[Factor], settings: Settings) -> Numbers:
        """The sample on the scales of the factors."""
        unit = self.sample(len(factors), settings)
        if unit is None:
            raise TypeError("a sampled design has a sample")
        columns = [[factor.value_at(value) for value in unit[:, place]] for place, factor in enumerate(factors)]
        return np.array(columns).T

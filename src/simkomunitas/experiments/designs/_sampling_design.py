"""What a design answers: which points, and how many."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from simkomunitas.base.quantity import WHOLE_NUMBER, Quantity
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.model.community.community_data import Numbers

DesignSettings = Mapping[str, int | bool]


class DesignSetting(NamedTuple):
    """A whole number, or yes or no, that a design can be told."""

    quantity: Quantity
    default: int | bool | None = None  # None: it must be given


SAMPLE_SEED = DesignSetting(Quantity("seed of the sample", WHOLE_NUMBER, 0, 2**31 - 1), 1)


class SamplingDesign:
    """A way to choose points."""

    settings: ClassVar[Mapping[str, DesignSetting]] = {}
    requires_steps: ClassVar[bool] = True  # whether every range must say how many values it is to give

    def count_rows(self, factors: Sequence[Factor], settings: DesignSettings) -> int:
        """How many rows the design has, without making them."""
        raise NotImplementedError

    def row_coordinates(self, factors: Sequence[Factor], settings: DesignSettings) -> Numbers:
        """A row for each combination, a column for each factor: a number, or the place of a level in its list."""
        raise NotImplementedError

    def unit_cube_rows(self, dimensions: int, settings: DesignSettings) -> Numbers | None:
        """The rows as places in the unit cube; None for a design that lists values."""
        raise NotImplementedError


class EnumeratedDesign(SamplingDesign):
    """A design made of the values that are written."""

    def unit_cube_rows(self, dimensions: int, settings: DesignSettings) -> None:
        """There is none."""


class UnitCubeDesign(SamplingDesign):
    """A design drawn in the unit cube, one side for each factor; levels are drawn like numbers, each as often."""

    requires_steps: ClassVar[bool] = False

    def row_coordinates(self, factors: Sequence[Factor], settings: DesignSettings) -> Numbers:
        """The sample on the scales of the factors."""
        unit = self.unit_cube_rows(len(factors), settings)
        if unit is None:
            raise TypeError("a sampled design has a sample")
        columns = [[factor.coordinate_at(value) for value in unit[:, place]] for place, factor in enumerate(factors)]
        return np.array(columns).T

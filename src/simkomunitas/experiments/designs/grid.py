"""Every value with every other."""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from simkomunitas.experiments.designs import DesignSettings, EnumeratedDesign, designs
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.model.community.community_data import Numbers


@designs.add("grid")
class FullFactorialDesign(EnumeratedDesign):
    """All combinations of all values, the last factor changing fastest."""

    def count_rows(self, factors: Sequence[Factor], settings: DesignSettings) -> int:
        """The product of the numbers of values."""
        return math.prod(factor.grid_size for factor in factors)

    def row_coordinates(self, factors: Sequence[Factor], settings: DesignSettings) -> Numbers:
        """All combinations."""
        return np.array(list(itertools.product(*(factor.grid_coordinates() for factor in factors))), np.float64)

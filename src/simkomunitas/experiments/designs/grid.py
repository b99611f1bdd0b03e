"""Every value with every other."""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from simkomunitas.experiments.designs import Listed, Settings, designs
from simkomunitas.experiments.factors import Factor
from simkomunitas.model.community.community_data import Numbers


@designs.add("grid")
class Grid(Listed):
    """All combinations of all values, the last factor changing fastest."""

    def count(self, factors: Sequence[Factor], settings: Settings) -> int:
        """The product of the numbers of values."""
        return math.prod(factor.size for factor in factors)

    def coordinates(self, factors: Sequence[Factor], settings: Settings) -> Numbers:
        """All combinations."""
        return np.array(list(itertools.product(*(factor.grid() for factor in factors))), np.float64)

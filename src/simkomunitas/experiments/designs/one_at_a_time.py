"""The base, and one change at a time."""

from collections.abc import Sequence

import numpy as np

from simkomunitas.experiments.designs import DesignSettings, EnumeratedDesign, designs
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.model.community.community_data import Numbers


@designs.add("one_at_a_time")
class OneAtATimeDesign(EnumeratedDesign):
    """The base scenario, then each factor through its other values while all others stay: a tornado.

    The base is the first level of a list; of a range, the value in the base scenario, or its lower end.
    """

    def count_rows(self, factors: Sequence[Factor], settings: DesignSettings) -> int:
        """One for the base and one for each other value."""
        return 1 + sum(len(_non_base_coordinates(factor)) for factor in factors)

    def row_coordinates(self, factors: Sequence[Factor], settings: DesignSettings) -> Numbers:
        """The base first."""
        base = [factor.base_coordinate() for factor in factors]
        rows = [base]
        for place, factor in enumerate(factors):
            rows += [[*base[:place], value, *base[place + 1 :]] for value in _non_base_coordinates(factor)]
        return np.array(rows, np.float64)


def _non_base_coordinates(factor: Factor) -> list[float]:
    """The values of a factor apart from its base."""
    return [value for value in factor.grid_coordinates() if value != factor.base_coordinate()]

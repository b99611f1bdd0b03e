"""The base, and one change at a time."""

from collections.abc import Sequence

import numpy as np

from simkomunitas.experiments.designs import Listed, Settings, designs
from simkomunitas.experiments.factors import Factor
from simkomunitas.model.community.community_data import Numbers


@designs.add("one_at_a_time")
class OneAtATime(Listed):
    """The base scenario, then each factor through its other values while all others stay: a tornado.

    The base is the first level of a list; of a range, the value in the base scenario, or its lower end.
    """

    def count(self, factors: Sequence[Factor], settings: Settings) -> int:
        """One for the base and one for each other value."""
        return 1 + sum(len(_others(factor)) for factor in factors)

    def coordinates(self, factors: Sequence[Factor], settings: Settings) -> Numbers:
        """The base first."""
        base = [factor.base() for factor in factors]
        rows = [base]
        for place, factor in enumerate(factors):
            rows += [[*base[:place], value, *base[place + 1 :]] for value in _others(factor)]
        return np.array(rows, np.float64)


def _others(factor: Factor) -> list[float]:
    """The values of a factor apart from its base."""
    return [value for value in factor.grid() if value != factor.base()]

"""The sample for Morris screening."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.quantity import WHOLE_NUMBER, Quantity
from simkomunitas.experiments.designs import SAMPLE_SEED, DesignSetting, DesignSettings, UnitCubeDesign, designs
from simkomunitas.experiments.designs.sobol import unit_cube_problem
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.model.community.community_data import Numbers


@designs.add("morris")
class MorrisDesign(UnitCubeDesign):
    """Walks through the cube that change one factor at a time (Morris 1991), as SALib draws them."""

    settings: ClassVar = {
        "trajectories": DesignSetting(Quantity("walks through the cube", WHOLE_NUMBER, 2, 100_000)),
        "levels": DesignSetting(Quantity("steps on each side of the cube, an even number", WHOLE_NUMBER, 2, 64), 4),
        "seed": SAMPLE_SEED,
    }

    def count_rows(self, factors: Sequence[Factor], settings: DesignSettings) -> int:
        """Trajectories x (factors + 1)."""
        return int(settings["trajectories"]) * (len(factors) + 1)

    def unit_cube_rows(self, dimensions: int, settings: DesignSettings) -> Numbers:
        """Drawn by SALib, in the order in which it analyses."""
        morris = import_optional("SALib.sample.morris", "analysis")
        drawn = morris.sample(
            unit_cube_problem(dimensions),
            int(settings["trajectories"]),
            num_levels=int(settings["levels"]),
            seed=int(settings["seed"]),
        )
        return np.asarray(drawn, np.float64)

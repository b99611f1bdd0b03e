"""Points spread evenly over every factor."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from simkomunitas.base.quantity import WHOLE_NUMBER, Quantity
from simkomunitas.experiments.designs import SAMPLE_SEED, DesignSetting, DesignSettings, UnitCubeDesign, designs
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.model.community.community_data import Numbers


@designs.add("latin_hypercube")
class LatinHypercubeDesign(UnitCubeDesign):
    """As many strips of every factor as there are points, each strip used once (McKay, Beckman and Conover 1979)."""

    settings: ClassVar = {
        "points": DesignSetting(Quantity("points of the sample", WHOLE_NUMBER, 2, 1_000_000)),
        "seed": SAMPLE_SEED,
    }

    def count_rows(self, factors: Sequence[Factor], settings: DesignSettings) -> int:
        """As many as asked for."""
        return int(settings["points"])

    def unit_cube_rows(self, dimensions: int, settings: DesignSettings) -> Numbers:
        """Drawn by SciPy."""
        from scipy.stats import qmc  # noqa: PLC0415 - only those who sample wait for it

        drawn = qmc.LatinHypercube(d=dimensions, rng=int(settings["seed"])).random(int(settings["points"]))
        return np.asarray(drawn, np.float64)

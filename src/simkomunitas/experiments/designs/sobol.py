"""The sample from which Sobol indices are computed."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.quantity import POWER_OF_TWO, YES_NO, Quantity
from simkomunitas.experiments.designs import SAMPLE_SEED, DesignSetting, DesignSettings, UnitCubeDesign, designs
from simkomunitas.experiments.experiment_factors import Factor
from simkomunitas.model.community.community_data import Numbers


@designs.add("sobol")
class SobolDesign(UnitCubeDesign):
    """Blocks of points in which one factor after the other is exchanged (Saltelli et al. 2010), as SALib draws them."""

    settings: ClassVar = {
        "samples": DesignSetting(Quantity("blocks of the sample, a power of two", POWER_OF_TWO, 2, 2**18)),
        "second_order": DesignSetting(
            Quantity("whether interactions of pairs are to be computed", YES_NO, 0, 1), False
        ),
        "seed": SAMPLE_SEED,
    }

    def count_rows(self, factors: Sequence[Factor], settings: DesignSettings) -> int:
        """Samples x (factors + 2), or x (2 factors + 2) with second order."""
        return int(settings["samples"]) * (len(factors) * (1 + bool(settings["second_order"])) + 2)

    def unit_cube_rows(self, dimensions: int, settings: DesignSettings) -> Numbers:
        """Drawn by SALib, in the order in which it analyses."""
        sobol = import_optional("SALib.sample.sobol", "analysis")
        drawn = sobol.sample(
            unit_cube_problem(dimensions),
            int(settings["samples"]),
            calc_second_order=bool(settings["second_order"]),
            seed=int(settings["seed"]),
        )
        return np.asarray(drawn, np.float64)


def unit_cube_problem(dimensions: int) -> dict[str, object]:
    """The unit cube as SALib describes it."""
    names = [f"x{place}" for place in range(dimensions)]
    return {"num_vars": dimensions, "names": names, "bounds": [[0.0, 1.0]] * dimensions}

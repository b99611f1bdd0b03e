"""Designs: which combinations of values are run.  Each file of this folder is one way to choose them."""

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.experiments.designs._sampling_design import (
    SAMPLE_SEED,
    DesignSetting,
    DesignSettings,
    EnumeratedDesign,
    SamplingDesign,
    UnitCubeDesign,
)

__all__ = [
    "SAMPLE_SEED",
    "DesignSetting",
    "DesignSettings",
    "EnumeratedDesign",
    "SamplingDesign",
    "UnitCubeDesign",
    "designs",
]

designs: Catalogue[type[SamplingDesign]] = Catalogue("design", __name__)

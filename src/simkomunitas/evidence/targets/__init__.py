"""Targets: patterns found in the field that the model must show.  Each file of this folder is one target."""

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.evidence.targets._target_base import (
    BAND_TOLERANCE,
    Measured,
    MeasuredNumbers,
    SeedRecords,
    Target,
    TargetBand,
    cohens_d,
    mean_known,
    ratio_of_sums,
    safe_ratio,
)

__all__ = [
    "BAND_TOLERANCE",
    "Measured",
    "MeasuredNumbers",
    "SeedRecords",
    "Target",
    "TargetBand",
    "cohens_d",
    "mean_known",
    "ratio_of_sums",
    "safe_ratio",
    "targets",
    "targets_in_order",
]  # fmt: skip

targets: Catalogue[type[Target]] = Catalogue("target", __name__)


def targets_in_order() -> list[str]:
    """The names of all targets by number: P1, P2, …, P20."""
    return sorted(targets, key=lambda name: (len(name), name))

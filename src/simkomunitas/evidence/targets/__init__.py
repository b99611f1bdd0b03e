"""Targets: patterns found in the field that the model must show.  Each file of this folder is one target."""

from simkomunitas.evidence.targets._target import (
    MORE,
    Band,
    Measured,
    Observed,
    Seen,
    Target,
    mean,
    pooled,
    ratio,
    standardized,
)
from simkomunitas.ground.catalogue import Catalogue

__all__ = [
    "MORE", "Band", "Measured", "Observed", "Seen", "Target", "in_order", "mean", "pooled", "ratio", "standardized",
    "targets",
]  # fmt: skip

targets: Catalogue[type[Target]] = Catalogue("target", __name__)


def in_order() -> list[str]:
    """The names of all targets by number: P1, P2, …, P20."""
    return sorted(targets, key=lambda name: (len(name), name))

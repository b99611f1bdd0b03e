"""Designs: which combinations of values are run.  Each file of this folder is one way to choose them."""

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.experiments.designs._design import SEED, Design, Listed, Sampled, Setting, Settings

__all__ = ["SEED", "Design", "Listed", "Sampled", "Setting", "Settings", "designs"]

designs: Catalogue[type[Design]] = Catalogue("design", __name__)

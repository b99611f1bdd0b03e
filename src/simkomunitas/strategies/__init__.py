"""Organizing strategies: on what the facilitators spend their hours.  Each file of this folder is one strategy."""

from simkomunitas.ground.catalogue import Catalogue
from simkomunitas.strategies._strategy import ACTIVITIES, Situation, Strategy

__all__ = ["ACTIVITIES", "Situation", "Strategy", "strategies"]

strategies: Catalogue[type[Strategy]] = Catalogue("strategy", __name__)

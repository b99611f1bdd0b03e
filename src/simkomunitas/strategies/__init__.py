"""Organizing strategies: on what the facilitators spend their hours.  Each file of this folder is one strategy."""

from simkomunitas.ground.catalogue import Catalogue
from simkomunitas.strategies._strategy import ACTIVITIES, Situation, Strategy, strategy_faults

__all__ = ["ACTIVITIES", "Situation", "Strategy", "strategies"]

strategies: Catalogue[type[Strategy]] = Catalogue("strategy", __name__, strategy_faults)

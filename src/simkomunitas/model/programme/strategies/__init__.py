"""Organizing strategies: on what the facilitators spend their hours.  Each file of this folder is one strategy.

>>> import simkomunitas as sk
>>> next(iter(sk.strategies))
'community_education'
"""

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.model.programme.strategies._strategy import ACTIVITIES, Situation, Strategy, find_strategy_errors

__all__ = ["ACTIVITIES", "Situation", "Strategy", "strategies"]

strategies: Catalogue[type[Strategy]] = Catalogue("strategy", __name__, find_strategy_errors)

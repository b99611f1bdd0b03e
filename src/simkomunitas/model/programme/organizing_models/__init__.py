"""The three organizing models: who decides, what is preferred, what is watched, how conflict is met.

>>> import simkomunitas as sk
>>> next(iter(sk.organizing_models))
'locality_development'
"""

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.model.programme.organizing_models._organizing_model import OrganizingModel, find_model_errors
from simkomunitas.model.programme.programme_settings import DecisionMaker, GateGoal, ModelSettings

__all__ = ["DecisionMaker", "GateGoal", "ModelSettings", "OrganizingModel", "organizing_models"]

organizing_models: Catalogue[type[OrganizingModel]] = Catalogue("model", __name__, find_model_errors)

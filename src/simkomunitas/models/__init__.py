"""The three organizing models: who decides, what is preferred, what is watched, how conflict is met."""

from simkomunitas.ground.catalogue import Catalogue
from simkomunitas.models._model import OrganizingModel, model_faults
from simkomunitas.world.programme import Conduct, Decider, Goal

__all__ = ["Conduct", "Decider", "Goal", "OrganizingModel", "models"]

models: Catalogue[type[OrganizingModel]] = Catalogue("model", __name__, model_faults)

"""Locality development: the way is the goal."""

from simkomunitas.base.references import ROTHMAN_1979
from simkomunitas.model.programme.organizing_models import (
    DecisionMaker,
    GateGoal,
    ModelSettings,
    OrganizingModel,
    organizing_models,
)


@organizing_models.add("locality_development")
class LocalityDevelopment(OrganizingModel):
    """Residents decide together, leaders grow at home, conflict is talked over; gates look at who takes part."""

    sources = (ROTHMAN_1979,)
    conduct = ModelSettings(DecisionMaker.MEETING, GateGoal.PROCESS, open_room=0.2, monitoring=0.0, confrontation=0.0)
    emphasis = {"meeting": 1.5, "civic_training": 1.2, "mentoring": 1.5}  # noqa: RUF012

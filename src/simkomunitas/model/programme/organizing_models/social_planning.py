"""Social planning: the result is the goal."""

from simkomunitas.base.references import OLKEN_2007, ROTHMAN_1979
from simkomunitas.model.programme.organizing_models import (
    DecisionMaker,
    GateGoal,
    ModelSettings,
    OrganizingModel,
    organizing_models,
)


@organizing_models.add("social_planning")
class SocialPlanning(OrganizingModel):
    """Experts study and decide, works are closely watched; gates look at what is known and finished."""

    sources = (ROTHMAN_1979, OLKEN_2007)
    conduct = ModelSettings(DecisionMaker.EXPERT, GateGoal.TASK, open_room=-0.3, monitoring=0.7, confrontation=0.0)
    emphasis = {"survey": 2.0, "technical_assistance": 2.5, "meeting": 0.6, "mentoring": 0.7}  # noqa: RUF012

"""Social action: the balance of power is the goal."""

from simkomunitas.base.references import GAVENTA_2010, ROTHMAN_1979, VAN_ZOMEREN_2008
from simkomunitas.model.programme.organizing_models import (
    DecisionMaker,
    GateGoal,
    ModelSettings,
    OrganizingModel,
    organizing_models,
)


@organizing_models.add("social_action")
class SocialAction(OrganizingModel):
    """The disadvantaged organize and press openly for their share; gates look at how many are ready to act."""

    sources = (ROTHMAN_1979, VAN_ZOMEREN_2008, GAVENTA_2010)
    conduct = ModelSettings(
        DecisionMaker.DISADVANTAGED, GateGoal.POWER, open_room=0.1, monitoring=0.2, confrontation=1.0
    )
    emphasis = {"lobbying": 2.5, "visit": 1.3, "technical_assistance": 0.6}  # noqa: RUF012

"""What the place itself does: new problems, what outsiders do not understand, ties to offices, new acquaintances."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import Quantity
from simkomunitas.model.rules import rule

UNDERSTANDING_GAIN = 0.04  # share of the gap to full understanding closed by one survey


class PlaceParameters(NamedTuple):
    """Problems, ties to the authority and to allies, custom, acquaintance."""

    problem_rate: Annotated[float, Quantity("New problems of a hamlet in each of five domains", "1/year", 0, 10)] = 0.2
    tie_gain: Annotated[
        float, Quantity("Share of the gap to a full link or alliance closed by one session", "1/session", 0, 1)
    ] = 0.012
    coefficient_clash: Annotated[
        float, Quantity("Push of activities planned without understanding custom and calendar", "log-odds", 0, 4)
    ] = 1.0
    acquaintance_chance: Annotated[
        float, Quantity("Chance to make an acquaintance at a programme activity", "1/event", 0, 1)
    ] = 0.05


@rule
def understanding_after_survey(understanding: float, skill: float) -> float:
    r"""How well the facilitators understand the place after a survey.

    .. math:: k' = k + 0.04\, q\, (1 - k)

    understanding: before [0 to 1]; skill: of the facilitators [0 to 1].  Assumed.

    >>> understanding_after_survey(0.5, 1.0)
    0.52
    """
    return understanding + UNDERSTANDING_GAIN * skill * (1.0 - understanding)


@rule
def link_after_session(tie: float, skill: float, parameters: PlaceParameters) -> float:
    r"""How strong the link to the authority, or to allies, is after a session with them.

    .. math:: a' = a + \tau\, q\, (1 - a)

    tie: before [0 to 1]; skill: of the facilitators [0 to 1].  Offices are won more slowly than a place is understood,
    so it counts how many hours go into it.  Assumed.

    >>> round(link_after_session(0.5, 1.0, PlaceParameters()), 4)
    0.506
    """
    return tie + parameters.tie_gain * skill * (1.0 - tie)

"""What the place itself does: new problems, what outsiders do not understand, new acquaintances."""

from typing import Annotated, NamedTuple

from simkomunitas.ground.quantity import Quantity
from simkomunitas.rules import rule


class PlaceParameters(NamedTuple):
    """Problems, understanding, acquaintance."""

    problems: Annotated[float, Quantity("New problems of a hamlet in each of five domains", "1/year", 0, 10)] = 0.2
    insight: Annotated[
        float,
        Quantity("Share of the gap to full understanding, link or alliance closed by one session", "1/session", 0, 1),
    ] = 0.04
    clash: Annotated[
        float, Quantity("Push of activities planned without understanding custom and calendar", "log-odds", 0, 4)
    ] = 1.0
    acquaintance: Annotated[
        float, Quantity("Chance to make an acquaintance at a programme activity", "1/event", 0, 1)
    ] = 0.05


@rule
def understood(understanding: float, skill: float, parameters: PlaceParameters) -> float:
    r"""How well the facilitators understand the place after a survey.

    .. math:: k' = k + \iota\, q\, (1 - k)

    understanding: before [0 to 1]; skill: of the facilitators [0 to 1].  Assumed.

    >>> understood(0.5, 1.0, PlaceParameters())
    0.52
    """
    return understanding + parameters.insight * skill * (1.0 - understanding)

"""How much those who come give, in view of what they believe of the others."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import SHARE, Quantity
from simkomunitas.base.references import (
    ANDREOZZI_2020,
    BALLIET_2010,
    DROUVELIS_2024,
    EICHENSEER_2023,
    FISCHBACHER_2010,
)
from simkomunitas.model.rules import rule

FREE_RIDER, CONDITIONAL, HUMP_SHAPED = 0, 1, 2  # types, as they stand in a column


class CooperationParameters(NamedTuple):
    """How giving answers to others' giving."""

    response_to_belief: Annotated[
        float, Quantity("A cooperator's giving for each unit believed of others", SHARE, 0, 1, DROUVELIS_2024)
    ] = 0.92
    belief_memory: Annotated[
        float, Quantity("Weight of the old belief against what was just seen", SHARE, 0, 1, FISCHBACHER_2010)
    ] = 0.57
    erosion_rate: Annotated[
        float,
        Quantity("Chance that a cooperator stops giving where nobody else gives", "1/event", 0, 1, ANDREOZZI_2020),
    ] = 0.43
    recovery_rate: Annotated[
        float, Quantity("Chance that a free rider among full givers begins to give", "1/event", 0, 1, ANDREOZZI_2020)
    ] = 0.36
    talk_effect: Annotated[
        float, Quantity("Share of the gap to full belief closed by talking it over", "1/meeting", 0, 1, BALLIET_2010)
    ] = 0.27
    leader_example: Annotated[
        float, Quantity("What followers give for each unit the leader gives", SHARE, 0, 1, EICHENSEER_2023)
    ] = 0.79


@rule
def contribution_share(
    cooperation: int, belief: float, leader_gives: float, noted: float, parameters: CooperationParameters
) -> float:
    r"""Share of her time at the event that a resident really works.

    .. math:: c = \max(\phi\, b,\ \kappa\, c_L) \text{ (conditional)}, \quad
              c = \max(\phi \min(b, 1 - b),\ \kappa\, c_L) \text{ (hump-shaped)}, \quad
              c = n \max(\phi\, b,\ \kappa\, c_L) \text{ (free rider)}

    belief: what she expects others to give [0 to 1]; leader_gives: what a leader who is there gives [0 to 1];
    noted: how far shares are agreed before all and written down [0 to 1], so that free riders give what is expected;
    elsewhere they give nothing (assumed).
    Types after [FISCHBACHER_2001], example of the leader after [EICHENSEER_2023].  The slope of 0.85 over all people
    [DROUVELIS_2024], of whom about one in twelve gives nothing, makes 0.92 among those who give.

    >>> contribution_share(CONDITIONAL, 0.5, 0.0, 0.0, CooperationParameters())
    0.46
    >>> contribution_share(FREE_RIDER, 0.9, 1.0, 0.0, CooperationParameters())
    0.0
    >>> contribution_share(FREE_RIDER, 0.5, 0.0, 1.0, CooperationParameters())
    0.46
    """
    expected = belief
    if cooperation == HUMP_SHAPED and belief > 0.5:
        expected = 1.0 - belief
    given = max(parameters.response_to_belief * expected, parameters.leader_example * leader_gives)
    if cooperation == FREE_RIDER:
        return noted * given
    return given


@rule
def leader_contribution_share(
    cooperation: int, belief: float, noted: float, parameters: CooperationParameters
) -> float:
    r"""Share of her time at the event that somebody at the head of the work really works.

    .. math:: c_L = \phi \max(b,\ \kappa), \quad c_L = n\, \phi \max(b,\ \kappa) \text{ (free rider)}

    belief: what she expects others to give [0 to 1]; noted: how far shares are agreed and written down [0 to 1].
    She counts on being followed and goes ahead, so leaders give more than followers, and earn less [EICHENSEER_2023].

    >>> round(leader_contribution_share(CONDITIONAL, 0.4, 0.0, CooperationParameters()), 4)
    0.7268
    """
    given = parameters.response_to_belief * max(belief, parameters.leader_example)
    if cooperation == FREE_RIDER:
        return noted * given
    return given


@rule
def belief_after_event(belief: float, seen: float, parameters: CooperationParameters) -> float:
    r"""What a resident expects of others after an event.

    .. math:: b' = \rho\, b + (1 - \rho)\, \bar c

    belief: before [0 to 1]; seen: mean contribution of the others who came [0 to 1].  [FISCHBACHER_2010]

    >>> round(belief_after_event(0.5, 0.2, CooperationParameters()), 3)
    0.371
    """
    return parameters.belief_memory * belief + (1.0 - parameters.belief_memory) * seen


@rule
def belief_after_deliberation(belief: float, talk: float, parameters: CooperationParameters) -> float:
    r"""What a resident expects of others after talking face to face.

    .. math:: b' = b + \Delta\, t\, (1 - b)

    belief: before [0 to 1]; talk: how far the event is one at which people talk [0 to 1].
    Communication is the strongest known lift of cooperation [BALLIET_2010].

    >>> belief_after_deliberation(0.5, 1.0, CooperationParameters())
    0.635
    """
    return belief + parameters.talk_effect * talk * (1.0 - belief)


@rule
def erosion_probability(given: float, seen: float, parameters: CooperationParameters) -> float:
    r"""Probability that a cooperator turns free rider after an event without talk.

    .. math:: p = \epsilon\, \max(0,\ 1 - \bar c / c)

    given: her contribution, c [0 to 1]; seen: the others' mean [0 to 1].  The farther the others stay behind, the
    likelier she is to give up; at what anonymous players of public-goods games see, about 0.15 a round
    [ANDREOZZI_2020].

    >>> round(erosion_probability(0.6, 0.3, CooperationParameters()), 4)
    0.215
    """
    if given <= seen:
        return 0.0
    return parameters.erosion_rate * (1.0 - seen / given)


@rule
def recovery_probability(seen: float, parameters: CooperationParameters) -> float:
    r"""Probability that a free rider who saw others give becomes a conditional cooperator.

    .. math:: p = r\, \bar c

    seen: the others' mean contribution [0 to 1].  About 0.11 a round where others give three tenths [ANDREOZZI_2020].

    >>> round(recovery_probability(0.3, CooperationParameters()), 4)
    0.108
    """
    return parameters.recovery_rate * seen


@rule
def are_types_stable(deliberation: float, parameters: CooperationParameters) -> bool:
    r"""Whether who cooperates stays as she is, because people talk face to face.

    .. math:: \tau d > 0

    deliberation: how far people talk things over [0 to 1].  Assumed: any talk that has an effect is enough.

    >>> are_types_stable(0.5, CooperationParameters()), are_types_stable(0.0, CooperationParameters())
    (True, False)
    """
    return parameters.talk_effect * deliberation > 0.0

"""Who speaks and decides among those who come."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import Quantity
from simkomunitas.base.references import WHITE_2018
from simkomunitas.model.rules import rule

ABLE = 1.5  # pull to speak of full civic skill, and of a fully open room, log-odds


class VoiceParameters(NamedTuple):
    """What makes a resident speak."""

    intercept_speaking: Annotated[
        float, Quantity("Pull to speak of somebody unskilled in a closed room", "log-odds", -8, 4, WHITE_2018)
    ] = -2.4


@rule
def voice_utility(skill: float, open_room: float, status: float, parameters: VoiceParameters) -> float:
    r"""Utility of speaking up and taking part in the decision.

    .. math:: u = v_0 + 1.5 (s + o) + \sigma

    skill: civic skill that counts here [0 to 1]; open_room: how far the meeting invites people to speak [0 to 1];
    status: push of the formal room [log-odds, at most 0].  Women speak less, members of groups more
    [WHITE_2018, BRODY_2015].

    >>> round(voice_utility(0.4, 0.5, -0.6, VoiceParameters()), 3)
    -1.65
    """
    return parameters.intercept_speaking + ABLE * (skill + open_room) + status

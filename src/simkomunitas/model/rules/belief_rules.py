"""What success and failure do to efficacy, trust and ownership."""

from math import exp, log
from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import Quantity
from simkomunitas.base.references import BANDURA_1997, DECI_1999, SLOVIC_1993
from simkomunitas.model.rules import rule
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR


class BeliefParameters(NamedTuple):
    """How fast experience teaches, and how fast it fades."""

    gain_from_success: Annotated[
        float, Quantity("Share of the gap to full belief closed by one success", "1/success", 0, 1, BANDURA_1997)
    ] = 0.15
    loss_ratio: Annotated[
        float, Quantity("How much more a failure takes than a success gives", "ratio", 1, 8, SLOVIC_1993)
    ] = 2
    vicarious_ratio: Annotated[
        float, Quantity("Effect of a success one only watched, relative to one's own", "ratio", 0, 1, BANDURA_1997)
    ] = 0.3
    fading_rate: Annotated[
        float, Quantity("Share of what was gained or lost that fades without new experience", "1/year", 0, 1)
    ] = 0.4


class CrowdingParameters(NamedTuple):
    """What payment and gifts from outside do to the motive to act unpaid."""

    crowding_out: Annotated[
        float, Quantity("Share of unpaid motive lost to a full payment or gift", "1/event", 0, 1, DECI_1999)
    ] = 0.1


@rule
def belief_after_success(level: float, share: float, parameters: BeliefParameters) -> float:
    r"""Efficacy, trust or ownership after a success.

    .. math:: e' = e + \eta\, s\, (1 - e)

    level: before [0 to 1]; share: 1 for one's own success, less for one that was only watched or heard of [0 to 1].
    Mastery teaches most [BANDURA_1997].

    >>> belief_after_success(0.5, 1.0, BeliefParameters())
    0.575
    """
    return level + parameters.gain_from_success * share * (1.0 - level)


@rule
def belief_after_failure(level: float, share: float, parameters: BeliefParameters) -> float:
    r"""Efficacy or trust after a failure or a broken promise.

    .. math:: e' = e\, \max(0, 1 - \eta\, r\, s)

    level: before [0 to 1]; share: how near the failure was [0 to 1].  Trust is lost faster than won [SLOVIC_1993].

    >>> round(belief_after_failure(0.5, 1.0, BeliefParameters()), 3)
    0.35
    """
    return level * max(0.0, 1.0 - parameters.gain_from_success * parameters.loss_ratio * share)


@rule
def weekly_rate(yearly: float) -> float:
    r"""Chance or share of one week that adds up to this one of a year.

    .. math:: w = 1 - (1 - y)^{1/52}

    yearly: chance or share [0 to 1, taken as 0.999 at most].

    >>> round(1 - (1 - weekly_rate(0.5)) ** 52, 6)
    0.5
    """
    return 1.0 - exp(log(1.0 - min(0.999, yearly)) / WEEKS_PER_YEAR)


@rule
def belief_after_fading(level: float, rest: float, weekly: float) -> float:
    r"""A belief after a week without news: it drifts back to where it rests.

    .. math:: e' = e + w (e_0 - e)

    level: before [0 to 1]; rest: where it comes to lie without experience [0 to 1]; weekly: share that fades [0 to 1].

    >>> round(belief_after_fading(0.8, 0.4, 0.01), 4)
    0.796
    """
    return level + weekly * (rest - level)


@rule
def motive_after_crowding_out(motive: float, reward: float, parameters: CrowdingParameters) -> float:
    r"""Unpaid motive after an event at which somebody was paid or given.

    .. math:: m' = m (1 - \kappa\, r)

    motive: before [0 to 1]; reward: payment or gift [share of a full one, 0 to 1].  [DECI_1999]

    >>> motive_after_crowding_out(1.0, 0.5, CrowdingParameters())
    0.95
    """
    return motive * (1.0 - parameters.crowding_out * reward)

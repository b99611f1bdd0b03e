"""What keeps assets and groups alive, and what lets them go."""

from math import exp, log
from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import SHARE, Quantity
from simkomunitas.model.rules import rule
from simkomunitas.model.vocabulary import WEEKS_PER_MONTH, WEEKS_PER_YEAR

BOND = 6.0  # fall of the hazard of ending with full attendance, log-hazard
WORN_CONDITION = 0.6  # condition below which an asset is repaired if there is money
MEMORY = 0.2  # weight of the last meeting in a group's running turnout
FULL_COMMITTEE = 2  # leaders who keep a committee at work
NEW_GROUP_TURNOUT = 0.5  # share of the members who come, as expected of a new group


class MaintenanceParameters(NamedTuple):
    """Wear, repair, and the end of groups."""

    wear_rate: Annotated[float, Quantity("Share of its condition an asset loses", "1/year", 0, 4)] = 1.65
    group_end_chance: Annotated[
        float, Quantity("Chance that a group nobody attends ends within a year", SHARE, 0, 0.999)
    ] = 0.8


@rule
def paying_probability(excludability: float, given: float) -> float:
    r"""Probability that a user pays her dues.

    .. math:: p = e + (1 - e)\, c

    excludability: how far a user who does not pay can be shut out [0 open, 0.5 club, 1 private];
    given: what she would give to a common cause [0 to 1].  Household taps last, communal taps do not [DANIEL_2023].

    >>> paying_probability(0.5, 0.4)
    0.7
    """
    return excludability + (1.0 - excludability) * given


@rule
def group_end_probability(turnout: float, led: bool, parameters: MaintenanceParameters) -> float:
    r"""Probability that a group ends this week.

    .. math:: p = 1 - \exp\!\left( \tfrac{\ln(1 - g)}{52}\, e^{-6 a - [\text{led}]} \right)

    turnout: share of members at its last meetings [0 to 1]; led: whether a leader or official belongs to it.
    One savings group in ten is gone after up to eight years [BALAND_2007].

    >>> round(1 - (1 - group_end_probability(0.6, True, MaintenanceParameters())) ** 52, 3)
    0.016
    """
    hazard = -log(1.0 - parameters.group_end_chance) / WEEKS_PER_YEAR
    relief = BOND * turnout
    if led:
        relief = relief + 1.0
    return 1.0 - exp(-hazard * exp(-relief))


@rule
def turnout_memory(remembered: float, share: float) -> float:
    r"""Running turnout of a group, as it is remembered after a meeting.

    .. math:: t' = t + 0.2 (s - t)

    remembered: before; share: of the members who came [0 to 1].  Assumed.

    >>> turnout_memory(0.5, 1.0)
    0.6
    """
    return remembered + MEMORY * (share - remembered)


@rule
def committee_strength(paying: float, leaders: float) -> float:
    r"""How far a committee is at work: by the users who pay, or by its leaders.

    .. math:: s = \max(p, \min(1, L / 2))

    paying: share of the users who pay their dues [0 to 1]; leaders: of the hamlet.  Assumed.

    >>> committee_strength(0.25, 1.0)
    0.5
    """
    return max(paying, min(1.0, leaders / FULL_COMMITTEE))


@rule
def monthly_wear(parameters: MaintenanceParameters) -> float:
    r"""What an asset loses of its condition in four weeks [share].

    .. math:: \Delta c = 4 w / 52

    >>> round(monthly_wear(MaintenanceParameters()), 4)
    0.1269
    """
    return parameters.wear_rate * WEEKS_PER_MONTH / WEEKS_PER_YEAR


@rule
def willingness_to_pay(contribution: float, motive: float) -> float:
    r"""What a user would give unasked to the upkeep of what all use [0 to 1].

    .. math:: w = c \mu

    contribution: what she gives to a common cause [0 to 1]; motive: to give unpaid [0 to 1].  Assumed.

    >>> willingness_to_pay(0.5, 0.8)
    0.4
    """
    return contribution * motive

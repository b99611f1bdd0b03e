"""What a project takes, how it advances, and who picks it."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import HOURS, SHARE, Quantity
from simkomunitas.base.references import CASEY_2018, MANSURI_2013
from simkomunitas.model.rules import rule
from simkomunitas.model.vocabulary import WEEKS_PER_MONTH, WEEKS_PER_YEAR

OWN_SHARE = 0.5  # a project of which outsiders pay more than this is not the residents' own
ALLY_FUND_SHARE = 0.3  # alliances weaker than this bring no money


class ProjectParameters(NamedTuple):
    """What has to come together."""

    labour_hours: Annotated[
        float, Quantity("Work a project of full severity takes", HOURS("hours/adult"), 0.1, 100)
    ] = 1.5
    money_cost: Annotated[
        float, Quantity("Money a project of full severity takes", "thousand rupiah/adult", 0, 10_000)
    ] = 5
    technical_hours: Annotated[
        float, Quantity("Skilled hours a fully difficult project takes", HOURS, 0, 1000, CASEY_2018)
    ] = 16


class CaptureParameters(NamedTuple):
    """How far the better-off bend decisions to their own use."""

    capture_chance: Annotated[
        float,
        Quantity(
            "Chance of capture of a closed, unwatched decision where one household owns all",
            SHARE,
            0,
            1,
            MANSURI_2013,
        ),
    ] = 0.8


@rule
def coverage_of_need(there: float, needed: float) -> float:
    r"""What is there over what is needed; where nothing is needed, there is enough.

    .. math:: s = a / n, \quad 1 \text{ if } n = 0

    there, needed: in the same unit [hours, or thousand rupiah].  A definition.

    >>> coverage_of_need(3.0, 4.0)
    0.75
    >>> coverage_of_need(0.0, 0.0)
    1.0
    """
    if needed <= 0.0:
        return 1.0
    return there / needed


@rule
def project_completion(labour: float, money: float, technical: float) -> float:
    r"""How far a project has come: as far as what it lacks most.

    .. math:: r = \min(L, M, T)

    labour, money, technical: what is there over what is needed [share, 1 or more is enough].
    Work needs hands, money and skill together [MCCARTHY_1977, CASEY_2018].

    >>> project_completion(1.2, 0.5, 0.9)
    0.5
    """
    return min(labour, money, technical)


@rule
def capture_probability(
    inequality: float, open_room: float, monitoring: float, ally: float, skill: float, parameters: CaptureParameters
) -> float:
    r"""Probability that the better-off take a decision for themselves.

    .. math:: \omega = \omega_0\, G\, (1 - o)\, (1 - m)\, (1 - a)\, (1 - \tfrac{s}{2})

    inequality: Gini coefficient of wealth [0 to 1]; open_room: share of the decision that residents take in the open
    and that the better-off leave to them [0 to 1]; monitoring: how closely the organizers watch [0 to 1]; ally: how
    closely allies from outside watch [0 to 1]; skill: mean civic skill of those who decide [0 to 1].
    More with inequality, and where the better-off rule even open meetings [MANSURI_2013]; less with open votes
    [OLKEN_2010] and with audits from outside [OLKEN_2007].

    >>> round(capture_probability(0.4, 0.5, 0.0, 0.0, 0.2, CaptureParameters()), 3)
    0.144
    """
    unwatched = (1.0 - monitoring) * (1.0 - ally)
    return parameters.capture_chance * inequality * (1.0 - open_room) * unwatched * (1.0 - 0.5 * skill)


@rule
def project_size(adults: float, severity: float) -> float:
    r"""How large a project is: with the hamlet, and with the need [adults served in full].

    .. math:: z = n (\tfrac12 + \tfrac12 v)

    adults: of the hamlet; severity: of the need [0 to 1].  Assumed.

    >>> project_size(60.0, 0.5)
    45.0
    """
    return adults * (0.5 + 0.5 * severity)


@rule
def labour_needed(size: float, parameters: ProjectParameters) -> float:
    r"""Work a project takes [hours].

    .. math:: L = \ell z

    size: of the project [adults served in full].

    >>> labour_needed(45.0, ProjectParameters())
    67.5
    """
    return parameters.labour_hours * size


@rule
def money_needed(size: float, parameters: ProjectParameters) -> float:
    r"""Money a project takes, or the repair of an asset that serves so many [thousand rupiah].

    .. math:: M = m z

    size: of the project [adults served in full].

    >>> money_needed(45.0, ProjectParameters())
    225.0
    """
    return parameters.money_cost * size


@rule
def technical_hours_needed(difficulty: float, parameters: ProjectParameters) -> float:
    r"""Skilled work a project takes, at least an hour [hours].

    .. math:: T = \max(1, t\, d)

    difficulty: of the problem [0 to 1].

    >>> technical_hours_needed(0.5, ProjectParameters())
    8.0
    """
    return max(1.0, parameters.technical_hours * difficulty)


@rule
def skilled_hours(hours: float, skill: float, giving: float) -> float:
    r"""Skilled work that somebody gives [hours].

    .. math:: h_s = h s c

    hours: there; skill: of who gives them [0 to 1]; giving: share of them given to the project [0 to 1].  A definition.

    >>> skilled_hours(2.0, 0.5, 0.5)
    0.5
    """
    return hours * skill * giving


@rule
def programme_grant(granted_share: float, money_needed: float) -> int:
    r"""What a programme pays of a project as it starts [thousand rupiah].

    .. math:: g = \lfloor \gamma M \rfloor

    granted_share: of the money needed [0 to 1]; money_needed: by the project [thousand rupiah].

    >>> programme_grant(0.5, 301.0)
    150
    """
    return int(granted_share * money_needed)


@rule
def ally_gift(ally: float, money_needed: float) -> int:
    r"""What allies bring to a project in four weeks [thousand rupiah].

    .. math:: g = \lfloor 4 a M / 52 \rfloor

    ally: strength of the alliance [0 to 1]; money_needed: by the project [thousand rupiah].  Assumed: a full alliance
    pays a project in a year.

    >>> ally_gift(0.5, 520.0)
    20
    """
    return int(ally * money_needed * WEEKS_PER_MONTH / WEEKS_PER_YEAR)


@rule
def gift_share(gift: float, money_needed: float) -> float:
    r"""How much of a project a gift pays [0 to 1].

    .. math:: \min(1, g / M)

    gift: from outside [thousand rupiah]; money_needed: by the project [thousand rupiah].  A definition.

    >>> gift_share(50.0, 200.0)
    0.25
    """
    return min(1.0, gift / money_needed)


@rule
def is_mostly_given(gifts: float, money_needed: float) -> bool:
    r"""Whether outsiders pay so much of a project that it is not the residents' own.

    .. math:: g > \tfrac12 M

    gifts: from outside so far [thousand rupiah]; money_needed: by the project [thousand rupiah].  Assumed.

    >>> is_mostly_given(60.0, 100.0)
    True
    """
    return gifts > OWN_SHARE * money_needed


@rule
def problem_priority(severity: float, concern: float) -> float:
    r"""How pressing those who decide find a problem.

    .. math:: w = v H

    severity: felt [0 to 1]; concern: sum of what they have at heart.  Assumed.

    >>> problem_priority(0.5, 3.0)
    1.5
    """
    return severity * concern

"""How local leaders step forward, carry on, and burn out."""

from math import exp, log, sqrt
from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import SHARE, Quantity
from simkomunitas.base.references import CNCS_2009, NGUGI_2018
from simkomunitas.model.rules import rule
from simkomunitas.model.rules.learning_rules import FATIGUE_RATE
from simkomunitas.model.vocabulary import WEEKS_PER_YEAR

LOAD_OF_FULL_STRAIN = 0.5  # rise of the hazard of giving up for each weekly activity more than a half, log-hazard
LIKING, PRESENCE = 0.05, 0.2  # what 1 SD of liking public life, and coming at all, add to the ability to lead
PARTNERSHIP = 0.3  # allies and authorities care for leaders where the tie to them is at least this strong


class LeadershipParameters(NamedTuple):
    """What makes leaders, keeps them, and wears them out."""

    emergence_rate: Annotated[
        float, Quantity("Chance that a fully able resident who decides steps forward", "1/year", 0, 4)
    ] = 0.12
    calling_rate: Annotated[float, Quantity("Chance that a fully able leader calls an activity", "1/week", 0, 1)] = 0.35
    burnout_share: Annotated[
        float, Quantity("Share of unsupported leaders who give up within a year", SHARE, 0, 0.99, CNCS_2009)
    ] = 0.355
    feedback_odds_ratio: Annotated[
        float, Quantity("Odds of giving up without feedback against with it", "ratio", 1, 10, NGUGI_2018)
    ] = 2
    refresher_odds_ratio: Annotated[
        float, Quantity("Odds of giving up without refresher training against with it", "ratio", 1, 10, NGUGI_2018)
    ] = 4


@rule
def emergence_probability(skill: float, efficacy: float, leaders: float, parameters: LeadershipParameters) -> float:
    r"""Probability that a resident who takes part in decisions becomes a leader this week.

    .. math:: p = \frac{\epsilon}{52}\, \frac{s\, e}{1 + n}

    skill, efficacy: [0 to 1]; leaders: how many the hamlet has already [persons].  Assumed.

    >>> round(emergence_probability(0.5, 0.5, 1.0, LeadershipParameters()), 6)
    0.000288
    """
    return parameters.emergence_rate / WEEKS_PER_YEAR * skill * efficacy / (1.0 + leaders)


@rule
def calling_probability(able: float, energy: float, others: float, parameters: LeadershipParameters) -> float:
    r"""Probability that a leader calls an activity in her hamlet this week.

    .. math:: p = c\, a\, e / \sqrt{1 + n}

    able: mean of skill and efficacy [0 to 1]; energy: unpaid motive that fatigue has left [0 to 1];
    others: further leaders in the hamlet, who share the calling [persons].  Assumed.

    >>> round(calling_probability(0.5, 1.0, 0.0, LeadershipParameters()), 4)
    0.175
    """
    return parameters.calling_rate * able * energy / sqrt(1.0 + others)


@rule
def burnout_probability(load: float, feedback: bool, refreshed: bool, parameters: LeadershipParameters) -> float:
    r"""Probability that a leader gives up this week.

    .. math:: p = 1 - \exp\!\left(
              -\tfrac{\lambda}{52}\, e^{0.5 (l - 0.5)}\, F^{-[\text{feedback}]}\, R^{-[\text{refreshed}]} \right),
              \quad \lambda = -\ln(1 - \lambda_0)

    load: activities she led, running mean [1/week]; feedback: talked with a mentor or peer within a quarter;
    refreshed: trained within a year.  Rate of US volunteers [CNCS_2009], odds of Kenyan health workers [NGUGI_2018].

    >>> round(1 - (1 - burnout_probability(0.5, False, False, LeadershipParameters())) ** 52, 3)
    0.355
    """
    hazard = -log(1.0 - parameters.burnout_share) / WEEKS_PER_YEAR * exp(LOAD_OF_FULL_STRAIN * (load - 0.5))
    if feedback:
        hazard = hazard / parameters.feedback_odds_ratio
    if refreshed:
        hazard = hazard / parameters.refresher_odds_ratio
    return 1.0 - exp(-hazard)


@rule
def leading_ability(skill: float, efficacy: float, disposition: float, came_recently: bool) -> float:
    r"""How able a resident seems to facilitators who look for a leader.

    .. math:: a = s e + 0.05 d + 0.2 [\text{came}]

    skill, efficacy: [0 to 1]; disposition: liking for public life [standard normal]; came_recently: to an activity
    within a quarter.  Assumed.

    >>> leading_ability(0.5, 0.5, 0.0, False)
    0.25
    """
    able = skill * efficacy + LIKING * disposition
    if came_recently:
        able += PRESENCE
    return able


@rule
def recruitment_probability(motive: float, skill: float, efficacy: float) -> float:
    r"""Probability that a resident agrees to lead when facilitators ask her.

    .. math:: p = \tfrac12 m (s + e)

    motive: unpaid motive left; skill, efficacy: [0 to 1].  Assumed.

    >>> recruitment_probability(1.0, 0.5, 0.25)
    0.375
    """
    return 0.5 * (motive * (skill + efficacy))


@rule
def calling_ability(skill: float, efficacy: float) -> float:
    r"""How able a leader or official is to call an activity.

    .. math:: a = \tfrac12 (s + e)

    skill, efficacy: [0 to 1].  Assumed.

    >>> calling_ability(0.5, 0.25)
    0.375
    """
    return 0.5 * (skill + efficacy)


@rule
def calling_energy(motive: float, fatigue: float) -> float:
    r"""What energy a leader or official has left to call an activity.

    .. math:: e = m (1 - f)

    motive: unpaid motive left; fatigue: [0 to 1].  Assumed.

    >>> calling_energy(0.5, 0.5)
    0.25
    """
    return motive * (1.0 - fatigue)


@rule
def load_after_week(load: float, called: float) -> float:
    r"""What a leader carries: a running mean of the activities she calls.

    .. math:: l' = l + 0.1 (c - l)

    load: before [activities a week]; called: this week [activities].  Assumed.

    >>> load_after_week(0.0, 1.0)
    0.1
    """
    return load + FATIGUE_RATE * (called - load)

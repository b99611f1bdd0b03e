"""Whether a resident comes: the decision to take part in one of four arenas."""

from typing import Annotated, NamedTuple

from simkomunitas.base.exponential import exponential
from simkomunitas.base.quantity import HOURS, WEEKS, Quantity
from simkomunitas.base.references import (
    ARMITAGE_2001,
    CIALDINI_1990,
    DHARMAWAN_2018,
    LALLY_2010,
    VAN_ZOMEREN_2008,
    VERBA_1995,
)
from simkomunitas.model.rules import rule


class CalendarParameters(NamedTuple):
    """When the arenas meet; associations and hamlet meetings meet every four weeks, the village every half year."""

    mutual_help_every: Annotated[
        float, Quantity("Weeks between two calls to mutual help in a hamlet", WEEKS, 1, 52)
    ] = 2
    event_hours: Annotated[float, Quantity("Time one event takes from those who come", HOURS, 0, 12)] = 2.5


class TurnoutParameters(NamedTuple):
    """What weighs in the decision to come."""

    intercept_mutual_help: Annotated[float, Quantity("Pull of mutual help on its own", "log-odds", -8, 4)] = -0.9
    intercept_association: Annotated[float, Quantity("Pull of one's association on its own", "log-odds", -8, 4)] = -0.5
    intercept_programme: Annotated[
        float, Quantity("Pull of programme activities on their own", "log-odds", -8, 4)
    ] = -2.6
    intercept_governance: Annotated[float, Quantity("Pull of village government on its own", "log-odds", -8, 4)] = -1.9
    coefficient_invitation: Annotated[
        float, Quantity("Pull of being asked by somebody known", "log-odds", 0, 4, VERBA_1995)
    ] = 1.8
    coefficient_benefit: Annotated[float, Quantity("Pull of a full expected benefit", "log-odds", 0, 4)] = 1.0
    coefficient_norm: Annotated[
        float, Quantity("Pull of neighbours and a hamlet who all come", "log-odds", 0, 6, CIALDINI_1990)
    ] = 1.6
    coefficient_belief: Annotated[
        float, Quantity("Pull each of full efficacy, trust, ownership and motive", "log-odds", 0, 4, VAN_ZOMEREN_2008)
    ] = 0.8
    coefficient_habit: Annotated[float, Quantity("Pull of full habit", "log-odds", 0, 4, LALLY_2010)] = 0.8
    coefficient_time: Annotated[
        float, Quantity("Push of an event that takes all the hours left", "log-odds", 0, 6, DHARMAWAN_2018)
    ] = 1.5
    coefficient_status: Annotated[
        float, Quantity("Push of formal rooms for women and for the poorest", "log-odds", 0, 4, DHARMAWAN_2018)
    ] = 1.2
    coefficient_fatigue: Annotated[float, Quantity("Push of full fatigue", "log-odds", 0, 6)] = 1.0
    sd_disposition: Annotated[
        float, Quantity("Lasting difference between residents (1 SD)", "log-odds", 0, 3, ARMITAGE_2001)
    ] = 1.3


class TurnoutTerms(NamedTuple):
    """What speaks for and against coming, each in log-odds; their sum is the utility."""

    intercept: float
    disposition: float
    invitation: float
    benefit: float
    norm: float
    belief: float
    habit: float
    time: float
    status: float
    fatigue: float
    clash: float


@rule
def time_cost(event_hours: float, hours_left: float, parameters: TurnoutParameters) -> float:
    r"""Push of the time an event takes, the stronger the fewer hours are left.

    .. math:: \tau = -w_t \min(1, h / \ell)

    event_hours: length of the event [hours]; hours_left: free hours of the week not yet given away [hours].
    Opportunity cost is the first reason Indonesian villagers give for staying away [DHARMAWAN_2018].

    >>> time_cost(2.5, 10.0, TurnoutParameters())
    -0.375
    """
    share = event_hours / hours_left if hours_left > event_hours else 1.0
    return -parameters.coefficient_time * share


@rule
def poverty_degree(wealth: float) -> float:
    r"""How far a resident belongs to the poorer two fifths.

    .. math:: v = \max(0,\ 1 - w / 0.4)

    wealth: rank [0 poorest to 1 richest].  Every study cuts off its poor somewhere; here they fade in (assumed).

    >>> poverty_degree(0.2), poverty_degree(0.7)
    (0.5, 0.0)
    """
    return max(0.0, 1.0 - wealth / 0.4)


@rule
def status_cost(female: bool, wealth: float, formality: float, parameters: TurnoutParameters) -> float:
    r"""Push of a formal room: felt by women, and by the poorer two fifths.

    .. math:: \sigma = -w_s\, f \left( [\text{woman}] + v \right)

    female: a woman; wealth: rank [0 poorest to 1 richest], of which v is the poverty; formality: of the room [0 none,
    1 hamlet, 2 village].  Village meetings are for men and elites, hamlet meetings less so
    [DHARMAWAN_2018, BEARD_2007].

    >>> round(status_cost(True, 0.2, 1.0, TurnoutParameters()), 3)
    -1.8
    >>> status_cost(False, 0.8, 2.0, TurnoutParameters())
    -0.0
    """
    burden = poverty_degree(wealth)
    if female:
        burden += 1.0
    return -parameters.coefficient_status * formality * burden


@rule
def turnout_utility(terms: TurnoutTerms) -> float:
    r"""Utility of coming: the sum of what speaks for it and against it.

    .. math:: u = \sum_k t_k

    Resources, engagement and being asked, as in the civic voluntarism model [VERBA_1995].

    >>> turnout_utility(TurnoutTerms(-2.0, 0.5, 1.0, 0.5, 0.25, 0.25, 0.0, -0.5, -0.5, 0.0, 0.0))
    -0.5
    """
    return (
        terms.intercept
        + terms.disposition
        + terms.invitation
        + terms.benefit
        + terms.norm
        + terms.belief
        + terms.habit
        + terms.time
        + terms.status
        + terms.fatigue
        + terms.clash
    )


@rule
def turnout_probability(utility: float, cost: float) -> float:
    r"""Probability of coming to an event.

    .. math:: p = 1 / (1 + e^{-(u + \tau)})

    utility: of the event [log-odds]; cost: of the time it takes [log-odds, not above 0].  [VERBA_1995]

    >>> turnout_probability(0.5, -0.5)
    0.5
    """
    return logistic_probability(utility + cost)


@rule
def joining_utility(benefit: float, disposition: float, parameters: TurnoutParameters) -> float:
    r"""Utility of joining a savings group, or of taking up an offer, when a resident hears of it.

    .. math:: u = \beta_a - w_t + w_b\, b + s\, d

    benefit: what is offered beyond saving together, or below 0 what it takes from her [share, -1 to 1]; disposition:
    her liking for public life [standard deviations].  It binds time, and nobody's example counts [BANERJEE_2013].

    >>> round(joining_utility(0.5, 0.0, TurnoutParameters()), 3)
    -1.5
    """
    pull = parameters.coefficient_benefit * benefit + parameters.sd_disposition * disposition
    return parameters.intercept_association - parameters.coefficient_time + pull


@rule
def logistic_probability(utility: float) -> float:
    r"""Probability of doing what has this utility.

    .. math:: p = 1 / (1 + e^{-u})

    utility: [log-odds].  The logit of McFadden, as in every study of turnout [VERBA_1995].

    >>> logistic_probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + exponential(-utility))

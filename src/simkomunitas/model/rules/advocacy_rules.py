"""How residents press an authority, and what it answers."""

from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import Quantity
from simkomunitas.base.references import GAVENTA_2010, PRADHAN_2014, VAN_ZOMEREN_2008
from simkomunitas.model.rules import rule

REFUSAL_EFFECT = 0.25  # a refusal discourages like a quarter of a failure
FEAR_OF_REPRISAL = 0.5  # what open confrontation costs in fear of reprisal, log-odds
QUORUM_SHARE = 0.05  # of the adults: those for whom an elected committee speaks, beyond who comes along
PUBLIC_SHARE = 0.5  # of the money a project needs comes with a concession


class AdvocacyParameters(NamedTuple):
    """Who joins, and what moves an authority."""

    intercept_joining: Annotated[float, Quantity("Pull of joining a delegation on its own", "log-odds", -8, 4)] = -4.0
    coefficient_grievance: Annotated[
        float, Quantity("Pull each of full injustice, efficacy and identity", "log-odds", 0, 4, VAN_ZOMEREN_2008)
    ] = 1.2
    intercept_concession: Annotated[
        float, Quantity("Leaning of an authority that nobody presses", "log-odds", -8, 4)
    ] = -3.0
    coefficient_support: Annotated[
        float,
        Quantity("Pull each of a full mobilization, openness, formal link and ally", "log-odds", 0, 6, PRADHAN_2014),
    ] = 1.5
    reprisal_probability: Annotated[
        float, Quantity("Chance that a refused confrontation is punished", "1/attempt", 0, 1, GAVENTA_2010)
    ] = 0.25


@rule
def mobilization_utility(
    injustice: float, efficacy: float, identity: float, risk: float, parameters: AdvocacyParameters
) -> float:
    r"""Utility of joining those who press the authority.

    .. math:: u = m_0 + w (J + E + I) - \rho

    injustice: what she lacks against others [0 to 1]; efficacy: belief that it can work [0 to 1];
    identity: belonging to the organized [0 to 1]; risk: fear of reprisal [log-odds].
    Each has a medium effect of its own [VAN_ZOMEREN_2008].

    >>> round(mobilization_utility(0.5, 0.5, 1.0, 0.0, AdvocacyParameters()), 3)
    -1.6
    """
    return parameters.intercept_joining + parameters.coefficient_grievance * (injustice + efficacy + identity) - risk


@rule
def concession_utility(
    mobilized: float, openness: float, link: float, ally: float, parameters: AdvocacyParameters
) -> float:
    r"""Leaning of the authority towards granting what is asked.

    .. math:: u = \gamma_0 + \gamma\, (4 m + o + l + a)

    mobilized: share of the hamlet's adults who press, a quarter counting as full [0 to 0.25]; openness,
    link, ally: [0 to 1].
    A formal link to the authority is what works best for its price [PRADHAN_2014].

    >>> round(concession_utility(0.25, 0.3, 0.5, 0.2, AdvocacyParameters()), 3)
    0.0
    """
    return parameters.intercept_concession + parameters.coefficient_support * (
        4.0 * min(mobilized, 0.25) + openness + link + ally
    )


@rule
def demand_pressure(mobilized: float, confrontation: float) -> float:
    r"""Pressure of a demand on the authority.

    .. math:: P = m (1 + k)

    mobilized: share of the adults who join; confrontation: of the organizing model [0 to 1].  Assumed.

    >>> demand_pressure(0.2, 0.5)
    0.30000000000000004
    """
    return mobilized * (1.0 + confrontation)


@rule
def fear_of_reprisal(confrontation: float) -> float:
    r"""What residents fear of an authority that is openly confronted [log-odds].

    .. math:: \rho = \tfrac12 k

    confrontation: of the organizing model [0 to 1].  Assumed.

    >>> fear_of_reprisal(0.8)
    0.4
    """
    return FEAR_OF_REPRISAL * confrontation


@rule
def punishment_probability(confrontation: float, parameters: AdvocacyParameters) -> float:
    r"""Probability that the authority punishes those whom it has refused.

    .. math:: p = p_r k

    confrontation: of the organizing model [0 to 1].  Who claims rights openly may be punished [GAVENTA_2010].

    >>> punishment_probability(0.8, AdvocacyParameters())
    0.2
    """
    return parameters.reprisal_probability * confrontation


@rule
def public_funds(money_needed: float) -> int:
    r"""What the authority pays of a project it grants [thousand rupiah].

    .. math:: g = \lfloor \tfrac12 M \rfloor

    money_needed: by the project [thousand rupiah].  Assumed.

    >>> public_funds(301.0)
    150
    """
    return int(PUBLIC_SHARE * money_needed)

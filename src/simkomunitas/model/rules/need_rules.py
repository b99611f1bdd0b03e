"""What is felt of a need, how it grows and eases, and what weight those who decide give to it."""

from simkomunitas.model.rules import rule

ONSET = 0.5  # severity a new problem adds
EASED_SEVERITY = 0.4  # severity left once a problem has been met
SERVED_SEVERITY = 0.2  # what is still felt of a need for which a working asset stands
HARDSHIP_DISCOUNT = 0.5  # how far experts shun what is fully difficult


@rule
def felt_need(severity: float, is_served: bool) -> float:
    r"""Severity of a need as it is felt: little while an asset for it works.

    .. math:: v' = v \cdot (0.2 \text{ or } 1)

    severity: of the need [0 to 1]; is_served: an asset for it works and no new problem has come.  Assumed.

    >>> felt_need(0.5, True), felt_need(0.5, False)
    (0.1, 0.5)
    """
    return SERVED_SEVERITY * severity if is_served else severity


@rule
def severity_after_problem(severity: float) -> float:
    r"""Severity of a need once a new problem has come.

    .. math:: v' = \min(1, v + 0.5)

    severity: before [0 to 1].  Assumed.

    >>> severity_after_problem(0.25)
    0.75
    """
    return min(1.0, severity + ONSET)


@rule
def severity_after_relief(severity: float) -> float:
    r"""Severity of a need once a problem has been met.

    .. math:: v' = 0.4 v

    severity: before [0 to 1].  Assumed.

    >>> severity_after_relief(0.5)
    0.2
    """
    return severity * EASED_SEVERITY


@rule
def felt_injustice(need: float, wealth: float) -> float:
    r"""How far a resident feels wronged by a need that the authority leaves unmet.

    .. math:: g = \tfrac12 (v + 1 - w)

    need: severity as it is felt [0 to 1]; wealth: rank [0 poorest to 1 richest].  Injustice moves people to act
    together [VAN_ZOMEREN_2008]; equal weights assumed.

    >>> felt_injustice(0.5, 0.25)
    0.625
    """
    return 0.5 * (need + 1.0 - wealth)


@rule
def expert_priority(need: float, difficulty: float, understanding: float, drawn: float) -> float:
    r"""Priority experts give to a problem: severe and feasible, as far as they have looked and listened.

    .. math:: a = v (1 - \tfrac12 q) + (1 - k) (u - \tfrac12)

    need: severity as it is felt [0 to 1]; difficulty: of a solution [0 to 1]; understanding: of the place [0 to 1];
    drawn: the error of judgement, a number by lot [0 to 1].  Assumed.

    >>> expert_priority(0.5, 0.5, 0.5, 0.75)
    0.5
    """
    return need * (1.0 - HARDSHIP_DISCOUNT * difficulty) + (1.0 - understanding) * (drawn - 0.5)


@rule
def speaker_concern(drawn: float) -> float:
    r"""How much a speaker has a domain at heart, which is hers for good.

    .. math:: c = \tfrac12 + u

    drawn: a number of hers for this domain [0 to 1].  Assumed.

    >>> speaker_concern(0.25)
    0.75
    """
    return 0.5 + drawn


@rule
def poor_concern(concern: float, authority_role: float) -> float:
    r"""How much a poor speaker has a domain at heart: most what the authority withholds.

    .. math:: c' = c (1 + r)

    concern: as of any speaker [0.5 to 1.5]; authority_role: how far a solution needs an authority [0 to 1].  Assumed.

    >>> poor_concern(0.5, 0.5)
    0.75
    """
    return concern * (1.0 + authority_role)


@rule
def requires_consent(authority_role: float, authority_say: float) -> bool:
    r"""Whether a solution needs the consent of the authority.

    .. math:: r \ge 1 - s

    authority_role: how far a solution in this domain needs an authority [0 to 1]; authority_say: how much the authority
    has to be asked in this village [0 to 1].  Assumed.

    >>> requires_consent(0.75, 0.5), requires_consent(0.25, 0.5)
    (True, False)
    """
    return authority_role >= 1.0 - authority_say

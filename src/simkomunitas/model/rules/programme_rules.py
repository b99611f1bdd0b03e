"""How the hours of facilitators are spent, and what opens the gates between stages."""

from simkomunitas.model.rules import rule

VISITS_PER_WAY = 4  # visits that share one way to a hamlet


@rule
def visit_hours(visit: float, travel: float) -> float:
    r"""Paid hours of a visit to a resident, with its share of the way [hours].

    .. math:: h = v + \tfrac14 w

    visit: length of a visit [hours]; travel: way to a hamlet and back [hours].  Four visits share one way (assumed).

    >>> visit_hours(0.75, 1.0)
    1.0
    """
    return visit + travel / VISITS_PER_WAY


@rule
def session_hours(session: float, travel: float) -> float:
    r"""Paid hours of a meeting, a training or a talk, with its way [hours].

    .. math:: h = s + w

    session: length [hours]; travel: way to a hamlet and back [hours].

    >>> session_hours(3.0, 1.0)
    4.0
    """
    return session + travel


@rule
def tapered_hours(hours: float, weeks_left: float, taper_weeks: float) -> float:
    r"""Hours facilitators work in a week while they withdraw step by step [hours].

    .. math:: h' = h \min(1, \ell / T)

    hours: in full [hours]; weeks_left: until the programme ends [weeks]; taper_weeks: over which hours fall [weeks].

    >>> tapered_hours(32.0, 13.0, 52.0)
    8.0
    """
    return hours * min(1.0, weeks_left / taper_weeks)


@rule
def preparation_measure(understanding: float, trust: float) -> float:
    r"""What opens the gate of the preparation: the place is understood, and people trust the organizers.

    .. math:: g = \tfrac12 (k + t)

    understanding: of the place by the facilitators [0 to 1]; trust: mean of the residents [0 to 1].  Assumed.

    >>> preparation_measure(0.5, 0.25)
    0.375
    """
    return 0.5 * (understanding + trust)


@rule
def awakening_level(aware: float, leaders_per_hamlet: float) -> float:
    r"""What opens the gate of the awakening where the way is the goal: people know, and hamlets have leaders.

    .. math:: g = \tfrac12 \left(a + \min(1, L)\right)

    aware: share of residents who know of the activities [0 to 1]; leaders_per_hamlet: local leaders.  Assumed.

    >>> awakening_level(0.5, 2.0)
    0.75
    """
    return 0.5 * (aware + min(1.0, leaders_per_hamlet))

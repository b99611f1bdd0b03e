"""Turnout as a straight line of utility instead of a logistic curve: a rule of one's own, as an example."""

SLOPE = 0.15  # of the probability by a log-odds; the logistic curve has 0.25 in its middle, and less everywhere else


def clip_to_share(x: float) -> float:
    """The number from 0 to 1 that is nearest."""
    return min(1.0, max(0.0, x))


def linear_turnout(utility: float, cost: float) -> float:
    """Probability of coming to an event: one half where nothing speaks for or against it [0 to 1]."""
    return clip_to_share(0.5 + SLOPE * (utility + cost))

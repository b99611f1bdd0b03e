r"""How sure it is that one strategy does better than another, over worlds that are all plausible.

In each world d (a draw of the uncertain parameters) the two strategies meet the same villages with the same random
numbers, R times.  Their mean difference there is known only up to the noise of R villages:

.. math:: m_d \mid \mu_d \sim N(\mu_d, s^2_d / R), \qquad \mu_d \sim N(M, \tau^2)

M and tau are estimated from all worlds (tau by moments), each spread s_d is drawn towards that of all, and what is left
of doubt about mu_d lets a strategy beat the other in that world with a probability, not with yes or no.  The
probability that is reported is the mean over the worlds.  Taking the signs of m_d instead would let the noise within
worlds pull every probability towards a half.

Its error has two parts: how many worlds were drawn, and how well M and tau are known.  The interval is the wider, at
each end, of Wilson's for as many votes as worlds and of that from resampling the worlds.  Where it holds one half, the
order is *uncertain*.
"""

from math import erf, nan, sqrt
from typing import Literal, NamedTuple

import numpy as np

from simkomunitas.evidence.target_verdicts import bootstrap_indices
from simkomunitas.model.community.community_data import Numbers

RankOrder = Literal["first", "second", "uncertain"]
NORMAL_QUANTILE = 1.959963984540054  # standard errors to each side of a 95 % interval
PRIOR_DEGREES_OF_FREEDOM = 4.0  # how many differences the spread over all worlds counts for in that of one world
BOOTSTRAP_SAMPLES = 300  # of the worlds
_error_function = np.frompyfunc(erf, 1, 1)


class SuperiorityEstimate(NamedTuple):
    """The probability that the first beats the second, with its Monte-Carlo error and 95 % interval."""

    probability: float
    error: float
    low: float
    high: float
    worlds: int  # in which both could be measured

    @property
    def rank_order(self) -> RankOrder:
        """Who is ahead, if that is sure enough."""
        if self.low > 0.5:
            return "first"
        return "second" if self.high < 0.5 else "uncertain"


UNKNOWN_SUPERIORITY = SuperiorityEstimate(nan, nan, nan, nan, 0)


def probability_of_superiority(leads: Numbers) -> SuperiorityEstimate:
    """The chance that the first does better, from its leads over the second: worlds by runs, above 0 is better.

    NaN where a run had nothing to measure; worlds with fewer than two runs left say nothing and are left out, and
    fewer than two worlds say nothing at all.
    """
    runs = np.sum(~np.isnan(leads), axis=1)
    used, runs = leads[runs > 1], runs[runs > 1]
    if len(used) < 2:
        return UNKNOWN_SUPERIORITY._replace(worlds=len(used))
    means, variances = np.nanmean(used, axis=1), mean_variances(used, runs)
    share = float(superiority_from_means(means[None, :], variances[None, :])[0])
    chosen = bootstrap_indices(len(used))[:BOOTSTRAP_SAMPLES]
    again = superiority_from_means(means[chosen], variances[chosen])
    low, high = wilson_interval(share, len(used))
    error = max(sqrt(share * (1 - share) / len(used)), float(again.std()))
    return SuperiorityEstimate(
        share, error, min(low, float(np.quantile(again, 0.025))), max(high, float(np.quantile(again, 0.975))), len(used)
    )


def mean_variances(leads: Numbers, runs: Numbers) -> Numbers:
    """Squared standard error of the mean lead in each world; spreads are drawn towards the mean of all worlds."""
    spreads = np.nanvar(leads, axis=1, ddof=1)
    drawn = ((runs - 1) * spreads + PRIOR_DEGREES_OF_FREEDOM * spreads.mean()) / (runs - 1 + PRIOR_DEGREES_OF_FREEDOM)
    return np.asarray(drawn / runs)


def superiority_from_means(means: Numbers, variances: Numbers) -> Numbers:
    """Mean over the worlds (last axis) of the probability that the true lead of a world is above 0.

    means: leads found, samples by worlds; variances: of their errors.

    >>> superiority_from_means(np.array([[1.0, -1.0, 2.0, 3.0]]), np.zeros((1, 4))).round(3)
    array([0.75])
    """
    noise = variances.mean(axis=1, keepdims=True)
    between = np.maximum(means.var(axis=1, ddof=1, keepdims=True) - noise, 0.0)
    overall = means.mean(axis=1, keepdims=True)
    kept = _safe_ratio(between, between + variances)
    centre = overall + kept * (means - overall)
    # Worlds that do not differ share one lead, which all runs together tell.
    doubt = np.sqrt(kept * variances + (1 - kept) ** 2 * noise / means.shape[1])
    return np.asarray(probability_positive(centre, doubt).mean(axis=1))


def _safe_ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Part over whole, 0 where both are."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def probability_positive(centre: Numbers, standard_error: Numbers) -> Numbers:
    """Probability that a normal number is above 0; a half where it is 0 without doubt.

    >>> probability_positive(np.array([1.0, 0.0, 1.96]), np.array([0.0, 0.0, 1.0])).round(3)
    array([1.   , 0.5  , 0.975])
    """
    standard = np.divide(centre, standard_error, out=np.sign(centre) * 40.0, where=standard_error > 0)
    return 0.5 * (1 + np.asarray(_error_function(standard / sqrt(2)), dtype=np.float64))


def wilson_interval(share: float, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval for a share of so many votes.

    >>> [round(end, 3) for end in wilson_interval(1.0, 100)]
    [0.963, 1.0]
    """
    square = NORMAL_QUANTILE**2 / count
    middle = (share + square / 2) / (1 + square)
    reach = NORMAL_QUANTILE / (1 + square) * sqrt(share * (1 - share) / count + square / (4 * count))
    return middle - reach, min(1.0, middle + reach)

r"""Likelihood-free inference from one bank of simulations: rejection, then regression adjustment.

Of the bank, the draws are kept whose simulated measurements lie nearest to the real ones (rejection ABC).  How the
parameters depend on the measurements among these draws is then fitted by a weighted linear regression, and each draw is
moved to where it would lie had its measurements been the real ones (Beaumont, Zhang and Balding 2002):

.. math:: z_i' = z_i - (s_i - s_{obs})\, \hat\beta, \qquad z = \log\frac{u}{1 - u}

u is the place of a parameter within its prior, 0 to 1; so no draw ever leaves it.  Distances are Euclidean, each
measurement in units of its own error; weights fall with the distance as Epanechnikov's kernel.  The regression is
damped (ridge), so that many measurements and few draws do no harm.

A model may be unable to give all measurements at once.  Where hardly any of the kept simulations reach what was
measured, the draws are moved to the end of what they do reach and not beyond: a line fitted inside a cloud says
nothing about the world outside of it.
"""

from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simkomunitas.model.community.community_data import Numbers

UNIT_MARGIN = 1e-6  # how near to the ends of its prior a parameter is told apart from them
NORMAL_MAD = 1.4826  # standard deviation of a normal number for each unit of median absolute deviation
RIDGE_PENALTIES = (0.01, 0.1, 1.0, 10.0, 100.0)  # of which the one that predicts best is taken
COVERED_QUANTILES = (0.025, 0.975)  # quantiles of the kept simulations between which a measurement counts as reached
MIN_KEPT_DRAWS = 50  # draws that are kept at least


class PosteriorSample(NamedTuple):
    """The draws that are left, moved to where they belong."""

    points: Numbers  # draws by parameters, within their priors, 0 to 1
    bank_rows: NDArray[np.int64]  # where each stands in the bank
    tolerance: float  # distance of the farthest, in spreads a measurement


def infer_posterior(
    places: Numbers, measured: Numbers, observed: Numbers, errors: Numbers, keep: float
) -> PosteriorSample:
    """The posterior draws, given a bank (places by parameters, measurements by quantities) and what was observed.

    errors: the unit of distance of each measurement.  keep: share of the bank.  Simulations with a measurement that is
    not there (NaN) are never kept.
    """
    known = np.flatnonzero(~np.isnan(measured).any(axis=1))
    away = (measured[known] - observed) / errors
    distance = np.sqrt((away**2).mean(axis=1))
    count = min(len(known), max(MIN_KEPT_DRAWS, ceil(keep * len(known))))
    nearest = np.argsort(distance, kind="stable")[:count]
    tolerance = float(distance[nearest[-1]]) if count else np.nan
    weights = np.maximum(1 - (distance[nearest] / max(tolerance, 1e-12)) ** 2, 1e-3)
    moved = _inverse_logit(_regression_adjust(_to_logit(places[known[nearest]]), away[nearest], weights))
    return PosteriorSample(moved, known[nearest], tolerance)


def summary_scales(values: Numbers) -> Numbers:
    """The spread of each quantity over a bank, without those that are not there; 1 where it never differs."""
    middle = np.nanmedian(values, axis=0)
    robust = NORMAL_MAD * np.nanmedian(np.abs(values - middle), axis=0)
    usual = np.nanstd(values, axis=0)
    spread = np.where(robust > 1e-9 * np.maximum(usual, 1e-300), robust, usual)
    return np.where(spread > 0, spread, 1.0)


def _regression_adjust(logits: Numbers, away: Numbers, weights: Numbers) -> Numbers:
    """Each draw moved along the regression of parameters on measurements, to a distance of nothing."""
    inputs = away / summary_scales(away)
    goal = np.clip(np.zeros(inputs.shape[1]), *np.quantile(inputs, COVERED_QUANTILES, axis=0))
    total = weights.sum()
    centre, mean = (weights[:, None] * inputs).sum(axis=0) / total, (weights[:, None] * logits).sum(axis=0) / total
    root = np.sqrt(weights)[:, None]
    slopes, freedom = _fit_ridge(root * (inputs - centre), root * (logits - mean))
    expected = mean + (goal - centre) @ slopes
    residual = logits - mean - (inputs - centre) @ slopes
    # A regression on few draws fits some of their noise; what is left of it is made as wide as it was.
    effective = total**2 / (weights**2).sum()
    return np.asarray(expected + residual * np.sqrt(effective / max(1.0, effective - freedom - 1)))


def _fit_ridge(inputs: Numbers, outputs: Numbers) -> tuple[Numbers, float]:
    """Slopes by ridge regression, and their degrees of freedom.

    The damping is the one that generalized cross-validation finds best for all outputs together.
    """
    left, sizes, right = np.linalg.svd(inputs, full_matrices=False)
    shown = left.T @ outputs
    rows = len(inputs)
    best, slopes, freedom = np.inf, np.zeros((inputs.shape[1], outputs.shape[1])), 0.0
    scale = (sizes**2).mean() if sizes.size else 0.0
    for damping in RIDGE_PENALTIES:
        shrunk = sizes**2 / (sizes**2 + damping * scale + 1e-12)
        residual = outputs - left @ (shrunk[:, None] * shown)
        variance = np.maximum(outputs.var(axis=0), 1e-12)
        score = float(((residual**2).sum(axis=0) / variance).sum() / max(1e-9, rows - shrunk.sum()) ** 2)
        if score < best:
            best, freedom = score, float(shrunk.sum())
            slopes = right.T @ ((shrunk / np.maximum(sizes, 1e-12))[:, None] * shown)
    return np.asarray(slopes), freedom


def _to_logit(places: Numbers) -> Numbers:
    inside = np.clip(places, UNIT_MARGIN, 1 - UNIT_MARGIN)
    return np.asarray(np.log(inside / (1 - inside)))


def _inverse_logit(logits: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))

"""Corrections for many tests at once: of twenty intervals one leaves out 0 by chance, though nothing is there.

``holm`` holds the chance of any false finding at its level, whatever the tests have to do with each other (Holm 1979,
https://www.jstor.org/stable/4615733).  ``benjamini_hochberg`` holds the expected share of false ones among the findings
(Benjamini and Hochberg 1995, https://doi.org/10.1111/j.2517-6161.1995.tb02031.x), and finds more.
"""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simkomunitas.base.estimation import FloatArray, two_sided_p_values

CorrectionMethod = Literal["none", "holm", "benjamini_hochberg"]
SIGNIFICANCE_LEVEL = 0.05


def adjust_p_values(p_values: FloatArray, correction: CorrectionMethod) -> FloatArray:
    """P-values to be held against the level as if each were the only one; those that are NaN are no tests.

    >>> adjust_p_values(np.array([0.01, 0.04, 0.03]), "holm")
    array([0.03, 0.06, 0.06])
    >>> adjust_p_values(np.array([0.01, 0.04, 0.03]), "benjamini_hochberg")
    array([0.03, 0.04, 0.04])
    """
    found = np.array(p_values, dtype=float)
    known = np.flatnonzero(~np.isnan(found))
    if correction == "none" or not len(known):
        return found
    order = known[np.argsort(found[known], kind="stable")]
    ranks = np.arange(1, len(order) + 1)
    if correction == "holm":
        raised = np.maximum.accumulate((len(order) + 1 - ranks) * found[order])
    else:
        raised = np.minimum.accumulate((len(order) / ranks * found[order])[::-1])[::-1]
    found[order] = np.minimum(raised, 1.0)
    return found


def significant_differences(contrasts: pd.DataFrame, correction: CorrectionMethod = "none") -> NDArray[np.bool_]:
    """Which rows of a table of differences are beyond chance: without a correction those whose interval excludes 0.

    All rows are one family of tests.
    """
    if correction == "none":
        return np.asarray((contrasts["low"] > 0) | (contrasts["high"] < 0), dtype=bool)
    columns = (contrasts[name].to_numpy(dtype=kind) for name, kind in (("estimate", float), ("se", float), ("n", int)))
    return np.asarray(adjust_p_values(two_sided_p_values(*columns), correction) < SIGNIFICANCE_LEVEL)

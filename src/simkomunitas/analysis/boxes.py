"""Boxes in the space of what was varied, and how well one describes the cases of interest.

A box keeps a range of every number and some of the words of every category.  *Density* is the share of the cases
inside it that are of interest, *coverage* the share of all cases of interest that are inside it, *mass* the share
of all cases inside it (Bryant and Lempert 2010, https://doi.org/10.1016/j.techfore.2009.08.002).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.base.typed_columns import Flags


class NumericRange(NamedTuple):
    """Numbers from ``low`` to ``high``, both included."""

    low: float
    high: float


class CategorySubset(NamedTuple):
    """Some of the words of a category, in order."""

    categories: tuple[str, ...]


Limit = NumericRange | CategorySubset
Box = Mapping[str, Limit]  # by factor; a factor that is not named may be anything


class BoxQuality(NamedTuple):
    """How well a box describes the cases of interest."""

    coverage: float  # share of the cases of interest that it holds
    density: float  # share of its cases that are of interest
    mass: float  # share of all cases that it holds
    cases: int  # how many it holds
    positive_cases: int  # how many of these are of interest


def is_numeric_factor(column: pd.Series) -> bool:
    """Whether a factor is a number; yes and no are words."""
    return bool(pd.api.types.is_numeric_dtype(column)) and not pd.api.types.is_bool_dtype(column)


def category_values(column: pd.Series) -> list[str]:
    """The words of a category that occur, in order."""
    return sorted({str(word) for word in column})


def is_within_limit(column: pd.Series, limit: Limit) -> Flags:
    """Which values of a factor are within a limit."""
    if isinstance(limit, NumericRange):
        numbers = column.to_numpy(dtype=float)
        return np.asarray((numbers >= limit.low) & (numbers <= limit.high))
    return np.array([str(word) in limit.categories for word in column], dtype=bool)


def cases_in_box(factors: pd.DataFrame, box: Box) -> Flags:
    """Which cases (rows) are in a box."""
    held = np.ones(len(factors), dtype=bool)
    for name, limit in box.items():
        held &= is_within_limit(factors[name], limit)
    return held


def full_box(factors: pd.DataFrame) -> dict[str, Limit]:
    """The box that holds every case, with its limits written out."""
    return {str(name): tightest_limit(factors[name]) for name in factors.columns}


def tightest_limit(column: pd.Series) -> Limit:
    """The limit that just holds these values."""
    if is_numeric_factor(column):
        numbers = column.to_numpy(dtype=float)
        return NumericRange(float(numbers.min()), float(numbers.max()))
    return CategorySubset(tuple(category_values(column)))


def drop_redundant_limits(box: Box, factors: pd.DataFrame) -> dict[str, Limit]:
    """A box without the limits that exclude nothing."""
    return {name: limit for name, limit in box.items() if limit != tightest_limit(factors[name])}


def box_quality(held: Flags, is_positive: Flags) -> BoxQuality:
    """How well the cases held describe the cases of interest; NaN where there are none."""
    cases, hits, all_hits = int(held.sum()), int((held & is_positive).sum()), int(is_positive.sum())
    return BoxQuality(
        coverage=hits / all_hits if all_hits else float("nan"),
        density=hits / cases if cases else float("nan"),
        mass=cases / len(held) if len(held) else float("nan"),
        cases=cases,
        positive_cases=hits,
    )


def union_quality(factors: pd.DataFrame, boxes: Iterable[Box], is_positive: Flags) -> BoxQuality:
    """How well several boxes taken together describe the cases of interest."""
    held = np.zeros(len(factors), dtype=bool)
    for box in boxes:
        held |= cases_in_box(factors, box)
    return box_quality(held, is_positive)

"""Boxes in the space of what was varied, and how well one describes the cases of interest.

A box keeps a range of every number and some of the words of every category.  *Density* is the share of the cases
inside it that are of interest, *coverage* the share of all cases of interest that are inside it, *mass* the share
of all cases inside it (Bryant and Lempert 2010, https://doi.org/10.1016/j.techfore.2009.08.002).
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.ground.columns import Flags


class Span(NamedTuple):
    """Numbers from ``low`` to ``high``, both included."""

    low: float
    high: float


class Choice(NamedTuple):
    """Some of the words of a category, in order."""

    words: tuple[str, ...]


Limit = Span | Choice
Box = Mapping[str, Limit]  # by factor; a factor that is not named may be anything


class Quality(NamedTuple):
    """How well a box describes the cases of interest."""

    coverage: float  # share of the cases of interest that it holds
    density: float  # share of its cases that are of interest
    mass: float  # share of all cases that it holds
    cases: int  # how many it holds
    of_interest: int  # how many of these are of interest


def is_number(column: pd.Series) -> bool:
    """Whether a factor is a number; yes and no are words."""
    return bool(pd.api.types.is_numeric_dtype(column)) and not pd.api.types.is_bool_dtype(column)


def words_of(column: pd.Series) -> list[str]:
    """The words of a category that occur, in order."""
    return sorted({str(word) for word in column})


def allowed(column: pd.Series, limit: Limit) -> Flags:
    """Which values of a factor are within a limit."""
    if isinstance(limit, Span):
        numbers = column.to_numpy(dtype=float)
        return np.asarray((numbers >= limit.low) & (numbers <= limit.high))
    return np.array([str(word) in limit.words for word in column], dtype=bool)


def inside(factors: pd.DataFrame, box: Box) -> Flags:
    """Which cases (rows) are in a box."""
    held = np.ones(len(factors), dtype=bool)
    for name, limit in box.items():
        held &= allowed(factors[name], limit)
    return held


def whole(factors: pd.DataFrame) -> dict[str, Limit]:
    """The box that holds every case, with its limits written out."""
    return {str(name): reach(factors[name]) for name in factors.columns}


def reach(column: pd.Series) -> Limit:
    """The limit that just holds these values."""
    if is_number(column):
        numbers = column.to_numpy(dtype=float)
        return Span(float(numbers.min()), float(numbers.max()))
    return Choice(tuple(words_of(column)))


def tidy(box: Box, factors: pd.DataFrame) -> dict[str, Limit]:
    """A box without the limits that exclude nothing."""
    return {name: limit for name, limit in box.items() if limit != reach(factors[name])}


def quality(held: Flags, interest: Flags) -> Quality:
    """How well the cases held describe the cases of interest; NaN where there are none."""
    cases, hits, all_hits = int(held.sum()), int((held & interest).sum()), int(interest.sum())
    return Quality(
        coverage=hits / all_hits if all_hits else float("nan"),
        density=hits / cases if cases else float("nan"),
        mass=cases / len(held) if len(held) else float("nan"),
        cases=cases,
        of_interest=hits,
    )


def together(factors: pd.DataFrame, boxes: Iterable[Box], interest: Flags) -> Quality:
    """How well several boxes taken together describe the cases of interest."""
    held = np.zeros(len(factors), dtype=bool)
    for box in boxes:
        held |= inside(factors, box)
    return quality(held, interest)

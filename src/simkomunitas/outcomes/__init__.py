"""Outcomes: what a run is judged by.  Each outcome is one function of a record and a period."""

import functools
import math
from collections.abc import Callable
from typing import NamedTuple

from simkomunitas.ground.catalogue import Catalogue, first_line
from simkomunitas.ground.sources import ASSUMED, Source
from simkomunitas.world.record import REPORTED, Record

__all__ = ["HEADLINE", "Measure", "Outcome", "outcome", "outcomes", "results", "units"]

Measure = Callable[[Record, str], float]
HEADLINE = ("participation", "equality", "openness", "independence", "sustainability")


class Outcome(NamedTuple):
    """A measure with its name, its unit, its meaning and where it comes from."""

    name: str
    unit: str
    meaning: str
    measure: Measure
    sources: tuple[Source, ...]


outcomes: Catalogue[Outcome] = Catalogue("outcome", __name__)


def outcome(unit: str, *sources: Source) -> Callable[[Measure], Measure]:
    """List a measure of a record and a period under its own name.

    It is NaN where there is nothing to measure; a period whose end the run does not reach is not measured at all.
    """

    def listed(measure: Measure) -> Measure:
        @functools.wraps(measure)
        def measured(record: Record, period: str) -> float:
            return measure(record, period) if record.weeks(period) is not None else math.nan

        name = measure.__name__
        outcomes.add(name)(Outcome(name, unit, first_line(measure), measured, sources or (ASSUMED,)))
        return measured

    return listed


def results(record: Record) -> dict[str, float]:
    """Every outcome in every reported period, by ``outcome@period``; NaN where there is nothing to measure."""
    return {
        f"{name}@{period}": entry.measure(record, period) for name, entry in outcomes.items() for period in REPORTED
    }


def units() -> dict[str, str]:
    """The unit of every outcome."""
    return {name: entry.unit for name, entry in outcomes.items()}

"""Outcomes: what a run is judged by.  Each outcome is one function of a record and a period."""

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from simkomunitas.ground.catalogue import Catalogue, first_line
from simkomunitas.ground.entry_checks import is_number, signature_faults, source_faults
from simkomunitas.ground.faults import Fault, InputError, shown
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


def outcome_faults(place: str, entry: Any) -> Iterator[Fault]:  # noqa: ANN401 - whatever was added
    """What is wrong with an outcome that is added."""
    if not isinstance(entry, Outcome):
        yield Fault(place, "outcome", shown(entry), "an Outcome", 'write @outcome("share") above the function')
        return
    yield from source_faults(place, entry.sources, Source)
    yield from signature_faults(place, "function", entry.measure, "record", "period")


outcomes: Catalogue[Outcome] = Catalogue("outcome", __name__, outcome_faults)


def outcome(unit: str, *sources: Source) -> Callable[[Measure], Measure]:
    """List a measure of a record and a period under its own name.

    It is NaN where there is nothing to measure; a period whose end the run does not reach is not measured at all.
    """
    if not isinstance(unit, str):
        expected = 'the unit in words, as in @outcome("share")'
        raise InputError([Fault("@outcome", "unit", shown(unit), expected)])

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
    if not isinstance(record, Record):
        raise TypeError(f"a Record, as sk.run gives it, is expected, not {type(record).__name__}")
    return {
        f"{name}@{period}": _measured(entry, record, period) for name, entry in outcomes.items() for period in REPORTED
    }


def _measured(entry: Outcome, record: Record, period: str) -> float:
    """What an outcome is in a period; InputError where that is no number."""
    value = entry.measure(record, period)
    if not is_number(value):
        expected = "a number, or NaN where there is nothing to measure"
        raise InputError([Fault(f"outcome {entry.name}", period, shown(value), expected)])
    return value


def units() -> dict[str, str]:
    """The unit of every outcome."""
    return {name: entry.unit for name, entry in outcomes.items()}

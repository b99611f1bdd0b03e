"""Outcomes: what a run is judged by.  Each outcome is one function of a record and a period.

>>> import simkomunitas as sk
>>> sk.outcomes["participation"].unit
'share of adults'
"""

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from simkomunitas.base.catalogue import Catalogue, docstring_summary
from simkomunitas.base.entry_validation import find_signature_errors, find_source_errors, is_number
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.base.references import ASSUMED, Source
from simkomunitas.model.state.run_record import REPORTED_PERIODS, RunRecord

__all__ = [
    "HEADLINE_OUTCOMES",
    "Outcome",
    "OutcomeFunction",
    "measure_outcomes",
    "outcome",
    "outcomes",
    "units_by_outcome",
]

OutcomeFunction = Callable[[RunRecord, str], float]
HEADLINE_OUTCOMES = ("participation", "equality", "openness", "independence", "sustainability")


class Outcome(NamedTuple):
    """A measure with its name, its unit, its meaning and where it comes from."""

    name: str
    unit: str
    meaning: str
    measure: OutcomeFunction
    sources: tuple[Source, ...]


def find_outcome_errors(place: str, entry: Any) -> Iterator[ErrorDetail]:  # noqa: ANN401 - whatever was added
    """What is wrong with an outcome that is added."""
    if not isinstance(entry, Outcome):
        yield ErrorDetail(
            place, "outcome", printable_value(entry), "an Outcome", 'write @outcome("share") above the function'
        )
        return
    yield from find_source_errors(place, entry.sources, Source)
    yield from find_signature_errors(place, "function", entry.measure, "record", "period")


outcomes: Catalogue[Outcome] = Catalogue("outcome", __name__, find_outcome_errors)


def outcome(unit: str, *sources: Source) -> Callable[[OutcomeFunction], OutcomeFunction]:
    """List a measure of a record and a period under its own name.

    It is NaN where there is nothing to measure; a period whose end the run does not reach is not measured at all.
    """
    if not isinstance(unit, str):
        expected = 'the unit in words, as in @outcome("share")'
        raise InputError([ErrorDetail("@outcome", "unit", printable_value(unit), expected)])

    def register_function(measure: OutcomeFunction) -> OutcomeFunction:
        @functools.wraps(measure)
        def measure_period(record: RunRecord, period: str) -> float:
            return measure(record, period) if record.period_weeks(period) is not None else math.nan

        name = measure.__name__
        outcomes.add(name)(Outcome(name, unit, docstring_summary(measure), measure_period, sources or (ASSUMED,)))
        return measure_period

    return register_function


def measure_outcomes(record: RunRecord) -> dict[str, float]:
    """Every outcome in every reported period, by ``outcome@period``; NaN where there is nothing to measure.

    >>> import simkomunitas as sk
    >>> village = sk.scenario(community={"people": {"adults": 30}}, horizon={"programme_weeks": 0, "weeks_after": 52})
    >>> 0 <= sk.measure_outcomes(sk.run(village))["participation_mutual_help@year_1"] <= 1
    True
    """
    if not isinstance(record, RunRecord):
        raise TypeError(f"a Record, as sk.run gives it, is expected, not {type(record).__name__}")
    return {
        f"{name}@{period}": _checked_value(entry, record, period)
        for name, entry in outcomes.items()
        for period in REPORTED_PERIODS
    }


def _checked_value(entry: Outcome, record: RunRecord, period: str) -> float:
    """What an outcome is in a period; InputError where that is no number."""
    value = entry.measure(record, period)
    if not is_number(value):
        expected = "a number, or NaN where there is nothing to measure"
        raise InputError([ErrorDetail(f"outcome {entry.name}", period, printable_value(value), expected)])
    return value


def units_by_outcome() -> dict[str, str]:
    """The unit of every outcome."""
    return {name: entry.unit for name, entry in outcomes.items()}

"""What counts as failing, as a line of text: ``independence@year_3 < 0.1 and participation@year_5 against none < 0``.

Outcome, period, a comparison, a number; ``against`` takes the paired difference from another arm under the same seed.
"""

import operator
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.config.scalar_checks import suggest_number_spelling
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.state.run_record import REPORTED_PERIODS

EXAMPLE = "for instance: independence@year_3 < 0.1"
CONDITION_PATTERN = re.compile(
    r"\s*(?P<outcome>[^\s@<>=]+)@(?P<period>[^\s@<>=]+)(?:\s+against\s+(?P<against>[^<>=]+?))?"
    r"\s*(?P<sign><=|>=|<|>)\s*(?P<level>[^\s<>=]+)\s*"
)
NUMBER_PATTERN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
COMPARISON_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class FailureCondition(NamedTuple):
    """One condition: an outcome in a period, or its difference from another arm, beyond a level."""

    outcome: str
    period: str
    reference_arm: str | None
    operator: str
    threshold: float

    @property
    def outcome_column(self) -> str:
        """The column of results it speaks of."""
        return f"{self.outcome}@{self.period}"

    def __str__(self) -> str:
        arm = f" against {self.reference_arm}" if self.reference_arm else ""
        return f"{self.outcome_column}{arm} {self.operator} {self.threshold:g}"

    def is_met(self, value: float) -> bool:
        """Whether a value fulfils the condition; False for NaN, which must be dealt with before."""
        return bool(COMPARISON_OPERATORS[self.operator](value, self.threshold))


def parse_failure_conditions(
    text: str, place: str = "--failure", arms: Collection[str] | None = None
) -> tuple[FailureCondition, ...]:
    """The conditions that must all be met; InputError with every error of the text, if it has any.

    arms: the names that may stand after ``against``; any, if not given.
    """
    faults: list[ErrorDetail] = []
    parts = re.split(r"\s+and\s+", text.strip())
    found = [_parse_condition(part, place, arms, faults) for part in parts]
    clauses = tuple(clause for clause in found if clause is not None)
    if faults:
        raise InputError(faults)
    return clauses


def _parse_condition(
    text: str, place: str, arms: Collection[str] | None, errors: list[ErrorDetail]
) -> FailureCondition | None:
    """One condition; None, and an error, if it cannot be read."""
    match = CONDITION_PATTERN.fullmatch(text)
    if match is None:
        errors.append(
            ErrorDetail(
                place, "failure", printable_value(text), "outcome@period, one of < <= > >=, and a number", EXAMPLE
            )
        )
        return None
    said = match.groupdict()
    before = len(errors)
    _check_known_name(said["outcome"], outcomes, "an outcome", place, errors)
    _check_known_name(said["period"], REPORTED_PERIODS, "a period", place, errors)
    if said["against"] is not None and arms is not None:
        _check_known_name(said["against"], arms, "an arm", place, errors)
    if not NUMBER_PATTERN.fullmatch(said["level"]):
        hint = suggest_number_spelling(said["level"]) or EXAMPLE
        errors.append(
            ErrorDetail(place, "failure", printable_value(said["level"]), "a number with a decimal point", hint)
        )
    if len(errors) > before:
        return None
    return FailureCondition(said["outcome"], said["period"], said["against"], said["sign"], float(said["level"]))


def _check_known_name(word: str, known: Collection[str], what: str, place: str, errors: list[ErrorDetail]) -> None:
    if word not in known:
        errors.append(ErrorDetail(place, "failure", printable_value(word), what, suggest_name(word, known)))

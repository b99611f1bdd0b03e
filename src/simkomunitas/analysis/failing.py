"""What counts as failing, as a line of text: ``independence@year_3 < 0.1 and participation@year_5 against none < 0``.

Outcome, period, a comparison, a number; ``against`` takes the paired difference from another arm under the same seed.
"""

import operator
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, InputError, shown
from simkomunitas.outcomes import outcomes
from simkomunitas.study.keys import separators
from simkomunitas.world.record import REPORTED

EXAMPLE = "for instance: independence@year_3 < 0.1"
CLAUSE = re.compile(
    r"\s*(?P<outcome>[^\s@<>=]+)@(?P<period>[^\s@<>=]+)(?:\s+against\s+(?P<against>[^<>=]+?))?"
    r"\s*(?P<sign><=|>=|<|>)\s*(?P<level>[^\s<>=]+)\s*"
)
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
SIGNS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Clause(NamedTuple):
    """One condition: an outcome in a period, or its difference from another arm, beyond a level."""

    outcome: str
    period: str
    against: str | None
    sign: str
    level: float

    @property
    def column(self) -> str:
        """The column of results it speaks of."""
        return f"{self.outcome}@{self.period}"

    def __str__(self) -> str:
        arm = f" against {self.against}" if self.against else ""
        return f"{self.column}{arm} {self.sign} {self.level:g}"

    def holds(self, value: float) -> bool:
        """Whether a value fulfils the condition; False for NaN, which must be dealt with before."""
        return bool(SIGNS[self.sign](value, self.level))


def failing(text: str, place: str = "--fails", arms: Collection[str] | None = None) -> tuple[Clause, ...]:
    """The conditions that must all be met; InputError with every fault of the text, if it has any.

    arms: the names that may stand after ``against``; any, if not given.
    """
    faults: list[Fault] = []
    parts = re.split(r"\s+and\s+", text.strip())
    found = [_clause(part, place, arms, faults) for part in parts]
    clauses = tuple(clause for clause in found if clause is not None)
    if faults:
        raise InputError(faults)
    return clauses


def _clause(text: str, place: str, arms: Collection[str] | None, faults: list[Fault]) -> Clause | None:
    """One condition; None, and a fault, if it cannot be read."""
    match = CLAUSE.fullmatch(text)
    if match is None:
        faults.append(Fault(place, "fails", shown(text), "outcome@period, one of < <= > >=, and a number", EXAMPLE))
        return None
    said = match.groupdict()
    before = len(faults)
    _check_known(said["outcome"], outcomes, "an outcome", place, faults)
    _check_known(said["period"], REPORTED, "a period", place, faults)
    if said["against"] is not None and arms is not None:
        _check_known(said["against"], arms, "an arm", place, faults)
    if not NUMBER.fullmatch(said["level"]):
        hint = separators(said["level"]) or EXAMPLE
        faults.append(Fault(place, "fails", shown(said["level"]), "a number with a decimal point", hint))
    if len(faults) > before:
        return None
    return Clause(said["outcome"], said["period"], said["against"], said["sign"], float(said["level"]))


def _check_known(word: str, known: Collection[str], what: str, place: str, faults: list[Fault]) -> None:
    if word not in known:
        faults.append(Fault(place, "fails", shown(word), what, did_you_mean(word, known)))

"""Whether a number, a text or a word is one that a key may have; anything else is refused with the way to mend it."""

import re
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.key_annotations import EntryName, FloatRange, TextLength
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.config_nodes import DottedNumber

DECIMAL_COMMA_PATTERN = re.compile(r"([-+]?[0-9]{1,3}(?:\.[0-9]{3})*|[-+]?[0-9]+),([0-9]+)")
THOUSANDS_PATTERN = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{3}){2,}")


class UnfitValueError(ValueError):
    """A value that a key may not have: what is expected instead, and how to mend it."""

    def __init__(self, expected: str, fix: str = "") -> None:
        super().__init__(expected)
        self.expected, self.fix = expected, fix


def is_number(value: object) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_quantity(quantity: Quantity, value: Any, other: str = "", *, takes_point: bool = True) -> float:  # noqa: ANN401 - any value
    """A number that a quantity may have; anything else is refused, also what can be read in two ways.

    other: the word that may stand in its place.  takes_point: whether 3.0 may stand for 3.
    """
    is_right_type = isinstance(value, int | float if takes_point else int) and not isinstance(value, bool)
    is_within = is_right_type and quantity.low <= value <= quantity.high
    if is_within and isinstance(value, DottedNumber) and quantity.low <= value * 1000 <= quantity.high:
        raise UnfitValueError("a number that can be read in one way only", suggest_number_spelling(value))
    if is_within and quantity.allows(value):
        return float(value) + 0.0  # minus zero is zero
    expected = quantity.describe_range() + (f", or {other}" if other else "")
    raise UnfitValueError(expected, "" if is_within else suggest_number_spelling(value))


def check_number(limits: FloatRange, value: Any) -> float:  # noqa: ANN401 - any value of a document
    """A finite number within a range."""
    if is_number(value) and limits.low < value <= limits.high and value < float("inf"):
        return float(value)
    raise UnfitValueError(limits.expected, suggest_number_spelling(value))


def suggest_number_spelling(value: object) -> str:
    """A hint for somebody who writes numbers in the Indonesian way, or puts them in quotes.

    >>> suggest_number_spelling("0,5"), suggest_number_spelling(DottedNumber(25.0))
    ('write 0.5: decimals take a point', 'write 25 or 25000, without a point between thousands')
    """
    if isinstance(value, DottedNumber):
        return f"write {float(value):.15g} or {value * 1000:.0f}, without a point between thousands"
    if isinstance(value, float):
        return f"write {value:.0f}" if value.is_integer() else ""
    if not isinstance(value, str):
        return ""
    if found := DECIMAL_COMMA_PATTERN.fullmatch(value):
        return f"write {found[1].replace('.', '')}.{found[2]}: decimals take a point"
    if THOUSANDS_PATTERN.fullmatch(value):
        return f"write {value.replace('.', '')}, without points between thousands"
    return "take away the quotes" if re.fullmatch(r"[-+]?[0-9.]+", value) else ""


def check_text(length: TextLength, value: object) -> str:
    """Text that is neither too short nor too long."""
    if not isinstance(value, str):
        raise UnfitValueError("text", "put it in quotes")
    if len(value) < length.low:
        raise UnfitValueError("a text that is not empty")
    if len(value) > length.high:
        raise UnfitValueError(f"a text of at most {length.high} characters")
    return value


def check_word(known: Any, expected: str, value: object) -> str:  # noqa: ANN401 - any collection of words
    """One of the words that are known."""
    word = check_text(TextLength(), value)
    if word not in known:
        raise UnfitValueError(expected, suggest_name(word, known))
    return word


def check_entry_name(entry: EntryName, value: object) -> str:
    """A name in a catalogue."""
    return check_word(entry.catalogue, entry.expected, value)


def check_switch(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise UnfitValueError("true or false")


def format_cell_word(value: object) -> str:
    """A word for a table: text, or a number or true or false as a table would have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    raise UnfitValueError("a word or a number")

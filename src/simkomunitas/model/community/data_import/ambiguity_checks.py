"""What cells of a table of residents may mean in two ways, or only seem to mean: it is refused, never guessed at."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, printable_value

ROUNDED_NUMBER = re.compile(r"\d([.,]\d+)?[eE]\+?\d+", re.ASCII)
EXACT_DIGITS = 15  # of a number in a spreadsheet; those behind are 0
THOUSANDS_NUMBER = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*", re.ASCII)
PARTS_OF_LABEL = re.compile(r"\d+(?:[.,]\d+)+|\d+|[^\W\d_]+|[^\w\s]|_")  # decimals stay as they are written
TOTAL_WORDS = frozenset({"jumlah", "total", "totals", "subtotal", "grand total", "rata-rata", "average"})
FORMAT_AS_TEXT = "a spreadsheet has rounded it: format the column as text before the numbers are typed or pasted"


class FactColumn(NamedTuple):
    """One fact as the file has it: its cells as they stand there and in the words of the project, and their places."""

    fact: str
    name: str
    raw: Sequence[str]
    cells: Sequence[str]
    locations: Sequence[str]


def find_rounding_errors(column: FactColumn) -> Iterator[ErrorDetail]:
    """Numbers of people or houses that a spreadsheet has shortened, so that different ones have become one."""
    for place, cell in zip(column.locations, column.raw, strict=True):
        if ROUNDED_NUMBER.fullmatch(cell):
            yield ErrorDetail(place, column.name, printable_value(cell), "a number with all its digits", FORMAT_AS_TEXT)
    long = [cell for cell in column.raw if len(cell) > EXACT_DIGITS and cell.isdecimal()]
    if len(long) > 1 and all(cell.endswith("0") for cell in long):
        expected = f"numbers of more than {EXACT_DIGITS} digits that do not all end in 0"
        yield ErrorDetail(column.locations[0], column.name, printable_value(long[0]), expected, FORMAT_AS_TEXT)


def find_letter_p_errors(column: FactColumn, meanings: Mapping[str, float]) -> Iterator[ErrorDetail]:
    """P for a sex without any L beside it: perempuan, or beside W (wanita) pria."""
    said = {raw.casefold(): meanings.get(cell.casefold()) for raw, cell in zip(column.raw, column.cells, strict=True)}
    others = [raw for raw in column.raw if raw and raw.casefold() not in ("p", "perempuan")]
    at = [place for place, cell in enumerate(column.cells) if cell.casefold() == "p"]
    if others and at and 0.0 not in said.values():
        letter = column.raw[at[0]]
        hint = f"say values: {{{column.fact}: {{{letter}: male, {others[0]}: female}}}}, or the other way round"
        expected = "a letter that can be read in one way: P is perempuan or pria"
        yield ErrorDetail(column.locations[at[0]], column.name, f"{letter!r} beside {others[0]!r}", expected, hint)


def find_thousands_errors(column: FactColumn, low: float, high: float) -> Iterator[ErrorDetail]:
    """A column in which every point, or every comma, has three digits behind it and may part thousands."""
    parted = [place for place, cell in enumerate(column.cells) if "." in cell or "," in cell]
    if not parted or not all(THOUSANDS_NUMBER.fullmatch(column.cells[place]) for place in parted):
        return
    cell = column.cells[parted[0]]
    whole = re.sub("[.,]", "", cell)
    if any(low <= float(re.sub("[.,]", "", column.cells[place])) <= high for place in parted):
        once = len(cell) - len(whole) == 1
        hint = f"write {whole}" + (f", or {cell.replace(',', '.')}0 with a fourth decimal" if once else "")
        expected = "numbers without points or commas between thousands"
        yield ErrorDetail(column.locations[parted[0]], column.name, printable_value(cell), expected, hint)


def find_spelling_errors(column: FactColumn) -> Iterator[ErrorDetail]:
    """Labels that differ in capitals, blanks or leading zeros only, and would part what belongs together."""
    spellings: dict[object, dict[str, str]] = {}
    for cell, place in zip(column.cells, column.locations, strict=True):
        if cell:
            spellings.setdefault(_normalize_label(cell), {}).setdefault(cell, place)
    for (usual, first), *others in (list(same.items()) for same in spellings.values() if len(same) > 1):
        said = ", ".join(f"{other!r}: {usual!r}" for other, _ in others)
        found = ", ".join(repr(other) for other, _ in others)
        expected = f"one spelling of {usual!r}, which stands in line {first.rpartition(':')[2]}"
        yield ErrorDetail(others[0][1], column.name, found, expected, f"say values: {{{column.fact}: {{{said}}}}}")


def _normalize_label(label: str) -> object:
    """A label as one recognises it: whatever its case, its blanks and the leading zeros of its whole numbers.

    >>> _normalize_label("RT 01") == _normalize_label("rt1") != _normalize_label("RT 11")
    True
    >>> _normalize_label("A+") == _normalize_label("A-"), _normalize_label("1.01") == _normalize_label("1.1")
    (False, False)
    """
    parts = PARTS_OF_LABEL.findall(label.casefold())
    return tuple([int(part) if part.isdecimal() else part for part in parts])


def find_household_errors(household: FactColumn, hamlet: FactColumn) -> Iterator[ErrorDetail]:
    """Households with members in several hamlets: their numbers begin anew in each."""
    lives: dict[str, dict[str, str]] = {}
    for house, where, place in zip(household.cells, hamlet.cells, household.locations, strict=True):
        lives.setdefault(house, {}).setdefault(where, place)
    for house, places in lives.items():
        if house and len(places) > 1:
            first, (other, place), *_ = places.items()
            found = f"{house!r} in {first[0]!r} and in {other!r}"
            hint = f"where houses are numbered within hamlets, write for instance {other + '/' + house!r}"
            yield ErrorDetail(place, household.name, found, "a household in one hamlet", hint)


def find_total_row_errors(ids: FactColumn, facts: Sequence[FactColumn]) -> Iterator[ErrorDetail]:
    """A last row that counts the residents, or is a note below them."""
    last = ids.raw[-1]
    numbered = len(ids.raw) > 1 and all(one.isdecimal() for one in ids.raw[:-1]) and not last.isdecimal()
    empty = bool(facts) and not any(column.raw[-1] for column in facts)
    if last.casefold().rstrip(" :") in TOTAL_WORDS or (numbered and empty):
        yield ErrorDetail(
            ids.locations[-1], ids.name, printable_value(last), "a resident", "delete rows of totals and notes"
        )

"""What cells of a table of residents may mean in two ways, or only seem to mean: it is refused, never guessed at."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from simkomunitas.ground.faults import Fault, shown

ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+", re.ASCII)
EXACT_DIGITS = 15  # of a number in a spreadsheet; those behind are 0
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*", re.ASCII)
PARTS_OF_LABEL = re.compile(r"\d+(?:[.,]\d+)+|\d+|[^\W\d_]+|[^\w\s]|_")  # decimals stay as they are written
TOTALS = frozenset({"jumlah", "total", "totals", "subtotal", "grand total", "rata-rata", "average"})
AS_TEXT = "a spreadsheet has rounded it: format the column as text before the numbers are typed or pasted"


class Column(NamedTuple):
    """One fact as the file has it: its cells as they stand there and in the words of the project, and their places."""

    fact: str
    name: str
    raw: Sequence[str]
    cells: Sequence[str]
    places: Sequence[str]


def faults_of_rounding(column: Column) -> Iterator[Fault]:
    """Numbers of people or houses that a spreadsheet has shortened, so that different ones have become one."""
    for place, cell in zip(column.places, column.raw, strict=True):
        if ROUNDED.fullmatch(cell):
            yield Fault(place, column.name, shown(cell), "a number with all its digits", AS_TEXT)
    long = [cell for cell in column.raw if len(cell) > EXACT_DIGITS and cell.isdecimal()]
    if len(long) > 1 and all(cell.endswith("0") for cell in long):
        expected = f"numbers of more than {EXACT_DIGITS} digits that do not all end in 0"
        yield Fault(column.places[0], column.name, shown(long[0]), expected, AS_TEXT)


def faults_of_letter_p(column: Column, meanings: Mapping[str, float]) -> Iterator[Fault]:
    """P for a sex without any L beside it: perempuan, or beside W (wanita) pria."""
    said = {raw.casefold(): meanings.get(cell.casefold()) for raw, cell in zip(column.raw, column.cells, strict=True)}
    others = [raw for raw in column.raw if raw and raw.casefold() not in ("p", "perempuan")]
    at = [place for place, cell in enumerate(column.cells) if cell.casefold() == "p"]
    if others and at and 0.0 not in said.values():
        letter = column.raw[at[0]]
        hint = f"say values: {{{column.fact}: {{{letter}: male, {others[0]}: female}}}}, or the other way round"
        expected = "a letter that can be read in one way: P is perempuan or pria"
        yield Fault(column.places[at[0]], column.name, f"{letter!r} beside {others[0]!r}", expected, hint)


def faults_of_thousands(column: Column, low: float, high: float) -> Iterator[Fault]:
    """A column in which every point, or every comma, has three digits behind it and may part thousands."""
    parted = [place for place, cell in enumerate(column.cells) if "." in cell or "," in cell]
    if not parted or not all(THOUSANDS.fullmatch(column.cells[place]) for place in parted):
        return
    cell = column.cells[parted[0]]
    whole = re.sub("[.,]", "", cell)
    if any(low <= float(re.sub("[.,]", "", column.cells[place])) <= high for place in parted):
        once = len(cell) - len(whole) == 1
        hint = f"write {whole}" + (f", or {cell.replace(',', '.')}0 with a fourth decimal" if once else "")
        expected = "numbers without points or commas between thousands"
        yield Fault(column.places[parted[0]], column.name, shown(cell), expected, hint)


def faults_of_spelling(column: Column) -> Iterator[Fault]:
    """Labels that differ in capitals, blanks or leading zeros only, and would part what belongs together."""
    spellings: dict[object, dict[str, str]] = {}
    for cell, place in zip(column.cells, column.places, strict=True):
        if cell:
            spellings.setdefault(_recognised(cell), {}).setdefault(cell, place)
    for (usual, first), *others in (list(same.items()) for same in spellings.values() if len(same) > 1):
        said = ", ".join(f"{other!r}: {usual!r}" for other, _ in others)
        found = ", ".join(repr(other) for other, _ in others)
        expected = f"one spelling of {usual!r}, which stands in line {first.rpartition(':')[2]}"
        yield Fault(others[0][1], column.name, found, expected, f"say values: {{{column.fact}: {{{said}}}}}")


def _recognised(label: str) -> object:
    """A label as one recognises it: whatever its case, its blanks and the leading zeros of its whole numbers.

    >>> _recognised("RT 01") == _recognised("rt1") != _recognised("RT 11")
    True
    >>> _recognised("A+") == _recognised("A-"), _recognised("1.01") == _recognised("1.1")
    (False, False)
    """
    parts = PARTS_OF_LABEL.findall(label.casefold())
    return tuple([int(part) if part.isdecimal() else part for part in parts])


def faults_of_households(household: Column, hamlet: Column) -> Iterator[Fault]:
    """Households with members in several hamlets: their numbers begin anew in each."""
    lives: dict[str, dict[str, str]] = {}
    for house, where, place in zip(household.cells, hamlet.cells, household.places, strict=True):
        lives.setdefault(house, {}).setdefault(where, place)
    for house, places in lives.items():
        if house and len(places) > 1:
            first, (other, place), *_ = places.items()
            found = f"{house!r} in {first[0]!r} and in {other!r}"
            hint = f"where houses are numbered within hamlets, write for instance {other + '/' + house!r}"
            yield Fault(place, household.name, found, "a household in one hamlet", hint)


def faults_of_totals(ids: Column, facts: Sequence[Column]) -> Iterator[Fault]:
    """A last row that counts the residents, or is a note below them."""
    last = ids.raw[-1]
    numbered = len(ids.raw) > 1 and all(one.isdecimal() for one in ids.raw[:-1]) and not last.isdecimal()
    empty = bool(facts) and not any(column.raw[-1] for column in facts)
    if last.casefold().rstrip(" :") in TOTALS or (numbered and empty):
        yield Fault(ids.places[-1], ids.name, shown(last), "a resident", "delete rows of totals and notes")

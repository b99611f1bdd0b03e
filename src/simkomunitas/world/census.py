"""The table of residents, cell by cell: what each word and number in it means, and what cannot be meant."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, shown
from simkomunitas.ground.patience import with_signs
from simkomunitas.world.ambiguities import (
    Column,
    faults_of_households,
    faults_of_letter_p,
    faults_of_rounding,
    faults_of_spelling,
    faults_of_thousands,
    faults_of_totals,
)
from simkomunitas.world.community import NOBODY, Numbers, Whole
from simkomunitas.world.files import FACTS, ResidentsFile
from simkomunitas.world.reading import Table, cleaned, read_table, refuse

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)
CONSTANTS = "constants"  # stands where else the name of a column stands
SEPARATED = re.compile(r"[+-]?\d+([.,]\d+)+", re.ASCII)
CODE_OF_UNKNOWN = re.compile(r"-\d+([.,]\d+)?|0+([.,]0+)?|([789])\3+([.,]0+)?", re.ASCII)
UNQUOTED = re.compile(r"[\w.,+-]{1,20}")  # can stand between single quotes in YAML
YOUNGEST = 10  # years; younger ones are children, who are not simulated


class Scale(NamedTuple):
    """A fact that is a number, and where it must lie."""

    low: float
    high: float
    whole: bool
    expected: str


SCALES = {
    "age": Scale(YOUNGEST, 120, True, "a whole number of years, 10 to 120"),
    "education": Scale(0, 20, False, "years of schooling, 0 to 20"),
    "wealth": Scale(-1e300, 1e300, False, "a number, larger for the richer"),
    "free_hours": Scale(0, 168, False, "hours a week, 0 to 168"),
}
WORDS = {
    "sex": {
        **dict.fromkeys(("female", "f", "woman", "perempuan", "wanita", "p"), 1.0),
        **dict.fromkeys(("male", "m", "man", "laki-laki", "pria", "l"), 0.0),
    },
    "official": {
        **dict.fromkeys(("yes", "y", "true", "1", "ya"), 1.0),
        **dict.fromkeys(("no", "n", "false", "0", "tidak"), 0.0),
    },
}
DIGITS = re.compile(r"(\d+)", re.ASCII)
LABELS = ("household", "hamlet", "social_group", "association")
MUST_BE_FILLED = ("official", "household", "hamlet", "social_group")


class Census(NamedTuple):
    """The table of residents in canonical order: by id, numbers in an id counting as numbers."""

    ids: tuple[str, ...]
    numbers: dict[str, Numbers]  # by fact; sex is 1 for women, official 1 for yes; NaN where a cell is empty
    labels: dict[str, Whole]  # by fact: place of each resident's label in ``names``; NOBODY where a cell is empty
    names: dict[str, tuple[str, ...]]  # by fact: the labels, in canonical order
    respelled: tuple[tuple[str, str], ...]  # columns that the file spells otherwise than the description, and how


def natural(text: str) -> tuple[list[str | int], str]:
    """Where a name comes in canonical order.

    >>> sorted(["r10", "r9", "R1", "r09"], key=natural)
    ['R1', 'r09', 'r9', 'r10']
    """
    parts: list[str | int] = [*DIGITS.split(text)]
    parts[1::2] = map(int, parts[1::2])
    return parts, text


def read_census(residents: ResidentsFile) -> Census:
    """The residents of a file; all faults of the file and of its description are in one InputError."""
    refuse(_faults_of_description(residents))
    table = read_table(residents.file, residents.encoding, dict(residents.columns))
    columns = {fact: _column(table, residents, fact, name) for fact, name in residents.columns}
    ids = columns.pop("id")
    faults = [*_faults_of_ids(ids), *faults_of_totals(ids, list(columns.values())), *_faults_of_labels(columns)]
    every = [*columns.values(), *(_constant(table, fact, value) for fact, value in residents.constants)]
    places = [natural(text) for text in with_signs(ids.cells, "Putting residents in order", len(ids.cells))]
    order = sorted(range(len(ids.cells)), key=places.__getitem__)
    numbers: dict[str, Numbers] = {}
    labels: dict[str, Whole] = {}
    names: dict[str, tuple[str, ...]] = {}
    for column in every:
        faults += _faults_of_gaps(column)
        if column.fact in LABELS:
            names[column.fact] = tuple(sorted(set(column.cells) - {""}, key=natural))
            labels[column.fact] = _numbered(column.cells, names[column.fact])[order]
        else:
            read = _words(column, faults) if column.fact in WORDS else _scaled(column, faults)
            numbers[column.fact] = np.array(read)[order]
    refuse(sorted(set(faults), key=lambda fault: natural(fault.place)))
    return Census(tuple(ids.cells[row] for row in order), numbers, labels, names, table.respelled())


def _faults_of_description(residents: ResidentsFile) -> Iterator[Fault]:
    """Facts that do not exist, that are given twice, and a missing id."""
    named = [fact for fact, _ in (*residents.columns, *residents.constants)]
    for fact in {*named, *(fact for fact, _ in residents.values)} - set(FACTS):
        yield Fault(str(residents.file), "columns", shown(fact), "a fact about residents", did_you_mean(fact, FACTS))
    for fact in sorted({fact for fact in named if named.count(fact) > 1}):
        yield Fault(str(residents.file), fact, "given twice", "one column or one constant")
    if "id" not in dict(residents.columns):
        yield Fault(str(residents.file), "columns", "", "a column for 'id'", "say columns: {id: name of the column}")


def _faults_of_ids(ids: Column) -> Iterator[Fault]:
    """Ids that are empty, that two residents share, or that a spreadsheet has rounded."""
    seen: dict[str, str] = {}
    for place, text in zip(ids.places, ids.cells, strict=True):
        if not text:
            yield Fault(place, ids.name, "nothing", "the id of a resident")
        elif text in seen:
            expected = f"an id that line {seen[text].rpartition(':')[2]} does not have yet"
            yield Fault(place, ids.name, shown(text), expected)
        seen.setdefault(text, place)
    yield from faults_of_rounding(ids)


def _faults_of_labels(columns: Mapping[str, Column]) -> list[Fault]:
    """Labels in several spellings, rounded numbers of households, and households in several hamlets."""
    faults = [fault for fact in LABELS if fact in columns for fault in faults_of_spelling(columns[fact])]
    if "household" in columns:
        faults += faults_of_rounding(columns["household"])
    if not faults and "household" in columns and "hamlet" in columns:
        faults += faults_of_households(columns["household"], columns["hamlet"])
    return faults


def _faults_of_gaps(column: Column) -> Iterator[Fault]:
    """Empty cells of facts that cannot be drawn one by one."""
    if column.fact in MUST_BE_FILLED:
        for place, cell in zip(column.places, column.cells, strict=True):
            if not cell:
                yield Fault(place, column.name, "nothing", "a filled cell", "or leave the whole column out")


def _column(table: Table, residents: ResidentsFile, fact: str, name: str) -> Column:
    """The cells of a fact, translated by the words of the description."""
    meaning = {cleaned(word): cleaned(meant) for word, meant in dict(residents.values).get(fact, ())}
    raw = table.column(name)
    places = [f"{table.path}:{line}" for line, _ in table.rows]
    return Column(fact, table.names[name], raw, [meaning.get(cell, cell) for cell in raw], places)


def _constant(table: Table, fact: str, value: str) -> Column:
    """A fact that all residents share; a fault in it is reported once."""
    same = [cleaned(value)] * len(table.rows)
    return Column(fact, CONSTANTS, same, same, [str(table.path)] * len(table.rows))


def _words(column: Column, faults: list[Fault]) -> list[float]:
    """Cells that hold one of a few words, as 1 or 0."""
    known = WORDS[column.fact]
    unclear = list(faults_of_letter_p(column, known)) if column.fact == "sex" else []
    faults += unclear

    def meaning(place: str, cell: str) -> float:
        if cell and cell.lower() not in known and not unclear:
            hint = f"say values: {{{column.fact}: {{{cell}: ...}}}}" if cell.isalnum() else ""
            expected = f"one of {', '.join(sorted(known))}"
            faults.append(Fault(place, column.name, shown(cell), expected, hint))
        return known.get(cell.lower(), math.nan)

    return [meaning(*pair) for pair in zip(column.places, column.cells, strict=True)]


def _scaled(column: Column, faults: list[Fault]) -> list[float]:
    """Cells that hold a number; a decimal comma is read where no cell has a point."""
    scale = SCALES[column.fact]
    unclear = list(faults_of_thousands(column, scale.low, scale.high))
    faults += unclear
    sign = "." if any("." in cell for cell in column.cells) else ","
    values = [_number(cell, sign) for cell in column.cells]
    children = column.fact == "age" and any(0 < value < YOUNGEST for value in values)

    def number(place: str, cell: str, value: float) -> float:
        if not cell or _fits(scale, value) or unclear:
            return value
        hint = _cure(column, cell, children=children and 0 <= value < YOUNGEST)
        faults.append(Fault(place, column.name, shown(cell), scale.expected, hint))
        return math.nan

    return [number(*three) for three in zip(column.places, column.cells, values, strict=True)]


def _number(cell: str, sign: str) -> float:
    """What a cell says with this decimal sign; NaN if it is no such number."""
    if not NUMBER.fullmatch(cell) or set(cell) & {",", "."} - {sign}:
        return math.nan
    return float(cell.replace(sign, "."))


def _cure(column: Column, cell: str, *, children: bool) -> str:
    """How to mend a cell that is no such number: only a word or a usual code is taken for unknown."""
    if children:
        return f"leave out the rows of those younger than {YOUNGEST}, and their ties"
    code = not any(sign.isdecimal() for sign in cell) or CODE_OF_UNKNOWN.fullmatch(cell)
    if code and column.name != CONSTANTS and UNQUOTED.fullmatch(cell):
        return f"if this means unknown: values: {{{column.fact}: {{'{cell}': ''}}}}"
    unclear = SEPARATED.fullmatch(cell) and ("," in cell or not NUMBER.fullmatch(cell))
    return "write it with one decimal point, and nothing between thousands" if unclear else ""


def _fits(scale: Scale, value: float) -> bool:
    return scale.low <= value <= scale.high and (not scale.whole or value == int(value))


def _numbered(cells: Sequence[str], names: Sequence[str]) -> Whole:
    """Each cell as the place of its label, NOBODY where it is empty."""
    number: Mapping[str, int] = {name: place for place, name in enumerate(names)}
    return np.array([number.get(cell, NOBODY) for cell in cells], dtype=np.int64)

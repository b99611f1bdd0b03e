"""The table of residents, cell by cell: what each word and number in it means, and what cannot be meant."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, shown
from simkomunitas.ground.patience import with_signs
from simkomunitas.world.community import NOBODY, Numbers, Whole
from simkomunitas.world.files import FACTS, ResidentsFile
from simkomunitas.world.reading import Table, read_table, refuse

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)
CONSTANTS = "constants"  # stands where else the name of a column stands
UNQUOTED = re.compile(r"[\w.,+-]{1,20}")  # can stand between single quotes in YAML


class Scale(NamedTuple):
    """A fact that is a number, and where it must lie."""

    low: float
    high: float
    whole: bool
    expected: str


SCALES = {
    "age": Scale(10, 120, True, "a whole number of years, 10 to 120"),
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


class _Column(NamedTuple):
    """One fact as the file has it: its cells, and where each stands."""

    fact: str
    name: str
    cells: list[str]
    places: list[str]


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
    faults = list(_faults_of_ids(table, dict(residents.columns)["id"]))
    columns = [_column(table, residents, fact, name) for fact, name in residents.columns if fact != "id"]
    columns += [_constant(table, fact, value) for fact, value in residents.constants]
    ids = table.column(dict(residents.columns)["id"])
    places = [natural(text) for text in with_signs(ids, "Putting residents in order", len(ids))]
    order = sorted(range(len(ids)), key=places.__getitem__)
    numbers: dict[str, Numbers] = {}
    labels: dict[str, Whole] = {}
    names: dict[str, tuple[str, ...]] = {}
    for column in columns:
        faults += _faults_of_gaps(column)
        if column.fact in LABELS:
            names[column.fact] = tuple(sorted(set(column.cells) - {""}, key=natural))
            labels[column.fact] = _numbered(column.cells, names[column.fact])[order]
        else:
            read = _words(column, faults) if column.fact in WORDS else _scaled(column, table.delimiter, faults)
            numbers[column.fact] = np.array(read)[order]
    refuse(sorted(set(faults), key=lambda fault: natural(fault.place)))
    return Census(tuple(ids[row] for row in order), numbers, labels, names)


def _faults_of_description(residents: ResidentsFile) -> Iterator[Fault]:
    """Facts that do not exist, that are given twice, and a missing id."""
    named = [fact for fact, _ in (*residents.columns, *residents.constants)]
    for fact in {*named, *(fact for fact, _ in residents.values)} - set(FACTS):
        yield Fault(str(residents.file), "columns", shown(fact), "a fact about residents", did_you_mean(fact, FACTS))
    for fact in sorted({fact for fact in named if named.count(fact) > 1}):
        yield Fault(str(residents.file), fact, "given twice", "one column or one constant")
    if "id" not in dict(residents.columns):
        yield Fault(str(residents.file), "columns", "", "a column for 'id'", "say columns: {id: name of the column}")


def _faults_of_ids(table: Table, name: str) -> Iterator[Fault]:
    """Ids that are empty or that two residents share."""
    seen: dict[str, int] = {}
    for (line, _), text in zip(table.rows, table.column(name), strict=True):
        if not text:
            yield Fault(f"{table.path}:{line}", name, "nothing", "the id of a resident")
        elif text in seen:
            expected = f"an id that line {seen[text]} does not have yet"
            yield Fault(f"{table.path}:{line}", name, shown(text), expected)
        seen.setdefault(text, line)


def _faults_of_gaps(column: _Column) -> Iterator[Fault]:
    """Empty cells of facts that cannot be drawn one by one."""
    if column.fact in MUST_BE_FILLED:
        for place, cell in zip(column.places, column.cells, strict=True):
            if not cell:
                yield Fault(place, column.name, "nothing", "a filled cell", "or leave the whole column out")


def _column(table: Table, residents: ResidentsFile, fact: str, name: str) -> _Column:
    """The cells of a fact, translated by the words of the description."""
    meaning = dict(dict(residents.values).get(fact, ()))
    places = [f"{table.path}:{line}" for line, _ in table.rows]
    return _Column(fact, name, [meaning.get(cell, cell) for cell in table.column(name)], places)


def _constant(table: Table, fact: str, value: str) -> _Column:
    """A fact that all residents share; a fault in it is reported once."""
    return _Column(fact, CONSTANTS, [value] * len(table.rows), [str(table.path)] * len(table.rows))


def _words(column: _Column, faults: list[Fault]) -> list[float]:
    """Cells that hold one of a few words, as 1 or 0."""
    known = WORDS[column.fact]

    def meaning(place: str, cell: str) -> float:
        if cell and cell.lower() not in known:
            hint = f"say values: {{{column.fact}: {{{cell}: ...}}}}" if cell.isalnum() else ""
            expected = f"one of {', '.join(sorted(known))}"
            faults.append(Fault(place, column.name, shown(cell), expected, hint))
        return known.get(cell.lower(), math.nan)

    return [meaning(*pair) for pair in zip(column.places, column.cells, strict=True)]


def _scaled(column: _Column, delimiter: str, faults: list[Fault]) -> list[float]:
    """Cells that hold a number; a decimal comma is read where commas do not part the cells and no point is used."""
    scale = SCALES[column.fact]
    has_points = any("." in cell for cell in column.cells)
    sign = "." if delimiter == "," or has_points else ","

    def number(place: str, cell: str) -> float:
        value = (
            float(cell.replace(sign, ".")) if NUMBER.fullmatch(cell) and not set(cell) & {",", "."} - {sign} else None
        )
        if not cell or (value is not None and _fits(scale, value)):
            return math.nan if value is None else value
        can_mean = column.name != CONSTANTS and UNQUOTED.fullmatch(cell)
        hint = f"if this means unknown: values: {{{column.fact}: {{'{cell}': ''}}}}" if can_mean else ""
        faults.append(Fault(place, column.name, shown(cell), scale.expected, hint))
        return math.nan

    return [number(*pair) for pair in zip(column.places, column.cells, strict=True)]


def _fits(scale: Scale, value: float) -> bool:
    return scale.low <= value <= scale.high and (not scale.whole or value == int(value))


def _numbered(cells: Sequence[str], names: Sequence[str]) -> Whole:
    """Each cell as the place of its label, NOBODY where it is empty."""
    number: Mapping[str, int] = {name: place for place, name in enumerate(names)}
    return np.array([number.get(cell, NOBODY) for cell in cells], dtype=np.int64)

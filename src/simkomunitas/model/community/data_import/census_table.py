"""The table of residents, cell by cell: what each word and number in it means, and what cannot be meant."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.progress_messages import report_progress
from simkomunitas.model.community.community_data import NOBODY, Numbers, Whole
from simkomunitas.model.community.data_import.ambiguity_checks import (
    FactColumn,
    find_household_errors,
    find_letter_p_errors,
    find_rounding_errors,
    find_spelling_errors,
    find_thousands_errors,
    find_total_row_errors,
)
from simkomunitas.model.community.data_import.data_file_formats import FACTS, ResidentsFile
from simkomunitas.model.community.data_import.table_reader import TextTable, clean_cell, raise_errors, read_table

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)
CONSTANTS = "constants"  # stands where else the name of a column stands
SEPARATED_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)+", re.ASCII)
CODE_OF_UNKNOWN = re.compile(r"-\d+([.,]\d+)?|0+([.,]0+)?|([789])\3+([.,]0+)?", re.ASCII)
PLAIN_CELL = re.compile(r"[\w.,+-]{1,20}")  # can stand between single quotes in YAML
YOUNGEST = 10  # years; younger ones are children, who are not simulated


class NumberRange(NamedTuple):
    """A fact that is a number, and where it must lie."""

    low: float
    high: float
    whole: bool
    expected: str


NUMBER_RANGES = {
    "age": NumberRange(YOUNGEST, 120, True, "a whole number of years, 10 to 120"),
    "education": NumberRange(0, 20, False, "years of schooling, 0 to 20"),
    "wealth": NumberRange(-1e300, 1e300, False, "a number, larger for the richer"),
    "free_hours": NumberRange(0, 168, False, "hours a week, 0 to 168"),
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
    respelled_columns: tuple[
        tuple[str, str], ...
    ]  # columns that the file spells otherwise than the description, and how


def natural_sort_key(text: str) -> tuple[list[str | int], str]:
    """Where a name comes in canonical order.

    >>> sorted(["r10", "r9", "R1", "r09"], key=natural_sort_key)
    ['R1', 'r09', 'r9', 'r10']
    """
    parts: list[str | int] = [*DIGITS.split(text)]
    parts[1::2] = map(int, parts[1::2])
    return parts, text


def read_census(residents: ResidentsFile) -> Census:
    """The residents of a file; all errors of the file and of its description are in one InputError."""
    raise_errors(_find_description_errors(residents))
    table = read_table(residents.file, residents.encoding, dict(residents.columns))
    columns = {fact: _translate_column(table, residents, fact, name) for fact, name in residents.columns}
    ids = columns.pop("id")
    errors = [*_find_id_errors(ids), *find_total_row_errors(ids, list(columns.values())), *_find_label_errors(columns)]
    every = [*columns.values(), *(_read_constant(table, fact, value) for fact, value in residents.constants)]
    places = [
        natural_sort_key(text) for text in report_progress(ids.cells, "Putting residents in order", len(ids.cells))
    ]
    order = sorted(range(len(ids.cells)), key=places.__getitem__)
    numbers: dict[str, Numbers] = {}
    labels: dict[str, Whole] = {}
    names: dict[str, tuple[str, ...]] = {}
    for column in every:
        errors += _find_gap_errors(column)
        if column.fact in LABELS:
            names[column.fact] = tuple(sorted(set(column.cells) - {""}, key=natural_sort_key))
            labels[column.fact] = _label_indices(column.cells, names[column.fact])[order]
        else:
            read = _parse_word_cells(column, errors) if column.fact in WORDS else _parse_number_cells(column, errors)
            numbers[column.fact] = np.array(read)[order]
    raise_errors(sorted(set(errors), key=lambda fault: natural_sort_key(fault.location)))
    return Census(tuple(ids.cells[row] for row in order), numbers, labels, names, table.respelled_columns())


def _find_description_errors(residents: ResidentsFile) -> Iterator[ErrorDetail]:
    """Facts that do not exist, that are given twice, and a missing id."""
    named = [fact for fact, _ in (*residents.columns, *residents.constants)]
    for fact in {*named, *(fact for fact, _ in residents.values)} - set(FACTS):
        yield ErrorDetail(
            str(residents.file), "columns", printable_value(fact), "a fact about residents", suggest_name(fact, FACTS)
        )
    for fact in sorted({fact for fact in named if named.count(fact) > 1}):
        yield ErrorDetail(str(residents.file), fact, "given twice", "one column or one constant")
    if "id" not in dict(residents.columns):
        yield ErrorDetail(
            str(residents.file), "columns", "", "a column for 'id'", "say columns: {id: name of the column}"
        )


def _find_id_errors(ids: FactColumn) -> Iterator[ErrorDetail]:
    """Ids that are empty, that two residents share, or that a spreadsheet has rounded."""
    seen: dict[str, str] = {}
    for place, text in zip(ids.locations, ids.cells, strict=True):
        if not text:
            yield ErrorDetail(place, ids.name, "nothing", "the id of a resident")
        elif text in seen:
            expected = f"an id that line {seen[text].rpartition(':')[2]} does not have yet"
            yield ErrorDetail(place, ids.name, printable_value(text), expected)
        seen.setdefault(text, place)
    yield from find_rounding_errors(ids)


def _find_label_errors(columns: Mapping[str, FactColumn]) -> list[ErrorDetail]:
    """Labels in several spellings, rounded numbers of households, and households in several hamlets."""
    errors = [fault for fact in LABELS if fact in columns for fault in find_spelling_errors(columns[fact])]
    if "household" in columns:
        errors += find_rounding_errors(columns["household"])
    if not errors and "household" in columns and "hamlet" in columns:
        errors += find_household_errors(columns["household"], columns["hamlet"])
    return errors


def _find_gap_errors(column: FactColumn) -> Iterator[ErrorDetail]:
    """Empty cells of facts that cannot be drawn one by one."""
    if column.fact in MUST_BE_FILLED:
        for place, cell in zip(column.locations, column.cells, strict=True):
            if not cell:
                yield ErrorDetail(place, column.name, "nothing", "a filled cell", "or leave the whole column out")


def _translate_column(table: TextTable, residents: ResidentsFile, fact: str, name: str) -> FactColumn:
    """The cells of a fact, translated by the words of the description."""
    meaning = {clean_cell(word): clean_cell(meant) for word, meant in dict(residents.values).get(fact, ())}
    raw = table.column_cells(name)
    places = [f"{table.path}:{line}" for line, _ in table.rows]
    return FactColumn(fact, table.column_names[name], raw, [meaning.get(cell, cell) for cell in raw], places)


def _read_constant(table: TextTable, fact: str, value: str) -> FactColumn:
    """A fact that all residents share; an error in it is reported once."""
    same = [clean_cell(value)] * len(table.rows)
    return FactColumn(fact, CONSTANTS, same, same, [str(table.path)] * len(table.rows))


def _parse_word_cells(column: FactColumn, errors: list[ErrorDetail]) -> list[float]:
    """Cells that hold one of a few words, as 1 or 0."""
    known = WORDS[column.fact]
    unclear = list(find_letter_p_errors(column, known)) if column.fact == "sex" else []
    errors += unclear

    def word_meaning(place: str, cell: str) -> float:
        if cell and cell.lower() not in known and not unclear:
            hint = f"say values: {{{column.fact}: {{{cell}: ...}}}}" if cell.isalnum() else ""
            expected = f"one of {', '.join(sorted(known))}"
            errors.append(ErrorDetail(place, column.name, printable_value(cell), expected, hint))
        return known.get(cell.lower(), math.nan)

    return [word_meaning(*pair) for pair in zip(column.locations, column.cells, strict=True)]


def _parse_number_cells(column: FactColumn, errors: list[ErrorDetail]) -> list[float]:
    """Cells that hold a number; a decimal comma is read where no cell has a point."""
    scale = NUMBER_RANGES[column.fact]
    unclear = list(find_thousands_errors(column, scale.low, scale.high))
    errors += unclear
    sign = "." if any("." in cell for cell in column.cells) else ","
    values = [_parse_number(cell, sign) for cell in column.cells]
    children = column.fact == "age" and any(0 < value < YOUNGEST for value in values)

    def parse_cell(place: str, cell: str, value: float) -> float:
        if not cell or _is_in_range(scale, value) or unclear:
            return value
        hint = _suggest_fix(column, cell, children=children and 0 <= value < YOUNGEST)
        errors.append(ErrorDetail(place, column.name, printable_value(cell), scale.expected, hint))
        return math.nan

    return [parse_cell(*three) for three in zip(column.locations, column.cells, values, strict=True)]


def _parse_number(cell: str, sign: str) -> float:
    """What a cell says with this decimal sign; NaN if it is no such number."""
    if not NUMBER.fullmatch(cell) or set(cell) & {",", "."} - {sign}:
        return math.nan
    return float(cell.replace(sign, "."))


def _suggest_fix(column: FactColumn, cell: str, *, children: bool) -> str:
    """How to mend a cell that is no such number: only a word or a usual code is taken for unknown."""
    if children:
        return f"leave out the rows of those younger than {YOUNGEST}, and their ties"
    code = not any(sign.isdecimal() for sign in cell) or CODE_OF_UNKNOWN.fullmatch(cell)
    if code and column.name != CONSTANTS and PLAIN_CELL.fullmatch(cell):
        return f"if this means unknown: values: {{{column.fact}: {{'{cell}': ''}}}}"
    unclear = SEPARATED_NUMBER.fullmatch(cell) and ("," in cell or not NUMBER.fullmatch(cell))
    return "write it with one decimal point, and nothing between thousands" if unclear else ""


def _is_in_range(scale: NumberRange, value: float) -> bool:
    return scale.low <= value <= scale.high and (not scale.whole or value == int(value))


def _label_indices(cells: Sequence[str], names: Sequence[str]) -> Whole:
    """Each cell as the place of its label, NOBODY where it is empty."""
    number: Mapping[str, int] = {name: place for place, name in enumerate(names)}
    return np.array([number.get(cell, NOBODY) for cell in cells], dtype=np.int64)

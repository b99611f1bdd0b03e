"""Strict reading of tables: what is not quite clear is refused, with its line and its cure."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, NoReturn

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.base.path_checks import FILE_MISSING, describe_non_file
from simkomunitas.base.progress_messages import report_progress

DELIMITERS = (",", ";", "\t", "|")
MAX_TABLE_BYTES = 100_000_000
MAX_CELL_LENGTH = 10_000
MAX_ERRORS_PER_FILE = 50  # of one file
MAX_COLUMN_NAME_LENGTH = 40  # characters of a column's name that is quoted
MAX_TITLE_ROWS = 20  # among so many rows the names of the columns are looked for
TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".graphml", ".xml")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FOREIGN_SIGNATURES = (
    (b"PK\x03\x04", "an Excel or other zipped file", "save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file", "save the sheet as CSV"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
)
OTHER_FORMATS = {
    "a web page or XML": re.compile(r"<!doctype|<html|<\?xml", re.IGNORECASE),
    "a network of Pajek": re.compile(r"\*(vertices|network)", re.IGNORECASE),
    "a network of UCINET": re.compile(r"dl\s+n\s*=", re.IGNORECASE),
}

Cells = tuple[str, ...]
NumberedRow = tuple[int, Cells]  # the line on which it begins, and its cells


class TextTable(NamedTuple):
    """The rows of a table, each with the line of the file on which it begins."""

    path: Path
    header: Cells
    rows: tuple[NumberedRow, ...]
    column_names: Mapping[str, str]  # each wanted column, and how the file spells it

    def column_cells(self, name: str) -> list[str]:
        """The cells of one wanted column, from top to bottom."""
        return self.cells_below_heading(self.column_names[name])

    def cells_below_heading(self, heading: str) -> list[str]:
        """The cells below a name in the first line, from top to bottom."""
        place = self.header.index(heading)
        return [cells[place] for _, cells in self.rows]

    def respelled_columns(self) -> tuple[tuple[str, str], ...]:
        """Wanted columns that the file spells otherwise, and how."""
        return tuple((wanted, name) for wanted, name in self.column_names.items() if wanted != name)


def raise_errors(errors: Iterable[ErrorDetail]) -> None:
    """Raise InputError if there are errors."""
    every = list(errors)
    if every:
        raise InputError(every)


def abridge_errors(errors: Iterable[ErrorDetail]) -> list[ErrorDetail]:
    """The first fifty errors of each file, and how many others there are in it; once, when all of them are known."""
    by_file: dict[str, list[ErrorDetail]] = {}
    for fault in errors:
        by_file.setdefault(re.sub(r":\d+$", "", fault.location), []).append(fault)
    shortened = []
    for file, found in by_file.items():
        more = f"{len(found) - MAX_ERRORS_PER_FILE} other faults like these"
        shortened += found[:MAX_ERRORS_PER_FILE] + [ErrorDetail(file, "more", "", more)] * (
            len(found) > MAX_ERRORS_PER_FILE
        )
    return shortened


def raise_single_error(place: str, key: str, value: str, expected: str, hint: str = "") -> NoReturn:
    """Refuse a file for one reason that makes reading on useless."""
    raise InputError([ErrorDetail(place, key, value, expected, hint)])


def read_file_bytes(path: Path, most: int) -> bytes:
    """What stands in an ordinary, not too large, not empty file; anything else raises InputError."""
    if found := describe_non_file(path):
        near = suggest_name(path.name, (other.name for other in path.parent.glob("*"))) if path.parent.is_dir() else ""
        missing = found == FILE_MISSING
        hint = near if missing and near.startswith("did") else ""
        raise_single_error(str(path), "file", "" if missing else found, "an existing file", hint)
    if path.suffix.lower() not in TABLE_ENDINGS:
        expected = f"a file whose name ends in {', '.join(TABLE_ENDINGS)}"
        raise_single_error(
            str(path),
            "file",
            printable_value(path.name),
            expected,
            "nothing is read or quoted from files of other kinds",
        )
    if path.stat().st_size > most:
        raise_single_error(str(path), "file", f"{path.stat().st_size} bytes", f"at most {most} bytes")
    content = path.read_bytes()
    if not content.strip():
        raise_single_error(str(path), "file", "nothing", "a file that is not empty")
    for beginning, stranger, cure in FOREIGN_SIGNATURES:
        if content.startswith(beginning):
            raise_single_error(str(path), "file", stranger, "a text file", cure)
    return content


def compose_accents(text: str) -> str:
    """The text with every accented letter as one character, however it was typed."""
    return unicodedata.normalize("NFC", text)


def clean_cell(text: str) -> str:
    """A cell or a name without blanks at its ends, with one blank for several of any kind, and nothing invisible."""
    return " ".join((text if text.isascii() else INVISIBLE.sub("", text)).split())


def fold_name(name: str) -> str:
    """The name of a column as one recognises it: whatever its case, blanks, underscores and hyphens."""
    return re.sub(r"[\s_.-]+", "", name.casefold())


def read_file_text(path: Path, encoding: str) -> str:
    """The text of a file in ``encoding``, unless a mark at its start says otherwise."""
    content = read_file_bytes(path, MAX_TABLE_BYTES)
    marked = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), encoding)
    try:
        text = content.decode(marked)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = printable_value(content[error.start : error.start + 4])
        raise_single_error(
            f"{path}:{line}", "file", found, f"text in {marked}", "say encoding: cp1252, or save the file as UTF-8"
        )
    except LookupError:
        raise_single_error(
            str(path), "encoding", printable_value(encoding), "the name of an encoding", "utf-8 or cp1252"
        )
    before, nul, _ = text.partition("\0")
    if nul:
        raise_single_error(f"{path}:{len(before.splitlines())}", "file", "NUL", "text without NUL characters")
    beginning = text[:1000].lstrip()[:15]
    for stranger, signature in OTHER_FORMATS.items():
        if signature.match(beginning):
            raise_single_error(
                f"{path}:1", "file", printable_value(beginning), "a table", f"this is {stranger}, save it as CSV"
            )
    return compose_accents(text)


def read_table(path: Path, encoding: str, wanted: Mapping[str, str]) -> TextTable:
    """A CSV file with at least the ``wanted`` columns (key in the description, column); all errors in one InputError.

    The delimiter is the one of comma, semicolon, tab and bar under which the wanted columns are there.  Columns are
    found whatever their case, blanks and underscores.
    """
    text = read_file_text(path, encoding)
    delimiter = _detect_delimiter(text, set(wanted.values()))
    (first, header), *rows = _iterate_rows(path, text, delimiter)
    names = {name: _spelling_in_header(name, header) for name in wanted.values()}
    if not all(names.values()):
        _refuse_other_shapes(path, header, rows, set(names))
    errors = _find_header_errors(f"{path}:{first}", header, wanted, names)
    raise_errors([*errors, *_find_row_errors(path, header, rows)])
    return TextTable(path, header, tuple(rows), names)


def _spelling_in_header(name: str, header: Cells) -> str:
    """How the first line spells the name of a column; nothing if it has no such column, or several."""
    clean = clean_cell(name)
    if clean in header:
        return clean
    alike = [other for other in header if other and fold_name(other) == fold_name(clean)]
    return alike[0] if len(alike) == 1 else ""


def _detect_delimiter(text: str, wanted: set[str]) -> str:
    """The delimiter that shows most of the wanted columns; of equals, the one that makes most columns."""
    lines = text.lstrip().split("\n", MAX_TITLE_ROWS)[:MAX_TITLE_ROWS]
    names = {fold_name(name) for name in wanted}

    def score_delimiter(mark: str) -> tuple[int, int]:
        headers = [[fold_name(cell.strip().strip('"')) for cell in line.split(mark)] for line in lines]
        return max(len(names & set(header)) for header in headers), len(headers[0])

    return max(DELIMITERS, key=score_delimiter)


def _refuse_other_shapes(path: Path, header: Cells, rows: list[NumberedRow], wanted: set[str]) -> None:
    """Refuse for one reason what is no table with the names of its columns in the first line."""
    if len(rows) > 1 and not header[0] and [cells[0] for _, cells in rows] == list(header[1:]):
        expected = "one row for each tie or resident, below the names of the columns"
        raise_single_error(
            f"{path}:1", "file", "a square matrix of residents", expected, "write the ties as two columns of ids"
        )
    for line, cells in rows[:MAX_TITLE_ROWS]:
        if all(_spelling_in_header(name, cells) for name in wanted):
            expected = "the names of the columns in the first line"
            raise_single_error(f"{path}:{line}", "row", "the names of the columns", expected, "delete the lines above")


def _iterate_rows(path: Path, text: str, delimiter: str) -> list[NumberedRow]:
    """Every record that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records, line = [], 1
    try:
        for cells in report_progress(reader, f"Reading {path.name}", text.count("\n")):
            clean = tuple([clean_cell(cell) for cell in cells])
            if any(clean):
                records.append((line, clean))
            line = reader.line_num + 1
    except csv.Error as error:
        raise_single_error(
            f"{path}:{line}", "row", "", f"a row that can be read ({error})", "is a quotation mark left open?"
        )
    return records or [(1, ())]


def _find_header_errors(
    place: str, header: Cells, wanted: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[ErrorDetail]:
    """Columns that are missing, that have no name or that share one."""
    for name, count in Counter(header).items():
        if name and count > 1:
            yield ErrorDetail(place, name, f"{count} columns", "a name for each column of its own")
    for key, name in wanted.items():
        if not names[name]:
            yield ErrorDetail(place, key, printable_value(name), "a column of the file", _suggest_column(name, header))


def _suggest_column(name: str, header: Cells) -> str:
    """A hint towards the columns of a file; a line that nothing parts is no row of names and is not quoted."""
    quoted = [other for other in header if other and len(other) <= MAX_COLUMN_NAME_LENGTH]
    if len(header) == 1:
        return "the first line is not parted by commas, semicolons, tabs or bars"
    return suggest_name(name, quoted)


def _find_row_errors(path: Path, header: Cells, rows: list[NumberedRow]) -> Iterator[ErrorDetail]:
    """Rows that are too short, too long, or hold something unreasonable; columns without a name, once each."""
    if not rows:
        yield ErrorDetail(f"{path}:1", "row", "", "at least one row below the names of the columns")
    nameless = {place for place, name in enumerate(header) if not name}
    for line, cells in report_progress(rows, f"Checking {path.name}", len(rows)):
        if len(cells) != len(header):
            yield ErrorDetail(
                f"{path}:{line}", "row", f"{len(cells)} cells", f"{len(header)} cells, as in the first line"
            )
        for name, cell in zip(header, cells, strict=False):
            if len(cell) > MAX_CELL_LENGTH:
                yield ErrorDetail(
                    f"{path}:{line}", name, printable_value(cell), f"at most {MAX_CELL_LENGTH} characters"
                )
        for place in [place for place in nameless if place < len(cells) and cells[place]]:
            nameless.discard(place)
            yield ErrorDetail(
                f"{path}:{line}", "row", printable_value(cells[place]), "a name for this column in the first line"
            )

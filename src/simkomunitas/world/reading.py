"""Strict reading of tables: what is not quite clear is refused, with its line and its cure."""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, NoReturn

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, InputError, shown
from simkomunitas.ground.patience import with_signs

DELIMITERS = (",", ";", "\t", "|")
MOST_BYTES = 100_000_000
LONGEST_CELL = 10_000
MOST_FAULTS = 50
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
STRANGERS = (
    (b"PK\x03\x04", "an Excel or other zipped file", "save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file", "save the sheet as CSV"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
)


Cells = tuple[str, ...]
Record = tuple[int, Cells]  # the line on which it begins, and its cells


class Table(NamedTuple):
    """The rows of a table, each with the line of the file on which it begins."""

    path: Path
    header: Cells
    rows: tuple[Record, ...]
    delimiter: str

    def column(self, name: str) -> list[str]:
        """The cells of one column, from top to bottom."""
        place = self.header.index(name)
        return [cells[place] for _, cells in self.rows]


def refuse(faults: Iterable[Fault]) -> None:
    """Raise InputError if there are faults: the first fifty in full, the others counted."""
    every = list(faults)
    if len(every) > MOST_FAULTS:
        more = Fault(
            every[-1].place.rpartition(":")[0], "more", "", f"{len(every) - MOST_FAULTS} other faults like these"
        )
        every = [*every[:MOST_FAULTS], more]
    if every:
        raise InputError(every)


def stop(place: str, key: str, value: str, expected: str, hint: str = "") -> NoReturn:
    """Refuse a file for one reason that makes reading on useless."""
    raise InputError([Fault(place, key, value, expected, hint)])


def read_bytes(path: Path, most: int) -> bytes:
    """What stands in an ordinary, not too large, not empty file; anything else raises InputError."""
    if not path.is_file():
        near = did_you_mean(path.name, (other.name for other in path.parent.glob("*"))) if path.parent.is_dir() else ""
        stop(str(path), "file", "", "an existing file", near if near.startswith("did") else "")
    if path.stat().st_size > most:
        stop(str(path), "file", f"{path.stat().st_size} bytes", f"at most {most} bytes")
    content = path.read_bytes()
    if not content.strip():
        stop(str(path), "file", "nothing", "a file that is not empty")
    for beginning, stranger, cure in STRANGERS:
        if content.startswith(beginning):
            stop(str(path), "file", stranger, "a text file", cure)
    return content


def composed(text: str) -> str:
    """The text with every accented letter as one character, however it was typed."""
    return unicodedata.normalize("NFC", text)


def read_text(path: Path, encoding: str) -> str:
    """The text of a file in ``encoding``, unless a mark at its start says otherwise."""
    content = read_bytes(path, MOST_BYTES)
    marked = next((name for mark, name in MARKS if content.startswith(mark)), encoding)
    try:
        text = content.decode(marked)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = shown(content[error.start : error.start + 4])
        stop(f"{path}:{line}", "file", found, f"text in {marked}", "say encoding: cp1252, or save the file as UTF-8")
    except LookupError:
        stop(str(path), "encoding", shown(encoding), "the name of an encoding", "utf-8 or cp1252")
    before, nul, _ = text.partition("\0")
    if nul:
        stop(f"{path}:{len(before.splitlines())}", "file", "NUL", "text without NUL characters")
    if text.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        stop(f"{path}:1", "file", shown(text.lstrip()[:15]), "a table", "this is a web page or XML, save it as CSV")
    return composed(text)


def read_table(path: Path, encoding: str, wanted: Mapping[str, str]) -> Table:
    """A CSV file with at least the ``wanted`` columns (key in the description, column); all faults in one InputError.

    The delimiter is the one of comma, semicolon, tab and bar under which the wanted columns are there.
    """
    text = read_text(path, encoding)
    delimiter = _delimiter(text, set(wanted.values()))
    (first, header), *rows = _records(path, text, delimiter)
    refuse([*_faults_of_header(f"{path}:{first}", header, wanted), *_faults_of_rows(path, header, rows)])
    return Table(path, header, tuple(rows), delimiter)


def _delimiter(text: str, wanted: set[str]) -> str:
    """The delimiter that shows most of the wanted columns; of equals, the one that makes most columns."""
    first = text.lstrip().splitlines()[0]
    headers = {mark: [cell.strip().strip('"') for cell in first.split(mark)] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (len(wanted & set(headers[mark])), len(headers[mark])))


def _records(path: Path, text: str, delimiter: str) -> list[Record]:
    """Every record that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records, line = [], 1
    try:
        for cells in with_signs(reader, f"Reading {path.name}", text.count("\n")):
            stripped = tuple([cell.strip() for cell in cells])
            if any(stripped):
                records.append((line, stripped))
            line = reader.line_num + 1
    except csv.Error as error:
        stop(f"{path}:{line}", "row", "", f"a row that can be read ({error})", "is a quotation mark left open?")
    return records or [(1, ())]


def _faults_of_header(place: str, header: Cells, wanted: Mapping[str, str]) -> Iterator[Fault]:
    """Columns that are missing, that have no name or that share one."""
    for name, count in Counter(header).items():
        if name and count > 1:
            yield Fault(place, name, f"{count} columns", "a name for each column of its own")
    for key, name in wanted.items():
        if name not in header:
            yield Fault(place, key, shown(name), "a column of the file", did_you_mean(name, filter(None, header)))


def _faults_of_rows(path: Path, header: Cells, rows: list[Record]) -> Iterator[Fault]:
    """Rows that are too short, too long, or hold something unreasonable."""
    if not rows:
        yield Fault(f"{path}:1", "row", "", "at least one row below the names of the columns")
    for line, cells in with_signs(rows, f"Checking {path.name}", len(rows)):
        if len(cells) != len(header):
            yield Fault(f"{path}:{line}", "row", f"{len(cells)} cells", f"{len(header)} cells, as in the first line")
        for name, cell in zip(header, cells, strict=False):
            if len(cell) > LONGEST_CELL:
                yield Fault(f"{path}:{line}", name, shown(cell), f"at most {LONGEST_CELL} characters")
            if cell and not name:
                yield Fault(f"{path}:{line}", "row", shown(cell), "a name for this column in the first line")

"""Strict reading of tables: what is not quite clear is refused, with its line and its cure."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, NoReturn

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, InputError, shown
from simkomunitas.ground.paths import NO_FILE, not_a_file
from simkomunitas.ground.patience import with_signs

DELIMITERS = (",", ";", "\t", "|")
MOST_BYTES = 100_000_000
LONGEST_CELL = 10_000
MOST_FAULTS = 50  # of one file
LONGEST_NAME = 40  # characters of a column's name that is quoted
TITLE_ROWS = 20  # among so many rows the names of the columns are looked for
TABLE_ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".graphml", ".xml")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
STRANGERS = (
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
Record = tuple[int, Cells]  # the line on which it begins, and its cells


class Table(NamedTuple):
    """The rows of a table, each with the line of the file on which it begins."""

    path: Path
    header: Cells
    rows: tuple[Record, ...]
    names: Mapping[str, str]  # each wanted column, and how the file spells it

    def column(self, name: str) -> list[str]:
        """The cells of one wanted column, from top to bottom."""
        return self.cells_below(self.names[name])

    def cells_below(self, heading: str) -> list[str]:
        """The cells below a name in the first line, from top to bottom."""
        place = self.header.index(heading)
        return [cells[place] for _, cells in self.rows]

    def respelled(self) -> tuple[tuple[str, str], ...]:
        """Wanted columns that the file spells otherwise, and how."""
        return tuple((wanted, name) for wanted, name in self.names.items() if wanted != name)


def refuse(faults: Iterable[Fault]) -> None:
    """Raise InputError if there are faults."""
    every = list(faults)
    if every:
        raise InputError(every)


def abridged(faults: Iterable[Fault]) -> list[Fault]:
    """The first fifty faults of each file, and how many others there are in it; once, when all of them are known."""
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(re.sub(r":\d+$", "", fault.place), []).append(fault)
    shortened = []
    for file, found in by_file.items():
        more = f"{len(found) - MOST_FAULTS} other faults like these"
        shortened += found[:MOST_FAULTS] + [Fault(file, "more", "", more)] * (len(found) > MOST_FAULTS)
    return shortened


def stop(place: str, key: str, value: str, expected: str, hint: str = "") -> NoReturn:
    """Refuse a file for one reason that makes reading on useless."""
    raise InputError([Fault(place, key, value, expected, hint)])


def read_bytes(path: Path, most: int) -> bytes:
    """What stands in an ordinary, not too large, not empty file; anything else raises InputError."""
    if found := not_a_file(path):
        near = did_you_mean(path.name, (other.name for other in path.parent.glob("*"))) if path.parent.is_dir() else ""
        missing = found == NO_FILE
        hint = near if missing and near.startswith("did") else ""
        stop(str(path), "file", "" if missing else found, "an existing file", hint)
    if path.suffix.lower() not in TABLE_ENDINGS:
        expected = f"a file whose name ends in {', '.join(TABLE_ENDINGS)}"
        stop(str(path), "file", shown(path.name), expected, "nothing is read or quoted from files of other kinds")
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


def cleaned(text: str) -> str:
    """A cell or a name without blanks at its ends, with one blank for several of any kind, and nothing invisible."""
    return " ".join((text if text.isascii() else INVISIBLE.sub("", text)).split())


def folded(name: str) -> str:
    """The name of a column as one recognises it: whatever its case, blanks, underscores and hyphens."""
    return re.sub(r"[\s_.-]+", "", name.casefold())


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
    beginning = text[:1000].lstrip()[:15]
    for stranger, signature in OTHER_FORMATS.items():
        if signature.match(beginning):
            stop(f"{path}:1", "file", shown(beginning), "a table", f"this is {stranger}, save it as CSV")
    return composed(text)


def read_table(path: Path, encoding: str, wanted: Mapping[str, str]) -> Table:
    """A CSV file with at least the ``wanted`` columns (key in the description, column); all faults in one InputError.

    The delimiter is the one of comma, semicolon, tab and bar under which the wanted columns are there.  Columns are
    found whatever their case, blanks and underscores.
    """
    text = read_text(path, encoding)
    delimiter = _delimiter(text, set(wanted.values()))
    (first, header), *rows = _records(path, text, delimiter)
    names = {name: _spelled(name, header) for name in wanted.values()}
    if not all(names.values()):
        _refuse_other_shapes(path, header, rows, set(names))
    faults = _faults_of_header(f"{path}:{first}", header, wanted, names)
    refuse([*faults, *_faults_of_rows(path, header, rows)])
    return Table(path, header, tuple(rows), names)


def _spelled(name: str, header: Cells) -> str:
    """How the first line spells the name of a column; nothing if it has no such column, or several."""
    clean = cleaned(name)
    if clean in header:
        return clean
    alike = [other for other in header if other and folded(other) == folded(clean)]
    return alike[0] if len(alike) == 1 else ""


def _delimiter(text: str, wanted: set[str]) -> str:
    """The delimiter that shows most of the wanted columns; of equals, the one that makes most columns."""
    lines = text.lstrip().split("\n", TITLE_ROWS)[:TITLE_ROWS]
    names = {folded(name) for name in wanted}

    def shows(mark: str) -> tuple[int, int]:
        headers = [[folded(cell.strip().strip('"')) for cell in line.split(mark)] for line in lines]
        return max(len(names & set(header)) for header in headers), len(headers[0])

    return max(DELIMITERS, key=shows)


def _refuse_other_shapes(path: Path, header: Cells, rows: list[Record], wanted: set[str]) -> None:
    """Refuse for one reason what is no table with the names of its columns in the first line."""
    if len(rows) > 1 and not header[0] and [cells[0] for _, cells in rows] == list(header[1:]):
        expected = "one row for each tie or resident, below the names of the columns"
        stop(f"{path}:1", "file", "a square matrix of residents", expected, "write the ties as two columns of ids")
    for line, cells in rows[:TITLE_ROWS]:
        if all(_spelled(name, cells) for name in wanted):
            expected = "the names of the columns in the first line"
            stop(f"{path}:{line}", "row", "the names of the columns", expected, "delete the lines above")


def _records(path: Path, text: str, delimiter: str) -> list[Record]:
    """Every record that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records, line = [], 1
    try:
        for cells in with_signs(reader, f"Reading {path.name}", text.count("\n")):
            clean = tuple([cleaned(cell) for cell in cells])
            if any(clean):
                records.append((line, clean))
            line = reader.line_num + 1
    except csv.Error as error:
        stop(f"{path}:{line}", "row", "", f"a row that can be read ({error})", "is a quotation mark left open?")
    return records or [(1, ())]


def _faults_of_header(
    place: str, header: Cells, wanted: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[Fault]:
    """Columns that are missing, that have no name or that share one."""
    for name, count in Counter(header).items():
        if name and count > 1:
            yield Fault(place, name, f"{count} columns", "a name for each column of its own")
    for key, name in wanted.items():
        if not names[name]:
            yield Fault(place, key, shown(name), "a column of the file", _known(name, header))


def _known(name: str, header: Cells) -> str:
    """A hint towards the columns of a file; a line that nothing parts is no row of names and is not quoted."""
    quoted = [other for other in header if other and len(other) <= LONGEST_NAME]
    if len(header) == 1:
        return "the first line is not parted by commas, semicolons, tabs or bars"
    return did_you_mean(name, quoted)


def _faults_of_rows(path: Path, header: Cells, rows: list[Record]) -> Iterator[Fault]:
    """Rows that are too short, too long, or hold something unreasonable; columns without a name, once each."""
    if not rows:
        yield Fault(f"{path}:1", "row", "", "at least one row below the names of the columns")
    nameless = {place for place, name in enumerate(header) if not name}
    for line, cells in with_signs(rows, f"Checking {path.name}", len(rows)):
        if len(cells) != len(header):
            yield Fault(f"{path}:{line}", "row", f"{len(cells)} cells", f"{len(header)} cells, as in the first line")
        for name, cell in zip(header, cells, strict=False):
            if len(cell) > LONGEST_CELL:
                yield Fault(f"{path}:{line}", name, shown(cell), f"at most {LONGEST_CELL} characters")
        for place in [place for place in nameless if place < len(cells) and cells[place]]:
            nameless.discard(place)
            yield Fault(f"{path}:{line}", "row", shown(cells[place]), "a name for this column in the first line")

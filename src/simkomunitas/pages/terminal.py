"""What the terminal shows: the five principles, the differences, and how long the runs still take.

Tables fit into 100 columns and into plain ASCII, for old terminals and for files.
"""

import contextlib
import functools
import math
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

import pandas as pd
from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from simkomunitas.pages.figures.tables import Cell, Cells, units_of
from simkomunitas.pages.values import NONE, scale_of
from simkomunitas.pages.words import PERIODS, PRINCIPLES, Language, is_share, name_of, number, say
from simkomunitas.study.corrections import LEVEL, Correction, clear_differences

WIDTH = 100  # columns, where the stream does not say
NAME, GAP = 22, 3  # columns for the names of arms, and between two columns of a table
COLUMN = 15  # columns for a principle at least, its gap included
WIDEST = 10_000  # columns, for a table that need not fit
ASCII_HEAD = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
FEW = 10  # seeds: of fewer, an interval of a skewed outcome misses clearly more often than 1 time in 20
QUIET = 30.0  # seconds between two plain lines of progress
FANCY = "±−–●○─━"
PLAIN = str.maketrans({"±": "+-", "−": "-", "–": "-"})


class Writer:
    """A stream that tables are printed on: what it can carry, and how its numbers are written."""

    def __init__(self, stream: TextIO, language: Language = "en") -> None:
        width = None if stream.isatty() else WIDTH
        self.console = Console(file=stream, width=width, highlight=False, emoji=False)
        self.encoding = stream.encoding or "ascii"
        self.language: Language = language
        self.is_plain = not _can_carry(FANCY, self.encoding)

    def text(self, words: str, style: str = "") -> Text:
        """Words as this stream can carry them; what it cannot becomes a sign or an escape."""
        words = words.translate(PLAIN) if self.is_plain else words
        words = "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in words)
        return Text(words.encode(self.encoding, "backslashreplace").decode(self.encoding), style)

    def say(self, key: str, **values: object) -> Text:
        """A sentence of the table of words."""
        return self.text(say(key, self.language, **values))

    def table(self, title: Text, first: str = "", width: int = NAME) -> Table:
        """An empty table with a column of this head and width, by itself for the arms."""
        table = self.grid(title)
        table.add_column(self.text(first) if first else self.say("table:arm"), min_width=width)
        return table

    def grid(self, title: Text, columns: Iterable[str] = ()) -> Table:
        """An empty table with these columns."""
        lines = ASCII_HEAD if self.is_plain else box.SIMPLE_HEAD
        table = Table(box=lines, title=title, title_justify="left", title_style="bold", pad_edge=False)
        for column in columns:
            table.add_column(self.text(column))
        return table

    def tables(
        self, columns: Sequence[str], make: Callable[[Sequence[str]], Table], first: int = NAME
    ) -> Sequence[Table]:
        """As many tables as it takes to show all of these columns, beside a first one of this width.

        Where the width does not do for all, Rich would cut numbers, or leave out the last columns, without a word.
        """
        most = max(1, (self.console.width - first - GAP) // COLUMN)
        made: list[Table] = []
        for tables in range(max(1, math.ceil(len(columns) / most)), len(columns) + 1):
            size = math.ceil(len(columns) / tables)
            made = [make(columns[start : start + size]) for start in range(0, len(columns), size)]
            if all(map(self._has_room, made)):
                break
        return made

    def _has_room(self, table: Table) -> bool:
        """Whether no line of a table is longer than the stream is wide."""
        free = self.console.options.update_width(WIDEST)
        return Measurement.get(self.console, free, table).maximum <= self.console.width

    def arm(self, arm: str) -> Text:
        """The name of an arm, set in under its period; a long one on several lines."""
        name = name_of("arm", arm, self.language)
        return self.text(textwrap.fill(name, NAME, initial_indent="  ", subsequent_indent="    "))


def _can_carry(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True


def print_principles(outcomes: pd.DataFrame, stream: TextIO | None = None, language: Language = "en") -> None:
    """Print the five principles of every arm, period by period, each with half of its 95 % interval."""
    writer, cells = Writer(stream or sys.stdout, language), Cells(outcomes)
    _print_grid(writer, writer.say("table:principles"), cells, units_of(outcomes), _plain_cell)
    writer.console.print()


def print_differences(
    contrasts: pd.DataFrame, outcomes: pd.DataFrame, stream: TextIO | None = None, language: Language = "en",
    correction: Correction = "none",
) -> None:  # fmt: skip
    """Print paired differences in the same way; those that are clear are bold and carry a star.

    Without a correction clear is what has an interval that excludes 0; how many would by chance alone is said, and
    that intervals from few seeds are rough.
    """
    if not len(contrasts):
        return
    contrasts = contrasts[contrasts["outcome"].isin(PRINCIPLES) & contrasts["period"].isin(PERIODS)]
    writer, cells = Writer(stream or sys.stdout, language), Cells(contrasts)
    against = name_of("arm", str(contrasts["against"].iloc[0]), language)
    _print_grid(
        writer,
        writer.say("table:differences", against=against),
        cells,
        units_of(outcomes),
        _starred(contrasts, correction),
    )
    _print_chance(writer, int(contrasts["se"].notna().sum()), correction)
    if contrasts["n"].max() < FEW:
        writer.console.print(writer.say("table:few", few=FEW))


def _starred(contrasts: pd.DataFrame, correction: Correction) -> "Show":
    """How a difference is shown: with a star where it is clear, given all that are in the table."""
    clear = contrasts[clear_differences(contrasts, correction)]
    cells = {Cell(*row) for row in clear[["estimate", "low", "high"]].itertuples(index=False, name=None)}
    return lambda writer, cell, unit: _marked(_plain_cell(writer, cell, unit), clear=cell in cells)


def _print_chance(writer: Writer, intervals: int, correction: Correction) -> None:
    """What the stars mean, and how many there would be by chance."""
    shown = number(intervals, writer.language)
    if correction != "none":
        method = say(f"method:{correction}", writer.language)
        writer.console.print(writer.say("table:corrected", method=method, intervals=shown))
        return
    writer.console.print(writer.say("table:clear"))
    chance = number(LEVEL * intervals, writer.language, 1)
    writer.console.print(writer.say("table:chance", intervals=shown, chance=chance))


Show = Callable[[Writer, Cell, str], Text]


def _print_grid(writer: Writer, title: Text, cells: Cells, units: dict[str, str], show: Show) -> None:
    """A section for each period, a row for each arm, a column for each principle; as many tables as the width needs."""
    principles = [principle for principle in PRINCIPLES if principle in cells.outcomes]
    for table in writer.tables(principles, functools.partial(_grid, writer, title, cells, units, show)):
        writer.console.print(table)
    counts = cells.counts(principles)
    many = max(counts, default=0) > 1
    n = cells.runs(writer.language, principles)
    writer.console.print(writer.say("table:interval", n=n, plus="±") if many else writer.say("note:one_run"))
    if 0 in counts:
        writer.console.print(writer.say("note:undefined"))


def _grid(
    writer: Writer, title: Text, cells: Cells, units: dict[str, str], show: Show, principles: Sequence[str]
) -> Table:
    """One table, of some of the principles."""
    table = writer.table(title)
    for principle in principles:
        sign = "\n%" if is_share(units[principle]) else ""
        table.add_column(writer.text(name_of("outcome", principle, writer.language) + sign), justify="right")
    for period in (period for period in PERIODS if period in cells.periods):
        table.add_row(writer.text(name_of("row", period, writer.language), "italic"))
        for arm in cells.arms:
            shown = [show(writer, cells.at(arm, name, period), units[name]) for name in principles]
            table.add_row(writer.arm(arm), *shown)
        table.add_section()
    return table


def _plain_cell(writer: Writer, cell: Cell, unit: str) -> Text:
    """``31.2 ±0.4``; a dash where there was nothing to measure, no interval where it is not known."""
    factor, digits = scale_of(unit)
    if math.isnan(cell.estimate):
        return writer.text(NONE)
    shown = number(factor * cell.estimate, writer.language, digits)
    if math.isnan(cell.low):
        return writer.text(shown)
    reach = number(factor * (cell.high - cell.low) / 2, writer.language, digits)
    return writer.text(f"{shown} ±{reach}")


def clear_cell(writer: Writer, cell: Cell, unit: str) -> Text:
    """A difference; bold and with a star when its interval excludes 0."""
    return _marked(_plain_cell(writer, cell, unit), clear=cell.low > 0 or cell.high < 0)


def _marked(shown: Text, *, clear: bool) -> Text:
    shown.append("*" if clear else " ")
    shown.stylize("bold" if clear else "")
    return shown


Advance = Callable[[int], None]


@contextlib.contextmanager
def progress(what: str, total: int, stream: TextIO | None = None, language: Language = "en") -> Iterator[Advance]:
    """A bar with the time left, on standard error; yields a function to call with the number of runs just finished.

    Where nobody watches (no terminal), a plain line now and then and one at the end.
    """
    stream = stream or sys.stderr
    bar = _bar if stream.isatty() else _lines
    with bar(what, total, stream, language) as advance:
        yield advance


@contextlib.contextmanager
def _bar(what: str, total: int, stream: TextIO, language: Language) -> Iterator[Advance]:
    writer = Writer(stream, language)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=writer.console, transient=True) as bars:
        task = bars.add_task(writer.text(what).plain, total=total)
        yield lambda count: bars.advance(task, count)


@contextlib.contextmanager
def _lines(what: str, total: int, stream: TextIO, language: Language) -> Iterator[Advance]:
    writer = Writer(stream, language)
    start = told = time.monotonic()
    done = 0

    def tell(key: str, **values: object) -> None:
        sentence = writer.text(f"{what}: {say(key, language, **values)}")
        stream.write(f"{sentence.plain}\n")
        stream.flush()

    def advance(count: int) -> None:
        nonlocal done, told
        done += count
        now = time.monotonic()
        if now - told >= QUIET and 0 < done < total:
            told = now
            tell("progress:left", done=done, total=total, left=duration((now - start) / done * (total - done)))

    yield advance
    tell("progress:done", total=total, spent=duration(time.monotonic() - start))


def duration(seconds: float) -> str:
    """A length of time as a clock shows it.

    >>> duration(65), duration(3700)
    ('1:05', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

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

from simkomunitas.reports.figures.estimate_lookup import Estimate, EstimateLookup, outcome_units
from simkomunitas.reports.outcome_format import MISSING_VALUE, display_scale
from simkomunitas.reports.translated_words import (
    PERIODS,
    PRINCIPLES,
    Language,
    display_name,
    format_number,
    is_share_unit,
    translate_text,
)
from simkomunitas.results.p_value_correction import SIGNIFICANCE_LEVEL, CorrectionMethod, significant_differences

TERMINAL_WIDTH = 100  # columns, where the stream does not say
NAME, GAP = 22, 3  # columns for the names of arms, and between two columns of a table
COLUMN_WIDTH = 15  # columns for a principle at least, its gap included
UNBOUNDED_WIDTH = 10_000  # columns, for a table that need not fit
ASCII_TABLE_STYLE = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
FEW_RUNS = 10  # seeds: of fewer, an interval of a skewed outcome misses clearly more often than 1 time in 20
PROGRESS_INTERVAL_SECONDS = 30.0  # seconds between two plain lines of progress
NON_ASCII_SIGNS = "±−–●○─━"
ASCII_REPLACEMENTS = str.maketrans({"±": "+-", "−": "-", "–": "-"})


class TableWriter:
    """A stream that tables are printed on: what it can carry, and how its numbers are written."""

    def __init__(self, stream: TextIO, language: Language = "en") -> None:
        width = None if stream.isatty() else TERMINAL_WIDTH
        self.console = Console(file=stream, width=width, highlight=False, emoji=False)
        self.encoding = stream.encoding or "ascii"
        self.language: Language = language
        self.is_plain = not _can_encode(NON_ASCII_SIGNS, self.encoding)

    def to_styled_text(self, words: str, style: str = "") -> Text:
        """Words as this stream can carry them; what it cannot becomes a sign or an escape."""
        words = words.translate(ASCII_REPLACEMENTS) if self.is_plain else words
        words = "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in words)
        return Text(words.encode(self.encoding, "backslashreplace").decode(self.encoding), style)

    def find_sentence(self, key: str, **values: object) -> Text:
        """A sentence of the table of words."""
        return self.to_styled_text(translate_text(key, self.language, **values))

    def new_arm_table(self, title: Text, first: str = "", width: int = NAME) -> Table:
        """An empty table with a column of this head and width, by itself for the arms."""
        table = self.new_table(title)
        table.add_column(self.to_styled_text(first) if first else self.find_sentence("table:arm"), min_width=width)
        return table

    def new_table(self, title: Text, columns: Iterable[str] = ()) -> Table:
        """An empty table with these columns."""
        lines = ASCII_TABLE_STYLE if self.is_plain else box.SIMPLE_HEAD
        table = Table(box=lines, title=title, title_justify="left", title_style="bold", pad_edge=False)
        for column in columns:
            table.add_column(self.to_styled_text(column))
        return table

    def split_columns(
        self, columns: Sequence[str], make: Callable[[Sequence[str]], Table], first: int = NAME
    ) -> Sequence[Table]:
        """As many tables as it takes to show all of these columns, beside a first one of this width.

        Where the width does not do for all, Rich would cut numbers, or leave out the last columns, without a word.
        """
        most = max(1, (self.console.width - first - GAP) // COLUMN_WIDTH)
        made: list[Table] = []
        for tables in range(max(1, math.ceil(len(columns) / most)), len(columns) + 1):
            size = math.ceil(len(columns) / tables)
            made = [make(columns[start : start + size]) for start in range(0, len(columns), size)]
            if all(map(self._fits_width, made)):
                break
        return made

    def _fits_width(self, table: Table) -> bool:
        """Whether no line of a table is longer than the stream is wide."""
        free = self.console.options.update_width(UNBOUNDED_WIDTH)
        return Measurement.get(self.console, free, table).maximum <= self.console.width

    def arm_label(self, arm: str) -> Text:
        """The name of an arm, set in under its period; a long one on several lines."""
        name = display_name("arm", arm, self.language)
        return self.to_styled_text(textwrap.fill(name, NAME, initial_indent="  ", subsequent_indent="    "))


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True


def print_principles(outcomes: pd.DataFrame, stream: TextIO | None = None, language: Language = "en") -> None:
    """Print the five principles of every arm, period by period, each with half of its 95 % interval."""
    writer, cells = TableWriter(stream or sys.stdout, language), EstimateLookup(outcomes)
    _print_principle_grid(
        writer, writer.find_sentence("table:principles"), cells, outcome_units(outcomes), _format_plain_cell
    )
    writer.console.print()


def print_differences(
    contrasts: pd.DataFrame, outcomes: pd.DataFrame, stream: TextIO | None = None, language: Language = "en",
    correction: CorrectionMethod = "none",
) -> None:  # fmt: skip
    """Print paired differences in the same way; those that are clear are bold and carry a star.

    Without a correction clear is what has an interval that excludes 0; how many would by chance alone is said, and
    that intervals from few seeds are rough.
    """
    if not len(contrasts):
        return
    contrasts = contrasts[contrasts["outcome"].isin(PRINCIPLES) & contrasts["period"].isin(PERIODS)]
    writer, cells = TableWriter(stream or sys.stdout, language), EstimateLookup(contrasts)
    against = display_name("arm", str(contrasts["against"].iloc[0]), language)
    _print_principle_grid(
        writer,
        writer.find_sentence("table:differences", against=against),
        cells,
        outcome_units(outcomes),
        _star_formatter(contrasts, correction),
    )
    _print_star_note(writer, int(contrasts["se"].notna().sum()), correction)
    if contrasts["n"].max() < FEW_RUNS:
        writer.console.print(writer.find_sentence("table:few", few=FEW_RUNS))


def _star_formatter(contrasts: pd.DataFrame, correction: CorrectionMethod) -> "FormatCell":
    """How a difference is shown: with a star where it is clear, given all that are in the table."""
    clear = contrasts[significant_differences(contrasts, correction)]
    cells = {Estimate(*row) for row in clear[["estimate", "low", "high"]].itertuples(index=False, name=None)}
    return lambda writer, cell, unit: _mark_significant(_format_plain_cell(writer, cell, unit), clear=cell in cells)


def _print_star_note(writer: TableWriter, intervals: int, correction: CorrectionMethod) -> None:
    """What the stars mean, and how many there would be by chance."""
    shown = format_number(intervals, writer.language)
    if correction != "none":
        method = translate_text(f"method:{correction}", writer.language)
        writer.console.print(writer.find_sentence("table:corrected", method=method, intervals=shown))
        return
    writer.console.print(writer.find_sentence("table:clear"))
    chance = format_number(SIGNIFICANCE_LEVEL * intervals, writer.language, 1)
    writer.console.print(writer.find_sentence("table:chance", intervals=shown, chance=chance))


FormatCell = Callable[[TableWriter, Estimate, str], Text]


def _print_principle_grid(
    writer: TableWriter, title: Text, cells: EstimateLookup, units: dict[str, str], show: FormatCell
) -> None:
    """A section for each period, a row for each arm, a column for each principle; as many tables as the width needs."""
    principles = [principle for principle in PRINCIPLES if principle in cells.outcomes]
    for table in writer.split_columns(
        principles, functools.partial(_principle_table, writer, title, cells, units, show)
    ):
        writer.console.print(table)
    counts = cells.run_counts(principles)
    many = max(counts, default=0) > 1
    n = cells.run_count_text(writer.language, principles)
    writer.console.print(
        writer.find_sentence("table:interval", n=n, plus="±") if many else writer.find_sentence("note:one_run")
    )
    if 0 in counts:
        writer.console.print(writer.find_sentence("note:undefined"))


def _principle_table(
    writer: TableWriter,
    title: Text,
    cells: EstimateLookup,
    units: dict[str, str],
    show: FormatCell,
    principles: Sequence[str],
) -> Table:
    """One table, of some of the principles."""
    table = writer.new_arm_table(title)
    for principle in principles:
        sign = "\n%" if is_share_unit(units[principle]) else ""
        table.add_column(
            writer.to_styled_text(display_name("outcome", principle, writer.language) + sign), justify="right"
        )
    for period in (period for period in PERIODS if period in cells.periods):
        table.add_row(writer.to_styled_text(display_name("row", period, writer.language), "italic"))
        for arm in cells.arms:
            shown = [show(writer, cells.find_estimate(arm, name, period), units[name]) for name in principles]
            table.add_row(writer.arm_label(arm), *shown)
        table.add_section()
    return table


def _format_plain_cell(writer: TableWriter, cell: Estimate, unit: str) -> Text:
    """``31.2 ±0.4``; a dash where there was nothing to measure, no interval where it is not known."""
    factor, digits = display_scale(unit)
    if math.isnan(cell.estimate):
        return writer.to_styled_text(MISSING_VALUE)
    shown = format_number(factor * cell.estimate, writer.language, digits)
    if math.isnan(cell.low):
        return writer.to_styled_text(shown)
    reach = format_number(factor * (cell.high - cell.low) / 2, writer.language, digits)
    return writer.to_styled_text(f"{shown} ±{reach}")


def format_significant_cell(writer: TableWriter, cell: Estimate, unit: str) -> Text:
    """A difference; bold and with a star when its interval excludes 0."""
    return _mark_significant(_format_plain_cell(writer, cell, unit), clear=cell.low > 0 or cell.high < 0)


def _mark_significant(shown: Text, *, clear: bool) -> Text:
    shown.append("*" if clear else " ")
    shown.stylize("bold" if clear else "")
    return shown


AdvanceProgress = Callable[[int], None]


@contextlib.contextmanager
def show_progress(
    what: str, total: int, stream: TextIO | None = None, language: Language = "en"
) -> Iterator[AdvanceProgress]:
    """A bar with the time left, on standard error; yields a function to call with the number of runs just finished.

    Where nobody watches (no terminal), a plain line now and then and one at the end.
    """
    stream = stream or sys.stderr
    bar = _progress_bar if stream.isatty() else _progress_lines
    with bar(what, total, stream, language) as advance:
        yield advance


@contextlib.contextmanager
def _progress_bar(what: str, total: int, stream: TextIO, language: Language) -> Iterator[AdvanceProgress]:
    writer = TableWriter(stream, language)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=writer.console, transient=True) as bars:
        task = bars.add_task(writer.to_styled_text(what).plain, total=total)
        yield lambda count: bars.advance(task, count)


@contextlib.contextmanager
def _progress_lines(what: str, total: int, stream: TextIO, language: Language) -> Iterator[AdvanceProgress]:
    writer = TableWriter(stream, language)
    start = told = time.monotonic()
    done = 0

    def print_progress(key: str, **values: object) -> None:
        sentence = writer.to_styled_text(f"{what}: {translate_text(key, language, **values)}")
        stream.write(f"{sentence.plain}\n")
        stream.flush()

    def advance_progress(count: int) -> None:
        nonlocal done, told
        done += count
        now = time.monotonic()
        if now - told >= PROGRESS_INTERVAL_SECONDS and 0 < done < total:
            told = now
            print_progress(
                "progress:left", done=done, total=total, left=format_duration((now - start) / done * (total - done))
            )

    yield advance_progress
    print_progress("progress:done", total=total, spent=format_duration(time.monotonic() - start))


def format_duration(seconds: float) -> str:
    """A length of time as a clock shows it.

    >>> format_duration(65), format_duration(3700)
    ('1:05', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

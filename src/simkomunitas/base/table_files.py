"""Tables and small texts as the bytes of files: CSV for people, Parquet for programs."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

# A spreadsheet takes a text that starts so for a formula and would run it.
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")

README_TITLE = "Results of simkomunitas"
FILE_DESCRIPTIONS = {
    "outcomes.": "every outcome of every arm and period: mean over seeds, standard error, 95 % interval",
    "contrasts.": "paired differences from the arm in the column `against`, under the same seeds",
    "runs.": "one row a run (arm and seed), one column for each outcome@period; empty = nothing to measure",
    "weekly.": "weekly curves of every arm: mean and 95 % interval",
    "events.": "who invited, recruited, trained, left and decided, week by week",
    "posterior.parquet": "draws of the calibrated parameters: a row a draw, a column a parameter; metadata say whence",
    "parameters.": "for each parameter: prior, interval, how much narrower that is, coverage on simulated truths",
    "fit.": "for each quantity of the targets: its band, and where it lay before and lies after the calibration",
    "report.md": "the report in words and tables",
    "centre.yaml": "the centre of the posterior, as a section of a configuration",
    "calibration.yaml": "the calibration as it was understood, with every default written out",
    "beating.": "how probably each arm is above each other, with its error, over plausible worlds; and by how much",
    "worlds.json": "the same for programs",
    "effects.": "paired differences that each loosened constraint makes, the strongest constraint first",
    "diagnosis": "what holds the community back, in words to be read aloud (txt) and for programs (json)",
    "report.html": "the report, with its figures, to be opened in a browser",
    "quantities.": "every quantity of every target, of the model, the baselines and the model without each mechanism",
    "variants.": "baselines and mechanisms: how many targets each meets, and which it loses",
    "seeds.": "what was observed of the model, seed by seed",
    "figures/": "the pictures, as PNG and as SVG",
    "codebook.md": "what each outcome means, and its unit",
    "config.yaml": "the configuration as it was given",
    "scenario.yaml": "the configuration as it was understood, with every default written out",
}


def encode_table_files(name: str, table: pd.DataFrame) -> dict[str, bytes]:
    """One table as two files, ``name.csv`` and ``name.parquet``."""
    return {f"{name}.csv": encode_csv(table), f"{name}.parquet": encode_parquet(table)}


def encode_csv(table: pd.DataFrame) -> bytes:
    """A table as UTF-8 CSV with full precision; texts that a spreadsheet would run as formulas get an apostrophe."""
    safe = pd.DataFrame({escape_formula(name): _escape_formula_column(table[name]) for name in table})
    return safe.to_csv(index=False, lineterminator="\n").encode()


def _escape_formula_column(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column if pd.api.types.is_numeric_dtype(column.dtype) else column.map(escape_formula)


def escape_formula(cell: Any) -> Any:  # noqa: ANN401 - any cell
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> escape_formula("=1+1"), escape_formula("balanced"), escape_formula(-0.5)
    ("'=1+1", 'balanced', -0.5)
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r", " ")  # a bare carriage return would end the row for some readers
    return f"'{text}" if cell.lstrip("'").startswith(FORMULA_PREFIXES) else text


def unescape_formula(cell: str) -> str:
    """The text that ``escape_formula`` has made safe.

    >>> unescape_formula("'=1+1"), unescape_formula("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_PREFIXES) else cell


def encode_parquet(table: pd.DataFrame) -> bytes:
    """A table as Parquet with Zstandard compression; NaN becomes null."""
    buffer = io.BytesIO()
    table.to_parquet(buffer, engine="pyarrow", compression="zstd", index=False)
    return buffer.getvalue()


def outcome_codebook(outcomes: Mapping[str, tuple[str, str]]) -> str:
    """A Markdown table of outcomes: name, unit, definition, in the given order."""
    rows = [(f"`{name}`", unit, definition) for name, (unit, definition) in outcomes.items()]
    return f"# Codebook\n\n{markdown_table(['outcome', 'unit', 'definition'], rows)}\n"


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A Markdown table; the bars of cells are escaped.

    >>> print(markdown_table(["a", "b"], [["1", "2|3"]]))
    | a | b |
    |---|---|
    | 1 | 2\|3 |
    """
    lines = [f"| {' | '.join(map(in_a_cell, row))} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])


def build_readme(manifest: Mapping[str, Any], files: Iterable[str]) -> str:
    """What is in a results folder with these files, and how to make it again; ``manifest`` is its manifest."""
    found = {start: line for start, line in FILE_DESCRIPTIONS.items() if any(name.startswith(start) for name in files)}
    lines = [f"{_format_file_family(start):<16}{line}" for start, line in found.items()]
    head = f"{README_TITLE} {manifest['version']}, finished {manifest['finished']}."
    last = f"{'manifest.json':<16}versions, seeds, scenario ids, and a SHA-256 of every file"
    return "\n".join([head, *lines, last, f"To make them again: {manifest['command']}", ""])


def _format_file_family(start: str) -> str:
    """How the README names files that start so: a table is there both as CSV and as Parquet."""
    return f"{start}csv" if start.endswith(".") else start


def in_a_cell(text: str) -> str:
    """Text on one line, with the bar that would end a cell escaped."""
    return " ".join(text.split()).replace("|", "\\|")

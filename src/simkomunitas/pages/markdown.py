"""Small pieces of Markdown: tables, folded code, and docstrings as prose with equations and links to sources."""

import inspect
import re
from collections.abc import Iterable, Sequence

from simkomunitas.ground import sources
from simkomunitas.ground.sources import ASSUMED, Source

SOURCES: dict[str, Source] = {name: thing for name, thing in vars(sources).items() if isinstance(thing, Source)}
KEYS = {source: name for name, source in SOURCES.items()}
CITED = re.compile(r"\[([A-Z_]+_\d{4}(?:,\s+[A-Z_]+_\d{4})*)\]")
LINKED = re.compile(r"\]\(#([a-z_]+_\d{4})\)")


def cite(source: Source) -> str:
    """A source as a link to its place in the bibliography.

    >>> cite(sources.BANDURA_1997)
    '[Bandura (1997)](#bandura_1997)'
    """
    return "assumed" if source == ASSUMED else f"[{source}](#{KEYS[source].lower()})"


def cite_all(found: Iterable[Source]) -> str:
    """Several sources, or the word assumed."""
    return "; ".join(map(cite, found)) or "assumed"


def linked(text: str) -> str:
    """Text in which names of sources in brackets are links, and code has the marks of Markdown."""
    return CITED.sub(lambda found: f"({cite_all(SOURCES[key.strip()] for key in found[1].split(','))})", text).replace(
        "``", "`"
    )


def prose(docstring: str | None) -> str:
    """A docstring as Markdown: equations, links to sources, and examples as code.

    >>> print(prose(".. math:: a = b"))
    ```math
    a = b
    ```
    """
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(docstring or ""))
    return "\n\n".join(map(_block, blocks))


def _block(block: str) -> str:
    if block.startswith(".. math::"):
        return f"```math\n{' '.join(block.removeprefix('.. math::').split())}\n```"
    if block.startswith(">>>"):
        return folded("example", block, "pycon")
    return linked(block)


def in_a_cell(text: str) -> str:
    """Text that may stand in a cell of a table: one line, no bars."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table.

    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(_line(line) for line in lines).replace("| --- ", "|---").replace("--- |", "---|")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(in_a_cell, cells))} |"


def folded(summary: str, code: str, language: str = "python") -> str:
    """Code that unfolds at a click."""
    return f"<details><summary>{summary}</summary>\n\n```{language}\n{code.strip()}\n```\n\n</details>"


def joined(*parts: str) -> str:
    """Paragraphs, with the empty ones left out."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def number(value: float) -> str:
    """A number as it is written in a table.

    >>> number(1000000.0), number(0.137)
    ('1000000', '0.137')
    """
    return f"{value:.12g}"


def sections(text: str) -> dict[str, str]:
    """The parts of a page under each of its headings of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {title: body.strip() for title, body in zip(parts[::2], parts[1::2], strict=True)}

"""Small pieces of Markdown: tables, folded code, and docstrings as prose with equations and links to sources."""

import inspect
import re
from collections.abc import Iterable

from simkomunitas.base import references
from simkomunitas.base.references import ASSUMED, Source

__all__ = [
    "cite_source",
    "cite_sources",
    "cites_source",
    "docstring_to_markdown",
    "foldable_code_block",
    "format_table_number",
    "join_paragraphs",
    "link_sources",
]

SOURCES = {name: thing for name, thing in vars(references).items() if isinstance(thing, Source)}
SOURCE_KEYS = {source: name for name, source in SOURCES.items()}
CITATION_PATTERN = re.compile(r"\[([A-Z_]+_\d{4}(?:,\s+[A-Z_]+_\d{4})*)\]")


def cite_source(source: Source) -> str:
    """A source as a link to its place in the bibliography.

    >>> cite_source(references.BANDURA_1997)
    '[Bandura (1997)](#bandura_1997)'
    """
    return "assumed" if source == ASSUMED else f"[{source}](#{SOURCE_KEYS[source].lower()})"


def cite_sources(found: Iterable[Source]) -> str:
    """Several sources, or the word assumed."""
    return "; ".join(map(cite_source, found)) or "assumed"


def cites_source(thing: object) -> bool:
    """Whether the docstring of a thing names a source."""
    return CITATION_PATTERN.search(inspect.getdoc(thing) or "") is not None


def link_sources(text: str) -> str:
    """Text in which names of sources in brackets are links, and code has the marks of Markdown."""
    return CITATION_PATTERN.sub(
        lambda found: f"({cite_sources(SOURCES[key.strip()] for key in found[1].split(','))})", text
    ).replace("``", "`")


def docstring_to_markdown(docstring: str | None) -> str:
    """A docstring as Markdown: equations, links to sources, and examples as code.

    >>> print(docstring_to_markdown(".. math:: a = b"))
    ```math
    a = b
    ```
    """
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(docstring or ""))
    return "\n\n".join(map(_docstring_block, blocks))


def _docstring_block(block: str) -> str:
    if block.startswith(".. math::"):
        return f"```math\n{' '.join(block.removeprefix('.. math::').split())}\n```"
    if block.startswith(">>>"):
        return foldable_code_block("example", block, "pycon")
    return link_sources(block)


def foldable_code_block(summary: str, code: str, language: str = "python") -> str:
    """Code that unfolds at a click."""
    return f"<details><summary>{summary}</summary>\n\n```{language}\n{code.strip()}\n```\n\n</details>"


def join_paragraphs(*parts: str) -> str:
    """Paragraphs, with the empty ones left out."""
    return "\n\n".join(part.strip() for part in parts if part.strip())


def format_table_number(value: float) -> str:
    """A number as it is written in a table.

    >>> format_table_number(1000000.0), format_table_number(0.137)
    ('1000000', '0.137')
    """
    return f"{value:.12g}"

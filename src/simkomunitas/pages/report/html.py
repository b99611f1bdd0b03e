"""The pieces of an HTML page that needs nothing from outside: text, tables, figures, sections."""

import base64
import re
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import NamedTuple

from simkomunitas.pages.figures.saving import DOTS_PER_INCH

GENERATOR = "simkomunitas report"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"  # the browser itself keeps the page offline


class Section(NamedTuple):
    """A part of the page, with the name by which it is linked."""

    name: str
    title: str
    body: str


def text(words: str) -> str:
    """Words as they are, safe in HTML."""
    return escape(words, quote=True)


def paragraph(words: str, kind: str = "") -> str:
    """A paragraph of plain words; ``kind`` is a class of the style sheet."""
    return f"<p{_class(kind)}>{text(words)}</p>"


def paragraphs(words: str) -> str:
    r"""Plain words as paragraphs, split at empty lines and before lines that begin with a number or a dash.

    >>> paragraphs("Two:\n1. one\n2. two")
    '<p>Two:</p><p>1. one</p><p>2. two</p>'
    """
    parts = re.split(r"\n\s*\n|\n(?=\d+\.\s|-\s)", words)
    return "".join(paragraph(" ".join(part.split())) for part in parts if part.strip())


def listed(items: Iterable[str], kind: str = "") -> str:
    """A list of plain words."""
    return f"<ul{_class(kind)}>{''.join(f'<li>{text(item)}</li>' for item in items)}</ul>"


def code(words: str) -> str:
    """A command, or a piece of a file."""
    return f"<pre><code>{text(words)}</code></pre>"


def folded(title: str, body: str) -> str:
    """A part that is read only when somebody opens it; on paper it is open."""
    return f"<details><summary>{text(title)}</summary>{body}</details>"


class Cell(NamedTuple):
    """A cell that stands out: a number with a second line below it, and a class of the style sheet."""

    words: str
    below: str = ""
    kind: str = ""


def table(head: Sequence[str], rows: Iterable[Sequence[str | Cell]], caption: str = "", words: int = 1) -> str:
    """A table of plain cells; the first ``words`` columns hold words, the others numbers."""
    top = "".join(f"<th{_side(place, words)}>{text(cell)}</th>" for place, cell in enumerate(head))
    body = "".join(f"<tr>{_cells(row, words)}</tr>" for row in rows)
    said = f"<caption>{text(caption)}</caption>" if caption else ""
    return f'<div class="wide"><table>{said}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def figure(picture: bytes, about: str, caption: str = "") -> str:
    """A picture (PNG or SVG) inside the page; ``about`` is read out to those who cannot see it."""
    kind = "image/png" if picture.startswith(b"\x89PNG") else "image/svg+xml"
    data = base64.b64encode(picture).decode("ascii")
    said = f"<figcaption>{text(caption)}</figcaption>" if caption else ""
    return f'<figure><img src="data:{kind};base64,{data}" alt="{text(about)}"{_width(picture)}>{said}</figure>'


def _width(picture: bytes) -> str:
    """How wide a PNG is to be shown at most, so that letters are of one size in all figures."""
    if not picture.startswith(b"\x89PNG"):
        return ""
    inches = int.from_bytes(picture[16:20], "big") / DOTS_PER_INCH
    return f' style="max-width:{90 * inches:.0f}px"'


def page(title: str, lead: str, sections: Sequence[Section], foot: str) -> str:
    """The whole document; ``lead`` and ``foot`` are HTML."""
    style = (files("simkomunitas.pages.report") / "style.css").read_text(encoding="utf-8")
    links = "".join(f'<li><a href="#{part.name}">{text(part.title)}</a></li>' for part in sections)
    body = "".join(f'<section id="{part.name}"><h2>{text(part.title)}</h2>{part.body}</section>' for part in sections)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{text(title)}</title>\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{GENERATOR}">\n<meta name="color-scheme" content="light dark">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{text(title)}</h1>{lead}</header>\n<nav><ul>{links}</ul></nav>\n<main>{body}</main>\n"
        f"<footer>{foot}</footer>\n</body>\n</html>\n"
    )


def _cells(row: Sequence[str | Cell], words: int) -> str:
    return "".join(_cell(cell, place, words) for place, cell in enumerate(row))


def _cell(cell: str | Cell, place: int, words: int) -> str:
    if not isinstance(cell, Cell):
        return f"<td{_side(place, words)}>{text(cell)}</td>"
    below = f"<small>{text(cell.below)}</small>" if cell.below else ""
    return f'<td class="n {cell.kind}">{text(cell.words)}{below}</td>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def _side(place: int, words: int) -> str:
    return "" if place < words else ' class="n"'

"""The pieces of an HTML page that needs nothing from outside, as its templates take them."""

import base64
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from simkomunitas.reports.figures.figure_files import DOTS_PER_INCH
from simkomunitas.reports.render import render_template

GENERATOR = "simkomunitas report"


class PageSection(NamedTuple):
    """A part of the page, with the name by which it is linked."""

    name: str
    title: str
    body: str


class ReportCell(NamedTuple):
    """A cell that stands out: a number with a second line below it, and a class of the style sheet."""

    words: str
    below: str = ""
    kind: str = ""


class ReportTable(NamedTuple):
    """A table; the first ``words`` columns hold words, the others numbers."""

    head: Sequence[str]
    rows: Iterable[Sequence[str | ReportCell]]
    words: int = 1
    title: str = ""


class EmbeddedPicture(NamedTuple):
    """A picture inside the page; ``about`` is read out to those who cannot see it."""

    address: str
    about: str
    caption: str
    width: int | None  # pixels at most, so that letters are of one size in all figures; None: as wide as the page


def embed_picture(picture: bytes, about: str, caption: str = "") -> EmbeddedPicture:
    """A PNG or SVG as part of the page."""
    is_png = picture.startswith(b"\x89PNG")
    kind = "image/png" if is_png else "image/svg+xml"
    width = round(90 * int.from_bytes(picture[16:20], "big") / DOTS_PER_INCH) if is_png else None
    return EmbeddedPicture(f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}", about, caption, width)


def split_paragraphs(words: str) -> list[str]:
    r"""Plain words as paragraphs, split at empty lines and before lines that begin with a number or a dash.

    >>> split_paragraphs("Two:\n1. one\n2. two")
    ['Two:', '1. one', '2. two']
    """
    parts = re.split(r"\n\s*\n|\n(?=\d+\.\s|-\s)", words)
    return [" ".join(part.split()) for part in parts if part.strip()]


def render_section(name: str, title: str, template: str = "", **values: object) -> PageSection:
    """A section from its template, which is called like it if nothing else is said."""
    return PageSection(name, title, render_template(f"report/{template or name}.html", **values))

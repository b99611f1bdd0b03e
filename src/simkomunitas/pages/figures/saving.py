"""Figures as files: PNG and SVG that carry their settings and are the same to the last byte when made again."""

import io
import warnings
from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from simkomunitas.pages.figures.style import drawing
from simkomunitas.study.estimates import json_text

DOTS_PER_INCH = 200
MAKER = "simkomunitas"


def figure_files(figures: Mapping[str, Figure], settings: Mapping[str, Any]) -> dict[str, bytes]:
    """Every figure as ``figures/<name>.png`` and ``.svg``, with ``settings`` as JSON in the metadata of both."""
    files = {}
    for name, figure in figures.items():
        described = json_text({"figure": name} | dict(settings)).strip()
        files[f"figures/{name}.png"] = png_bytes(figure, name, described)
        files[f"figures/{name}.svg"] = svg_bytes(figure, name, described)
    return files


def png_bytes(figure: Figure, title: str, description: str = "") -> bytes:
    """The figure as PNG, 200 dots per inch, with title and description as text chunks."""
    return _bytes(figure, "png", {"Title": title, "Description": description, "Software": MAKER})


def svg_bytes(figure: Figure, title: str, description: str = "") -> bytes:
    """The figure as SVG without a date, so that equal inputs give equal files."""
    return _bytes(figure, "svg", {"Title": title, "Description": description, "Creator": MAKER, "Date": None})


def _bytes(figure: Figure, form: str, metadata: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    with drawing(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # names in scripts our font does not have
        figure.savefig(buffer, format=form, dpi=DOTS_PER_INCH, metadata=metadata)
    return buffer.getvalue()

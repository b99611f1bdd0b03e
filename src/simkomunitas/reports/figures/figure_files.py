"""Figures as files: PNG and SVG that carry their settings and are the same to the last byte when made again."""

import io
import warnings
from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from simkomunitas.base.estimation import to_json_text
from simkomunitas.reports.figures.figure_sheet import use_figure_style

DOTS_PER_INCH = 200
SOFTWARE_NAME = "simkomunitas"


def build_figure_files(figures: Mapping[str, Figure], settings: Mapping[str, Any]) -> dict[str, bytes]:
    """Every figure as ``figures/<name>.png`` and ``.svg``, with ``settings`` as JSON in the metadata of both."""
    files = {}
    for name, figure in figures.items():
        described = to_json_text({"figure": name} | dict(settings)).strip()
        files[f"figures/{name}.png"] = figure_to_png(figure, name, described)
        files[f"figures/{name}.svg"] = figure_to_svg(figure, name, described)
    return files


def figure_to_png(figure: Figure, title: str, description: str = "") -> bytes:
    """The figure as PNG, 200 dots per inch, with title and description as text chunks."""
    return _render_figure(figure, "png", {"Title": title, "Description": description, "Software": SOFTWARE_NAME})


def figure_to_svg(figure: Figure, title: str, description: str = "") -> bytes:
    """The figure as SVG without a date, so that equal inputs give equal files."""
    return _render_figure(
        figure, "svg", {"Title": title, "Description": description, "Creator": SOFTWARE_NAME, "Date": None}
    )


def _render_figure(figure: Figure, form: str, metadata: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    with use_figure_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # names in scripts our font does not have
        figure.savefig(buffer, format=form, dpi=DOTS_PER_INCH, metadata=metadata)
    return buffer.getvalue()

"""The sheet every figure is drawn on: its settings, its title and note, its panels and their headings.

Nothing here changes matplotlib's global settings for longer than a drawing takes, and no figure
needs a screen: figures are plain objects, drawn by the Agg and SVG backends.
"""

import contextlib
import textwrap
from collections.abc import Iterator
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.reports.figures.figure_style import GRID_COLOUR, MUTED_COLOUR, TEXT_COLOUR

RC_PARAMETERS: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so figures look alike everywhere
    "font.size": 8.5,
    "text.color": TEXT_COLOUR,
    "text.parse_math": False,  # a dollar in the name of an arm is a dollar
    "axes.edgecolor": "#b9bdc4",
    "axes.labelcolor": MUTED_COLOUR,
    "axes.labelsize": 8.5,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "grid.color": GRID_COLOUR,
    "grid.linewidth": 0.8,
    "xtick.color": "#b9bdc4",
    "xtick.labelcolor": MUTED_COLOUR,
    "xtick.major.size": 3,
    "ytick.labelcolor": MUTED_COLOUR,
    "ytick.major.size": 0,
    "lines.solid_capstyle": "round",
    "svg.fonttype": "path",
    "svg.hashsalt": "simkomunitas",
    "path.simplify": False,
}


@contextlib.contextmanager
def use_figure_style() -> Iterator[None]:
    """Our settings while a figure is made or saved; afterwards matplotlib's are as they were."""
    with mpl.rc_context(RC_PARAMETERS):
        yield


class FigureSheet(NamedTuple):
    """A figure with its title written; ``header`` is the height in inches that the title takes."""

    figure: Figure
    header_height: float

    def add_panels(
        self, rows: int, columns: int, margins: tuple[float, float, float, float], gap: tuple[float, float] = (0.3, 0.5)
    ) -> list[Axes]:
        """Rows times columns of equal panels, row by row; margins (left, above, right, below) and gaps in inches."""
        left, above, right, bottom = margins
        width, height = self.figure.get_size_inches()
        wide = (width - left - right - gap[0] * (columns - 1)) / columns
        high = (height - self.header_height - above - bottom - gap[1] * (rows - 1)) / rows
        corners = [
            (left + column * (wide + gap[0]), bottom + (rows - 1 - row) * (high + gap[1]))
            for row in range(rows)
            for column in range(columns)
        ]
        return [
            self.figure.add_axes((x / width, y / height, wide / width, high / height), label=f"{number}")
            for number, (x, y) in enumerate(corners)
        ]


def new_figure_sheet(width: float, height: float, title: str, note: str) -> FigureSheet:
    """An empty figure (inches) with a title that says what is seen, and a note on seeds and intervals below it."""
    figure = Figure(figsize=(width, height))
    lines = _wrap_evenly(_capitalize_first(title), int((width - 0.5) * 9.0))
    top = 0.22
    left, text = 0.25 / width, "\n".join(lines)
    figure.text(left, 1 - top / height, text, size=13, weight="bold", va="top", linespacing=1.25, gid="title")
    below = top + 0.245 * len(lines) + 0.03
    note = _capitalize_first(note)
    figure.text(left, 1 - below / height, note, size=8.5, color=MUTED_COLOUR, va="top", gid="note")
    return FigureSheet(figure, below + 0.16)


def _wrap_evenly(text: str, longest: int) -> list[str]:
    """Lines of about equal length, none longer than ``longest`` characters."""
    lines = textwrap.wrap(text, longest)
    narrower = (textwrap.wrap(text, width) for width in range(len(text) // max(len(lines), 1), longest))
    return next((found for found in narrower if len(found) == len(lines)), lines)


def _capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def draw_panel_heading(axes: Axes, name: str, about: str = "") -> None:
    """The name of a panel in bold over its left edge, and below it what its numbers are."""
    lift = 15 if about else 5
    place: dict[str, Any] = {"xy": (0, 1), "xycoords": "axes fraction", "textcoords": "offset points", "va": "bottom"}
    axes.annotate(_capitalize_first(name), xytext=(0, lift), size=9.5, weight="bold", annotation_clip=False, **place)
    if about:
        axes.annotate(about, xytext=(0, 4), size=7.5, color=MUTED_COLOUR, annotation_clip=False, **place)

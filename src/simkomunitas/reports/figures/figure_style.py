"""How every figure looks: one sheet, one palette, one way to write on it.

Nothing here changes matplotlib's global settings for longer than a drawing takes, and no figure
needs a screen: figures are plain objects, drawn by the Agg and SVG backends.
"""

import contextlib
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

TEXT_COLOUR = "#20262e"
MUTED_COLOUR = "#6b7280"
GRID_COLOUR = "#e7e8ea"
SHADING_COLOUR = "#f5f2ea"

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


class ArmStyle(NamedTuple):
    """The colour and the mark of an arm, the same in every figure."""

    colour: str
    marker: str

    @property
    def text_colour(self) -> str:
        """The colour for words: darker, so that pale colours can still be read on white."""
        red, green, blue = to_rgb(self.colour)
        return to_hex((0.8 * red, 0.8 * green, 0.8 * blue))


# Okabe and Ito's palette with a darker purple, which no eye takes for grey; the two references have no colour.
ARM_STYLES = {
    "none": ArmStyle("#9aa0a8", "o"),
    "balanced": ArmStyle("#20262e", "D"),
    "community_education": ArmStyle("#0072b2", "o"),
    "economic_empowerment": ArmStyle("#e69f00", "s"),
    "network_alliance": ArmStyle("#009e73", "^"),
    "local_resources": ArmStyle("#a8558a", "v"),
    "policy_advocacy": ArmStyle("#d55e00", "P"),
}
SPARE_STYLES = (
    *(ArmStyle(colour, "X") for colour in ("#0072b2", "#d55e00", "#009e73", "#a8558a", "#e69f00")),
    *(ArmStyle(colour, "p") for colour in ("#56b4e9", "#7a4fa3", "#8a6d1d")),
)


def assign_arm_styles(arms: Iterable[str]) -> dict[str, ArmStyle]:
    """A look for every arm: the shipped arms always have the same one, a user's own arms take colours left over."""
    names = list(dict.fromkeys(arms))
    taken = {ARM_STYLES[name].colour for name in names if name in ARM_STYLES}
    spare = sorted(SPARE_STYLES, key=lambda look: look.colour in taken)
    own = [name for name in names if name not in ARM_STYLES]
    return {name: ARM_STYLES[name] if name in ARM_STYLES else spare[own.index(name) % len(spare)] for name in names}


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
    figure.text(
        0.25 / width,
        1 - top / height,
        "\n".join(lines),
        size=13,
        weight="bold",
        va="top",
        linespacing=1.25,
        gid="title",
    )
    below = top + 0.245 * len(lines) + 0.03
    figure.text(
        0.25 / width, 1 - below / height, _capitalize_first(note), size=8.5, color=MUTED_COLOUR, va="top", gid="note"
    )
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

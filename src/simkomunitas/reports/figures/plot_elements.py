"""Marks that several figures share: intervals, lines with bands, labels that keep out of each other's way."""

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from simkomunitas.reports.figures.estimate_lookup import Estimate, Values
from simkomunitas.reports.figures.figure_style import MUTED_COLOUR, SHADING_COLOUR, ArmStyle
from simkomunitas.reports.translated_words import Language, format_number, is_share_unit, translate_text


def separate_positions(wanted: Sequence[float], gap: float) -> list[float]:
    """Places as near as possible (least squares) to those wanted, in the same order, at least ``gap`` apart.

    >>> separate_positions([1.0, 1.0, 5.0], 1.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    blocks: list[list[float]] = []
    for rank, place in enumerate(order):
        blocks.append([wanted[place] - rank * gap])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    level = [float(np.mean(block)) for block in blocks for _ in block]
    placed = dict(zip(order, (level[rank] + rank * gap for rank in range(len(order))), strict=True))
    return [placed[place] for place in range(len(wanted))]


def draw_end_labels(axes: Axes, ends: Sequence[tuple[float, str, str]], wrap: int = 31) -> None:
    """Names right of the panel at the height where each line ends (height, text, colour), none over another."""
    height = axes.get_window_extent().height / axes.get_figure(root=True).dpi * 72  # type: ignore[union-attr]
    low, high = axes.get_ylim()
    texts = [textwrap.fill(text, wrap) for _, text, _ in ends]
    tallest = max((text.count("\n") + 1 for text in texts), default=1)
    point = (high - low) / height
    places = separate_positions([end for end, _, _ in ends], (2 + 10.0 * tallest) * point)
    for (end, _, colour), text, place in zip(ends, texts, places, strict=True):
        _draw_end_label(axes, text, colour, (place - end) / point, end)


def _draw_end_label(axes: Axes, text: str, colour: str, shift: float, end: float) -> None:
    """One label, joined to its line by a hair when it had to move."""
    hair = {"arrowstyle": "-", "color": colour, "lw": 0.7, "alpha": 0.6, "shrinkA": 1, "shrinkB": 1}
    axes.annotate(
        text, (1, end), xycoords=("axes fraction", "data"), xytext=(20, shift), textcoords="offset points",
        va="center", color=colour, size=8.5, linespacing=1.1, annotation_clip=False, gid="end label",
        arrowprops=hair | {"relpos": (0, 0.5)},
    )  # fmt: skip


def draw_line_with_band(
    axes: Axes, x: Values, curve: tuple[Values, Values, Values], style: ArmStyle, front: bool = True
) -> None:
    """A weekly curve (mean, low, high) with its interval as a pale band."""
    mean, low, high = curve
    order = 3 if front else 2
    axes.fill_between(x, low, high, color=style.colour, alpha=0.16, lw=0, zorder=order - 1)
    axes.plot(x, mean, color=style.colour, lw=1.5, zorder=order)


def draw_interval(axes: Axes, at: tuple[float, float, float, float], style: ArmStyle, **options: Any) -> None:  # noqa: ANN401
    """A dot at (x, y) with a horizontal 95 % interval from low to high: ``at`` = (y, x, low, high)."""
    y, x, low, high = at
    pale, filled = options.get("pale", False), options.get("filled", True)
    alpha = 0.35 if pale else 1.0
    axes.plot([low, high], [y, y], color=style.colour, lw=1.6 if filled else 1.1, alpha=alpha, zorder=3, clip_on=False)
    face = style.colour if filled else "white"
    axes.plot(
        [x], [y], style.marker, ms=5.5 if filled else 4.5, mfc=face, mec=style.colour, mew=1.0, zorder=4,
        alpha=alpha if filled else 1.0, clip_on=False,
    )  # fmt: skip


def draw_difference(axes: Axes, found: Estimate, unit: str, row: float, style: ArmStyle, *, filled: bool) -> None:
    """A difference with its interval, pale where it is not clear of zero."""
    x, low, high = (float(value) for value in to_display_units(np.array(found), unit))
    clear = found.low > 0 or found.high < 0
    draw_interval(axes, (row, x, low, high), style, pale=not clear, filled=filled)


def draw_row_names(axes: Axes, names: Sequence[str], styles: Sequence[ArmStyle]) -> None:
    """The names of the rows left of a panel, from the lowest, each in its colour."""
    for row, (name, style) in enumerate(zip(names, styles, strict=True)):
        axes.annotate(
            textwrap.fill(name, 20), (0, row), xycoords=("axes fraction", "data"), xytext=(-10, 0),
            textcoords="offset points", ha="right", va="center", color=style.text_colour, size=9, linespacing=1.1,
            annotation_clip=False,
        )  # fmt: skip


def draw_zero_line(axes: Axes) -> None:
    """The line of no difference."""
    axes.axvline(0, color=MUTED_COLOUR, lw=0.9, zorder=1)


def draw_gridlines(axes: Axes, which: str = "y") -> None:
    """Faint lines that let the eye read a value off the axis."""
    if which == "y":
        axes.yaxis.grid(True)
    else:
        axes.xaxis.grid(True)


def shade_programme_years(axes: Axes, exit_year: float, language: Language, labelled: bool = True) -> None:
    """The years with facilitators shaded, their exit marked."""
    axes.axvspan(0, exit_year, color=SHADING_COLOUR, lw=0, zorder=0)
    axes.axvline(exit_year, color=MUTED_COLOUR, lw=0.9, ls=(0, (3, 2)), zorder=1)
    if labelled:
        place: dict[str, Any] = {"textcoords": "offset points", "size": 7.5, "color": MUTED_COLOUR, "va": "bottom"}
        top = axes.get_xaxis_transform()
        axes.annotate(translate_text("mark:programme", language), (0, 1), xycoords=top, xytext=(3, 3), **place)
        axes.annotate(translate_text("mark:exit", language), (exit_year, 1), xycoords=top, xytext=(3, 3), **place)


def to_display_units(values: Values, unit: str) -> Values:
    """Values as they are drawn: shares as percent."""
    return 100 * values if is_share_unit(unit) else values


def clip_interval(low: Values, high: Values, unit: str) -> tuple[Values, Values]:
    """The ends of intervals as they are drawn: no farther than what is measured can go.

    low, high: as ``scaled`` gives them.  Of few runs an interval may reach below nothing or above all.

    >>> [end.tolist() for end in clip_interval(np.array([-4.0, 20.0]), np.array([30.0, 110.0]), "share of adults")]
    [[0.0, 20.0], [30.0, 100.0]]
    """
    most = 100.0 if is_share_unit(unit) else np.inf
    return np.clip(low, 0.0, most), np.clip(high, 0.0, most)


def format_tick_labels(axis: Axis, language: Language, most: int, suffix: str = "") -> None:
    """At most ``most`` round tick labels, written as the language writes numbers."""
    axis.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))
    axis.set_major_formatter(FuncFormatter(_tick_formatter(axis, language, suffix)))


def _tick_formatter(axis: Axis, language: Language, suffix: str) -> Callable[[float, int], str]:
    """Tick labels with as many digits as their distances need."""

    def format_tick(value: float, _: int) -> str:
        places = axis.get_ticklocs()
        step = abs(places[1] - places[0]) if len(places) > 1 else 1.0
        digits = next((digits for digits in range(6) if abs(round(step, digits) - step) < 1e-9 * step), 6)
        return format_number(value, language, digits) + suffix

    return format_tick


def hide_axes(axes: Axes) -> None:
    """No axes at all, for a panel that only holds words."""
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")

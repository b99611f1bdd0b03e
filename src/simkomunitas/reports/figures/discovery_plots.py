"""Where something fails: the boxes that hold the failures, how they were found, and which factors tell anything."""

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from simkomunitas.analysis.boxes import Box, BoxQuality, Limit, NumericRange, category_values, is_numeric_factor
from simkomunitas.analysis.prim_algorithm import PeelingStep
from simkomunitas.base.typed_columns import Flags
from simkomunitas.reports.display_names import format_column_name, format_factor_name, format_factor_value, format_share
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import GRID_COLOUR, MUTED_COLOUR, TEXT_COLOUR
from simkomunitas.reports.figures.plot_elements import draw_gridlines, format_tick_labels

FAILS, HOLDS, BOX = "#d55e00", "#9aa0a8", "#0072b2"
BOX_NOTE = "blue: inside the box; grey: all that was tried"
SCORE_COLORMAP = LinearSegmentedColormap.from_list("heat", ["#ffffff", "#cfe3f1", "#56a3d0", "#0b4f80"])


def _figure_note(who: str, note: str) -> str:
    """What a figure says under its title: whose it is, and how to read it."""
    return f"{who}; {note}" if who else note


def plot_peeling_trajectory(steps: Sequence[PeelingStep], chosen: PeelingStep, about: BoxQuality, who: str) -> Figure:
    """Coverage against density along the way from all cases to the densest box; the ring is the box that was chosen.

    about: what that box came to without the restrictions that chance explains; who: the arm, in words.
    """
    with use_figure_style():
        coverage, density = format_share(about.coverage), format_share(about.density)
        title = f"A box with {coverage} of the failures fails in {density} of its cases"
        note = "dots: one peel further each; ring: taken; diamond: what stayed of it"
        page = new_figure_sheet(6.5, 5.2, title, _figure_note(who, note))
        (axes,) = page.add_panels(1, 1, (0.75, 0.2, 0.35, 0.65))
        draw_gridlines(axes)
        draw_gridlines(axes, "x")
        x, y = ([getattr(step.quality, name) for step in steps] for name in ("coverage", "density"))
        count = np.array([len(step.box) for step in steps], dtype=float)
        axes.plot(x, y, color=GRID_COLOUR, lw=1, zorder=1)
        axes.scatter(
            x,
            y,
            c=count,
            cmap=SCORE_COLORMAP,
            vmin=-1,
            vmax=max(3.0, count.max()),
            s=34,
            edgecolors=MUTED_COLOUR,
            lw=0.5,
            zorder=3,
        )
        axes.plot(chosen.quality.coverage, chosen.quality.density, "o", ms=12, mfc="none", mec=FAILS, mew=1.6, zorder=4)
        axes.plot(about.coverage, about.density, "D", ms=6, mfc=FAILS, mec="white", mew=0.6, zorder=5)
        axes.set(xlim=(-0.03, 1.03), ylim=(0, 1.03), xlabel="coverage: share of all failures that are in the box",
                 ylabel="density: share of the box that fails")  # fmt: skip
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    return page.figure


def plot_box_limits(factors: pd.DataFrame, box: Box, chance: dict[str, float], who: str) -> Figure:
    """The restrictions of a box on the scale of each factor, with how easily chance would explain each."""
    with use_figure_style():
        names = " and ".join(format_factor_name(name) for name in list(box)[:3])
        page = new_figure_sheet(
            8.5, 1.5 + 0.62 * len(box), f"Failing is a matter of {names}", _figure_note(who, BOX_NOTE)
        )
        (axes,) = page.add_panels(1, 1, (2.5, 0.1, 1.5, 0.35))
        for place, (name, limit) in enumerate(box.items()):
            _draw_limit(axes, len(box) - 1 - place, factors[name], limit)
            axes.text(1.03, len(box) - 1 - place, f"qp {chance[name]:.2g}", color=MUTED_COLOUR, size=8, va="center")
        axes.set_yticks(range(len(box))[::-1], [textwrap.fill(format_factor_name(name), 30) for name in box])
        axes.tick_params(axis="y", pad=6, labelsize=9)
        axes.set(xlim=(0, 1), ylim=(-0.6, len(box) - 0.4), xticks=[])
        axes.spines["bottom"].set_visible(False)
    return page.figure


def _draw_limit(axes: Axes, row: int, column: pd.Series, limit: Limit) -> None:
    """One restriction: the part of a range, or the words, that the box keeps."""
    if isinstance(limit, NumericRange):
        low, high = float(column.min()), float(column.max())
        start, end = ((value - low) / (high - low) for value in limit)
        axes.plot([0, 1], [row, row], color=GRID_COLOUR, lw=7, solid_capstyle="butt", zorder=1)
        axes.plot([start, end], [row, row], color=BOX, lw=7, solid_capstyle="butt", zorder=2)
        for at, value in ((start, limit.low), (end, limit.high)):
            if 0.001 < at < 0.999:
                axes.text(
                    at, row + 0.22, format_factor_value(value), ha="center", va="bottom", size=8, color=TEXT_COLOUR
                )
        axes.text(0, row - 0.2, format_factor_value(low), va="top", size=7, color=MUTED_COLOUR)
        axes.text(1, row - 0.2, format_factor_value(high), ha="right", va="top", size=7, color=MUTED_COLOUR)
        return
    everything = category_values(column)
    for place, word in enumerate(everything):
        colour, weight = (BOX, "bold") if word in limit.categories else (HOLDS, "normal")
        shown = textwrap.shorten(format_factor_value(word), 22, placeholder="…")
        axes.text((place + 0.5) / len(everything), row, shown, ha="center", va="center", size=8, color=colour,
                  weight=weight)  # fmt: skip


def plot_cases(factors: pd.DataFrame, is_positive: Flags, box: Box, who: str) -> Figure:
    """Every case on the two factors the box restricts most, failures in orange; the box drawn in."""
    across, up = ([*box, *(name for name in map(str, factors.columns) if name not in box)])[:2]
    with use_figure_style():
        title = f"{int(is_positive.sum())} of {len(is_positive)} cases fail"
        page = new_figure_sheet(
            7, 5.6, title, _figure_note(who, "orange: fails; grey: does not; frame: the box on these two factors")
        )
        (axes,) = page.add_panels(1, 1, (1.5, 0.2, 0.35, 0.7))
        x, y = (_axis_positions(factors[name]) for name in (across, up))
        for flags, colour, order in ((~is_positive, HOLDS, 2), (is_positive, FAILS, 3)):
            axes.scatter(x[flags], y[flags], s=16, color=colour, alpha=0.75, lw=0, zorder=order)
        _set_category_ticks(axes, factors[across], "x")
        _set_category_ticks(axes, factors[up], "y")
        axes.set(xlabel=format_factor_name(across), ylabel=format_factor_name(up))
        if across in box and up in box and isinstance(box[across], NumericRange) and isinstance(box[up], NumericRange):
            _draw_box_frame(axes, box[across], box[up])
    return page.figure


def _axis_positions(column: pd.Series) -> np.ndarray:
    """Numbers as they are; words side by side, spread a little so that equal cases can be seen."""
    if is_numeric_factor(column):
        return np.asarray(column.to_numpy(dtype=float))
    places = {word: place for place, word in enumerate(category_values(column))}
    spread = 0.5 * ((np.arange(len(column)) * 0.618034) % 1 - 0.5)
    return np.asarray(np.array([places[str(word)] for word in column]) + spread)


def _set_category_ticks(axes: Axes, column: pd.Series, which: str) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    if is_numeric_factor(column):
        format_tick_labels(axis, "en", 6)
    else:
        words = category_values(column)
        axis.set_ticks(range(len(words)), [textwrap.fill(format_factor_value(word), 16) for word in words])


def _draw_box_frame(axes: Axes, across: Limit, up: Limit) -> None:
    x, y = (np.array(limit, dtype=float) for limit in (across, up))
    axes.plot(x[[0, 1, 1, 0, 0]], y[[0, 0, 1, 1, 0]], color=BOX, lw=1.6, zorder=4)


def plot_feature_scores(scores: pd.DataFrame, who: str) -> Figure:
    """Feature scores: factors by outcomes; bold where a factor tells anything beyond chance."""
    columns = list(dict.fromkeys(scores["outcome"]))
    sizes = scores.groupby("factor", sort=False)["score"].max().sort_values(ascending=False)
    order = [str(name) for name in sizes.index]
    with use_figure_style():
        told = scores[scores["tells"]]["factor"].tolist()
        first = next((name for name in order if name in told), None)
        title = (
            f"{format_factor_name(first)} tells most about the outcomes" if first else "No factor tells beyond chance"
        )
        note = "share of what trees tell; bold: beyond chance, 5 % in all; below: variance explained"
        page = new_figure_sheet(
            max(7.0, 3.2 + 1.25 * len(columns)), 2.2 + 0.3 * len(order), title, _figure_note(who, note)
        )
        (axes,) = page.add_panels(1, 1, (2.6, 0.75, 0.3, 0.4))
        cells = scores.set_index(["factor", "outcome"])
        grid = np.array([[cells.loc[(name, column), "score"] for column in columns] for name in order], dtype=float)
        axes.imshow(grid, cmap=SCORE_COLORMAP, vmin=0, vmax=max(0.3, float(grid.max())), aspect="auto")
        for (row, column), value in np.ndenumerate(grid):
            tells = bool(cells.loc[(order[row], columns[column]), "tells"])
            colour = "white" if value > 0.6 * max(0.3, grid.max()) else TEXT_COLOUR if tells else MUTED_COLOUR
            axes.text(column, row, f"{value:.2f}", ha="center", va="center", size=8, color=colour,
                      weight="bold" if tells else "normal")  # fmt: skip
        _set_score_ticks(axes, order, columns, cells)
    return page.figure


def _set_score_ticks(axes: Axes, order: list[str], columns: list[str], cells: pd.DataFrame) -> None:
    axes.set_yticks(
        range(len(order)), [textwrap.shorten(format_factor_name(name), 36, placeholder="…") for name in order]
    )
    axes.xaxis.tick_top()
    axes.set_xticks(
        range(len(columns)),
        [textwrap.fill(format_column_name(column), 15) if "@" in column else column for column in columns],
    )
    axes.tick_params(length=0, labelsize=8)
    for place, column in enumerate(columns):
        explained = float(cells["explained"][order[0], column])
        axes.text(place, len(order) - 0.3, format_share(explained), ha="center", va="top", size=7.5, color=MUTED_COLOUR)
    axes.spines["bottom"].set_visible(False)
    draw_panel_heading(axes, "")

"""Where something fails: the boxes that hold the failures, how they were found, and which factors tell anything."""

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from simkomunitas.analysis.boxes import Box, Limit, Quality, Span, is_number, words_of
from simkomunitas.analysis.prim import Step
from simkomunitas.ground.columns import Flags
from simkomunitas.pages.figures.marks import readable, ruled
from simkomunitas.pages.figures.style import FAINT, INK, SOFT, drawing, heading, sheet
from simkomunitas.pages.naming import column_name, factor_name, share_name, value_name

FAILS, HOLDS, BOX = "#d55e00", "#9aa0a8", "#0072b2"
BOX_NOTE = "blue: inside the box; grey: all that was tried"
HEAT = LinearSegmentedColormap.from_list("heat", ["#ffffff", "#cfe3f1", "#56a3d0", "#0b4f80"])


def _note(who: str, note: str) -> str:
    """What a figure says under its title: whose it is, and how to read it."""
    return f"{who}; {note}" if who else note


def trade_off(steps: Sequence[Step], chosen: Step, about: Quality, who: str) -> Figure:
    """Coverage against density along the way from all cases to the densest box; the ring is the box that was chosen.

    about: what that box came to without the restrictions that chance explains; who: the arm, in words.
    """
    with drawing():
        coverage, density = share_name(about.coverage), share_name(about.density)
        title = f"A box with {coverage} of the failures fails in {density} of its cases"
        note = "dots: one peel further each; ring: taken; diamond: what stayed of it"
        page = sheet(6.5, 5.2, title, _note(who, note))
        (axes,) = page.panels(1, 1, (0.75, 0.2, 0.35, 0.65))
        ruled(axes)
        ruled(axes, "x")
        x, y = ([getattr(step.quality, name) for step in steps] for name in ("coverage", "density"))
        count = np.array([len(step.box) for step in steps], dtype=float)
        axes.plot(x, y, color=FAINT, lw=1, zorder=1)
        axes.scatter(
            x, y, c=count, cmap=HEAT, vmin=-1, vmax=max(3.0, count.max()), s=34, edgecolors=SOFT, lw=0.5, zorder=3
        )
        axes.plot(chosen.quality.coverage, chosen.quality.density, "o", ms=12, mfc="none", mec=FAILS, mew=1.6, zorder=4)
        axes.plot(about.coverage, about.density, "D", ms=6, mfc=FAILS, mec="white", mew=0.6, zorder=5)
        axes.set(xlim=(-0.03, 1.03), ylim=(0, 1.03), xlabel="coverage: share of all failures that are in the box",
                 ylabel="density: share of the box that fails")  # fmt: skip
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    return page.figure


def box_limits(factors: pd.DataFrame, box: Box, chance: dict[str, float], who: str) -> Figure:
    """The restrictions of a box on the scale of each factor, with how easily chance would explain each."""
    with drawing():
        names = " and ".join(factor_name(name) for name in list(box)[:3])
        page = sheet(
            8.5,
            1.5 + 0.62 * len(box),
            f"Failing is a matter of {names}",
            _note(who, BOX_NOTE),
        )
        (axes,) = page.panels(1, 1, (2.5, 0.1, 1.5, 0.35))
        for place, (name, limit) in enumerate(box.items()):
            _limit(axes, len(box) - 1 - place, factors[name], limit)
            axes.text(1.03, len(box) - 1 - place, f"qp {chance[name]:.2g}", color=SOFT, size=8, va="center")
        axes.set_yticks(range(len(box))[::-1], [textwrap.fill(factor_name(name), 30) for name in box])
        axes.tick_params(axis="y", pad=6, labelsize=9)
        axes.set(xlim=(0, 1), ylim=(-0.6, len(box) - 0.4), xticks=[])
        axes.spines["bottom"].set_visible(False)
    return page.figure


def _limit(axes: Axes, row: int, column: pd.Series, limit: Limit) -> None:
    """One restriction: the part of a range, or the words, that the box keeps."""
    if isinstance(limit, Span):
        low, high = float(column.min()), float(column.max())
        start, end = ((value - low) / (high - low) for value in limit)
        axes.plot([0, 1], [row, row], color=FAINT, lw=7, solid_capstyle="butt", zorder=1)
        axes.plot([start, end], [row, row], color=BOX, lw=7, solid_capstyle="butt", zorder=2)
        for at, value in ((start, limit.low), (end, limit.high)):
            if 0.001 < at < 0.999:
                axes.text(at, row + 0.22, value_name(value), ha="center", va="bottom", size=8, color=INK)
        axes.text(0, row - 0.2, value_name(low), va="top", size=7, color=SOFT)
        axes.text(1, row - 0.2, value_name(high), ha="right", va="top", size=7, color=SOFT)
        return
    everything = words_of(column)
    for place, word in enumerate(everything):
        colour, weight = (BOX, "bold") if word in limit.words else (HOLDS, "normal")
        shown = textwrap.shorten(value_name(word), 22, placeholder="…")
        axes.text((place + 0.5) / len(everything), row, shown, ha="center", va="center", size=8, color=colour,
                  weight=weight)  # fmt: skip


def cases(factors: pd.DataFrame, interest: Flags, box: Box, who: str) -> Figure:
    """Every case on the two factors the box restricts most, failures in orange; the box drawn in."""
    across, up = ([*box, *(name for name in map(str, factors.columns) if name not in box)])[:2]
    with drawing():
        title = f"{int(interest.sum())} of {len(interest)} cases fail"
        page = sheet(7, 5.6, title, _note(who, "orange: fails; grey: does not; frame: the box on these two factors"))
        (axes,) = page.panels(1, 1, (1.5, 0.2, 0.35, 0.7))
        x, y = (_positions(factors[name]) for name in (across, up))
        for flags, colour, order in ((~interest, HOLDS, 2), (interest, FAILS, 3)):
            axes.scatter(x[flags], y[flags], s=16, color=colour, alpha=0.75, lw=0, zorder=order)
        _ticks(axes, factors[across], "x")
        _ticks(axes, factors[up], "y")
        axes.set(xlabel=factor_name(across), ylabel=factor_name(up))
        if across in box and up in box and isinstance(box[across], Span) and isinstance(box[up], Span):
            _frame(axes, box[across], box[up])
    return page.figure


def _positions(column: pd.Series) -> np.ndarray:
    """Numbers as they are; words side by side, spread a little so that equal cases can be seen."""
    if is_number(column):
        return np.asarray(column.to_numpy(dtype=float))
    places = {word: place for place, word in enumerate(words_of(column))}
    spread = 0.5 * ((np.arange(len(column)) * 0.618034) % 1 - 0.5)
    return np.asarray(np.array([places[str(word)] for word in column]) + spread)


def _ticks(axes: Axes, column: pd.Series, which: str) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    if is_number(column):
        readable(axis, "en", 6)
    else:
        words = words_of(column)
        axis.set_ticks(range(len(words)), [textwrap.fill(value_name(word), 16) for word in words])


def _frame(axes: Axes, across: Limit, up: Limit) -> None:
    x, y = (np.array(limit, dtype=float) for limit in (across, up))
    axes.plot(x[[0, 1, 1, 0, 0]], y[[0, 0, 1, 1, 0]], color=BOX, lw=1.6, zorder=4)


def score_map(scores: pd.DataFrame, who: str) -> Figure:
    """Feature scores: factors by outcomes; bold where a factor tells anything beyond chance."""
    columns = list(dict.fromkeys(scores["outcome"]))
    sizes = scores.groupby("factor", sort=False)["score"].max().sort_values(ascending=False)
    order = [str(name) for name in sizes.index]
    with drawing():
        told = scores[scores["tells"]]["factor"].tolist()
        first = next((name for name in order if name in told), None)
        title = f"{factor_name(first)} tells most about the outcomes" if first else "No factor tells beyond chance"
        note = "share of what trees tell; bold: beyond chance, 5 % in all; below: variance explained"
        page = sheet(max(7.0, 3.2 + 1.25 * len(columns)), 2.2 + 0.3 * len(order), title, _note(who, note))
        (axes,) = page.panels(1, 1, (2.6, 0.75, 0.3, 0.4))
        cells = scores.set_index(["factor", "outcome"])
        grid = np.array([[cells.loc[(name, column), "score"] for column in columns] for name in order], dtype=float)
        axes.imshow(grid, cmap=HEAT, vmin=0, vmax=max(0.3, float(grid.max())), aspect="auto")
        for (row, column), value in np.ndenumerate(grid):
            tells = bool(cells.loc[(order[row], columns[column]), "tells"])
            colour = "white" if value > 0.6 * max(0.3, grid.max()) else INK if tells else SOFT
            axes.text(column, row, f"{value:.2f}", ha="center", va="center", size=8, color=colour,
                      weight="bold" if tells else "normal")  # fmt: skip
        _score_ticks(axes, order, columns, cells)
    return page.figure


def _score_ticks(axes: Axes, order: list[str], columns: list[str], cells: pd.DataFrame) -> None:
    axes.set_yticks(range(len(order)), [textwrap.shorten(factor_name(name), 36, placeholder="…") for name in order])
    axes.xaxis.tick_top()
    axes.set_xticks(
        range(len(columns)), [textwrap.fill(column_name(column), 15) if "@" in column else column for column in columns]
    )
    axes.tick_params(length=0, labelsize=8)
    for place, column in enumerate(columns):
        explained = float(cells["explained"][order[0], column])
        axes.text(place, len(order) - 0.3, share_name(explained), ha="center", va="top", size=7.5, color=SOFT)
    axes.spines["bottom"].set_visible(False)
    heading(axes, "")

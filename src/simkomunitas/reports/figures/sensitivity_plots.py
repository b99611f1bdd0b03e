"""What an outcome depends on: Sobol indices as ranked bars, Morris effects on their plane, and the share of noise."""

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator, PercentFormatter

from simkomunitas.reports.display_names import (
    format_column_name,
    format_comparison_name,
    format_factor_name,
    format_share,
)
from simkomunitas.reports.figures.estimate_lookup import Values
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import GRID_COLOUR, MUTED_COLOUR, TEXT_COLOUR
from simkomunitas.reports.figures.plot_elements import draw_gridlines, format_tick_labels, separate_positions
from simkomunitas.reports.translated_words import is_share_unit

TOTAL, ALONE, NOISE = "#56b4e9", "#0072b2", "#c9ccd1"
VARIANCE_PARTS = {
    "factors": ("#0072b2", "white", "what was varied"),
    "interaction": ("#e9c46a", TEXT_COLOUR, "noise that depends on what was varied"),
    "noise": (NOISE, TEXT_COLOUR, "noise alone"),
}
MOST_FACTORS, ACROSS = 12, 3
ROW_HEIGHT = 0.27  # inches for a factor


def plot_sobol_indices(indices: pd.DataFrame) -> Figure:
    """First-order and total indices of every outcome for one arm (or pair), the factors ranked by the largest."""
    columns = list(dict.fromkeys(indices["column"]))
    order = _rank_factors(indices, "total")
    down = -(-len(columns) // ACROSS)
    about = indices.iloc[0]
    sizes = f"{about['base']} base points, {about['seeds']} seeds each"
    note = f"share of the variance of what is to be expected; {sizes}; lines: 95 % interval"
    with use_figure_style():
        high = 0.75 + ROW_HEIGHT * len(order)
        page = new_figure_sheet(11, 1.2 + down * (high + 0.55), _sobol_title(indices, columns), note)
        panels = page.add_panels(down, ACROSS, (2.3, 0.55, 0.35, 0.75), gap=(0.35, 0.95))
        for axes, column in zip(panels, columns, strict=False):
            _draw_index_bars(axes, indices[indices["column"] == column].set_index("factor").loc[order])
            draw_panel_heading(axes, *_two_line_label(column))
        _draw_factor_names(panels[::ACROSS], order)
        for axes in panels[len(columns) :]:
            axes.axis("off")
        _draw_sobol_legend(page.figure)
    return page.figure


def _sobol_title(indices: pd.DataFrame, columns: Sequence[str]) -> str:
    """What is seen: the factor that matters most for the first outcome."""
    first = indices[indices["column"] == columns[0]].sort_values("total")
    known = first[first["total"].notna()]
    lead = _comparison_lead(indices)
    if known.empty:
        return f"{lead}{format_column_name(columns[0])} does not depend on what was varied"
    top = known.iloc[-1]
    name, share = format_factor_name(top["factor"]), format_share(top["total"])
    return f"{lead}{format_column_name(columns[0])} depends most on {name} ({share} in all)"


def _comparison_lead(table: pd.DataFrame) -> str:
    """The arm or the pair that a table is about, as the beginning of a title; empty where there are no arms."""
    who = format_comparison_name(str(table["arm"].iloc[0]), str(table["against"].iloc[0]))
    return f"{who}: " if who else ""


def _draw_index_bars(axes: Axes, rows: pd.DataFrame) -> None:
    """Total as a broad pale bar, alone as a narrow dark one, each with its interval."""
    draw_gridlines(axes, "x")
    places = np.arange(len(rows))[::-1]
    for name, colour, height, shift in (("total", TOTAL, 0.66, 0.22), ("first", ALONE, 0.26, 0.0)):
        values = rows[name].to_numpy(dtype=float)
        ends = rows[[f"{name}_low", f"{name}_high"]].to_numpy(dtype=float)
        known = np.isfinite(values)
        axes.barh(
            places[known], np.maximum(values[known], 0), height, color=colour, alpha=0.55 if name == "total" else 1
        )
        axes.hlines(places[known] + shift, *np.maximum(ends[known].T, 0), color=TEXT_COLOUR, lw=0.9, zorder=4)
    if not np.isfinite(rows["total"].to_numpy(dtype=float)).any():
        axes.text(0.5, 0.5, "does not vary enough\nto be told from noise", transform=axes.transAxes, ha="center",
                  va="center", color=MUTED_COLOUR, size=8)  # fmt: skip
    axes.set(ylim=(-0.7, len(rows) - 0.3), xlim=(0, max(1.0, float(axes.get_xlim()[1]))), yticks=[])
    axes.xaxis.set_major_locator(MultipleLocator(0.25))
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.tick_params(axis="x", labelsize=7.5)


def _draw_sobol_legend(figure: Figure) -> None:
    width, height = figure.get_size_inches()
    for place, (colour, words) in enumerate(((ALONE, "alone"), (TOTAL, "with all interactions"))):
        x = (0.25 + 0.9 * place) / width
        figure.text(x, 0.22 / height, "■", color=colour, size=10, va="center")
        figure.text(x + 0.17 / width, 0.22 / height, words, color=MUTED_COLOUR, size=8.5, va="center")


def _rank_factors(table: pd.DataFrame, by: str) -> list[str]:
    """The factors from the largest value in any outcome to the smallest, as many as can be read."""
    most = table.assign(size=table[by].fillna(0)).groupby("factor", sort=False)["size"].max()
    return [str(name) for name in most.sort_values(ascending=False, kind="stable").index[:MOST_FACTORS]]


def _draw_factor_names(panels: Sequence[Axes], order: Sequence[str]) -> None:
    for axes in panels:
        names = [textwrap.shorten(format_factor_name(name), 34, placeholder="…") for name in order]
        axes.set_yticks(range(len(order))[::-1], names)
        axes.tick_params(axis="y", pad=6, labelsize=8.5)


def _two_line_label(column: str) -> tuple[str, str]:
    """The name of an outcome, and below it the period."""
    name, _, period = format_column_name(column).partition(", ")
    return name, period


def plot_morris_effects(effects: pd.DataFrame, units: dict[str, str]) -> Figure:
    """Morris effects: how much a factor moves an outcome, and how much that differs from place to place."""
    columns = list(dict.fromkeys(effects["column"]))
    down = -(-len(columns) // ACROSS)
    about = effects.iloc[0]
    sizes = f"{about['trajectories']} walks, {about['seeds']} seeds each"
    note = f"{sizes}; right: moves the outcome; above the line: depends on the rest; bars: 95 % interval"
    with use_figure_style():
        page = new_figure_sheet(11, 1.2 + down * 3.6, _screening_title(effects, columns), note)
        panels = page.add_panels(down, ACROSS, (0.7, 0.55, 0.55, 0.65), gap=(0.75, 1.0))
        for axes, column in zip(panels, columns, strict=False):
            _draw_morris_panel(
                axes, effects[effects["column"] == column], 100.0 if is_share_unit(units[column]) else 1.0
            )
            draw_panel_heading(axes, *_two_line_label(column))
            unit = "percentage points" if is_share_unit(units[column]) else units[column].partition(",")[0]
            axes.set_xlabel(f"mean size of the effect, {unit}")
        for axes in panels[::ACROSS]:
            axes.set_ylabel("spread of the effect")
        for axes in panels[len(columns) :]:
            axes.axis("off")
    return page.figure


def _screening_title(effects: pd.DataFrame, columns: Sequence[str]) -> str:
    rows = effects[effects["column"] == columns[0]].sort_values("mu_star")
    lead = _comparison_lead(effects)
    if not rows.iloc[-1]["mu_star_low"] > 0:
        return f"{lead}{format_column_name(columns[0])} is not clearly moved by what was varied"
    return f"{lead}{format_column_name(columns[0])} is moved most by {format_factor_name(rows.iloc[-1]['factor'])}"


def _draw_morris_panel(axes: Axes, rows: pd.DataFrame, scale: float) -> None:
    """One outcome: a dot a factor, with names for the ones that matter."""
    draw_gridlines(axes)
    draw_gridlines(axes, "x")
    rows = rows.sort_values("mu_star", ascending=False)
    x, y = (scale * rows[name].to_numpy(dtype=float) for name in ("mu_star", "sigma"))
    low, high = (scale * rows[name].to_numpy(dtype=float) for name in ("mu_star_low", "mu_star_high"))
    top = max(float(high.max()), float(y.max()), 1e-12) * 1.12
    axes.plot([0, top], [0, top], color=GRID_COLOUR, lw=1.2, zorder=1)
    axes.hlines(y, low, high, color=TOTAL, lw=1.2, zorder=2)
    axes.plot(x, y, "o", color=ALONE, ms=4.5, mec="white", mew=0.5, zorder=3)
    axes.set(xlim=(0, top), ylim=(-0.03 * top, top))
    _draw_point_labels(axes, rows["factor"].head(4).tolist(), x, y)
    format_tick_labels(axes.xaxis, "en", 5)
    format_tick_labels(axes.yaxis, "en", 5)


def _draw_point_labels(axes: Axes, names: list[str], x: Values, y: Values) -> None:
    """The names of the first dots a little above them, moved apart, and joined to their dots where they had to move."""
    low, high = axes.get_ylim()
    line = 0.06 * (high - low)
    places = separate_positions([float(value) + 0.8 * line for value in y[: len(names)]], line)
    for name, at, height, place in zip(names, x, y, places, strict=False):
        side = "left" if at < 0.5 * axes.get_xlim()[1] else "right"
        moved = abs(place - height) > 1.2 * line
        hair = {
            "arrowstyle": "-",
            "color": MUTED_COLOUR,
            "lw": 0.5,
            "shrinkB": 3,
            "relpos": (0 if side == "left" else 1, 0.5),
        }
        axes.annotate(
            textwrap.shorten(format_factor_name(name), 30, placeholder="…"), (at, height), xytext=(at, place), size=7.5,
            textcoords="data", color=TEXT_COLOUR, ha=side, va="center", arrowprops=hair if moved else None,
            bbox={"pad": 0.6, "fc": "white", "ec": "none", "alpha": 0.75}, zorder=5,
        )  # fmt: skip


def plot_variance_shares(noise: pd.DataFrame) -> Figure:
    """Of the variance between runs, the shares of what was varied, of noise, and of their interaction."""
    about = noise.iloc[0]
    who = format_comparison_name(str(about["arm"]), str(about["against"]))
    top = noise.sort_values("noise").iloc[-1]
    title = (
        f"{format_column_name(top['column'])}: {format_share(top['noise'])} of the differences "
        "between runs are noise alone"
    )
    note = f"{who + '; ' if who else ''}{about['points']} points, {about['seeds']} seeds each"
    with use_figure_style():
        page = new_figure_sheet(10, 1.75 + 0.34 * len(noise), title, note)
        (axes,) = page.add_panels(1, 1, (3.1, 0.1, 0.35, 0.75))
        left = np.zeros(len(noise))
        places = np.arange(len(noise), dtype=np.float64)[::-1]
        for name, (colour, ink, _) in VARIANCE_PARTS.items():
            share = noise[name].fillna(0).to_numpy(dtype=float)
            axes.barh(places, share, 0.62, left=left, color=colour)
            _draw_bar_labels(axes, places, (left, share), ink)
            left += share
        axes.set_yticks(places, [format_column_name(column) for column in noise["column"]])
        axes.tick_params(axis="y", pad=6, labelsize=8.5)
        axes.set(xlim=(0, 1), ylim=(-0.6, len(noise) - 0.4))
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
        _draw_parts_legend(page.figure)
    return page.figure


def _draw_bar_labels(axes: Axes, places: Values, bars: tuple[Values, Values], ink: str) -> None:
    for place, start, size in zip(places, *bars, strict=True):
        if size > 0.06:
            axes.text(start + size / 2, place, format_share(size), ha="center", va="center", size=7.5, color=ink)


def _draw_parts_legend(figure: Figure) -> None:
    width, height = figure.get_size_inches()
    x = 0.25
    for colour, _, words in VARIANCE_PARTS.values():
        figure.text(x / width, 0.2 / height, "■", color=colour, size=10, va="center")
        figure.text((x + 0.17) / width, 0.2 / height, words, color=MUTED_COLOUR, size=8.5, va="center")
        x += 0.55 + 0.068 * len(words)

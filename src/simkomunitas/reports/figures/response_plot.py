"""How outcomes answer to one factor: a panel an outcome, a line for each value of a second factor or arm."""

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.base.estimation import estimate_means
from simkomunitas.model.outcomes import units_by_outcome
from simkomunitas.reports.display_names import format_column_name, format_factor_name, format_factor_value
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import ARM_STYLES, SPARE_STYLES, ArmStyle, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import draw_gridlines, format_tick_labels, to_display_units
from simkomunitas.reports.translated_words import display_name, format_run_count, is_share_unit

PANELS_PER_ROW = 3
LINE_STYLES = tuple(look for name, look in ARM_STYLES.items() if name != "none")[1:] + SPARE_STYLES


def plot_response(
    runs: pd.DataFrame, columns: Sequence[str], along: str, by: str = "", title: str = ""
) -> Figure:  # fmt: skip
    """Means with 95 % intervals of outcomes over the values of ``along``, a line for each value of ``by``.

    runs: one row a run, with ``seed``, what was varied, and a column for each outcome@period.
    """
    keys = [along, *([by] if by else []), "seed"]
    runs = runs.groupby(keys, sort=False)[list(columns)].mean().reset_index()  # one value a seed, whatever else varied
    groups: dict[str, pd.DataFrame] = {"": runs}
    if by:
        groups = {_line_label(by, value): part for value, part in runs.groupby(by, sort=False)}
    ordered = (
        assign_arm_styles(groups)
        if by == "arm"
        else {name: LINE_STYLES[place % len(LINE_STYLES)] for place, name in enumerate(groups)}
    )
    down, across = -(-len(columns) // PANELS_PER_ROW), min(PANELS_PER_ROW, max(1, len(columns)))
    counts = runs.groupby(keys[:-1], sort=False)[list(columns)].count().to_numpy().ravel()
    note = f"mean of {format_run_count(counts.tolist(), 'en')} runs; lines: 95 % interval"
    with use_figure_style():
        page = new_figure_sheet(11, 1.35 + 3.0 * down, title or f"What {format_factor_name(along)} does", note)
        panels = page.add_panels(down, across, (0.75, 0.5, 2.0 if by else 0.35, 0.7), gap=(0.65, 1.05))
        for axes, column in zip(panels, columns, strict=False):
            _draw_outcome_panel(axes, groups, ordered, column, along)
        for axes in panels[len(columns) :]:
            axes.axis("off")
        if by:
            _draw_line_legend(panels[across - 1], ordered, by)
    return page.figure


def _line_label(by: str, value: Any) -> str:  # noqa: ANN401 - a word or a number
    return str(value) if by == "arm" else format_factor_value(value)


def _draw_outcome_panel(
    axes: Axes, groups: dict[str, pd.DataFrame], style: dict[str, ArmStyle], column: str, along: str
) -> None:
    unit = units_by_outcome()[column.partition("@")[0]]
    name, _, period = format_column_name(column).partition(", ")
    draw_panel_heading(axes, name, period if is_share_unit(unit) else f"{period}; {unit.partition(',')[0]}")
    draw_gridlines(axes)
    values = list(dict.fromkeys(value for part in groups.values() for value in part[along]))
    numeric = all(isinstance(value, int | float) for value in values)
    values = sorted(values) if numeric else values
    places = {value: float(value) if numeric else float(place) for place, value in enumerate(values)}
    shifts = np.linspace(-0.5, 0.5, len(groups)) * 0.012 * len(groups) * (max(places.values()) - min(places.values()))
    for shift, (group, part) in zip(shifts, groups.items(), strict=True):
        here = [value for value in values if (part[along] == value).any()]
        found = [estimate_means(part.loc[part[along] == value, [column]].to_numpy(dtype=np.float64)) for value in here]
        x = np.array([places[value] for value in here]) + shift
        mean, low, high = (
            to_display_units(np.array([getattr(one, end)[0] for one in found]), unit)
            for end in ("estimate", "low", "high")
        )
        axes.vlines(x, low, high, color=style[group].colour, lw=1.2, alpha=0.75, zorder=3)
        axes.plot(x, mean, style[group].marker, ls="-" if numeric else "", color=style[group].colour, lw=1.2, ms=4.5,
                  mec="white", mew=0.4, zorder=4)  # fmt: skip
    _format_factor_axis(axes, places, along, unit)


def _format_factor_axis(axes: Axes, places: dict[Any, float], along: str, unit: str) -> None:
    labels = [format_factor_value(value) for value in places]
    axes.set_xticks(list(places.values()), [textwrap.fill(label, 12) for label in labels], size=8)
    axes.set_xlabel(format_factor_name(along))
    axes.margins(x=0.08, y=0.12)
    if is_share_unit(unit):
        axes.set_ylim(bottom=min(0.0, float(axes.get_ylim()[0])))
    format_tick_labels(axes.yaxis, "en", 5, " %" if is_share_unit(unit) else "")


def _draw_line_legend(axes: Axes, ordered: dict[str, ArmStyle], by: str) -> None:
    """The lines' names right of the panel."""
    axes.annotate(
        format_factor_name(by), (1.08, 1), xycoords="axes fraction", size=8.5, weight="bold", annotation_clip=False
    )
    for place, (name, look) in enumerate(ordered.items()):
        y = 0.9 - 0.11 * place
        axes.plot([1.1], [y], look.marker, color=look.colour, ms=5.5, transform=axes.transAxes, clip_on=False)
        shown = display_name("arm", name, "en") if by == "arm" else name
        axes.annotate(textwrap.shorten(shown, 24, placeholder="…"), (1.15, y), xycoords="axes fraction", va="center",
                      color=look.text_colour, size=8.5, annotation_clip=False)  # fmt: skip

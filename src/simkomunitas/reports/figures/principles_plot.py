"""The five principles over time: one panel a principle, one line an arm."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.reports.figures import figure_titles
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup, outcome_units
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import MUTED_COLOUR, SHADING_COLOUR, ArmStyle, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import (
    clip_interval,
    draw_gridlines,
    format_tick_labels,
    hide_axes,
    to_display_units,
)
from simkomunitas.reports.translated_words import (
    PERIODS,
    PRINCIPLES,
    Language,
    display_name,
    is_share_unit,
    translate_text,
)

# Where the periods stand on the axis of years after exit; the programme is a place, not a year.
PERIOD_POSITIONS = {"programme": -1.0, "year_1": 1.0, "year_3": 3.0, "year_5": 5.0}
AXIS_PADDING = 0.9  # years over which the arms of a period are set side by side, so that no interval hides another


def plot_principles(outcomes: pd.DataFrame, language: Language = "en") -> Figure:
    """Small multiples of the principles during the programme and 1, 3 and 5 years after exit."""
    cells, units = EstimateLookup(outcomes), outcome_units(outcomes)
    shown = [principle for principle in PRINCIPLES if principle in cells.outcomes]
    with use_figure_style():
        note = (
            f"{translate_text('note:seeds', language, n=cells.run_count_text(language, shown))}; "
            f"{translate_text('note:interval', language)}"
        )
        page = new_figure_sheet(11, 7.6, figure_titles.principles_title(cells, language), note)
        panels = page.add_panels(2, 3, (0.65, 0.5, 0.3, 0.55), gap=(0.65, 1.0))
        for axes, principle in zip(panels, shown, strict=False):
            draw_outcome_panel(axes, cells, principle, units[principle], language)
        for axes in panels[len(shown) : 5]:
            hide_axes(axes)
        _draw_arm_legend(panels[5], assign_arm_styles(cells.arms), language)
    return page.figure


def draw_outcome_panel(axes: Axes, cells: EstimateLookup, principle: str, unit: str, language: Language) -> None:
    """One outcome of every arm during the programme and 1, 3 and 5 years after exit."""
    draw_panel_heading(axes, display_name("outcome", principle, language), display_name("about", principle, language))
    periods = [period for period in PERIODS if period in cells.periods]
    shifts = np.linspace(-AXIS_PADDING / 2, AXIS_PADDING / 2, len(cells.arms)) if len(cells.arms) > 1 else np.zeros(1)
    for shift, (arm, look) in zip(shifts, assign_arm_styles(cells.arms).items(), strict=True):
        x = np.array([PERIOD_POSITIONS[period] for period in periods]) + shift
        estimate, low, high = (to_display_units(part, unit) for part in cells.period_estimates(arm, principle, periods))
        low, high = clip_interval(low, high, unit)
        order = 2 if arm == "none" else 3
        axes.vlines(x, low, high, color=look.colour, lw=1.1, alpha=0.7, zorder=order)
        axes.plot(
            x, estimate, look.marker, ls="-", lw=1.3, ms=3.8, color=look.colour, mec="white", mew=0.4, zorder=order
        )
    _format_axes(axes, unit, language)


def _format_axes(axes: Axes, unit: str, language: Language) -> None:
    axes.axvspan(-1.9, 0, color=SHADING_COLOUR, lw=0, zorder=0)
    axes.axvline(0, color=MUTED_COLOUR, lw=0.9, ls=(0, (3, 2)), zorder=1)
    axes.set_xlim(-1.9, 5.9)
    axes.set_xticks([-0.95, 1, 3, 5], [translate_text("tick:programme", language), "1", "3", "5"])
    axes.text(3, -0.12, translate_text("axis:years_after_exit", language), transform=axes.get_xaxis_transform(),
        ha="center",
              va="top", color=MUTED_COLOUR, size=7.5)  # fmt: skip
    axes.margins(y=0.08)
    if is_share_unit(unit):
        axes.set_ylim(bottom=0)
    elif unit.startswith("ratio"):
        axes.axhline(1, color=MUTED_COLOUR, lw=0.6, zorder=1)
    format_tick_labels(axes.yaxis, language, 5, " %" if is_share_unit(unit) else "")
    draw_gridlines(axes)


def _draw_arm_legend(axes: Axes, arms: dict[str, ArmStyle], language: Language) -> None:
    """The names of the arms with their marks, in the panel that is left over."""
    hide_axes(axes)
    step = min(0.13, 1 / max(len(arms), 1))
    for number, (arm, look) in enumerate(arms.items()):
        y = 0.93 - number * step
        axes.plot([0.02, 0.12], [y, y], color=look.colour, lw=1.3)
        axes.plot([0.07], [y], look.marker, color=look.colour, ms=5, mec="white", mew=0.4)
        axes.text(
            0.16, y, textwrap.fill(display_name("arm", arm, language), 34), color=look.text_colour, va="center", size=9
        )

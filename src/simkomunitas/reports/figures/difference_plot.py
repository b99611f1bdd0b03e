"""What each arm changes: paired differences from no programme, principle by principle."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.reports.figures import figure_titles
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import ArmStyle, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import (
    draw_difference,
    draw_gridlines,
    draw_row_names,
    draw_zero_line,
    format_tick_labels,
)
from simkomunitas.reports.translated_words import PRINCIPLES, Language, display_name, is_share_unit, translate_text

LASTING, EARLY = "year_3", "programme"
ROW_HEIGHT = 0.52  # inches for an arm


def plot_differences(contrasts: pd.DataFrame, units: Mapping[str, str], language: Language = "en") -> Figure:
    """Dot and 95 % interval of every arm, three years after exit (filled) and during the programme (open)."""
    cells = EstimateLookup(contrasts)
    shown = [principle for principle in PRINCIPLES if principle in cells.outcomes]
    arms = sorted(cells.arms, key=lambda arm: _arm_sort_key(cells, arm))
    with use_figure_style():
        note = (
            f"{translate_text('note:paired', language, n=cells.run_count_text(language, shown))}.   "
            f"{translate_text('note:key_differences', language)}"
        )
        page = new_figure_sheet(
            12, 1.85 + ROW_HEIGHT * len(arms), figure_titles.differences_title(cells, language), note
        )
        panels = page.add_panels(1, max(len(shown), 1), (2.15, 0.32, 0.35, 0.6), gap=(0.4, 0))
        for axes, principle in zip(panels, shown, strict=False):
            draw_difference_panel(axes, cells, (principle, units[principle]), arms, language)
        draw_arm_names(panels[0], assign_arm_styles(cells.arms), arms, language)
    return page.figure


def _arm_sort_key(cells: EstimateLookup, arm: str) -> float:
    """Arms from the smallest lasting gain in participation, drawn lowest, to the largest; unknown ones lowest."""
    gain = cells.find_estimate(arm, PRINCIPLES[0], LASTING).estimate
    return -np.inf if np.isnan(gain) else gain


def draw_difference_panel(
    axes: Axes, cells: EstimateLookup, column: tuple[str, str], arms: list[str], language: Language
) -> None:
    """One outcome of every arm: dots with intervals, a row an arm; ``column`` is (outcome, unit)."""
    principle, unit = column
    draw_panel_heading(axes, display_name("outcome", principle, language))
    draw_gridlines(axes, "x")
    draw_zero_line(axes)
    for row, arm in enumerate(arms):
        look = assign_arm_styles(cells.arms)[arm]
        draw_difference(axes, cells.find_estimate(arm, principle, EARLY), unit, row - 0.17, look, filled=False)
        draw_difference(axes, cells.find_estimate(arm, principle, LASTING), unit, row + 0.13, look, filled=True)
    axes.set(ylim=(-0.6, len(arms) - 0.4), yticks=[])
    axes.margins(x=0.12)
    format_tick_labels(axes.xaxis, language, 4)
    axes.set_xlabel(
        translate_text("unit:points", language) if is_share_unit(unit) else display_name("unit", unit, language)
    )


def draw_arm_names(axes: Axes, arms: Mapping[str, ArmStyle], order: list[str], language: Language) -> None:
    """The arms' names left of the first panel, each in its colour."""
    draw_row_names(axes, [display_name("arm", arm, language) for arm in order], [arms[arm] for arm in order])

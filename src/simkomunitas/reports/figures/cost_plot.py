"""What was spent and what has stayed: facilitator hours beside lasting participation."""

import math
import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.reports.figures import figure_titles
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup, outcome_units
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import assign_arm_styles
from simkomunitas.reports.figures.plot_elements import (
    clip_interval,
    draw_gridlines,
    draw_interval,
    format_tick_labels,
    to_display_units,
)
from simkomunitas.reports.translated_words import Language, display_name, is_share_unit, translate_text

LASTING_PERIOD = "year_3"
HOURS, PER_PARTICIPANT = "facilitator_hours", "hours_per_lasting_participant"


def plot_cost(outcomes: pd.DataFrame, language: Language = "en") -> Figure:
    """Hours spent, participation three years after exit, and hours for each lasting participant, arm by arm."""
    cells, units = EstimateLookup(outcomes), outcome_units(outcomes)
    columns = [(HOURS, "programme"), ("participation", LASTING_PERIOD), (PER_PARTICIPANT, LASTING_PERIOD)]
    shown = [(name, found) for name, wanted in columns if (found := _find_period(cells, name, wanted))]
    arms = sorted(cells.arms, key=lambda arm: _arm_sort_key(cells, arm))
    with use_figure_style():
        n = cells.run_count_text(language, [name for name, _ in shown])
        note = f"{translate_text('note:seeds', language, n=n)}; {translate_text('note:interval', language)}"
        page = new_figure_sheet(
            11, 1.9 + 0.42 * len(arms), figure_titles.cost_title(cells, PER_PARTICIPANT, language), note
        )
        panels = page.add_panels(1, max(len(shown), 1), (2.15, 0.5, 0.4, 0.35), gap=(0.5, 0))
        for axes, (name, period) in zip(panels, shown, strict=False):
            _draw_panel(axes, cells, (name, period, units[name]), arms, language)
        _draw_arm_names(panels[0], arms, cells, language)
    return page.figure


def _find_period(cells: EstimateLookup, outcome: str, wanted: str) -> str | None:
    """The wanted period, or else the last one in which the outcome is known; None where it never is."""
    known = [
        p
        for p in cells.periods
        if any(not math.isnan(cells.find_estimate(arm, outcome, p).estimate) for arm in cells.arms)
    ]
    return wanted if wanted in known else (known or [None])[-1]


def _arm_sort_key(cells: EstimateLookup, arm: str) -> float:
    """From little lasting participation, drawn lowest, to much; no programme at the very bottom."""
    stays = cells.find_estimate(arm, "participation", LASTING_PERIOD).estimate
    return -np.inf if arm == "none" or math.isnan(stays) else stays


def _draw_panel(
    axes: Axes, cells: EstimateLookup, column: tuple[str, str, str], arms: list[str], language: Language
) -> None:
    outcome, period, unit = column
    about = translate_text(f"period:{period}", language)
    if outcome == PER_PARTICIPANT:
        about = translate_text("note:better", language)
    draw_panel_heading(axes, display_name("outcome", outcome, language), about)
    draw_gridlines(axes, "x")
    for row, arm in enumerate(arms):
        x, low, high = to_display_units(np.array(cells.find_estimate(arm, outcome, period)), unit)
        left, right = (float(end) for end in clip_interval(low, high, unit))
        draw_interval(axes, (row, x, left, right), assign_arm_styles(cells.arms)[arm])
    axes.set(ylim=(-0.6, len(arms) - 0.4), yticks=[])
    axes.margins(x=0.1)
    axes.set_xlim(left=0)
    format_tick_labels(axes.xaxis, language, 5, " %" if is_share_unit(unit) else "")


def _draw_arm_names(axes: Axes, order: list[str], cells: EstimateLookup, language: Language) -> None:
    axes.set_yticks(range(len(order)), [textwrap.fill(display_name("arm", arm, language), 24) for arm in order])
    axes.tick_params(axis="y", pad=8, labelsize=9)
    for label, arm in zip(axes.get_yticklabels(), order, strict=True):
        label.set_color(assign_arm_styles(cells.arms)[arm].text_colour)

"""From knowing to leading: how many of the adults take each step during the programme."""

import math
import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.reports.figures import figure_titles
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import MUTED_COLOUR, TEXT_COLOUR, ArmStyle, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import hide_axes
from simkomunitas.reports.translated_words import FUNNEL, Language, display_name, format_percent, translate_text

PANELS_PER_ROW = 4
MAX_LABEL_LENGTH = 32  # characters over a panel


def plot_funnel(outcomes: pd.DataFrame, language: Language = "en", steps: Sequence[str] = FUNNEL) -> Figure:
    """One small bar chart an arm; the thin lines repeat the arm without a programme."""
    cells = EstimateLookup(outcomes)
    shown = [step for step in steps if step in cells.outcomes]
    rows = math.ceil(len(cells.arms) / PANELS_PER_ROW)
    with use_figure_style():
        note = (
            f"{translate_text('note:funnel', language)}; "
            f"{translate_text('note:seeds', language, n=cells.run_count_text(language, shown, 'programme'))}"
        )
        page = new_figure_sheet(11.5, 1.3 + 2.25 * rows, figure_titles.funnel_title(cells, language), note)
        panels = page.add_panels(rows, PANELS_PER_ROW, (1.3, 0.3, 0.45, 0.25), gap=(0.45, 0.5))
        most = max((_step_share(cells, arm, step) for arm in cells.arms for step in shown), default=1.0)
        for number, axes in enumerate(panels):
            if number >= len(cells.arms):
                hide_axes(axes)
                continue
            _draw_arm_panel(axes, cells, cells.arms[number], shown, language)
            axes.set_xlim(0, 1.14 * most)
            _draw_step_names(axes, shown if number % PANELS_PER_ROW == 0 else [], language)
    return page.figure


def _step_share(cells: EstimateLookup, arm: str, step: str) -> float:
    """The share of adults who take a step during the programme; 0 where it is not known."""
    share = cells.find_estimate(arm, step, "programme").estimate
    return 0.0 if math.isnan(share) else share


def _draw_arm_panel(axes: Axes, cells: EstimateLookup, arm: str, steps: list[str], language: Language) -> None:
    look = assign_arm_styles(cells.arms)[arm]
    draw_panel_heading(axes, textwrap.shorten(display_name("arm", arm, language), MAX_LABEL_LENGTH, placeholder=" …"))
    for row, step in enumerate(steps):
        _draw_step_bar(axes, row, _step_share(cells, arm, step), look, language)
        if arm != "none" and "none" in cells.arms:
            base = _step_share(cells, "none", step)
            for colour, width in (("white", 2.2), (TEXT_COLOUR, 1.1)):  # a white rim, to be seen on dark bars too
                axes.plot(
                    [base, base], [row - 0.38, row + 0.38], color=colour, lw=width, zorder=4, solid_capstyle="butt"
                )
    axes.set(ylim=(len(steps) - 0.4, -0.6), xticks=[])
    axes.spines["bottom"].set_visible(False)


def _draw_step_bar(axes: Axes, row: int, share: float, style: ArmStyle, language: Language) -> None:
    axes.barh(row, share, height=0.66, color=style.colour, alpha=0.85, lw=0, zorder=2)
    digits = 1 if 0 < share < 0.0995 else 0
    axes.annotate(
        format_percent(share, language, digits), (share, row), xytext=(4, 0), textcoords="offset points", va="center",
        size=8, color=TEXT_COLOUR,
    )  # fmt: skip


def _draw_step_names(axes: Axes, steps: list[str], language: Language) -> None:
    """The names of the steps, left of the first panel of each row."""
    axes.set_yticks(range(len(steps)), [display_name("outcome", step, language) for step in steps])
    axes.tick_params(axis="y", labelcolor=MUTED_COLOUR, labelsize=8.5, pad=4)

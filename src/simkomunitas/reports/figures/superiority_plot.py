"""Who beats whom over plausible worlds: a matrix for each principle, while the programme runs and three years later."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simkomunitas.locale.translation import LANGUAGES, language_file_name
from simkomunitas.reports.diagnosis_sentences import find_sentence
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import GRID_COLOUR, MUTED_COLOUR, TEXT_COLOUR
from simkomunitas.reports.superiority_output import JUDGED_PERIOD, ArmStanding, StandingLookup
from simkomunitas.reports.translated_words import PRINCIPLES, Language, display_name, format_number

PLOTTED_PERIODS = ("programme", JUDGED_PERIOD)
SUPERIORITY_COLORMAP = LinearSegmentedColormap.from_list(
    "below_to_above", ["#d55e00", "#f6e3d5", "#ffffff", "#d8e8f2", "#0072b2"]
)
NAME_WIDTH = 22  # letters of an arm's name in a line


def plot_superiority_figures(superiority: pd.DataFrame) -> dict[str, Figure]:
    """The figure in every language, by the name of its file."""
    return {language_file_name("worlds", language): plot_superiority(superiority, language) for language in LANGUAGES}


def plot_superiority(superiority: pd.DataFrame, language: Language = "en") -> Figure:
    """For each principle, in how many worlds the arm of a row is above the arm of a column."""
    standings = StandingLookup(superiority)
    periods = [period for period in PLOTTED_PERIODS if period in standings.periods]
    with use_figure_style():
        note = find_sentence("worlds:note", language, worlds=standings.worlds)
        page = new_figure_sheet(14, 1.4 + 2.95 * len(periods), _superiority_title(standings, language), note)
        panels = page.add_panels(len(periods), len(PRINCIPLES), (1.35, 0.5, 0.2, 1.05), gap=(0.18, 0.55))
        for place, axes in enumerate(panels):
            row, column = divmod(place, len(PRINCIPLES))
            _draw_matrix_panel(axes, standings, PRINCIPLES[column], periods[row], language)
            _draw_arm_names(axes, standings.arms, (column == 0, row == len(periods) - 1), language)
    return page.figure


def _superiority_title(standing_lookup: StandingLookup, language: Language) -> str:
    best = standing_lookup.leading_arm(PRINCIPLES[0], JUDGED_PERIOD)
    if best is None:
        return find_sentence("worlds:open", language)
    return find_sentence("worlds:ahead", language, arm=display_name("arm", best, language))


def _draw_matrix_panel(
    axes: Axes, standing_lookup: StandingLookup, principle: str, period: str, language: Language
) -> None:
    draw_panel_heading(axes, display_name("outcome", principle, language), display_name("row", period, language))
    count = len(standing_lookup.arms)
    for row, arm in enumerate(standing_lookup.arms):
        for column, other in enumerate(standing_lookup.arms):
            _draw_matrix_cell(
                axes, (column, row), standing_lookup.find_standing(arm, other, principle, period), language
            )
    axes.set(xlim=(-0.5, count - 0.5), ylim=(count - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)


def _draw_matrix_cell(axes: Axes, place: tuple[int, int], standing: ArmStanding | None, language: Language) -> None:
    """One pair of arms: coloured where the order is sure."""
    x, y = place
    certain = standing is not None and standing.certain
    face = SUPERIORITY_COLORMAP(standing.probability) if standing is not None and certain else GRID_COLOUR
    axes.add_patch(Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, facecolor=face if x != y else "white", lw=0))
    if standing is not None:
        deep = certain and abs(standing.probability - 0.5) > 0.4
        colour = "white" if deep else TEXT_COLOUR if certain else MUTED_COLOUR
        axes.text(
            x, y, format_number(100 * standing.probability, language), ha="center", va="center", size=7, color=colour
        )


def _draw_arm_names(axes: Axes, arms: list[str], edges: tuple[bool, bool], language: Language) -> None:
    """The arms' names at the left and at the lower edge of the sheet; ``edges``: whether the panel lies there."""
    names = [textwrap.fill(display_name("arm", arm, language), NAME_WIDTH) for arm in arms]
    if edges[0]:
        axes.set_yticks(range(len(arms)), names, size=7.5, color=TEXT_COLOUR, linespacing=1.0)
    if edges[1]:
        axes.set_xticks(range(len(arms)), names, size=7, color=TEXT_COLOUR, rotation=90, linespacing=1.0)

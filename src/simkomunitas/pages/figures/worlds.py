"""Who beats whom over plausible worlds: a matrix for each principle, while the programme runs and three years later."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from simkomunitas.pages.figures.style import FAINT, INK, SOFT, drawing, heading, sheet
from simkomunitas.pages.words import PRINCIPLES, Language, name_of, number
from simkomunitas.pages.words_of_evidence import sentence
from simkomunitas.pages.worlds import JUDGED, Standing, Standings

SHOWN = ("programme", JUDGED)
BELOW_TO_ABOVE = LinearSegmentedColormap.from_list(
    "below_to_above", ["#d55e00", "#f6e3d5", "#ffffff", "#d8e8f2", "#0072b2"]
)
NAME = 22  # letters of an arm's name in a line


def worlds_figures(beating: pd.DataFrame) -> dict[str, Figure]:
    """The figure in both languages, by the name of its file."""
    return {"worlds": worlds_figure(beating, "en"), "worlds_id": worlds_figure(beating, "id")}


def worlds_figure(beating: pd.DataFrame, language: Language = "en") -> Figure:
    """For each principle, in how many worlds the arm of a row is above the arm of a column."""
    standings = Standings(beating)
    periods = [period for period in SHOWN if period in standings.periods]
    with drawing():
        note = sentence("worlds:note", language, worlds=standings.worlds)
        page = sheet(14, 1.4 + 2.95 * len(periods), _title(standings, language), note)
        panels = page.panels(len(periods), len(PRINCIPLES), (1.35, 0.5, 0.2, 1.05), gap=(0.18, 0.55))
        for place, axes in enumerate(panels):
            row, column = divmod(place, len(PRINCIPLES))
            _panel(axes, standings, PRINCIPLES[column], periods[row], language)
            _names(axes, standings.arms, (column == 0, row == len(periods) - 1), language)
    return page.figure


def _title(standings: Standings, language: Language) -> str:
    best = standings.ahead(PRINCIPLES[0], JUDGED)
    if best is None:
        return sentence("worlds:open", language)
    return sentence("worlds:ahead", language, arm=name_of("arm", best, language))


def _panel(axes: Axes, standings: Standings, principle: str, period: str, language: Language) -> None:
    heading(axes, name_of("outcome", principle, language), name_of("row", period, language))
    count = len(standings.arms)
    for row, arm in enumerate(standings.arms):
        for column, other in enumerate(standings.arms):
            _cell(axes, (column, row), standings.at(arm, other, principle, period), language)
    axes.set(xlim=(-0.5, count - 0.5), ylim=(count - 0.5, -0.5), xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)


def _cell(axes: Axes, place: tuple[int, int], standing: Standing | None, language: Language) -> None:
    """One pair of arms: coloured where the order is sure."""
    x, y = place
    certain = standing is not None and standing.certain
    face = BELOW_TO_ABOVE(standing.probability) if standing is not None and certain else FAINT
    axes.add_patch(Rectangle((x - 0.47, y - 0.47), 0.94, 0.94, facecolor=face if x != y else "white", lw=0))
    if standing is not None:
        deep = certain and abs(standing.probability - 0.5) > 0.4
        colour = "white" if deep else INK if certain else SOFT
        axes.text(x, y, number(100 * standing.probability, language), ha="center", va="center", size=7, color=colour)


def _names(axes: Axes, arms: list[str], edges: tuple[bool, bool], language: Language) -> None:
    """The arms' names at the left and at the lower edge of the sheet; ``edges``: whether the panel lies there."""
    names = [textwrap.fill(name_of("arm", arm, language), NAME) for arm in arms]
    if edges[0]:
        axes.set_yticks(range(len(arms)), names, size=7.5, color=INK, linespacing=1.0)
    if edges[1]:
        axes.set_xticks(range(len(arms)), names, size=7, color=INK, rotation=90, linespacing=1.0)

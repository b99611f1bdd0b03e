"""What each arm changes: paired differences from no programme, principle by principle."""

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.pages.figures import findings
from simkomunitas.pages.figures.marks import interval, readable, ruled, scaled, zero_line
from simkomunitas.pages.figures.style import Look, drawing, heading, looks, sheet
from simkomunitas.pages.figures.tables import Cells
from simkomunitas.pages.words import PRINCIPLES, Language, is_share, name_of, say

LASTING, EARLY = "year_3", "programme"
ROW = 0.52  # inches for an arm


def differences(contrasts: pd.DataFrame, units: Mapping[str, str], language: Language = "en") -> Figure:
    """Dot and 95 % interval of every arm, three years after exit (filled) and during the programme (open)."""
    cells = Cells(contrasts)
    shown = [principle for principle in PRINCIPLES if principle in cells.outcomes]
    arms = sorted(cells.arms, key=lambda arm: _rank(cells, arm))
    with drawing():
        note = (
            f"{say('note:paired', language, n=cells.runs(language, shown))}.   {say('note:key_differences', language)}"
        )
        page = sheet(12, 1.85 + ROW * len(arms), findings.differences(cells, language), note)
        panels = page.panels(1, max(len(shown), 1), (2.15, 0.32, 0.35, 0.6), gap=(0.4, 0))
        for axes, principle in zip(panels, shown, strict=False):
            _panel(axes, cells, (principle, units[principle]), arms, language)
        _names(panels[0], looks(cells.arms), arms, language)
    return page.figure


def _rank(cells: Cells, arm: str) -> float:
    """Arms from the smallest lasting gain in participation, drawn lowest, to the largest; unknown ones lowest."""
    gain = cells.at(arm, PRINCIPLES[0], LASTING).estimate
    return -np.inf if np.isnan(gain) else gain


def _panel(axes: Axes, cells: Cells, column: tuple[str, str], arms: list[str], language: Language) -> None:
    principle, unit = column
    heading(axes, name_of("outcome", principle, language))
    ruled(axes, "x")
    zero_line(axes)
    for row, arm in enumerate(arms):
        look = looks(cells.arms)[arm]
        _dot(axes, cells, (arm, principle, EARLY), unit, (row - 0.17, look))
        _dot(axes, cells, (arm, principle, LASTING), unit, (row + 0.13, look))
    axes.set(ylim=(-0.6, len(arms) - 0.4), yticks=[])
    axes.margins(x=0.12)
    readable(axes.xaxis, language, 4)
    axes.set_xlabel(say("unit:points", language) if is_share(unit) else name_of("unit", unit, language))


def _dot(axes: Axes, cells: Cells, name: tuple[str, str, str], unit: str, where: tuple[float, Look]) -> None:
    found = cells.at(*name)
    x, low, high = scaled(np.array(found), unit)
    clear = found.low > 0 or found.high < 0
    interval(axes, (where[0], x, low, high), where[1], pale=not clear, filled=name[2] == LASTING)


def _names(axes: Axes, arms: Mapping[str, Look], order: list[str], language: Language) -> None:
    """The arms' names left of the first panel, each in its colour."""
    for row, arm in enumerate(order):
        axes.annotate(
            textwrap.fill(name_of("arm", arm, language), 20), (0, row), xycoords=("axes fraction", "data"),
            xytext=(-10, 0), textcoords="offset points", ha="right", va="center", color=arms[arm].text, size=9,
            linespacing=1.1, annotation_clip=False,
        )  # fmt: skip

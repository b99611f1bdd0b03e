"""The five principles over time: one panel a principle, one line an arm."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.pages.figures import findings
from simkomunitas.pages.figures.marks import bounded, plain_frame, readable, ruled, scaled
from simkomunitas.pages.figures.style import SHADE, SOFT, Look, drawing, heading, looks, sheet
from simkomunitas.pages.figures.tables import Cells, units_of
from simkomunitas.pages.words import PERIODS, PRINCIPLES, Language, is_share, name_of, say

# Where the periods stand on the axis of years after exit; the programme is a place, not a year.
PLACES = {"programme": -1.0, "year_1": 1.0, "year_3": 3.0, "year_5": 5.0}
WIDTH = 0.9  # years over which the arms of a period are set side by side, so that no interval hides another


def five_principles(outcomes: pd.DataFrame, language: Language = "en") -> Figure:
    """Small multiples of the principles during the programme and 1, 3 and 5 years after exit."""
    cells, units = Cells(outcomes), units_of(outcomes)
    shown = [principle for principle in PRINCIPLES if principle in cells.outcomes]
    with drawing():
        note = f"{say('note:seeds', language, n=cells.runs(language, shown))}; {say('note:interval', language)}"
        page = sheet(11, 7.6, findings.principles(cells, language), note)
        panels = page.panels(2, 3, (0.65, 0.5, 0.3, 0.55), gap=(0.65, 1.0))
        for axes, principle in zip(panels, shown, strict=False):
            _panel(axes, cells, principle, units[principle], language)
        for axes in panels[len(shown) : 5]:
            plain_frame(axes)
        _key(panels[5], looks(cells.arms), language)
    return page.figure


def _panel(axes: Axes, cells: Cells, principle: str, unit: str, language: Language) -> None:
    heading(axes, name_of("outcome", principle, language), name_of("about", principle, language))
    periods = [period for period in PERIODS if period in cells.periods]
    shifts = np.linspace(-WIDTH / 2, WIDTH / 2, len(cells.arms)) if len(cells.arms) > 1 else np.zeros(1)
    for shift, (arm, look) in zip(shifts, looks(cells.arms).items(), strict=True):
        x = np.array([PLACES[period] for period in periods]) + shift
        estimate, low, high = (scaled(part, unit) for part in cells.along(arm, principle, periods))
        low, high = bounded(low, high, unit)
        order = 2 if arm == "none" else 3
        axes.vlines(x, low, high, color=look.colour, lw=1.1, alpha=0.7, zorder=order)
        axes.plot(
            x, estimate, look.marker, ls="-", lw=1.3, ms=3.8, color=look.colour, mec="white", mew=0.4, zorder=order
        )
    _axes(axes, unit, language)


def _axes(axes: Axes, unit: str, language: Language) -> None:
    axes.axvspan(-1.9, 0, color=SHADE, lw=0, zorder=0)
    axes.axvline(0, color=SOFT, lw=0.9, ls=(0, (3, 2)), zorder=1)
    axes.set_xlim(-1.9, 5.9)
    axes.set_xticks([-0.95, 1, 3, 5], [say("tick:programme", language), "1", "3", "5"])
    axes.text(3, -0.12, say("axis:years_after_exit", language), transform=axes.get_xaxis_transform(), ha="center",
              va="top", color=SOFT, size=7.5)  # fmt: skip
    axes.margins(y=0.08)
    if is_share(unit):
        axes.set_ylim(bottom=0)
    elif unit.startswith("ratio"):
        axes.axhline(1, color=SOFT, lw=0.6, zorder=1)
    readable(axes.yaxis, language, 5, " %" if is_share(unit) else "")
    ruled(axes)


def _key(axes: Axes, arms: dict[str, Look], language: Language) -> None:
    """The names of the arms with their marks, in the panel that is left over."""
    plain_frame(axes)
    step = min(0.13, 1 / max(len(arms), 1))
    for number, (arm, look) in enumerate(arms.items()):
        y = 0.93 - number * step
        axes.plot([0.02, 0.12], [y, y], color=look.colour, lw=1.3)
        axes.plot([0.07], [y], look.marker, color=look.colour, ms=5, mec="white", mew=0.4)
        axes.text(0.16, y, textwrap.fill(name_of("arm", arm, language), 34), color=look.text, va="center", size=9)

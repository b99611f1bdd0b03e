"""What was spent and what has stayed: facilitator hours beside lasting participation."""

import math
import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.pages.figures import findings
from simkomunitas.pages.figures.marks import bounded, interval, readable, ruled, scaled
from simkomunitas.pages.figures.style import drawing, heading, looks, sheet
from simkomunitas.pages.figures.tables import Cells, units_of
from simkomunitas.pages.words import Language, is_share, name_of, say

LASTING = "year_3"
HOURS, PER_PARTICIPANT = "facilitator_hours", "hours_per_lasting_participant"


def cost(outcomes: pd.DataFrame, language: Language = "en") -> Figure:
    """Hours spent, participation three years after exit, and hours for each lasting participant, arm by arm."""
    cells, units = Cells(outcomes), units_of(outcomes)
    columns = [(HOURS, "programme"), ("participation", LASTING), (PER_PARTICIPANT, LASTING)]
    shown = [(name, found) for name, wanted in columns if (found := _period(cells, name, wanted))]
    arms = sorted(cells.arms, key=lambda arm: _order(cells, arm))
    with drawing():
        n = cells.runs(language, [name for name, _ in shown])
        note = f"{say('note:seeds', language, n=n)}; {say('note:interval', language)}"
        page = sheet(11, 1.9 + 0.42 * len(arms), findings.cost(cells, PER_PARTICIPANT, language), note)
        panels = page.panels(1, max(len(shown), 1), (2.15, 0.5, 0.4, 0.35), gap=(0.5, 0))
        for axes, (name, period) in zip(panels, shown, strict=False):
            _panel(axes, cells, (name, period, units[name]), arms, language)
        _names(panels[0], arms, cells, language)
    return page.figure


def _period(cells: Cells, outcome: str, wanted: str) -> str | None:
    """The wanted period, or else the last one in which the outcome is known; None where it never is."""
    known = [p for p in cells.periods if any(not math.isnan(cells.at(arm, outcome, p).estimate) for arm in cells.arms)]
    return wanted if wanted in known else (known or [None])[-1]


def _order(cells: Cells, arm: str) -> float:
    """From little lasting participation, drawn lowest, to much; no programme at the very bottom."""
    stays = cells.at(arm, "participation", LASTING).estimate
    return -np.inf if arm == "none" or math.isnan(stays) else stays


def _panel(axes: Axes, cells: Cells, column: tuple[str, str, str], arms: list[str], language: Language) -> None:
    outcome, period, unit = column
    about = say(f"period:{period}", language)
    if outcome == PER_PARTICIPANT:
        about = say("note:better", language)
    heading(axes, name_of("outcome", outcome, language), about)
    ruled(axes, "x")
    for row, arm in enumerate(arms):
        x, low, high = scaled(np.array(cells.at(arm, outcome, period)), unit)
        left, right = (float(end) for end in bounded(low, high, unit))
        interval(axes, (row, x, left, right), looks(cells.arms)[arm])
    axes.set(ylim=(-0.6, len(arms) - 0.4), yticks=[])
    axes.margins(x=0.1)
    axes.set_xlim(left=0)
    readable(axes.xaxis, language, 5, " %" if is_share(unit) else "")


def _names(axes: Axes, order: list[str], cells: Cells, language: Language) -> None:
    axes.set_yticks(range(len(order)), [textwrap.fill(name_of("arm", arm, language), 24) for arm in order])
    axes.tick_params(axis="y", pad=8, labelsize=9)
    for label, arm in zip(axes.get_yticklabels(), order, strict=True):
        label.set_color(looks(cells.arms)[arm].text)

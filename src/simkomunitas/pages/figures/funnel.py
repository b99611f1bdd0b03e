"""From knowing to leading: how many of the adults take each step during the programme."""

import math
import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.pages.figures import findings
from simkomunitas.pages.figures.marks import plain_frame
from simkomunitas.pages.figures.style import INK, SOFT, Look, drawing, heading, looks, sheet
from simkomunitas.pages.figures.tables import Cells
from simkomunitas.pages.words import FUNNEL, Language, name_of, percent, say

COLUMNS = 4
LONGEST = 32  # characters over a panel


def funnel(outcomes: pd.DataFrame, language: Language = "en", steps: Sequence[str] = FUNNEL) -> Figure:
    """One small bar chart an arm; the thin lines repeat the arm without a programme."""
    cells = Cells(outcomes)
    shown = [step for step in steps if step in cells.outcomes]
    rows = math.ceil(len(cells.arms) / COLUMNS)
    with drawing():
        note = (
            f"{say('note:funnel', language)}; {say('note:seeds', language, n=cells.runs(language, shown, 'programme'))}"
        )
        page = sheet(11.5, 1.3 + 2.25 * rows, findings.funnel(cells, language), note)
        panels = page.panels(rows, COLUMNS, (1.3, 0.3, 0.45, 0.25), gap=(0.45, 0.5))
        most = max((_share(cells, arm, step) for arm in cells.arms for step in shown), default=1.0)
        for number, axes in enumerate(panels):
            if number >= len(cells.arms):
                plain_frame(axes)
                continue
            _panel(axes, cells, cells.arms[number], shown, language)
            axes.set_xlim(0, 1.14 * most)
            _steps(axes, shown if number % COLUMNS == 0 else [], language)
    return page.figure


def _share(cells: Cells, arm: str, step: str) -> float:
    """The share of adults who take a step during the programme; 0 where it is not known."""
    share = cells.at(arm, step, "programme").estimate
    return 0.0 if math.isnan(share) else share


def _panel(axes: Axes, cells: Cells, arm: str, steps: list[str], language: Language) -> None:
    look = looks(cells.arms)[arm]
    heading(axes, textwrap.shorten(name_of("arm", arm, language), LONGEST, placeholder=" …"))
    for row, step in enumerate(steps):
        _bar(axes, row, _share(cells, arm, step), look, language)
        if arm != "none" and "none" in cells.arms:
            base = _share(cells, "none", step)
            for colour, width in (("white", 2.2), (INK, 1.1)):  # a white rim, to be seen on dark bars too
                axes.plot(
                    [base, base], [row - 0.38, row + 0.38], color=colour, lw=width, zorder=4, solid_capstyle="butt"
                )
    axes.set(ylim=(len(steps) - 0.4, -0.6), xticks=[])
    axes.spines["bottom"].set_visible(False)


def _bar(axes: Axes, row: int, share: float, look: Look, language: Language) -> None:
    axes.barh(row, share, height=0.66, color=look.colour, alpha=0.85, lw=0, zorder=2)
    digits = 1 if 0 < share < 0.0995 else 0
    axes.annotate(
        percent(share, language, digits), (share, row), xytext=(4, 0), textcoords="offset points", va="center",
        size=8, color=INK,
    )  # fmt: skip


def _steps(axes: Axes, steps: list[str], language: Language) -> None:
    """The names of the steps, left of the first panel of each row."""
    axes.set_yticks(range(len(steps)), [name_of("outcome", step, language) for step in steps])
    axes.tick_params(axis="y", labelcolor=SOFT, labelsize=8.5, pad=4)

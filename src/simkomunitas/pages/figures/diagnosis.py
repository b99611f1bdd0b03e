"""What holds a village back: what each loosened constraint changes, the strongest on top."""

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.evidence.diagnosis import Diagnosis
from simkomunitas.pages.diagnosis import relief_cells, shown_units, spoken_title
from simkomunitas.pages.figures.marks import interval, readable, ruled, scaled, zero_line
from simkomunitas.pages.figures.style import LOOKS, Look, drawing, heading, sheet
from simkomunitas.pages.figures.tables import Cells
from simkomunitas.pages.words import Language, is_share, name_of, say
from simkomunitas.pages.words_of_evidence import effect_name, sentence

ROW = 0.55  # inches for a constraint
DURING = "programme"
# A constraint has the look of the strategy that loosens it.
LOOK_OF = {
    "knowing": "community_education",
    "time": "economic_empowerment",
    "free_riding": "local_resources",
    "authority": "policy_advocacy",
    "elite": "network_alliance",
}


def diagnosis_figures(diagnosis: Diagnosis) -> dict[str, Figure]:
    """The figure of a diagnosis in both languages, by the name of its file."""
    return {"diagnosis": diagnosis_figure(diagnosis, "en"), "diagnosis_id": diagnosis_figure(diagnosis, "id")}


def diagnosis_figure(diagnosis: Diagnosis, language: Language = "en") -> Figure:
    """Dot and 95 % interval of every constraint: in the period that was judged (filled), and before exit (open)."""
    cells, units = relief_cells(diagnosis), shown_units(diagnosis.result.outcomes)
    judged = sentence(f"period:{diagnosis.period}", language)
    with drawing():
        note = sentence("figure:note", language, n=cells.runs(language), judged=judged)
        page = sheet(13, 1.95 + ROW * len(cells.arms), spoken_title(diagnosis, language), note)
        panels = page.panels(1, len(cells.outcomes), (1.9, 0.32, 0.35, 0.6), gap=(0.35, 0))
        for axes, outcome in zip(panels, cells.outcomes, strict=True):
            _panel(axes, cells, outcome, units[outcome], (diagnosis.period, language))
        _names(panels[0], cells.arms, language)
    return page.figure


def _panel(axes: Axes, cells: Cells, outcome: str, unit: str, shown: tuple[str, Language]) -> None:
    """One outcome; ``shown``: the period that was judged, and the language."""
    period, language = shown
    heading(axes, effect_name(outcome, language))
    ruled(axes, "x")
    zero_line(axes)
    for row, constraint in enumerate(reversed(cells.arms)):
        if period != DURING:
            _dot(axes, cells, (constraint, outcome, DURING), unit, row - 0.17)
        _dot(axes, cells, (constraint, outcome, period), unit, row + 0.13)
    axes.set(ylim=(-0.6, len(cells.arms) - 0.4), yticks=[])
    axes.margins(x=0.12)
    readable(axes.xaxis, language, 4)
    axes.set_xlabel(_axis_name(outcome, unit, language))


def _axis_name(outcome: str, unit: str, language: Language) -> str:
    if outcome == "need":
        return sentence("figure:points", language)
    return say("unit:points", language) if is_share(unit) else name_of("unit", "ratio", language)


def _dot(axes: Axes, cells: Cells, name: tuple[str, str, str], unit: str, row: float) -> None:
    found = cells.at(*name)
    x, low, high = (float(value) for value in scaled(np.array(found), unit))
    clear = found.low > 0 or found.high < 0
    interval(axes, (row, x, low, high), _look(name[0]), pale=not clear, filled=name[2] != DURING)


def _look(constraint: str) -> Look:
    return LOOKS[LOOK_OF[constraint]]


def _names(axes: Axes, constraints: list[str], language: Language) -> None:
    """The constraints left of the first panel, the strongest on top."""
    for row, constraint in enumerate(reversed(constraints)):
        axes.annotate(
            textwrap.fill(sentence(f"name:{constraint}", language), 20), (0, row), xycoords=("axes fraction", "data"),
            xytext=(-10, 0), textcoords="offset points", ha="right", va="center", color=_look(constraint).text, size=9,
            linespacing=1.1, annotation_clip=False,
        )  # fmt: skip

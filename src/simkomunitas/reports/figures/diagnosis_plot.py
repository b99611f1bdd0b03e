"""What holds a village back: what each loosened constraint changes, the strongest on top."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.evidence.diagnosis import Diagnosis
from simkomunitas.locale.translation import LANGUAGES, language_file_name
from simkomunitas.reports.diagnosis_report import diagnosis_title, outcome_display_units, relief_estimates
from simkomunitas.reports.diagnosis_sentences import effect_name, find_sentence
from simkomunitas.reports.figures.estimate_lookup import EstimateLookup
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import ARM_STYLES, ArmStyle
from simkomunitas.reports.figures.plot_elements import (
    draw_difference,
    draw_gridlines,
    draw_row_names,
    draw_zero_line,
    format_tick_labels,
)
from simkomunitas.reports.translated_words import Language, display_name, is_share_unit, translate_text

ROW_HEIGHT = 0.55  # inches for a constraint
PROGRAMME_PERIOD = "programme"
# A constraint has the look of the strategy that loosens it.
CONSTRAINT_STYLES = {
    "knowing": "community_education",
    "time": "economic_empowerment",
    "free_riding": "local_resources",
    "authority": "policy_advocacy",
    "elite": "network_alliance",
}


def plot_diagnosis_figures(diagnosis: Diagnosis) -> dict[str, Figure]:
    """The figure of a diagnosis in every language, by the name of its file."""
    return {language_file_name("diagnosis", language): plot_diagnosis(diagnosis, language) for language in LANGUAGES}


def plot_diagnosis(diagnosis: Diagnosis, language: Language = "en") -> Figure:
    """Dot and 95 % interval of every constraint: in the period that was judged (filled), and before exit (open)."""
    cells, units = relief_estimates(diagnosis), outcome_display_units(diagnosis.result.outcomes)
    judged = find_sentence(f"period:{diagnosis.period}", language)
    with use_figure_style():
        note = find_sentence("figure:note", language, n=cells.run_count_text(language), judged=judged)
        page = new_figure_sheet(13, 1.95 + ROW_HEIGHT * len(cells.arms), diagnosis_title(diagnosis, language), note)
        panels = page.add_panels(1, len(cells.outcomes), (1.9, 0.32, 0.35, 0.6), gap=(0.35, 0))
        for axes, outcome in zip(panels, cells.outcomes, strict=True):
            _draw_outcome_panel(axes, cells, outcome, units[outcome], (diagnosis.period, language))
        rows = cells.arms[::-1]
        names = [find_sentence(f"name:{constraint}", language) for constraint in rows]
        draw_row_names(panels[0], names, [_constraint_style(constraint) for constraint in rows])
    return page.figure


def _draw_outcome_panel(
    axes: Axes, cells: EstimateLookup, outcome: str, unit: str, shown: tuple[str, Language]
) -> None:
    """One outcome; ``shown``: the period that was judged, and the language."""
    period, language = shown
    draw_panel_heading(axes, effect_name(outcome, language))
    draw_gridlines(axes, "x")
    draw_zero_line(axes)
    for row, constraint in enumerate(reversed(cells.arms)):
        style = _constraint_style(constraint)
        if period != PROGRAMME_PERIOD:
            found = cells.find_estimate(constraint, outcome, PROGRAMME_PERIOD)
            draw_difference(axes, found, unit, row - 0.17, style, filled=False)
        found, filled = cells.find_estimate(constraint, outcome, period), period != PROGRAMME_PERIOD
        draw_difference(axes, found, unit, row + 0.13, style, filled=filled)
    axes.set(ylim=(-0.6, len(cells.arms) - 0.4), yticks=[])
    axes.margins(x=0.12)
    format_tick_labels(axes.xaxis, language, 4)
    axes.set_xlabel(_axis_label(outcome, unit, language))


def _axis_label(outcome: str, unit: str, language: Language) -> str:
    if outcome == "need":
        return find_sentence("figure:points", language)
    return translate_text("unit:points", language) if is_share_unit(unit) else display_name("unit", "ratio", language)


def _constraint_style(constraint: str) -> ArmStyle:
    return ARM_STYLES[CONSTRAINT_STYLES[constraint]]

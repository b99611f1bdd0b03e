"""Figures a person would rather look at than the table; each is made from stored tables only."""

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.pages.figures.cost import cost
from simkomunitas.pages.figures.course import course_of_run, participation_course
from simkomunitas.pages.figures.differences import differences
from simkomunitas.pages.figures.funnel import funnel
from simkomunitas.pages.figures.principles import five_principles
from simkomunitas.pages.figures.saving import figure_files
from simkomunitas.pages.figures.tables import units_of
from simkomunitas.pages.words import Language

__all__ = [
    "comparison_figures", "cost", "course_of_run", "differences", "figure_files", "five_principles", "funnel",
    "participation_course",
]  # fmt: skip


def comparison_figures(
    outcomes: pd.DataFrame, contrasts: pd.DataFrame, weekly: pd.DataFrame, exit_week: int, language: Language = "en"
) -> dict[str, Figure]:
    """Every figure of a comparison, by name; differences only where there is something to compare."""
    figures = {
        "five_principles": five_principles(outcomes, language),
        "participation_course": participation_course(weekly, exit_week, language),
        "funnel": funnel(outcomes, language),
        "cost": cost(outcomes, language),
    }
    if len(contrasts):
        figures["differences"] = differences(contrasts, units_of(outcomes), language)
    return figures

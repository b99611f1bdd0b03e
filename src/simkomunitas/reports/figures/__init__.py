"""Figures a person would rather look at than the table; each is made from stored tables only."""

import pandas as pd
from matplotlib.figure import Figure

from simkomunitas.reports.figures.cost_plot import plot_cost
from simkomunitas.reports.figures.difference_plot import plot_differences
from simkomunitas.reports.figures.estimate_lookup import outcome_units
from simkomunitas.reports.figures.figure_files import build_figure_files
from simkomunitas.reports.figures.funnel_plot import plot_funnel
from simkomunitas.reports.figures.principles_plot import plot_principles
from simkomunitas.reports.figures.weekly_plots import plot_participation, plot_run_series
from simkomunitas.reports.translated_words import Language

__all__ = [
    "build_figure_files",
    "plot_comparison_figures",
    "plot_cost",
    "plot_differences",
    "plot_funnel",
    "plot_participation",
    "plot_principles",
    "plot_run_series",
]  # fmt: skip


def plot_comparison_figures(
    outcomes: pd.DataFrame, contrasts: pd.DataFrame, weekly: pd.DataFrame, exit_week: int, language: Language = "en"
) -> dict[str, Figure]:
    """Every figure of a comparison, by name; differences only where there is something to compare."""
    figures = {
        "five_principles": plot_principles(outcomes, language),
        "participation_course": plot_participation(weekly, exit_week, language),
        "funnel": plot_funnel(outcomes, language),
        "cost": plot_cost(outcomes, language),
    }
    if len(contrasts):
        figures["differences"] = plot_differences(contrasts, outcome_units(outcomes), language)
    return figures

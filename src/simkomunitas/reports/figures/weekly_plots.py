"""Weekly curves: participation of every arm, and the course of a single run."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.model.vocabulary import WEEKS_PER_YEAR
from simkomunitas.reports.figures import figure_titles
from simkomunitas.reports.figures.estimate_lookup import Values, weekly_curve
from simkomunitas.reports.figures.figure_sheet import new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import ARM_STYLES, ArmStyle, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import (
    clip_interval,
    draw_end_labels,
    draw_gridlines,
    draw_line_with_band,
    format_tick_labels,
    shade_programme_years,
    to_display_units,
)
from simkomunitas.reports.translated_words import (
    Language,
    display_name,
    format_run_count,
    is_share_unit,
    translate_text,
)

SERIES_STYLES = [
    ARM_STYLES[name] for name in ("community_education", "policy_advocacy", "network_alliance", "local_resources")
]


def plot_participation(
    weekly: pd.DataFrame, exit_week: int, language: Language = "en", series: str = "participation", unit: str = "share"
) -> Figure:
    """One weekly series of every arm with its interval, the programme years shaded and the exit marked."""
    with use_figure_style():
        n = format_run_count(weekly.loc[weekly["series"] == series, "n"], language)
        note = f"{translate_text('note:seeds', language, n=n)}; {translate_text('note:band', language)}"
        page = new_figure_sheet(
            11, 5.8, figure_titles.participation_title(weekly, exit_week, series, unit, language), note
        )
        (axes,) = page.add_panels(1, 1, (0.65, 0.18, 2.65, 0.6))
        draw_arm_curves(axes, weekly, exit_week, language, series, unit)
    return page.figure


def draw_arm_curves(
    axes: Axes, weekly: pd.DataFrame, exit_week: int, language: Language, series: str, unit: str
) -> None:
    """One weekly series of every arm with its interval and its name, the programme years shaded."""
    curves = {arm: weekly_curve(weekly, arm, series) for arm in dict.fromkeys(weekly["arm"])}
    arms = assign_arm_styles(curves)
    for arm, look in arms.items():
        _draw_curve(axes, curves[arm], unit, look, front=arm != "none")
    _format_axes(axes, weekly, exit_week, unit, language)
    shade_programme_years(axes, exit_week / WEEKS_PER_YEAR, language)
    axes.set_xlabel(translate_text("axis:years", language))
    ends = [
        (_last_value(curves[arm], unit), display_name("arm", arm, language), look.text_colour)
        for arm, look in arms.items()
    ]
    draw_end_labels(axes, [end for end in ends if np.isfinite(end[0])] if len(arms) > 1 else [])


def _draw_curve(axes: Axes, weeks: pd.DataFrame, unit: str, style: ArmStyle, front: bool = True) -> None:
    """One curve with its interval, over years since the start."""
    columns = (to_display_units(weeks[name].to_numpy(dtype=float), unit) for name in ("mean", "low", "high"))
    mean, low, high = columns
    draw_line_with_band(
        axes, weeks["week"].to_numpy() / WEEKS_PER_YEAR, (mean, *clip_interval(low, high, unit)), style, front
    )


def _last_value(weeks: pd.DataFrame, unit: str) -> float:
    """The last known value of a curve, as it is drawn; NaN where there is none."""
    known: Values = to_display_units(weeks["mean"].dropna().to_numpy(dtype=float), unit)
    return float(known[-1]) if len(known) else float("nan")


def _format_axes(axes: Axes, weekly: pd.DataFrame, exit_week: int, unit: str, language: Language) -> None:
    """Axes of a weekly panel: years from 0, whole years as ticks, a scale that starts at 0."""
    last = float(weekly["week"].max() + 1) / WEEKS_PER_YEAR
    axes.set_xlim(0, last)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0] if axes.dataLim.y0 < 0 else 0.0))
    format_tick_labels(axes.xaxis, language, 10)
    format_tick_labels(axes.yaxis, language, 5, " %" if is_share_unit(unit) else "")
    draw_gridlines(axes)


def plot_run_series(
    weekly: pd.DataFrame,
    exit_week: int,
    units: Mapping[str, str],
    language: Language = "en",
    groups: Sequence[Sequence[str]] | None = None,
) -> Figure:
    """Weekly series of a single run, one below the other; series of one group share a panel.

    Without ``groups`` the arenas of participation share the first panel and every other series has its own.
    """
    stacks = [list(group) for group in groups] if groups is not None else _group_series(list(weekly["series"].unique()))
    with use_figure_style():
        height = 1.5 + 1.3 * len(stacks)
        page = new_figure_sheet(
            10, height, translate_text("title:run", language), translate_text("note:one_run", language)
        )
        panels = page.add_panels(len(stacks), 1, (0.65, 0.2, 1.9, 0.55), gap=(0, 0.36))
        for number, (axes, group) in enumerate(zip(panels, stacks, strict=True)):
            _draw_stacked_panel(axes, weekly, group, units[group[0]], language)
            _format_axes(axes, weekly, exit_week, units[group[0]], language)
            shade_programme_years(axes, exit_week / WEEKS_PER_YEAR, language, labelled=number == 0)
            axes.tick_params(labelbottom=axes is panels[-1])
        panels[-1].set_xlabel(translate_text("axis:years", language))
    return page.figure


def _group_series(series: list[str]) -> list[list[str]]:
    """Participation and its arenas together, everything else alone."""
    arenas = [name for name in series if name.startswith("participation")]
    return [group for group in [arenas, *([name] for name in series if name not in arenas)] if group]


def _draw_stacked_panel(axes: Axes, weekly: pd.DataFrame, group: list[str], unit: str, language: Language) -> None:
    """One panel of a run: its series with their names at the right end."""
    ends = []
    for look, series in zip(SERIES_STYLES * (1 + len(group) // len(SERIES_STYLES)), group, strict=False):
        weeks = weekly[weekly["series"] == series].sort_values("week")
        _draw_curve(axes, weeks, unit, look)
        ends.append((_last_value(weeks, unit), display_name("outcome", series, language), look.text_colour))
    axes.set_ylim(0 if axes.dataLim.y0 >= 0 else None)
    draw_end_labels(axes, [end for end in ends if np.isfinite(end[0])])

"""Weekly curves: participation of every arm, and the course of a single run."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.pages.figures import findings
from simkomunitas.pages.figures.marks import (
    Values,
    bounded,
    end_labels,
    line_with_band,
    programme_years,
    readable,
    ruled,
    scaled,
)
from simkomunitas.pages.figures.style import LOOKS, Look, drawing, looks, sheet
from simkomunitas.pages.figures.tables import curve
from simkomunitas.pages.words import Language, is_share, name_of, run_count, say

YEAR = 52
SERIES_LOOKS = [
    LOOKS[name] for name in ("community_education", "policy_advocacy", "network_alliance", "local_resources")
]


def participation_course(
    weekly: pd.DataFrame, exit_week: int, language: Language = "en", series: str = "participation", unit: str = "share"
) -> Figure:
    """One weekly series of every arm with its interval, the programme years shaded and the exit marked."""
    arms = looks(weekly["arm"])
    with drawing():
        n = run_count(weekly.loc[weekly["series"] == series, "n"], language)
        note = f"{say('note:seeds', language, n=n)}; {say('note:band', language)}"
        page = sheet(11, 5.8, findings.course(weekly, exit_week, series, unit, language), note)
        (axes,) = page.panels(1, 1, (0.65, 0.18, 2.65, 0.6))
        for arm, look in arms.items():
            _draw(axes, curve(weekly, arm, series), unit, look, front=arm != "none")
        _finish(axes, weekly, exit_week, unit, language)
        programme_years(axes, exit_week / YEAR, language)
        axes.set_xlabel(say("axis:years", language))
        ends = [(_end(curve(weekly, arm, series), unit), name_of("arm", arm, language), arms[arm].text) for arm in arms]
        end_labels(axes, [end for end in ends if np.isfinite(end[0])])
    return page.figure


def _draw(axes: Axes, weeks: pd.DataFrame, unit: str, look: Look, front: bool = True) -> None:
    columns = (scaled(weeks[name].to_numpy(dtype=float), unit) for name in ("mean", "low", "high"))
    mean, low, high = columns
    line_with_band(axes, weeks["week"].to_numpy() / YEAR, (mean, *bounded(low, high, unit)), look, front)


def _end(weeks: pd.DataFrame, unit: str) -> float:
    """The last known value of a curve, as it is drawn; NaN where there is none."""
    known: Values = scaled(weeks["mean"].dropna().to_numpy(dtype=float), unit)
    return float(known[-1]) if len(known) else float("nan")


def _finish(axes: Axes, weekly: pd.DataFrame, exit_week: int, unit: str, language: Language) -> None:
    """Axes of a weekly panel: years from 0, whole years as ticks, a scale that starts at 0."""
    last = float(weekly["week"].max() + 1) / YEAR
    axes.set_xlim(0, last)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0] if axes.dataLim.y0 < 0 else 0.0))
    readable(axes.xaxis, language, 10)
    readable(axes.yaxis, language, 5, " %" if is_share(unit) else "")
    ruled(axes)


def course_of_run(
    weekly: pd.DataFrame,
    exit_week: int,
    units: Mapping[str, str],
    language: Language = "en",
    groups: Sequence[Sequence[str]] | None = None,
) -> Figure:
    """Weekly series of a single run, one below the other; series of one group share a panel.

    Without ``groups`` the arenas of participation share the first panel and every other series has its own.
    """
    stacks = [list(group) for group in groups] if groups is not None else _groups(list(weekly["series"].unique()))
    with drawing():
        height = 1.5 + 1.3 * len(stacks)
        page = sheet(10, height, say("title:run", language), say("note:one_run", language))
        panels = page.panels(len(stacks), 1, (0.65, 0.2, 1.9, 0.55), gap=(0, 0.36))
        for number, (axes, group) in enumerate(zip(panels, stacks, strict=True)):
            _stack(axes, weekly, group, units[group[0]], language)
            _finish(axes, weekly, exit_week, units[group[0]], language)
            programme_years(axes, exit_week / YEAR, language, labelled=number == 0)
            axes.tick_params(labelbottom=axes is panels[-1])
        panels[-1].set_xlabel(say("axis:years", language))
    return page.figure


def _groups(series: list[str]) -> list[list[str]]:
    """Participation and its arenas together, everything else alone."""
    arenas = [name for name in series if name.startswith("participation")]
    return [group for group in [arenas, *([name] for name in series if name not in arenas)] if group]


def _stack(axes: Axes, weekly: pd.DataFrame, group: list[str], unit: str, language: Language) -> None:
    """One panel of a run: its series with their names at the right end."""
    ends = []
    for look, series in zip(SERIES_LOOKS * (1 + len(group) // len(SERIES_LOOKS)), group, strict=False):
        weeks = weekly[weekly["series"] == series].sort_values("week")
        _draw(axes, weeks, unit, look)
        ends.append((_end(weeks, unit), name_of("outcome", series, language), look.text))
    axes.set_ylim(0 if axes.dataLim.y0 >= 0 else None)
    end_labels(axes, [end for end in ends if np.isfinite(end[0])])

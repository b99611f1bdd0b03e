"""What a calibration has found: how well quantities fit before and after, what is left of each prior, and pairs."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.evidence.calibration.calibration_run import (
    CalibrationResult,
    posterior_parameter_table,
    target_fit_table,
)
from simkomunitas.evidence.posterior_file import MIN_NARROWING
from simkomunitas.reports.display_names import format_factor_name, format_factor_value
from simkomunitas.reports.figures.estimate_lookup import Values, to_row_dicts
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import GRID_COLOUR, TEXT_COLOUR
from simkomunitas.reports.figures.plot_elements import draw_gridlines

BEFORE, AFTER, NOW = "#9aa0a8", "#0072b2", "#d55e00"
ROW_HEIGHT = 0.24  # inches for a quantity or a parameter
AXIS_LIMIT = 4.0  # half widths of a band from its middle, beyond which nothing is drawn to scale
MAX_PAIRED_PARAMETERS = 6  # parameters of which pairs are drawn


def plot_calibration_figures(found: CalibrationResult) -> dict[str, Figure]:
    """Every figure of a calibration, by the name of its file."""
    parameters, fit = posterior_parameter_table(found), target_fit_table(found)
    return {
        "fit": plot_fit(fit, len(found.values), found.plan.simulations),
        "parameters": plot_parameter_intervals(parameters, found.coverage.test_count),
        "pairs": plot_parameter_pairs(found, parameters),
    }


def plot_fit(fit: pd.DataFrame, draws: int, simulations: int) -> Figure:
    """Each quantity against its band: over the prior (grey), at the present defaults, and over the posterior (blue)."""
    with use_figure_style():
        inside = int(((fit["centre"] >= fit["low"]) & (fit["centre"] <= fit["high"])).sum())
        title = f"At the centre of the posterior {inside} of {len(fit)} quantities lie in their bands"
        note = (
            f"bars hold nine of ten draws: grey before ({simulations} draws), blue after ({draws});   ● centre   "
            "◇ present defaults;   shaded: the band, as wide for all"
        )
        page = new_figure_sheet(11, 1.6 + ROW_HEIGHT * len(fit), title, note)
        (axes,) = page.add_panels(1, 1, (3.1, 0.15, 0.4, 0.45))
        axes.axvspan(-1, 1, color="#e4efe6", lw=0, zorder=0)
        for place, row in enumerate(to_row_dicts(fit)):
            _draw_fit_row(axes, len(fit) - 1 - place, row)
        names = [f"{row['target']}  {row['quantity'].replace('_', ' ')}" for row in to_row_dicts(fit)]
        axes.set_yticks(range(len(fit)), names[::-1], size=7.5, color=TEXT_COLOUR)
        axes.set(xlim=(-AXIS_LIMIT - 0.1, AXIS_LIMIT + 0.1), ylim=(-0.7, len(fit) - 0.3))
        draw_gridlines(axes, "x")
        axes.set_xlabel(
            "half widths of the band from its middle; for a band with one bound, spreads of the bank from it"
        )
    return page.figure


def _draw_fit_row(axes: Axes, y: int, row: Mapping[str, Any]) -> None:
    """One quantity: intervals before and after, defaults and centre."""
    before, after = [_scale_to_band(row, [row[f"{name}_low"], row[f"{name}_high"]]) for name in ("prior", "posterior")]
    axes.plot(before, [y + 0.16] * 2, color=BEFORE, lw=2.2, solid_capstyle="butt")
    axes.plot(after, [y - 0.16] * 2, color=AFTER, lw=2.8, solid_capstyle="butt")
    axes.plot(_scale_to_band(row, [row["centre"]]), [y - 0.16], "o", ms=5, color=AFTER, mec="white", mew=0.6, zorder=4)
    axes.plot(_scale_to_band(row, [row["defaults"]]), [y + 0.16], "D", ms=3.6, mfc="white", mec=NOW, mew=1.1, zorder=4)


def _scale_to_band(row: Mapping[str, Any], values: list[float]) -> Values:
    """Values on the scale of the band, the band from -1 to 1; what lies beyond the figure is set at its edge."""
    low, high = row["low"], row["high"]
    if np.isfinite(low) and np.isfinite(high):
        found = (np.array(values) - (low + high) / 2) / ((high - low) / 2)
    else:
        width = max(row["prior_high"] - row["prior_low"], 1e-9) / 3.29
        bound, side = (low, -1.0) if np.isfinite(low) else (high, 1.0)
        found = (np.array(values) - bound) / width + side  # the bound lies where that of the band is shaded
    return np.asarray(np.clip(found, -AXIS_LIMIT, AXIS_LIMIT), dtype=np.float64)


def plot_parameter_intervals(parameters: pd.DataFrame, truths: int) -> Figure:
    """What is left of each prior, the best known parameter on top, and how often intervals held simulated truths."""
    rows = to_row_dicts(parameters.sort_values("informed", kind="stable"))
    with use_figure_style():
        known = int((parameters["informed"] >= MIN_NARROWING).sum())
        title = f"The targets tell something about {known} of {len(rows)} parameters"
        note = "bar: nine of ten draws, within the prior;   ● centre   ◇ present default;   right: coverage"
        page = new_figure_sheet(10, 1.6 + (ROW_HEIGHT + 0.04) * len(rows), title, note)
        axes, side = page.add_panels(1, 2, (2.7, 0.3, 0.35, 0.55), gap=(1.4, 0))
        for y, row in enumerate(rows):
            _draw_parameter_row(axes, y, row)
        names = [
            f"{format_factor_name('parameters.' + row['parameter'])}   {format_factor_value(row['prior_low'])}"
            for row in rows
        ]
        axes.set_yticks(range(len(rows)), names, color=TEXT_COLOUR)
        axes.tick_params(axis="y", labelsize=7.5)
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.7, len(rows) - 0.3), xticks=[])
        draw_panel_heading(axes, "posterior within the prior")
        _draw_coverage(side, [row["coverage"] for row in rows], truths)
    return page.figure


def _draw_parameter_row(axes: Axes, y: int, row: Mapping[str, Any]) -> None:
    axes.plot([0, 1], [y, y], color=GRID_COLOUR, lw=5, solid_capstyle="butt", zorder=1)
    low, centre, high, now = (_position_in_prior(row, row[name]) for name in ("low", "centre", "high", "default"))
    axes.plot([low, high], [y, y], color=AFTER, lw=3.2, solid_capstyle="butt", zorder=2)
    axes.plot([centre], [y], "o", ms=5, color=AFTER, mec="white", mew=0.6, zorder=4)
    axes.plot([now], [y], "D", ms=3.6, mfc="white", mec=NOW, mew=1.1, zorder=4, clip_on=False)
    most = format_factor_value(row["prior_high"])
    axes.annotate(most, (1.03, y), va="center", size=7.5, color=TEXT_COLOUR, annotation_clip=False)


def _position_in_prior(row: Mapping[str, Any], value: float) -> float:
    """Where a value stands within the prior, 0 to 1."""
    low, high = row["prior_low"], row["prior_high"]
    if row["log"]:
        low, high, value = np.log(low), np.log(high), np.log(max(value, 1e-12))
    return float(np.clip((value - low) / (high - low), 0, 1))


def _draw_coverage(axes: Axes, shares: list[float], truths: int) -> None:
    """How often the 90 % interval held the truth; the shaded band is chance about 90 %."""
    draw_panel_heading(axes, "coverage", f"of {truths} simulated truths, %")
    reach = 1.96 * np.sqrt(0.9 * 0.1 / max(1, truths))
    axes.axvspan(100 * (0.9 - reach), min(100, 100 * (0.9 + reach)), color="#e4efe6", lw=0)
    axes.plot([100 * share for share in shares], range(len(shares)), "o", ms=4, color=TEXT_COLOUR)
    axes.set(xlim=(50, 101), ylim=(-0.7, len(shares) - 0.3), yticks=[])
    draw_gridlines(axes, "x")


def plot_parameter_pairs(found: CalibrationResult, parameters: pd.DataFrame) -> Figure:
    """Every pair of the parameters that are known best: the draws of the posterior, and the prior as frame."""
    best = to_row_dicts(parameters.sort_values("informed", ascending=False, kind="stable").head(MAX_PAIRED_PARAMETERS))
    places = {
        row["parameter"]: found.posterior.points[:, found.plan.parameter_keys.index(row["parameter"])] for row in best
    }
    count = len(best)
    with use_figure_style():
        title = "Where the parameters lie together that the targets tell most about"
        page = new_figure_sheet(
            1.2 + 1.55 * count, 1.7 + 1.35 * count, title, f"{len(found.values)} draws; frames: the priors"
        )
        panels = page.add_panels(count, count, (1.1, 0.15, 0.25, 0.6), gap=(0.1, 0.1))
        for number, axes in enumerate(panels):
            row, column = divmod(number, count)
            _draw_pair_panel(axes, best[row], best[column], places, (row, column, count))
    return page.figure


def _draw_pair_panel(
    axes: Axes, up: Mapping[str, Any], across: Mapping[str, Any], places: Mapping[str, Values],
    at: tuple[int, int, int],
) -> None:  # fmt: skip
    """One panel: a histogram on the diagonal, draws below it."""
    row, column, count = at
    axes.set(xlim=(0, 1), xticks=[], yticks=[])
    if column > row:
        axes.axis("off")
        return
    x, default = places[str(across["parameter"])], _position_in_prior(across, across["default"])
    if row == column:
        axes.hist(x, bins=np.linspace(0, 1, 21).tolist(), color=AFTER, alpha=0.75)
        axes.axvline(default, color=NOW, lw=1.1)
    else:
        axes.plot(x, places[str(up["parameter"])], ".", ms=2.5, color=AFTER, alpha=0.5)
        axes.plot(default, _position_in_prior(up, up["default"]), "D", ms=4, mfc="white", mec=NOW)
        axes.set_ylim(0, 1)
    for spine in axes.spines.values():
        spine.set_visible(True)
    if column == 0:
        axes.set_ylabel(_short_label(up), size=6.5, color=TEXT_COLOUR)
    if row == count - 1:
        axes.set_xlabel(_short_label(across), size=6.5, color=TEXT_COLOUR)


def _short_label(row: Mapping[str, Any]) -> str:
    name = str(row["parameter"]).rpartition(".")[2].replace("_", " ")
    return f"{name}\n{format_factor_value(row['prior_low'])} to {format_factor_value(row['prior_high'])}"

"""What an optimization found: the front as lines and as a matrix, and how the hours of chosen plans are shared out."""

import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from simkomunitas.model.scenario_definition import StrategyShares
from simkomunitas.model.vocabulary import STAGES
from simkomunitas.reports.display_names import format_column_name
from simkomunitas.reports.figures.estimate_lookup import Values
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import ARM_STYLES, MUTED_COLOUR, TEXT_COLOUR, ArmStyle, assign_arm_styles
from simkomunitas.reports.figures.plot_elements import draw_gridlines, format_tick_labels
from simkomunitas.reports.translated_words import display_name, format_number

FRONT, BEATEN = "#7fb3d5", "#d7d9dd"
HIGHLIGHT_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#a8558a", "#e69f00", "#20262e", "#56b4e9")
REFERENCE_STYLES = ARM_STYLES | {"as given": ARM_STYLES["balanced"]}
SHORT_STAGE_NAMES = {"evaluation_and_maintenance": "evaluation", "implementation": "implement."}


def plot_front_lines(front: pd.DataFrame, chosen: Mapping[str, str], reference_plans: Mapping[str, str]) -> Figure:
    """Parallel coordinates: an axis a principle, a line a plan; ``chosen`` and ``reference_plans`` are named.

    front: plan, column, estimate, low, high, better (``more`` or ``less``), on_front.
    """
    columns = list(dict.fromkeys(front["column"]))
    table = front.pivot_table(index="plan", columns="column", values="estimate", sort=False)[columns]
    ends = {column: (float(table[column].min()), float(table[column].max())) for column in columns}
    unit = pd.DataFrame({column: _rescale_to_axis(table[column], ends[column]) for column in columns})
    best = set(front.loc[front["on_front"], "plan"])
    with use_figure_style():
        title = f"{len(best)} plans that none beats in everything, for the same facilitator hours"
        note = f"each line a plan, run again under {int(front['n'].max())} fresh seeds; pale: beaten by another"
        page = new_figure_sheet(11, 5.9, title, note)
        (axes,) = page.add_panels(1, 1, (0.8, 0.55, 2.6, 0.75))
        places = np.arange(len(columns))
        for plan in unit.index:
            axes.plot(places, unit.loc[plan], color=FRONT if plan in best else BEATEN, lw=0.9, alpha=0.7, zorder=2)
        lines = _select_labelled_plans(unit, chosen, reference_plans)
        for look, (values, name, dashed) in lines:
            axes.plot(places, values, color=look.colour, lw=1.9, ls="--" if dashed else "-", zorder=4)
            axes.plot(places, values, look.marker, color=look.colour, ms=5, mec="white", mew=0.5, zorder=5, label=name)
        _draw_parallel_axes(axes, columns, ends)
        axes.legend(loc="center left", bbox_to_anchor=(1.03, 0.5), frameon=False, fontsize=8.5, labelcolor=TEXT_COLOUR)
    return page.figure


def _rescale_to_axis(values: "pd.Series[float]", ends: tuple[float, float]) -> "pd.Series[float]":
    low, high = ends
    return (values - low) / (high - low) if high > low else values * 0 + 0.5


def _select_labelled_plans(
    unit: pd.DataFrame, chosen: Mapping[str, str], reference_plans: Mapping[str, str]
) -> list[tuple[ArmStyle, tuple[Values, str, bool]]]:
    """The plans that have a line of their own: with colour, name, and whether they are for comparison only."""
    names = {plan: textwrap.fill(words, 30) for plan, words in chosen.items()}
    told = [
        (
            ArmStyle(HIGHLIGHT_COLOURS[place % len(HIGHLIGHT_COLOURS)], "o"),
            (unit.loc[plan].to_numpy(dtype=float), words, False),
        )
        for place, (plan, words) in enumerate(names.items())
    ]
    grey = {plan: REFERENCE_STYLES.get(plan, ARM_STYLES["none"]) for plan in reference_plans}
    return told + [
        (grey[plan], (unit.loc[plan].to_numpy(dtype=float), words, True)) for plan, words in reference_plans.items()
    ]


def _draw_parallel_axes(axes: Axes, columns: Sequence[str], ends: Mapping[str, tuple[float, float]]) -> None:
    axes.set(xlim=(-0.15, len(columns) - 0.85), ylim=(-0.05, 1.05), yticks=[])
    axes.set_xticks(range(len(columns)), [textwrap.fill(format_column_name(column), 20) for column in columns])
    axes.tick_params(axis="x", length=0, labelsize=8.5, pad=16)
    axes.spines["bottom"].set_visible(False)
    for place, column in enumerate(columns):
        axes.axvline(place, color="#b9bdc4", lw=0.8, zorder=1)
        for at, value, va in ((-0.02, ends[column][0], "top"), (1.02, ends[column][1], "bottom")):
            axes.text(place, at, format_number(value, "en", 2), ha="center", va=va, size=7.5, color=MUTED_COLOUR)


def plot_front_matrix(front: pd.DataFrame, chosen: Mapping[str, str], reference_plans: Mapping[str, str]) -> Figure:
    """Every pair of principles: plans as dots, with the chosen ones in colour and those for comparison as crosses."""
    columns = list(dict.fromkeys(front["column"]))
    table = front.pivot_table(index="plan", columns="column", values="estimate", sort=False)[columns]
    best = table.index.isin(set(front.loc[front["on_front"], "plan"]))
    side = len(columns) - 1
    with use_figure_style():
        title = "What is gained in one principle is paid for in another, or not"
        note = "blue: no plan beats it; grey: beaten; coloured: the chosen plans; crosses: for comparison"
        page = new_figure_sheet(2.1 + 2.3 * side, 1.4 + 2.2 * side, title, note)
        panels = page.add_panels(side, side, (1.0, 0.15, 0.3, 0.65), gap=(0.35, 0.3))
        for row in range(side):
            for column in range(side):
                axes = panels[row * side + column]
                if column > row:
                    axes.axis("off")
                    continue
                _draw_objective_pair(axes, table[[columns[column], columns[row + 1]]], best, (chosen, reference_plans))
                if row == side - 1:
                    axes.set_xlabel(textwrap.fill(format_column_name(columns[column]), 24))
                if column == 0:
                    axes.set_ylabel(textwrap.fill(format_column_name(columns[row + 1]), 24))
    return page.figure


def _draw_objective_pair(
    axes: Axes, comparison: pd.DataFrame, best: np.ndarray, told: tuple[Mapping[str, str], Mapping[str, str]]
) -> None:  # fmt: skip
    draw_gridlines(axes)
    draw_gridlines(axes, "x")
    x, y = comparison.to_numpy(dtype=float).T
    axes.scatter(x[~best], y[~best], s=12, color=BEATEN, zorder=2)
    axes.scatter(x[best], y[best], s=14, color=FRONT, zorder=3)
    for place, plan in enumerate(told[0]):
        colour = HIGHLIGHT_COLOURS[place % len(HIGHLIGHT_COLOURS)]
        axes.plot(*comparison.loc[plan], "o", color=colour, ms=6, mec="white", mew=0.6, zorder=5)
    for plan in told[1]:
        colour = REFERENCE_STYLES.get(plan, ARM_STYLES["none"]).colour
        axes.plot(*comparison.loc[plan], "x", color=colour, ms=6, mew=1.6, zorder=4)
    for axis in (axes.xaxis, axes.yaxis):
        format_tick_labels(axis, "en", 4)


def plot_stage_shares(plans: Mapping[str, tuple[StrategyShares, ...]], about: Mapping[str, str]) -> Figure:
    """For each plan by its name, the shares of hours stage by stage; ``about``: targeting, exit and length below it."""
    strategies = list(dict.fromkeys(name for rows in plans.values() for row in rows for name, _ in row))
    strategies.sort(key=lambda name: list(ARM_STYLES).index(name) if name in ARM_STYLES else len(ARM_STYLES))
    colours = assign_arm_styles(strategies)
    down = -(-len(plans) // 3)
    with use_figure_style():
        title = "How the hours of the chosen plans are shared out, stage by stage"
        page = new_figure_sheet(11, 1.75 + 2.75 * down, title, "share of the hours")
        panels = page.add_panels(down, 3, (0.7, 0.6, 0.3, 1.35), gap=(0.5, 1.45))
        for axes, (plan, rows) in zip(panels, plans.items(), strict=False):
            _draw_stacked_bars(axes, rows, strategies, {name: look.colour for name, look in colours.items()})
            draw_panel_heading(axes, textwrap.shorten(plan, 46, placeholder="…"), about[plan])
        for axes in panels[len(plans) :]:
            axes.axis("off")
        _draw_strategy_legend(page.figure, colours)
    return page.figure


def _draw_stacked_bars(
    axes: Axes, rows: tuple[StrategyShares, ...], strategies: Sequence[str], colours: Mapping[str, str]
) -> None:
    bottom = np.zeros(len(STAGES))
    for name in strategies:
        share = np.array([dict(row).get(name, 0.0) for row in rows])
        axes.bar(range(len(STAGES)), share, 0.78, bottom=bottom, color=colours[name])
        bottom += share
    axes.set(ylim=(0, 1), xlim=(-0.55, len(STAGES) - 0.45))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    axes.set_xticks(
        range(len(STAGES)), [SHORT_STAGE_NAMES.get(stage, stage) for stage in STAGES], rotation=35, ha="right"
    )
    axes.tick_params(axis="x", length=0, labelsize=7.5)


def _draw_strategy_legend(figure: Figure, colours: Mapping[str, ArmStyle]) -> None:
    width, height = figure.get_size_inches()
    x = 0.25
    for name, look in colours.items():
        words = display_name("arm", name, "en")
        figure.text(x / width, 0.25 / height, "■", color=look.colour, size=11, va="center")
        figure.text((x + 0.18) / width, 0.25 / height, words, color=look.text_colour, size=8.5, va="center")
        x += 0.5 + 0.075 * len(words)

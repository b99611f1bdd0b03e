"""Figures of the evidence: every quantity against its band, and which target each variant of the model meets."""

from collections.abc import Mapping, Sequence
from math import inf, isfinite, isnan

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.base.catalogue import docstring_summary
from simkomunitas.evidence.model_validation import ValidationResult
from simkomunitas.evidence.model_variants import FULL_MODEL, ModelVariant
from simkomunitas.evidence.target_verdicts import QuantityResult, TargetResult, VerdictName
from simkomunitas.evidence.targets import TargetBand, targets
from simkomunitas.reports.figures.figure_sheet import draw_panel_heading, new_figure_sheet, use_figure_style
from simkomunitas.reports.figures.figure_style import MUTED_COLOUR, SHADING_COLOUR, SPARE_STYLES, TEXT_COLOUR, ArmStyle
from simkomunitas.reports.figures.plot_elements import draw_gridlines, draw_interval, format_tick_labels

FIGURE_WIDTH = 8.8  # inches
ROW_HEIGHT = 0.95  # inches for a quantity
CELL_SIZE = 0.3  # inches for a cell of the matrix
MODEL_STYLE = ArmStyle(TEXT_COLOUR, "D")
VERDICT_COLOURS: dict[VerdictName, str] = {"met": "#3c8d6e", "not met": "#c05a3c", "undecided": "#d9cfb4"}
VERDICT_SIGNS: dict[VerdictName, str] = {"met": "", "not met": "×", "undecided": "?"}


def plot_target(name: str, results: Mapping[str, TargetResult], variants: Sequence[ModelVariant]) -> Figure:
    """The quantities of one target: band shaded, the model black, baselines in colour beneath it."""
    shown = [variant for variant in variants if variant.kind != "mechanism" and variant.name in results]
    looks = {
        variant.name: MODEL_STYLE if variant.kind == "model" else SPARE_STYLES[place]
        for place, variant in enumerate(shown)
    }
    bands = targets[name].bands
    with use_figure_style():
        note = "shaded: band; lines: 95 % interval over seeds"
        page = new_figure_sheet(
            FIGURE_WIDTH, 1.25 + ROW_HEIGHT * len(bands), f"{name}  {docstring_summary(targets[name])}", note
        )
        panels = page.add_panels(len(bands), 1, (0.35, 0.3, 2.5, 0.3), gap=(0, 0.55))
        for place, axes in enumerate(panels):
            quantities = {variant.name: results[variant.name].quantities[place] for variant in shown}
            _draw_quantity_panel(axes, bands[place], quantities, looks)
        _draw_variant_names(panels[0], shown, looks)
    return page.figure


def _draw_quantity_panel(
    axes: Axes, band: TargetBand, quantities: Mapping[str, QuantityResult], styles: Mapping[str, ArmStyle]
) -> None:
    draw_panel_heading(axes, f"{band.name.replace('_', ' ')}: {band.meaning}")
    draw_gridlines(axes, "x")
    low, high = axis_range(band, list(quantities.values()))
    axes.axvspan(max(band.low, low), min(band.high, high), color=SHADING_COLOUR, lw=0, zorder=0)
    for bound in (band.low, band.high):
        if isfinite(bound):
            axes.axvline(bound, color=MUTED_COLOUR, lw=0.9, zorder=1)
    for row, (name, quantity) in enumerate(quantities.items()):
        if not isnan(quantity.estimate):
            ends = (quantity.estimate,) * 2 if isnan(quantity.low) else (quantity.low, quantity.high)
            draw_interval(axes, (-row, quantity.estimate, *ends), styles[name], filled=name == FULL_MODEL.name)
    axes.set(xlim=(low, high), ylim=(0.6 - len(quantities), 0.6), yticks=[])
    format_tick_labels(axes.xaxis, "en", 6)


def axis_range(band: TargetBand, quantities: Sequence[QuantityResult]) -> tuple[float, float]:
    """The part of the axis that is drawn: the bounds of the band and all estimates, with a margin."""
    ends = [value for quantity in quantities for value in (quantity.estimate, quantity.low, quantity.high)]
    known = [value for value in (*ends, band.low, band.high) if isfinite(value)] or [0.0]
    low, high = min(known), max(known)
    margin = 0.08 * (high - low) or 0.5
    # An open band goes on beyond what is drawn.
    return low - margin * (2 if band.low == -inf else 1), high + margin * (2 if band.high == inf else 1)


def _draw_variant_names(axes: Axes, variants: Sequence[ModelVariant], styles: Mapping[str, ArmStyle]) -> None:
    """The variants' names right of the first panel, each in its colour."""
    for row, variant in enumerate(variants):
        axes.annotate(
            variant.title, (1, -row), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
            va="center", color=styles[variant.name].text_colour, size=7.5, annotation_clip=False,
        )  # fmt: skip


def plot_verdict_matrix(validation: ValidationResult) -> Figure:
    """Targets by variants: green what is met, red with a cross what is not, pale with a question mark what is open."""
    plan = validation.plan
    rows, columns = len(plan.variants), len(plan.targets)
    with use_figure_style():
        note = "green: met   × red: not met   ? pale: undecided"
        width, height = 3.1 + max(2.4, CELL_SIZE * 1.15 * columns), 1.3 + CELL_SIZE * rows
        page = new_figure_sheet(width, height, "What each variant of the model meets", note)
        (axes,) = page.add_panels(1, 1, (2.9, 0.3, 0.2, 0.15))
        for row, variant in enumerate(plan.variants):
            for column, judgement in enumerate(validation.results[variant.name]):
                _draw_verdict_cell(axes, column, row, judgement.verdict)
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), xticks=range(columns), yticks=range(rows))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_xticklabels(plan.targets, size=8)
        axes.set_yticklabels([variant_label(variant) for variant in plan.variants], size=8)
        axes.spines[:].set_visible(False)
    return page.figure


def _draw_verdict_cell(axes: Axes, column: int, row: int, verdict: VerdictName) -> None:
    axes.fill_between([column - 0.47, column + 0.47], row - 0.45, row + 0.45, color=VERDICT_COLOURS[verdict], lw=0)
    axes.text(column, row, VERDICT_SIGNS[verdict], ha="center", va="center", color=TEXT_COLOUR, size=8)


def variant_label(variant: ModelVariant) -> str:
    """How a variant is called in a table: a mechanism by what is missing."""
    return f"without {variant.name.replace('_', ' ')}" if variant.kind == "mechanism" else variant.title

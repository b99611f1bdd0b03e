"""Figures of the evidence: every quantity against its band, and which target each variant of the model meets."""

from collections.abc import Mapping, Sequence
from math import inf, isfinite, isnan

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simkomunitas.evidence.judging import Judgement, Quantity, Verdict
from simkomunitas.evidence.targets import Band, targets
from simkomunitas.evidence.validating import Validation
from simkomunitas.evidence.variants import MODEL, Variant
from simkomunitas.ground.catalogue import first_line
from simkomunitas.pages.figures.marks import interval, readable, ruled
from simkomunitas.pages.figures.style import INK, SHADE, SOFT, SPARE, Look, drawing, heading, sheet

WIDTH = 8.8  # inches
ROW = 0.95  # inches for a quantity
CELL = 0.3  # inches for a cell of the matrix
OURS = Look(INK, "D")
VERDICT_COLOURS: dict[Verdict, str] = {"met": "#3c8d6e", "not met": "#c05a3c", "undecided": "#d9cfb4"}
VERDICT_SIGNS: dict[Verdict, str] = {"met": "", "not met": "×", "undecided": "?"}


def target_figure(name: str, judgements: Mapping[str, Judgement], variants: Sequence[Variant]) -> Figure:
    """The quantities of one target: band shaded, the model black, baselines in colour beneath it."""
    shown = [variant for variant in variants if variant.kind != "mechanism" and variant.name in judgements]
    looks = {variant.name: OURS if variant.kind == "model" else SPARE[place] for place, variant in enumerate(shown)}
    bands = targets[name].bands
    with drawing():
        note = "shaded: band; lines: 95 % interval over seeds"
        page = sheet(WIDTH, 1.25 + ROW * len(bands), f"{name}  {first_line(targets[name])}", note)
        panels = page.panels(len(bands), 1, (0.35, 0.3, 2.5, 0.3), gap=(0, 0.55))
        for place, axes in enumerate(panels):
            quantities = {variant.name: judgements[variant.name].quantities[place] for variant in shown}
            _quantity(axes, bands[place], quantities, looks)
        _names(panels[0], shown, looks)
    return page.figure


def _quantity(axes: Axes, band: Band, quantities: Mapping[str, Quantity], looks: Mapping[str, Look]) -> None:
    heading(axes, f"{band.name.replace('_', ' ')}: {band.meaning}")
    ruled(axes, "x")
    low, high = span(band, list(quantities.values()))
    axes.axvspan(max(band.low, low), min(band.high, high), color=SHADE, lw=0, zorder=0)
    for bound in (band.low, band.high):
        if isfinite(bound):
            axes.axvline(bound, color=SOFT, lw=0.9, zorder=1)
    for row, (name, quantity) in enumerate(quantities.items()):
        if not isnan(quantity.estimate):
            ends = (quantity.estimate,) * 2 if isnan(quantity.low) else (quantity.low, quantity.high)
            interval(axes, (-row, quantity.estimate, *ends), looks[name], filled=name == MODEL.name)
    axes.set(xlim=(low, high), ylim=(0.6 - len(quantities), 0.6), yticks=[])
    readable(axes.xaxis, "en", 6)


def span(band: Band, quantities: Sequence[Quantity]) -> tuple[float, float]:
    """The part of the axis that is drawn: the bounds of the band and all estimates, with a margin."""
    ends = [value for quantity in quantities for value in (quantity.estimate, quantity.low, quantity.high)]
    known = [value for value in (*ends, band.low, band.high) if isfinite(value)] or [0.0]
    low, high = min(known), max(known)
    margin = 0.08 * (high - low) or 0.5
    # An open band goes on beyond what is drawn.
    return low - margin * (2 if band.low == -inf else 1), high + margin * (2 if band.high == inf else 1)


def _names(axes: Axes, variants: Sequence[Variant], looks: Mapping[str, Look]) -> None:
    """The variants' names right of the first panel, each in its colour."""
    for row, variant in enumerate(variants):
        axes.annotate(
            variant.title, (1, -row), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
            va="center", color=looks[variant.name].text, size=7.5, annotation_clip=False,
        )  # fmt: skip


def matrix_figure(validation: Validation) -> Figure:
    """Targets by variants: green what is met, red with a cross what is not, pale with a question mark what is open."""
    plan = validation.plan
    rows, columns = len(plan.variants), len(plan.targets)
    with drawing():
        note = "green: met   × red: not met   ? pale: undecided"
        page = sheet(
            3.1 + max(2.4, CELL * 1.15 * columns), 1.3 + CELL * rows, "What each variant of the model meets", note
        )
        (axes,) = page.panels(1, 1, (2.9, 0.3, 0.2, 0.15))
        for row, variant in enumerate(plan.variants):
            for column, judgement in enumerate(validation.judgements[variant.name]):
                _cell(axes, column, row, judgement.verdict)
        axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), xticks=range(columns), yticks=range(rows))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_xticklabels(plan.targets, size=8)
        axes.set_yticklabels([variant_label(variant) for variant in plan.variants], size=8)
        axes.spines[:].set_visible(False)
    return page.figure


def _cell(axes: Axes, column: int, row: int, verdict: Verdict) -> None:
    axes.fill_between([column - 0.47, column + 0.47], row - 0.45, row + 0.45, color=VERDICT_COLOURS[verdict], lw=0)
    axes.text(column, row, VERDICT_SIGNS[verdict], ha="center", va="center", color=INK, size=8)


def variant_label(variant: Variant) -> str:
    """How a variant is called in a table: a mechanism by what is missing."""
    return f"without {variant.name.replace('_', ' ')}" if variant.kind == "mechanism" else variant.title

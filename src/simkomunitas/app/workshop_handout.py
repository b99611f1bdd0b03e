"""The hand-out of a workshop: two pages with the village, the curves, the numbers, and questions to talk about."""

import io
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.map_animation import draw_village_map
from simkomunitas.app.scenario_controls import format_plain_number
from simkomunitas.explain.run_playback import Playback
from simkomunitas.model.outcomes import outcomes
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.reports.figures.figure_sheet import use_figure_style
from simkomunitas.reports.figures.figure_style import MUTED_COLOUR, TEXT_COLOUR
from simkomunitas.reports.outcome_format import format_period_mean
from simkomunitas.reports.translated_words import PERIODS, PRINCIPLES, display_name, is_share_unit

PAGE_SIZE = (8.27, 11.69)  # A4, inches
ARM_COLOURS = ("#0b6e63", "#c2571a", "#4a4fa3", "#8a2a62")
LINE_STYLES = ("-", "--", ":", "-.")
MAX_QUESTIONS = 5
TABLE_LINE_HEIGHT = 0.0165  # of the page


class ParcelRequest(NamedTuple):
    """What is to be packed."""

    arms: tuple[tuple[str, Scenario], ...]  # title and scenario
    seed: int
    week: int  # of the picture on the hand-out
    language: Language


def build_handout(playbacks: "Sequence[tuple[str, Playback]]", order: ParcelRequest) -> bytes:
    """Two pages in the language of the order, as PDF."""
    buffer = io.BytesIO()
    with use_figure_style(), PdfPages(buffer, metadata={"Creator": "simkomunitas", "CreationDate": None}) as pages:
        for page in (_first_page(playbacks, order), _second_page(playbacks, order)):
            pages.savefig(page)
    return buffer.getvalue()


def _new_page(title: str) -> Figure:
    page = Figure(figsize=PAGE_SIZE)
    page.text(0.07, 0.955, title, size=19, weight="bold", color=TEXT_COLOUR)
    page.text(0.07, 0.025, "simkomunitas", size=8, color=MUTED_COLOUR)
    return page


def _first_page(playbacks: "Sequence[tuple[str, Playback]]", order: ParcelRequest) -> Figure:
    """The village, and the five principles as curves."""
    page = _new_page(translate_app_text("page:title", order.language))
    page.text(
        0.07, 0.93, translate_app_text("compare:numbers", order.language, seed=order.seed), size=9, color=MUTED_COLOUR
    )
    for place, (title, playback) in enumerate(playbacks):
        axes = page.add_axes((0.07 + 0.45 * (place % 2), 0.71 - 0.215 * (place // 2), 0.42, 0.205))
        axes.imshow(np.asarray(draw_village_map(playback, order.week, f"{'ABCD'[place]}  {title}", order.language, 2)))
        axes.set_axis_off()
    few = len(playbacks) <= 2
    top, step, high = (0.63, 0.27, 0.19) if few else (0.42, 0.195, 0.125)
    for place, name in enumerate(PRINCIPLES):
        axes = page.add_axes((0.09 + 0.305 * (place % 3), top - high - step * (place // 3), 0.25, high))
        _draw_principle_curves(axes, playbacks, name, order.language)
    note = textwrap.fill(translate_app_text("handout:weeks", order.language), 36)
    page.text(0.68, top - step, note, size=8, color=MUTED_COLOUR, va="top", linespacing=1.3)
    _draw_arm_names(page, top - step - 0.06, playbacks, 0.68)
    return page


def _draw_arm_names(page: Figure, y: float, playbacks: "Sequence[tuple[str, Playback]]", x: float) -> None:
    """The programmes in their colours, one below the other."""
    for place, (title, _) in enumerate(playbacks):
        lines = textwrap.wrap(f"{'ABCD'[place]}  {title}", 30)
        page.text(x, y, "\n".join(lines), size=9, color=ARM_COLOURS[place], weight="bold", va="top")
        y -= 0.008 + 0.014 * len(lines)


def _draw_principle_curves(
    axes: Axes, playbacks: "Sequence[tuple[str, Playback]]", name: str, language: Language
) -> None:
    """One principle of every programme, with the day the facilitators left."""
    is_percent = is_share_unit(outcomes[name].unit)
    for place, (_, playback) in enumerate(playbacks):
        values = playback.principle_series[name]
        axes.plot(
            100 * values if is_percent else values,
            color=ARM_COLOURS[place],
            linestyle=LINE_STYLES[place],
            linewidth=1.3,
        )
        if playback.record.exit_week >= 0:
            axes.axvline(playback.record.exit_week, color=ARM_COLOURS[place], linewidth=0.6, linestyle=":")
    title = display_name("outcome", name, language).capitalize() + (" (%)" if is_percent else "")
    axes.set_title(title, loc="left", size=9, weight="bold")
    axes.set_ylim(bottom=0)
    axes.set_xlim(0, len(playbacks[0][1].record.series))
    axes.locator_params(nbins=4)
    axes.yaxis.set_major_formatter(lambda value, _: format_plain_number(value, language))
    axes.tick_params(labelsize=7)
    axes.grid(axis="y")


def _second_page(playbacks: "Sequence[tuple[str, Playback]]", order: ParcelRequest) -> Figure:
    """The numbers, questions to talk about, how to repeat it, and what to keep in mind."""
    page = _new_page(translate_app_text("handout:numbers", order.language))
    y = _draw_principle_table(page, playbacks, order.language)
    y = _draw_paragraph(page, y - 0.03, translate_app_text("handout:questions", order.language), "", bold=True)
    for place in range(1, MAX_QUESTIONS + 1):
        y = _draw_paragraph(page, y, f"{place}.  {translate_app_text(f'handout:question_{place}', order.language)}", "")
    y = _draw_paragraph(page, y - 0.02, translate_app_text("about:title", order.language), "", bold=True)
    for name in ("not", "luck", "for"):
        y = _draw_paragraph(page, y, translate_app_text(f"about:{name}", order.language), "")
    y = _draw_paragraph(page, y - 0.02, translate_app_text("take:again", order.language), "", bold=True)
    for place, (title, _) in enumerate(playbacks):
        page.text(0.07, y, f"{'ABCD'[place]}  {title}", size=9, weight="bold", color=ARM_COLOURS[place], va="top")
        command = f"simkomunitas run {'ABCD'[place]}/scenario.yaml --seed {order.seed}"
        page.text(0.44, y, command, size=9, family="monospace", color=TEXT_COLOUR, va="top")
        y -= 0.02
    return page


def _draw_principle_table(page: Figure, playbacks: "Sequence[tuple[str, Playback]]", language: Language) -> float:
    """A table of the five principles, the programmes below each other; how far down it reaches."""
    cells = [
        [format_period_mean(playback.outcomes[f"{name}@{period}"], outcomes[name].unit, language) for period in PERIODS]
        for name in PRINCIPLES
        for _, playback in playbacks
    ]
    names = [
        f"{display_name('outcome', name, language).capitalize()} · {mark}"
        for name in PRINCIPLES
        for mark in "ABCD"[: len(playbacks)]
    ]
    high = TABLE_LINE_HEIGHT * (len(cells) + 1)
    axes = page.add_axes((0.25, 0.925 - high, 0.68, high))
    axes.set_axis_off()
    head = [display_name("row", period, language) for period in PERIODS]
    table = axes.table(cells, rowLabels=names, colLabels=head, bbox=Bbox.unit(), cellLoc="right", edges="horizontal")
    table.auto_set_font_size(False)
    table.set_fontsize(8)
    for (row, _), cell in table.get_celld().items():
        cell.set_linewidth(0.9 if row % len(playbacks) == 0 else 0.2)  # a heavier line closes each principle
    return 0.925 - high


def _draw_paragraph(page: Figure, y: float, text: str, family: str, *, bold: bool = False) -> float:
    """A paragraph; where the next one begins."""
    lines = textwrap.wrap(text, 95)
    style: dict[str, Any] = {"family": family} if family else {}
    page.text(0.07, y, "\n".join(lines), size=11 if bold else 9.5, weight="bold" if bold else "normal", va="top",
              color=TEXT_COLOUR, linespacing=1.35, **style)  # fmt: skip
    return y - 0.0185 * len(lines) - (0.012 if bold else 0.006)

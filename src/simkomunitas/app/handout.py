"""The hand-out of a workshop: two pages with the village, the curves, the numbers, and questions to talk about."""

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from simkomunitas.app.levers import plainly
from simkomunitas.app.moving import picture
from simkomunitas.app.words import Language, say
from simkomunitas.outcomes import outcomes
from simkomunitas.pages.figures.style import INK, SOFT, drawing
from simkomunitas.pages.values import period_text
from simkomunitas.pages.words import PERIODS, PRINCIPLES, is_share, name_of
from simkomunitas.study.watching import Film

if TYPE_CHECKING:
    from simkomunitas.app.packing import Order

PAGE = (8.27, 11.69)  # A4, inches
COLOURS = ("#0b6e63", "#c2571a", "#4a4fa3", "#8a2a62")
LINES = ("-", "--", ":", "-.")
QUESTIONS = 5
TABLE_LINE = 0.0165  # of the page


def handout(films: "Sequence[tuple[str, Film]]", order: "Order") -> bytes:
    """Two pages in the language of the order, as PDF."""
    buffer = io.BytesIO()
    with drawing(), PdfPages(buffer, metadata={"Creator": "simkomunitas", "CreationDate": None}) as pages:
        for page in (_first(films, order), _second(films, order)):
            pages.savefig(page)
    return buffer.getvalue()


def _page(title: str) -> Figure:
    page = Figure(figsize=PAGE)
    page.text(0.07, 0.955, title, size=19, weight="bold", color=INK)
    page.text(0.07, 0.025, "simkomunitas", size=8, color=SOFT)
    return page


def _first(films: "Sequence[tuple[str, Film]]", order: "Order") -> Figure:
    """The village, and the five principles as curves."""
    page = _page(say("page:title", order.language))
    page.text(0.07, 0.93, say("compare:numbers", order.language, seed=order.seed), size=9, color=SOFT)
    for place, (title, film) in enumerate(films):
        axes = page.add_axes((0.07 + 0.45 * (place % 2), 0.71 - 0.215 * (place // 2), 0.42, 0.205))
        axes.imshow(np.asarray(picture(film, order.week, f"{'ABCD'[place]}  {title}", order.language, 2)))
        axes.set_axis_off()
    few = len(films) <= 2
    top, step, high = (0.63, 0.27, 0.19) if few else (0.42, 0.195, 0.125)
    for place, name in enumerate(PRINCIPLES):
        axes = page.add_axes((0.09 + 0.305 * (place % 3), top - high - step * (place // 3), 0.25, high))
        _curves(axes, films, name, order.language)
    note = textwrap.fill(say("handout:weeks", order.language), 36)
    page.text(0.68, top - step, note, size=8, color=SOFT, va="top", linespacing=1.3)
    _named(page, top - step - 0.06, films, 0.68)
    return page


def _named(page: Figure, y: float, films: "Sequence[tuple[str, Film]]", x: float) -> None:
    """The programmes in their colours, one below the other."""
    for place, (title, _) in enumerate(films):
        lines = textwrap.wrap(f"{'ABCD'[place]}  {title}", 30)
        page.text(x, y, "\n".join(lines), size=9, color=COLOURS[place], weight="bold", va="top")
        y -= 0.008 + 0.014 * len(lines)


def _curves(axes: Axes, films: "Sequence[tuple[str, Film]]", name: str, language: Language) -> None:
    """One principle of every programme, with the day the facilitators left."""
    is_percent = is_share(outcomes[name].unit)
    for place, (_, film) in enumerate(films):
        values = film.principles[name]
        axes.plot(100 * values if is_percent else values, color=COLOURS[place], linestyle=LINES[place], linewidth=1.3)
        if film.record.left >= 0:
            axes.axvline(film.record.left, color=COLOURS[place], linewidth=0.6, linestyle=":")
    title = name_of("outcome", name, language).capitalize() + (" (%)" if is_percent else "")
    axes.set_title(title, loc="left", size=9, weight="bold")
    axes.set_ylim(bottom=0)
    axes.set_xlim(0, len(films[0][1].record.series))
    axes.locator_params(nbins=4)
    axes.yaxis.set_major_formatter(lambda value, _: plainly(value, language))
    axes.tick_params(labelsize=7)
    axes.grid(axis="y")


def _second(films: "Sequence[tuple[str, Film]]", order: "Order") -> Figure:
    """The numbers, questions to talk about, how to repeat it, and what to keep in mind."""
    page = _page(say("handout:numbers", order.language))
    y = _numbers(page, films, order.language)
    y = _text(page, y - 0.03, say("handout:questions", order.language), "", bold=True)
    for place in range(1, QUESTIONS + 1):
        y = _text(page, y, f"{place}.  {say(f'handout:question_{place}', order.language)}", "")
    y = _text(page, y - 0.02, say("about:title", order.language), "", bold=True)
    for name in ("not", "luck", "for"):
        y = _text(page, y, say(f"about:{name}", order.language), "")
    y = _text(page, y - 0.02, say("take:again", order.language), "", bold=True)
    for place, (title, _) in enumerate(films):
        page.text(0.07, y, f"{'ABCD'[place]}  {title}", size=9, weight="bold", color=COLOURS[place], va="top")
        command = f"simkomunitas run {'ABCD'[place]}/scenario.yaml --seed {order.seed}"
        page.text(0.44, y, command, size=9, family="monospace", color=INK, va="top")
        y -= 0.02
    return page


def _numbers(page: Figure, films: "Sequence[tuple[str, Film]]", language: Language) -> float:
    """A table of the five principles, the programmes below each other; how far down it reaches."""
    cells = [
        [period_text(film.outcomes[f"{name}@{period}"], outcomes[name].unit, language) for period in PERIODS]
        for name in PRINCIPLES
        for _, film in films
    ]
    names = [
        f"{name_of('outcome', name, language).capitalize()} · {mark}"
        for name in PRINCIPLES
        for mark in "ABCD"[: len(films)]
    ]
    high = TABLE_LINE * (len(cells) + 1)
    axes = page.add_axes((0.25, 0.925 - high, 0.68, high))
    axes.set_axis_off()
    head = [name_of("row", period, language) for period in PERIODS]
    table = axes.table(cells, rowLabels=names, colLabels=head, bbox=Bbox.unit(), cellLoc="right", edges="horizontal")
    table.auto_set_font_size(False)
    table.set_fontsize(8)
    for (row, _), cell in table.get_celld().items():
        cell.set_linewidth(0.9 if row % len(films) == 0 else 0.2)  # a heavier line closes each principle
    return 0.925 - high


def _text(page: Figure, y: float, text: str, family: str, *, bold: bool = False) -> float:
    """A paragraph; where the next one begins."""
    lines = textwrap.wrap(text, 95)
    style: dict[str, Any] = {"family": family} if family else {}
    page.text(0.07, y, "\n".join(lines), size=11 if bold else 9.5, weight="bold" if bold else "normal", va="top",
              color=INK, linespacing=1.35, **style)  # fmt: skip
    return y - 0.0185 * len(lines) - (0.012 if bold else 0.006)

"""The hand-out of a workshop: two pages with the village, the curves, the numbers, and questions to talk about."""

import io
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from simkomunitas.app.moving import picture
from simkomunitas.app.words import Language, say
from simkomunitas.outcomes import HEADLINE, outcomes
from simkomunitas.pages.figures.style import INK, SOFT, drawing
from simkomunitas.pages.words import PRINCIPLES, is_share, name_of, number, percent
from simkomunitas.study.watching import Film, courses

if TYPE_CHECKING:
    from simkomunitas.app.packing import Order

PAGE = (8.27, 11.69)  # A4, inches
COLOURS = ("#0b6e63", "#c2571a", "#4a4fa3", "#8a2a62")
LINES = ("-", "--", ":", "-.")
PERIODS = ("programme", "year_1", "year_3", "year_5")
QUESTIONS = 5


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
    for place, (title, film) in enumerate(films[:4]):
        axes = page.add_axes((0.07 + 0.45 * (place % 2), 0.70 - 0.24 * (place // 2), 0.42, 0.22))
        axes.imshow(np.asarray(picture(film, order.week, f"{'ABCD'[place]}  {title}", order.language, 2)))
        axes.set_axis_off()
    top = 0.64 if len(films) <= 2 else 0.40
    for place, name in enumerate(PRINCIPLES):
        axes = page.add_axes((0.10 + 0.46 * (place % 2), top - 0.165 * (place // 2) - 0.10, 0.37, 0.105))
        _curves(axes, films, name, order.language)
    page.text(0.56, top - 0.165 * 2 + 0.005, say("handout:weeks", order.language), size=8, color=SOFT, va="top")
    _named(page, top - 0.165 * 2 - 0.03, films, 0.56)
    return page


def _named(page: Figure, y: float, films: "Sequence[tuple[str, Film]]", x: float = 0.07) -> float:
    """The programmes in their colours, one below the other; how far down they reach."""
    for place, (title, _) in enumerate(films):
        page.text(x, y, f"{'ABCD'[place]}  {title}", size=9, color=COLOURS[place], weight="bold")
        y -= 0.02
    return y


def _curves(axes: Axes, films: "Sequence[tuple[str, Film]]", name: str, language: Language) -> None:
    """One principle of every programme, with the day the facilitators left."""
    is_percent = is_share(outcomes[name].unit)
    for place, (_, film) in enumerate(films):
        values = courses(film.record)[name]
        axes.plot(100 * values if is_percent else values, color=COLOURS[place], linestyle=LINES[place], linewidth=1.3)
        if film.record.left >= 0:
            axes.axvline(film.record.left, color=COLOURS[place], linewidth=0.6, linestyle=":")
    title = name_of("outcome", name, language).capitalize() + (" (%)" if is_percent else "")
    axes.set_title(title, loc="left", size=9, weight="bold")
    axes.set_ylim(bottom=0)
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
    for place in range(len(films)):
        y = _text(page, y, f"simkomunitas run {'ABCD'[place]}/scenario.yaml --seed {order.seed}", "monospace")
    return page


def _numbers(page: Figure, films: "Sequence[tuple[str, Film]]", language: Language) -> float:
    """A table of the five principles by period and programme; how far down it reaches."""
    axes = page.add_axes((0.07, 0.62, 0.87, 0.30))
    axes.set_axis_off()
    marks = "ABCD"[: len(films)]
    head = [
        f"{name_of('tick' if period == 'programme' else 'row', period, language)}\n{mark}"
        for period in PERIODS
        for mark in marks
    ]
    cells = [
        [_shown(film.outcomes[f"{name}@{period}"], name, language) for period in PERIODS for _, film in films]
        for name in HEADLINE
    ]
    names = [name_of("outcome", name, language).capitalize() for name in HEADLINE]
    head = [textwrap.fill(text.partition("\n")[0], 12) + "\n" + text.partition("\n")[2] for text in head]
    table = axes.table(cells, rowLabels=names, colLabels=head, loc="upper right", cellLoc="right", edges="horizontal")
    table.auto_set_font_size(False)
    table.set_fontsize(7 if len(films) > 2 else 8)
    table.scale(0.86, 1.7)
    for (row, _), cell in table.get_celld().items():
        cell.set_height(0.17 if row == 0 else 0.085)
        cell.set_linewidth(0.4)
    return _named(page, 0.65, films)


def _shown(value: float, name: str, language: Language) -> str:
    if np.isnan(value):
        return "–"
    return percent(value, language, 1) if is_share(outcomes[name].unit) else number(value, language, 2)


def _text(page: Figure, y: float, text: str, family: str, *, bold: bool = False) -> float:
    """A paragraph; where the next one begins."""
    lines = textwrap.wrap(text, 95)
    style: dict[str, Any] = {"family": family} if family else {}
    page.text(0.07, y, "\n".join(lines), size=11 if bold else 9.5, weight="bold" if bold else "normal", va="top",
              color=INK, linespacing=1.35, **style)  # fmt: skip
    return y - 0.0185 * len(lines) - (0.012 if bold else 0.006)

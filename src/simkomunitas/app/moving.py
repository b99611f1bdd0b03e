"""The map of a film as a picture, and as a moving one that plays anywhere."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from simkomunitas.app.pieces_of_colour import DEGREES
from simkomunitas.app.words import Language, say
from simkomunitas.study.watching import STEPS, Film

WIDE, HIGH, FOOT = 720, 430, 56
MARGIN = 26
FRAMES = 60  # of the moving map
MILLISECONDS = 160
PAPER, FIELD, INK = "#efece2", "#e3e6d3", "#1f2a2e"


def picture(film: Film, week: int, title: str, language: Language, scale: int = 1) -> Image.Image:
    """The village in one week, coloured by degree of participation."""
    page = Image.new("RGB", (WIDE * scale, (HIGH + FOOT) * scale), PAPER)
    pen = ImageDraw.Draw(page)
    _hamlets(pen, film, scale)
    _residents(pen, film, week, scale)
    _legend(pen, title, say("time:week", language, week=week), language, scale)
    return page


def _spot(x: float, y: float, scale: int) -> tuple[float, float]:
    unit = min((WIDE - 2 * MARGIN) / 1.66, (HIGH - 2 * MARGIN) / 1.02) * scale
    return WIDE * scale / 2 + x * unit, HIGH * scale / 2 + y * unit


def _hamlets(pen: ImageDraw.ImageDraw, film: Film, scale: int) -> None:
    unit = _spot(1, 0, scale)[0] - _spot(0, 0, scale)[0]
    for x, y, radius in film.places.hamlets:
        (u, v), r = _spot(x, y, scale), radius * 1.13 * unit
        pen.ellipse((u - r, v - r, u + r, v + r), fill=FIELD)


def _residents(pen: ImageDraw.ImageDraw, film: Film, week: int, scale: int) -> None:
    size = len(film.places.residents)
    r = max(1.6, min(5.0, 76 / np.sqrt(size))) * scale
    degrees = film.frames["degree"][min(week, len(film.leads) - 1)]
    for step in range(len(STEPS)):
        for row in np.flatnonzero(degrees == step):
            x, y = film.places.residents[row]
            u, v = _spot(float(x), float(y), scale)
            colour = DEGREES["light"][step]
            if step == len(STEPS) - 1:
                pen.polygon(
                    [(u, v - 1.8 * r), (u + 1.8 * r, v), (u, v + 1.8 * r), (u - 1.8 * r, v)], fill=colour, outline=INK
                )
            else:
                pen.ellipse((u - r, v - r, u + r, v + r), fill=colour)


def _legend(pen: ImageDraw.ImageDraw, title: str, week: str, language: Language, scale: int) -> None:
    large, small = ImageFont.load_default(15 * scale), ImageFont.load_default(12 * scale)
    pen.text((14 * scale, (HIGH + 6) * scale), title, fill=INK, font=large)
    pen.text(((WIDE - 14) * scale, (HIGH + 6) * scale), week, fill=INK, font=large, anchor="ra")
    x = 14.0 * scale
    for step, name in enumerate(STEPS):
        y = (HIGH + 40) * scale
        pen.ellipse((x, y - 5 * scale, x + 10 * scale, y + 5 * scale), fill=DEGREES["light"][step])
        word = say(f"step:{name}", language)
        pen.text((x + 15 * scale, y), word, fill=INK, font=small, anchor="lm")
        x += 30 * scale + pen.textlength(word, font=small)


def moving_map(film: Film, title: str, language: Language) -> bytes:
    """A GIF of the whole run in so many frames."""
    weeks = np.linspace(0, len(film.leads) - 1, min(FRAMES, len(film.leads))).astype(int)
    first = picture(film, 0, title, language).quantize(64)
    pages = [picture(film, int(week), title, language).quantize(palette=first) for week in weeks]
    buffer = io.BytesIO()
    pages[0].save(buffer, "GIF", save_all=True, append_images=pages[1:], duration=MILLISECONDS, loop=0, optimize=False)
    return buffer.getvalue()

"""The map of a playback as a picture, and as a moving one that plays anywhere."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.map_colours import PARTICIPATION_COLOURS
from simkomunitas.explain.run_playback import FUNNEL_STEPS, Playback

WIDE, HIGH, FOOT = 720, 430, 56
MAP_MARGIN = 26
FRAME_COUNT = 60  # of the moving map
FRAME_MILLISECONDS = 160
PAPER, FIELD, INK = "#efece2", "#e3e6d3", "#1f2a2e"


def draw_village_map(playback: Playback, week: int, title: str, language: Language, scale: int = 1) -> Image.Image:
    """The village in one week, coloured by degree of participation."""
    page = Image.new("RGB", (WIDE * scale, (HIGH + FOOT) * scale), PAPER)
    pen = ImageDraw.Draw(page)
    _draw_hamlets(pen, playback, scale)
    _draw_residents(pen, playback, week, scale)
    _draw_legend(pen, title, translate_app_text("time:week", language, week=week), language, scale)
    return page


def _map_position(x: float, y: float, scale: int) -> tuple[float, float]:
    unit = min((WIDE - 2 * MAP_MARGIN) / 1.66, (HIGH - 2 * MAP_MARGIN) / 1.02) * scale
    return WIDE * scale / 2 + x * unit, HIGH * scale / 2 + y * unit


def _draw_hamlets(canvas: ImageDraw.ImageDraw, playback: Playback, scale: int) -> None:
    unit = _map_position(1, 0, scale)[0] - _map_position(0, 0, scale)[0]
    for x, y, radius in playback.layout.hamlet_circles:
        (u, v), r = _map_position(x, y, scale), radius * 1.13 * unit
        canvas.ellipse((u - r, v - r, u + r, v + r), fill=FIELD)


def _draw_residents(canvas: ImageDraw.ImageDraw, playback: Playback, week: int, scale: int) -> None:
    size = len(playback.layout.resident_points)
    r = max(1.6, min(5.0, 76 / np.sqrt(size))) * scale
    degrees = playback.frames_by_colouring["degree"][min(week, len(playback.leader_frames) - 1)]
    for step in range(len(FUNNEL_STEPS)):
        for row in np.flatnonzero(degrees == step):
            x, y = playback.layout.resident_points[row]
            u, v = _map_position(float(x), float(y), scale)
            colour = PARTICIPATION_COLOURS["light"][step]
            if step == len(FUNNEL_STEPS) - 1:
                canvas.polygon(
                    [(u, v - 1.8 * r), (u + 1.8 * r, v), (u, v + 1.8 * r), (u - 1.8 * r, v)], fill=colour, outline=INK
                )
            else:
                canvas.ellipse((u - r, v - r, u + r, v + r), fill=colour)


def _draw_legend(canvas: ImageDraw.ImageDraw, title: str, week: str, language: Language, scale: int) -> None:
    large, small = ImageFont.load_default(15 * scale), ImageFont.load_default(12 * scale)
    canvas.text((14 * scale, (HIGH + 6) * scale), title, fill=INK, font=large)
    canvas.text(((WIDE - 14) * scale, (HIGH + 6) * scale), week, fill=INK, font=large, anchor="ra")
    x = 14.0 * scale
    for step, name in enumerate(FUNNEL_STEPS):
        y = (HIGH + 40) * scale
        canvas.ellipse((x, y - 5 * scale, x + 10 * scale, y + 5 * scale), fill=PARTICIPATION_COLOURS["light"][step])
        word = translate_app_text(f"step:{name}", language)
        canvas.text((x + 15 * scale, y), word, fill=INK, font=small, anchor="lm")
        x += 30 * scale + canvas.textlength(word, font=small)


def animate_map(playback: Playback, title: str, language: Language) -> bytes:
    """A GIF of the whole run in so many frames."""
    weeks = np.linspace(0, len(playback.leader_frames) - 1, min(FRAME_COUNT, len(playback.leader_frames))).astype(int)
    first = draw_village_map(playback, 0, title, language).quantize(64)
    pages = [draw_village_map(playback, int(week), title, language).quantize(palette=first) for week in weeks]
    buffer = io.BytesIO()
    pages[0].save(
        buffer, "GIF", save_all=True, append_images=pages[1:], duration=FRAME_MILLISECONDS, loop=0, optimize=False
    )
    return buffer.getvalue()

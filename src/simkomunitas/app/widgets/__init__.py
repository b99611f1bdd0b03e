"""The pieces of the page that draw and listen in the browser: small, without libraries, fed with bytes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import solara  # noqa: F401 - gives every widget its ``element``
import traitlets

HERE = Path(__file__).parent


@cache
def script(name: str) -> str:
    """What a widget runs in the browser: what all have in common, and its own."""
    return "\n".join((HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("shared", name))


@dataclass(slots=True)
class Sealed:
    """A list or a dictionary that goes to the browser as it is.

    Whoever renders a page looks through every open list for elements to put in their place: four hundred names and
    three hundred lines of news, at every render, were a third of what the server did with a room full of viewers.
    """

    content: Any = ()


class Piece(anywidget.AnyWidget):
    """A widget whose lists are sealed on their way to it."""

    @classmethod
    def element(cls, **values: Any) -> Any:  # noqa: ANN401 - traits, and an element
        """The widget as a part of the page."""
        sealed = {name: Sealed(value) if isinstance(value, list | dict) else value for name, value in values.items()}
        return super().element(**sealed)


def _opened(value: Sealed, _: object) -> Any:  # noqa: ANN401 - lists and dictionaries
    return value.content


def _text(default: str = "") -> Any:  # noqa: ANN401 - a trait
    return traitlets.Unicode(default).tag(sync=True)


def _list() -> Any:  # noqa: ANN401 - a trait
    return traitlets.Instance(Sealed, ()).tag(sync=True, to_json=_opened)


def _words() -> Any:  # noqa: ANN401 - a trait
    return traitlets.Instance(Sealed, ({},)).tag(sync=True, to_json=_opened)


def _heard() -> Any:  # noqa: ANN401 - a trait
    return traitlets.List().tag(sync=True)  # only the browser fills it


def _bytes() -> Any:  # noqa: ANN401 - a trait
    return traitlets.Bytes(b"").tag(sync=True)


def _received(value: Any, _: object) -> bytes:  # noqa: ANN401 - a view of what came over the socket
    """Bytes from a browser."""
    return bytes(value or b"")


def _whole(default: int = 0) -> Any:  # noqa: ANN401 - a trait
    return traitlets.Int(default).tag(sync=True)


def _flag(default: bool = False) -> Any:  # noqa: ANN401 - a trait
    return traitlets.Bool(default).tag(sync=True)


class Masthead(Piece):
    """The head of the page."""

    _esm = script("masthead")
    title, view, language, address = _text(), _text(), _text("id"), _text()
    tabs, words = _list(), _words()


class VillageMap(Piece):
    """The living map of one run."""

    _esm = script("village_map")
    clock, title = _text("main"), _text()
    residents, houses, hamlets, ties = _bytes(), _bytes(), _bytes(), _bytes()
    frames, leads, officials, told, sessions = _bytes(), _bytes(), _bytes(), _bytes(), _bytes()
    light, dark, steps, names, about, hamlet_names = _list(), _list(), _list(), _list(), _list(), _list()
    categories = _flag(True)
    home, street = _bytes(), _bytes()
    chosen = _heard()
    left, facilitators = _whole(), _whole()


class LineTiles(Piece):
    """Weekly curves side by side."""

    _esm = script("lines")
    clock, comma = _text("main"), _text(",")
    data = _bytes()
    labels, light, dark, bands, exits = _list(), _list(), _list(), _list(), _list()
    ratios = _list()  # tiles that are no percentages
    series, columns, weeks = _whole(1), _whole(3), _whole(1)
    signed = _flag()
    low = traitlets.Float(0.0).tag(sync=True)


class Transport(Piece):
    """Play, pause, step, speed, and the time line."""

    _esm = script("transport")
    clock = _text("main")
    stages, exits, marks, goto = _list(), _list(), _list(), _list()
    words = _words()
    weeks, week, speed = _whole(1), _whole(), _whole(4)


class News(Piece):
    """What has happened so far, in sentences."""

    _esm = script("news")
    clock, when, quiet, title = _text("main"), _text(), _text(), _text()
    latest = _whole()  # only so many lines; 0: all
    rows = _list()


class Fields(Piece):
    """Controls; what somebody does with them is said, and checked before it counts."""

    _esm = script("fields")
    name = _text("fields")
    fields, opened, said = _list(), _list(), _heard()
    heard = _whole()  # the number of what was answered last
    row = _flag()


class Terms(Piece):
    """What spoke for and against coming, decision by decision."""

    _esm = script("terms")
    rows, names, chosen = _list(), _list(), _heard()
    words = _words()


class Dots(Piece):
    """Differences in further villages, a dot each."""

    _esm = script("dots")
    comma = _text(",")
    values, light, dark = _list(), _list(), _list()
    words = _words()
    mine = traitlets.Float(None, allow_none=True).tag(sync=True)
    percent = _flag(True)


class Upload(Piece):
    """Files that somebody opens; they come as bytes and are checked before they count."""

    _esm = script("upload")
    label, note = _text(), _text()
    most = _whole()
    content = traitlets.Bytes(b"").tag(sync=True, from_json=_received)  # names and sizes, then the files
    large = traitlets.Float(0.0).tag(sync=True)  # when somebody chose too much

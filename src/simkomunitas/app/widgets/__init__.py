"""The pieces of the page that draw and listen in the browser: small, without libraries, fed with bytes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import solara  # noqa: F401 - gives every widget its ``element``
import traitlets

WIDGETS_FOLDER = Path(__file__).parent


@cache
def widget_script(name: str) -> str:
    """What a widget runs in the browser: what all have in common, and its own."""
    return "\n".join((WIDGETS_FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in ("shared", name))


@dataclass(slots=True)
class OpaqueValue:
    """A list or a dictionary that goes to the browser as it is.

    Whoever renders a page looks through every open list for elements to put in their place: four hundred names and
    three hundred lines of news, at every render, were a third of what the server did with a room full of viewers.
    """

    content: Any = ()


class AppWidget(anywidget.AnyWidget):
    """A widget whose lists are sealed on their way to it."""

    @classmethod
    def element(cls, **values: Any) -> Any:  # noqa: ANN401 - traits, and an element
        """The widget as a part of the page."""
        sealed = {
            name: OpaqueValue(value) if isinstance(value, list | dict) else value for name, value in values.items()
        }
        return super().element(**sealed)


def _serialize_opaque(value: OpaqueValue, _: object) -> Any:  # noqa: ANN401 - lists and dictionaries
    return value.content


def _text_trait(default: str = "") -> Any:  # noqa: ANN401 - a trait
    return traitlets.Unicode(default).tag(sync=True)


def _list_trait() -> Any:  # noqa: ANN401 - a trait
    return traitlets.Instance(OpaqueValue, ()).tag(sync=True, to_json=_serialize_opaque)


def _dict_trait() -> Any:  # noqa: ANN401 - a trait
    return traitlets.Instance(OpaqueValue, ({},)).tag(sync=True, to_json=_serialize_opaque)


def _event_count_trait() -> Any:  # noqa: ANN401 - a trait
    return traitlets.List().tag(sync=True)  # only the browser fills it


def _bytes_trait() -> Any:  # noqa: ANN401 - a trait
    return traitlets.Bytes(b"").tag(sync=True)


def _to_bytes(value: Any, _: object) -> bytes:  # noqa: ANN401 - a view of what came over the socket
    """Bytes from a browser."""
    return bytes(value or b"")


def _integer_trait(default: int = 0) -> Any:  # noqa: ANN401 - a trait
    return traitlets.Int(default).tag(sync=True)


def _boolean_trait(default: bool = False) -> Any:  # noqa: ANN401 - a trait
    return traitlets.Bool(default).tag(sync=True)


class PageHeaderWidget(AppWidget):
    """The head of the page."""

    _esm = widget_script("masthead")
    title, view, language, address = _text_trait(), _text_trait(), _text_trait("id"), _text_trait()
    tabs, languages, words = _list_trait(), _list_trait(), _dict_trait()


class VillageMapWidget(AppWidget):
    """The living map of one run."""

    _esm = widget_script("village_map")
    clock, title = _text_trait("main"), _text_trait()
    residents, houses, hamlets, ties = _bytes_trait(), _bytes_trait(), _bytes_trait(), _bytes_trait()
    frames, leads, officials, told, sessions = (
        _bytes_trait(),
        _bytes_trait(),
        _bytes_trait(),
        _bytes_trait(),
        _bytes_trait(),
    )
    light, dark, steps, names, about, hamlet_names = (
        _list_trait(),
        _list_trait(),
        _list_trait(),
        _list_trait(),
        _list_trait(),
        _list_trait(),
    )
    categories = _boolean_trait(True)
    home, street = _bytes_trait(), _bytes_trait()
    chosen = _event_count_trait()
    left, facilitators = _integer_trait(), _integer_trait()


class LineChartsWidget(AppWidget):
    """Weekly curves side by side."""

    _esm = widget_script("lines")
    clock, comma = _text_trait("main"), _text_trait(",")
    data = _bytes_trait()
    labels, light, dark, bands, exits = _list_trait(), _list_trait(), _list_trait(), _list_trait(), _list_trait()
    ratios = _list_trait()  # tiles that are no percentages
    series, columns, weeks = _integer_trait(1), _integer_trait(3), _integer_trait(1)
    signed = _boolean_trait()
    low = traitlets.Float(0.0).tag(sync=True)


class TimelineWidget(AppWidget):
    """Play, pause, step, speed, and the time line."""

    _esm = widget_script("transport")
    clock = _text_trait("main")
    stages, exits, marks, goto = _list_trait(), _list_trait(), _list_trait(), _list_trait()
    words = _dict_trait()
    weeks, week, speed = _integer_trait(1), _integer_trait(), _integer_trait(4)


class NewsWidget(AppWidget):
    """What has happened so far, in sentences."""

    _esm = widget_script("news")
    clock, when, quiet, title = _text_trait("main"), _text_trait(), _text_trait(), _text_trait()
    latest = _integer_trait()  # only so many lines; 0: all
    rows = _list_trait()


class ControlsWidget(AppWidget):
    """Controls; what somebody does with them is said, and checked before it counts."""

    _esm = widget_script("fields")
    name = _text_trait("fields")
    fields, opened, said = _list_trait(), _list_trait(), _event_count_trait()
    heard = _integer_trait()  # the number of what was answered last
    row = _boolean_trait()


class DecisionTermsWidget(AppWidget):
    """What spoke for and against coming, decision by decision."""

    _esm = widget_script("terms")
    rows, names, chosen = _list_trait(), _list_trait(), _event_count_trait()
    words = _dict_trait()


class DifferenceDotsWidget(AppWidget):
    """Differences in further villages, a dot each."""

    _esm = widget_script("dots")
    comma = _text_trait(",")
    values, light, dark = _list_trait(), _list_trait(), _list_trait()
    words = _dict_trait()
    mine = traitlets.Float(None, allow_none=True).tag(sync=True)
    percent = _boolean_trait(True)


class UploadWidget(AppWidget):
    """Files that somebody opens; they come as bytes and are checked before they count."""

    _esm = widget_script("upload")
    label, note = _text_trait(), _text_trait()
    most = _integer_trait()
    content = traitlets.Bytes(b"").tag(sync=True, from_json=_to_bytes)  # names and sizes, then the files
    large = traitlets.Float(0.0).tag(sync=True)  # when somebody chose too much

"""Messages of a browser, checked before the web framework reads them.

The framework trusts what a message says of itself: from four bytes that announce sixteen million parts it takes
eleven gigabytes.  So whatever announces more than it carries, and every kind of message that our own page never sends,
ends at the door.
"""

import re
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from simkomunitas.app.limits import LARGEST_UPLOAD
from simkomunitas.app.strict_json import read_json

LARGEST_TEXT = 128 * 2**10  # characters of the JSON in a message; a usual one has four hundred
LARGEST_MESSAGE = LARGEST_UPLOAD + 2**20  # bytes: files are sent as one message, with their names and a head
MOST_PARTS = 9  # of a binary message: the JSON and its buffers
LONGEST_PATH = 4  # names and places that lead to a buffer
LONGEST_WORD = 100  # characters of an identifier or a date
LONGEST_PAGE = 16_384  # characters of the address of a page
IDENTIFIER = re.compile(r"[\w.-]{1,64}", re.ASCII)
CHANNELS = ("shell", "control")
TARGETS = ("solara.control", "jupyter.widget.control")  # a browser opens no other conversation
BARE = ("kernel_info_request", "comm_info_request", "shutdown_request")  # kinds without anything of their own
METHODS = ("update", "request_state", "request_states", "custom", "app-status")


class FrameError(Exception):
    """A message that no page of ours sends."""


def validate_frame(text: str | None, binary: bytes | None) -> None:
    """Refuse a message of a socket, given as text or as bytes, with FrameError unless our own page may send it."""
    try:
        if text is not None:
            message, buffers = read_json(text, LARGEST_TEXT), 0
        else:
            message, buffers = _binary_message(binary or b"")
        _check_message(message, buffers)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise FrameError(type(error).__name__) from None


def _binary_message(content: bytes) -> tuple[Any, int]:
    """The JSON of a binary message, and how many buffers follow it; ValueError where the head does not add up."""
    if not 8 <= len(content) <= LARGEST_MESSAGE:
        raise ValueError("too short or too long")
    count = int.from_bytes(content[:4], "big")
    if not 1 <= count <= MOST_PARTS or len(content) < 4 * (count + 1):
        raise ValueError("more parts than it carries")
    offsets = [*struct.unpack_from(f"!{count}I", content, 4), len(content)]
    if offsets[0] != 4 * (count + 1) or offsets != sorted(offsets):
        raise ValueError("parts that overlap or lie outside")
    if offsets[1] - offsets[0] > LARGEST_TEXT:
        raise ValueError("too long")
    return read_json(content[offsets[0] : offsets[1]].decode(), LARGEST_TEXT), count - 1


def _check_message(message: Mapping[str, Any], buffers: int) -> None:
    """The envelope: who speaks of what; ValueError, or the error of a key or type that is not there."""
    kind, content = message["header"]["msg_type"], message["content"]
    _require(message["channel"] in CHANNELS and isinstance(content, dict))
    _require(message.get("buffers", []) == [] and isinstance(message.get("metadata", {}), dict))
    _require(isinstance(message.get("parent_header", {}), dict))
    _require(all(value is None or len(value) <= LONGEST_WORD for value in message["header"].values()))
    if kind in BARE:
        _require(not set(content) - {"target_name", "restart"})
        return
    _require(IDENTIFIER.fullmatch(content["comm_id"]) is not None)
    if kind == "comm_open":
        _require(content["target_name"] in TARGETS and content.get("data", {}) == {})
    elif kind == "comm_msg":
        _check_data(content["data"], buffers)
    else:
        _require(kind == "comm_close")


def _check_data(data: Mapping[str, Any], buffers: int) -> None:
    """What is said in a conversation."""
    method = data["method"]
    if method == "run":
        _check_run(data["args"])
        return
    _require(method in METHODS)
    if method == "update":
        _require(isinstance(data["state"], dict))
        paths = data.get("buffer_paths", [])
        _require(len(paths) == buffers)
        for path in paths:
            _check_path(path, data["state"])


def _check_run(arguments: Mapping[str, Any]) -> None:
    """The first word of a page: its address, of which there is one, and its colours, of which ours sends none."""
    _require(arguments["path"].partition("?")[0] in ("", "/") and len(arguments["path"]) <= LONGEST_PAGE)
    _require(arguments.get("appName") is None and isinstance(arguments.get("dark", False), bool))
    themes = arguments.get("themes") or {}
    _require(not set(themes) - {"light", "dark"} and not any(themes.values()))


def _check_path(path: Sequence[Any], state: Any) -> None:  # noqa: ANN401 - JSON
    """Where a buffer belongs: a place that is there, or that can be added to a mapping."""
    _require(1 <= len(path) <= LONGEST_PATH and all(type(step) in (str, int) for step in path))
    for step in path[:-1]:
        state = state[step]
    if isinstance(state, list):
        _require(type(path[-1]) is int and 0 <= path[-1] < len(state))
    else:
        _require(isinstance(state, dict) and isinstance(path[-1], str))


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError("not a message of ours")

"""Messages of a browser, checked before the web framework reads them.

The framework trusts what a message says of itself: from four bytes that announce sixteen million parts it takes
eleven gigabytes.  So whatever announces more than it carries, and every kind of message that our own page never sends,
ends at the door.
"""

import re
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from simkomunitas.app.server.strict_json import parse_strict_json
from simkomunitas.app.server.viewer_limits import MAX_UPLOAD_BYTES

MAX_TEXT_BYTES = 128 * 2**10  # characters of the JSON in a message; a usual one has four hundred
MAX_MESSAGE_BYTES = MAX_UPLOAD_BYTES + 2**20  # bytes: files are sent as one message, with their names and a head
MAX_MESSAGE_PARTS = 9  # of a binary message: the JSON and its buffers
MAX_PATH_LENGTH = 4  # names and places that lead to a buffer
MAX_WORD_LENGTH = 100  # characters of an identifier or a date
MAX_PAGE_LENGTH = 16_384  # characters of the address of a page
IDENTIFIER = re.compile(r"[\w.-]{1,64}", re.ASCII)
CHANNELS = ("shell", "control")
COMM_TARGETS = ("solara.control", "jupyter.widget.control")  # a browser opens no other conversation
MESSAGES_WITHOUT_DATA = (
    "kernel_info_request",
    "comm_info_request",
    "shutdown_request",
)  # kinds without anything of their own
COMM_METHODS = ("update", "request_state", "request_states", "custom", "app-status")


class InvalidMessageError(Exception):
    """A message that no page of ours sends."""


def check_message(text: str | None, binary: bytes | None) -> None:
    """Refuse a message of a socket, given as text or as bytes, with FrameError unless our own page may send it."""
    try:
        if text is not None:
            message, buffers = parse_strict_json(text, MAX_TEXT_BYTES), 0
        else:
            message, buffers = _parse_binary_message(binary or b"")
        _check_envelope(message, buffers)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InvalidMessageError(type(error).__name__) from None


def _parse_binary_message(content: bytes) -> tuple[Any, int]:
    """The JSON of a binary message, and how many buffers follow it; ValueError where the head does not add up."""
    if not 8 <= len(content) <= MAX_MESSAGE_BYTES:
        raise ValueError("too short or too long")
    count = int.from_bytes(content[:4], "big")
    if not 1 <= count <= MAX_MESSAGE_PARTS or len(content) < 4 * (count + 1):
        raise ValueError("more parts than it carries")
    offsets = [*struct.unpack_from(f"!{count}I", content, 4), len(content)]
    if offsets[0] != 4 * (count + 1) or offsets != sorted(offsets):
        raise ValueError("parts that overlap or lie outside")
    if offsets[1] - offsets[0] > MAX_TEXT_BYTES:
        raise ValueError("too long")
    return parse_strict_json(content[offsets[0] : offsets[1]].decode(), MAX_TEXT_BYTES), count - 1


def _check_envelope(message: Mapping[str, Any], buffers: int) -> None:
    """The envelope: who speaks of what; ValueError, or the error of a key or type that is not there."""
    kind, content = message["header"]["msg_type"], message["content"]
    _require_true(message["channel"] in CHANNELS and isinstance(content, dict))
    _require_true(message.get("buffers", []) == [] and isinstance(message.get("metadata", {}), dict))
    _require_true(isinstance(message.get("parent_header", {}), dict))
    _require_true(all(value is None or len(value) <= MAX_WORD_LENGTH for value in message["header"].values()))
    if kind in MESSAGES_WITHOUT_DATA:
        _require_true(not set(content) - {"target_name", "restart"})
        return
    _require_true(IDENTIFIER.fullmatch(content["comm_id"]) is not None)
    if kind == "comm_open":
        _require_true(content["target_name"] in COMM_TARGETS and content.get("data", {}) == {})
    elif kind == "comm_msg":
        _check_comm_data(content["data"], buffers)
    else:
        _require_true(kind == "comm_close")


def _check_comm_data(data: Mapping[str, Any], buffers: int) -> None:
    """What is said in a conversation."""
    method = data["method"]
    if method == "run":
        _check_page_request(data["args"])
        return
    _require_true(method in COMM_METHODS)
    if method == "update":
        _require_true(isinstance(data["state"], dict))
        paths = data.get("buffer_paths", [])
        _require_true(len(paths) == buffers)
        for path in paths:
            _check_buffer_path(path, data["state"])


def _check_page_request(arguments: Mapping[str, Any]) -> None:
    """The first word of a page: its address, of which there is one, and its colours, of which ours sends none."""
    _require_true(arguments["path"].partition("?")[0] in ("", "/") and len(arguments["path"]) <= MAX_PAGE_LENGTH)
    _require_true(arguments.get("appName") is None and isinstance(arguments.get("dark", False), bool))
    themes = arguments.get("themes") or {}
    _require_true(not set(themes) - {"light", "dark"} and not any(themes.values()))


def _check_buffer_path(path: Sequence[Any], state: Any) -> None:  # noqa: ANN401 - JSON
    """Where a buffer belongs: a place that is there, or that can be added to a mapping."""
    _require_true(1 <= len(path) <= MAX_PATH_LENGTH and all(type(step) in (str, int) for step in path))
    for step in path[:-1]:
        state = state[step]
    if isinstance(state, list):
        _require_true(type(path[-1]) is int and 0 <= path[-1] < len(state))
    else:
        _require_true(isinstance(state, dict) and isinstance(path[-1], str))


def _require_true(condition: bool) -> None:
    if not condition:
        raise ValueError("not a message of ours")

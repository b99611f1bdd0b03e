"""Messages of a browser are checked before the web framework reads them."""

import asyncio
import json
import struct

import pytest

from fuzz_frames import fuzz, recorded
from simkomunitas.app.server import checked_socket
from simkomunitas.app.server.checked_socket import CLOSE_CODE_REFUSED, CheckedSocket
from simkomunitas.app.server.message_validation import (
    MAX_MESSAGE_PARTS,
    MAX_TEXT_BYTES,
    InvalidMessageError,
    check_message,
)
from simkomunitas.app.server.strict_json import MAX_DEPTH, parse_strict_json
from visiting import run_apart


def spoken(**content):
    """A message in a conversation, as text."""
    header = {"msg_type": content.pop("kind", "comm_msg"), "msg_id": "1"}
    return json.dumps({"header": header, "channel": "shell", "content": {"comm_id": "a", **content}, "buffers": []})


def test_every_message_of_a_real_session_passes():
    assert len(recorded()) >= 20
    for text, blob in recorded():
        check_message(text, blob)


@pytest.mark.parametrize("count", [0, 2, MAX_MESSAGE_PARTS + 1, 2**24, 0x10000000, 0x20000000, 2**31, 2**32 - 1])
def test_a_message_that_announces_more_than_it_carries_is_refused(count):
    for rest in (b"", b"\x00" * 8, b"\x00\x00\x00\x0c\x00\x00\x00\x10{}  "):
        with pytest.raises(InvalidMessageError):
            check_message(None, struct.pack("!I", count) + rest)


@pytest.mark.parametrize("offsets", [(0, 16), (16, 12), (12, 2**32 - 1), (12, 13), (2**31, 2**31)])
def test_parts_that_overlap_or_lie_outside_are_refused(offsets):
    blob = next(blob for _, blob in recorded() if blob is not None)
    with pytest.raises(InvalidMessageError):
        check_message(None, blob[:4] + struct.pack("!2I", *offsets) + blob[12:])


@pytest.mark.parametrize(
    "message",
    [
        spoken(kind="comm_open", target_name="jupyter.widget", data={}),
        spoken(kind="comm_open", target_name="solara.control", data={"state": {}}),
        spoken(kind="execute_request", code="1"),
        spoken(data={"method": "evict"}),
        spoken(data={"method": "reload"}),
        spoken(data={"method": "run", "args": {"path": "/", "appName": "other"}}),
        spoken(data={"method": "run", "args": {"path": "/", "themes": {"light": {"colors": {"comm": None}}}}}),
        spoken(data={"method": "run", "args": {"path": 7}}),
        spoken(data={"method": "update", "state": []}),
        spoken(data={"method": "update", "state": {}, "buffer_paths": [["content"]]}),
        spoken(data={"method": "update", "state": {"week": float("nan")}}),
        spoken(data={"method": "update", "state": {"week": 10**40}}),
        spoken(data={"method": "update", "state": {"team": "\ud800"}}),
        spoken(data={"method": "update", "state": {"team": "x" * MAX_TEXT_BYTES}}),
        spoken(data=None), spoken(comm_id="x" * 65, data={"method": "custom"}), spoken(comm_id=["a"]),
        "", "[]", "null", "7", '"x"', "{}", "[" * 100_000, '{"header": []}',
    ],
)  # fmt: skip
def test_what_no_page_sends_is_refused(message):
    with pytest.raises(InvalidMessageError):
        check_message(message, None)


def test_random_and_mutated_messages_are_refused_or_read_as_they_are_without_taking_memory():
    found = fuzz(20_000)
    assert found["megabytes_peak"] - found["megabytes_before"] < 50
    assert found["calls_per_character"] < 10  # the work grows with the message, not with what it announces
    assert sum(count for kind, count in found.items() if kind.endswith("refused")) > 10_000
    assert found["untouched let through"] > 1_000


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "1e999", "1" * 26, '"\\udc00"', '{"\\ud800": 1}', "[1,", "\x00"])
def test_json_that_no_browser_writes_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_strict_json(text, 1_000)


def test_json_has_a_depth_and_a_length():
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parse_strict_json(deep, 100) is not None
    for text in (f"[{deep}]", "[" * 5_000, "1" + " " * 100):
        with pytest.raises(ValueError, match=r"deep|long"):
            parse_strict_json(text, 100 if text[0] == "1" else 10_000)


def conversation(*messages, waits=0.0):
    """What a framework hears of these messages, and what the browser is told."""
    told, queue = [], [{"type": "websocket.connect"}, *({"type": "websocket.receive", **one} for one in messages)]

    async def receive():
        await asyncio.sleep(waits if len(queue) <= len(messages) else 0)
        return queue.pop(0)

    async def send(message):
        told.append(message)

    async def listening():
        socket, heard = CheckedSocket(receive, send), []
        while len(heard) < 5 and (not heard or heard[-1]["type"] != "websocket.disconnect"):
            heard.append(await socket.receive_message())
        with pytest.raises(OSError, match="ended"):
            await socket.send_message({"type": "websocket.send", "text": "late"})
        return heard

    return run_apart(listening()), told


def test_a_socket_ends_at_the_first_message_that_is_not_in_order():
    heard, told = conversation({"text": recorded()[0][0]}, {"bytes": b"\x10\0\0\0"}, {"text": recorded()[0][0]})
    assert [one["type"].partition(".")[2] for one in heard] == ["connect", "receive", "disconnect"]
    assert told == [{"type": "websocket.close", "code": CLOSE_CODE_REFUSED}]


def test_a_socket_that_never_says_anything_ends(monkeypatch):
    monkeypatch.setattr(checked_socket, "FIRST_MESSAGE_TIMEOUT", 0.05)
    heard, told = conversation({"text": recorded()[0][0]}, waits=5.0)
    assert heard[-1]["type"] == "websocket.disconnect"
    assert told == [{"type": "websocket.close", "code": CLOSE_CODE_REFUSED}]

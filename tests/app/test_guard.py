"""The door of the app: foreign names and pages, the join code, the room, the headers."""

import asyncio
import os
import re
import secrets

import pytest

from simkomunitas.app.doors import WordedPages
from simkomunitas.app.guard import LONGEST_QUERY, TRIES_A_MINUTE, Guard, House
from simkomunitas.app.serving import join_code

ALONE, SHARED = House(), House(shared=True, code="123456", room=2)
HOME, NEIGHBOUR = "127.0.0.1", "192.168.1.20"


async def application(scope, receive, send):
    local = dict(scope["headers"]).get(b"x-simkomunitas-local", b"no")
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept", "local": local})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"server", b"x")]})
    await send({"type": "http.response.body", "body": b"inside"})


def ask(guard, path="/", kind="http", client=HOME, query=b"", **headers):
    """What the door answers."""
    said = {"host": "127.0.0.1:8765"} | headers
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in said.items()]
    scope = {"type": kind, "path": path, "query_string": query, "headers": pairs, "client": (client, 5000)}
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    return sent


def guard(house=ALONE):
    return Guard(application, house, WordedPages())


def test_a_viewer_of_this_machine_comes_in_with_all_headers():
    start, body = ask(guard())
    headers = dict(start["headers"])
    assert (start["status"], body["body"]) == (200, b"inside")
    assert b"server" not in headers
    assert b"frame-ancestors 'self'" in headers[b"content-security-policy"]
    assert b"ws://127.0.0.1:8765" in headers[b"content-security-policy"]
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example:80", "192.168.1.9:8765"])
def test_a_foreign_name_of_this_machine_is_refused(host):
    assert ask(guard(), host=host)[0]["status"] == 403


def test_a_page_from_elsewhere_is_refused():
    assert ask(guard(), origin="https://evil.example")[0]["status"] == 403
    assert ask(guard(), kind="websocket", origin="https://evil.example")[0]["code"] == 1008


def test_a_socket_without_an_origin_is_refused():
    assert ask(guard(), kind="websocket")[0]["code"] == 1008
    assert ask(guard(), kind="websocket", origin="http://127.0.0.1:8765")[0]["type"] == "websocket.accept"


def test_what_the_server_knows_about_itself_is_closed():
    assert ask(guard(), path="/resourcez")[0]["status"] == 403
    assert ask(guard(), path="/_solara/api/evict/x")[0]["status"] == 403


def test_an_overlong_address_is_refused():
    assert ask(guard(), query=b"s=" + b"a" * LONGEST_QUERY)[0]["status"] == 414


def shared(guard, **more):
    return ask(guard, client=NEIGHBOUR, host="192.168.1.2:8765", **more)


def test_a_neighbour_needs_the_join_code_and_keeps_it():
    house = guard(SHARED)
    assert shared(house)[0]["status"] == 401
    assert shared(house, path="/join", query=b"code=000000")[0]["status"] == 401
    answer = dict(shared(house, path="/join", query=b"code=123456")[0]["headers"])
    assert answer[b"location"] == b"/?view=play"
    cookie = answer[b"set-cookie"].decode()
    assert "HttpOnly" in cookie
    assert shared(house, cookie=cookie.partition(";")[0])[1]["body"] == b"inside"
    assert shared(house, cookie="simkomunitas-pass=000000")[0]["status"] == 401


def test_codes_cannot_be_tried_for_ever():
    house = guard(SHARED)
    for _ in range(TRIES_A_MINUTE):
        assert shared(house, path="/join", query=b"code=1")[0]["status"] == 401
    assert shared(house, path="/join", query=b"code=123456")[0]["status"] == 429
    assert ask(house, path="/join", client="192.168.1.21", host="192.168.1.2", query=b"code=123456")[0]["status"] == 303


def test_only_who_sits_at_the_machine_is_the_trainer():
    house = guard(SHARED)
    own = ask(house, kind="websocket", origin="http://127.0.0.1:8765")
    assert own[0]["local"] == b"yes"
    theirs = shared(
        house, kind="websocket", origin="http://192.168.1.2:8765", cookie="simkomunitas-pass=123456",
        x_simkomunitas_local="yes",
    )  # fmt: skip
    assert theirs[0]["local"] == b"no"


def test_a_full_room_says_so_at_once():
    house = guard(SHARED)
    house.sockets = {HOME: 2}
    start, body = ask(house, accept_language="id")
    assert start["status"] == 503
    assert "Ruangan penuh" in body["body"].decode()
    assert "The room is full" in ask(house, accept_language="en")[1]["body"].decode()
    assert ask(house, kind="websocket", origin="http://127.0.0.1:8765")[0]["code"] == 1008


def test_who_leaves_makes_room():
    house = guard(SHARED)
    for _ in range(5):
        ask(house, kind="websocket", origin="http://127.0.0.1:8765")
    assert house.sockets == {}


def test_the_join_code_is_the_same_for_half_a_day(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    code = join_code()
    assert re.fullmatch(r"\d{6}", code)
    assert join_code() == code
    kept = tmp_path / "simkomunitas" / "join_code"
    kept.write_text("12345x")
    assert join_code() not in ("12345x", "")
    kept.write_text("123456")
    os.utime(kept, (0, 0))
    monkeypatch.setattr(secrets, "randbelow", lambda _: 42)
    assert join_code() == "000042"


def test_where_nothing_can_be_kept_there_is_a_code_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "simkomunitas").write_text("a file in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert re.fullmatch(r"\d{6}", join_code())

"""The door of the app: foreign names and pages, the join code, the room, the headers."""

import os
import re
import secrets

import pytest

from simkomunitas.app.server import access_passes, seat_limits
from simkomunitas.app.server.access_control import MAX_QUERY_LENGTH, AccessGuard, AccessSettings
from simkomunitas.app.server.access_passes import MAX_TRIES_PER_MINUTE
from simkomunitas.app.server.app_server import load_join_code, load_pass_secret
from simkomunitas.app.server.entry_pages import TranslatedEntryPages
from simkomunitas.app.server.seat_limits import SeatCounter, SeatRules, SeatViewer
from visiting import run_apart

ALONE, SHARED = (
    AccessSettings(),
    AccessSettings(is_shared=True, join_code="123456", seat_rules=SeatRules(max_seats=2, local_reserve=1)),
)
HOME, NEIGHBOUR = "127.0.0.1", "192.168.1.20"


async def application(scope, receive, send):
    local = dict(scope["headers"]).get(b"x-simkomunitas-local", b"no")
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept", "local": local})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"server", b"x")]})
    await send({"type": "http.response.body", "body": b"inside"})


CHANNELS = "/jupyter/api/kernels/0a/channels"


def ask(guard, path="/", kind="http", client=HOME, query=b"", method="GET", **headers):
    """What the door answers."""
    said = {"host": "127.0.0.1:8765"} | headers
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in said.items()]
    scope = {"type": kind, "path": path, "query_string": query, "headers": pairs, "client": (client, 5000)}
    scope |= {"method": method, "server": ("192.168.1.2", 8765)}
    if kind == "websocket":
        scope |= {"path": CHANNELS, "query_string": b"session_id=1b"} if path == "/" else {}
    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    run_apart(guard(scope, receive, send))
    return sent


def guard(house=ALONE):
    return AccessGuard(application, house, TranslatedEntryPages())


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
    assert ask(guard(), query=b"s=" + b"a" * MAX_QUERY_LENGTH)[0]["status"] == 414


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
    assert shared(house, cookie=f"a@b=c; {cookie.partition(';')[0]}")[1]["body"] == b"inside"
    assert shared(house, cookie="simkomunitas-pass=000000")[0]["status"] == 401


def join(house, client=NEIGHBOUR):
    """The cookie of somebody who has typed the code."""
    answer = ask(house, path="/join", client=client, host="192.168.1.2", query=b"code=123456")[0]
    return dict(answer["headers"])[b"set-cookie"].decode().partition(";")[0]


def test_the_join_code_is_no_pass_and_every_browser_has_a_pass_of_its_own():
    house = guard(SHARED)
    assert shared(house, cookie="simkomunitas-pass=123456")[0]["status"] == 401
    assert "123456" not in join(house)
    assert join(house) != join(house)


def test_a_pass_is_good_after_a_restart_with_the_same_secret_and_code_only():
    kept = SHARED._replace(secret=b"kept")
    cookie = join(guard(kept))
    assert shared(guard(kept), cookie=cookie)[1]["body"] == b"inside"
    for other in (kept._replace(join_code="654321"), kept._replace(secret=b"other"), SHARED):
        assert shared(guard(other), cookie=cookie)[0]["status"] == 401


@pytest.mark.parametrize("given", ["", ".", "a.b", "x" * 4000, "é.é", "0" * 6])
def test_what_is_no_pass_lets_nobody_in(given):
    assert shared(guard(SHARED), cookie=f"simkomunitas-pass={given}")[0]["status"] == 401


def test_codes_cannot_be_tried_for_ever():
    house = guard(SHARED)
    for number in range(MAX_TRIES_PER_MINUTE):
        assert shared(house, path="/join", query=f"code={number}".encode())[0]["status"] == 401
    assert shared(house, path="/join", query=b"code=123456")[0]["status"] == 429
    assert ask(house, path="/join", client="192.168.1.21", host="192.168.1.2", query=b"code=123456")[0]["status"] == 303


@pytest.mark.parametrize("way", ["/", "/static/x.js", "/readyz", "/_solara/cdn/x", "socket"])
def test_guesses_are_counted_whichever_way_they_come_in(way):
    house = guard(SHARED)
    for number in range(MAX_TRIES_PER_MINUTE):
        said = {"cookie": f"simkomunitas-pass={number}"}
        said |= {"kind": "websocket", "origin": "http://192.168.1.2:8765"} if way == "socket" else {"path": way}
        shared(house, **said)
    assert shared(house, path="/join", query=b"code=123456")[0]["status"] == 429


def test_the_pass_of_yesterday_is_one_guess_however_often_it_is_shown():
    house = guard(SHARED)
    for _ in range(10 * MAX_TRIES_PER_MINUTE):
        assert shared(house, cookie="simkomunitas-pass=of.yesterday")[0]["status"] == 401
    assert shared(house, path="/join", query=b"code=123456")[0]["status"] == 303


def test_right_codes_of_a_class_behind_one_address_are_no_guesses():
    house = guard(SHARED)
    assert all(join(house) for _ in range(5 * MAX_TRIES_PER_MINUTE))


def test_many_addresses_together_guess_no_more_than_so_often_and_lock_nobody_out(monkeypatch):
    monkeypatch.setattr(access_passes, "MAX_TRIES_PER_HOUR", 40)
    house, looked_at = guard(SHARED), 0
    for number in range(200):
        answer = ask(house, path="/join", client=f"10.0.0.{number % 50}", host="10.0.0.99", query=b"code=%d" % number)
        looked_at += answer[0]["status"] == 401
    assert looked_at == 50 * access_passes.RESERVED_TRIES
    assert join(house)
    cookie = join(house)
    assert shared(house, cookie=cookie)[1]["body"] == b"inside"


def test_only_who_sits_at_the_machine_is_the_trainer():
    house = guard(SHARED)
    own = ask(house, kind="websocket", origin="http://127.0.0.1:8765")
    assert own[0]["local"] == b"yes"
    theirs = shared(
        house, kind="websocket", origin="http://192.168.1.2:8765", cookie=join(house), x_simkomunitas_local="yes"
    )
    assert theirs[0]["local"] == b"no"


def seats_of(house, *viewers):
    """These viewers sit in the room from now on."""
    for viewer in viewers:
        house.seats.taken[viewer] += 1


def test_a_full_room_says_so_at_once():
    house = guard(SHARED)
    cookie = join(house)
    seats_of(house, SeatViewer("192.168.1.30"), SeatViewer("192.168.1.31"))
    start, body = shared(house, cookie=cookie, accept_language="id")
    assert start["status"] == 503
    assert "Ruangan penuh" in body["body"].decode()
    assert "The room is full" in shared(house, cookie=cookie, accept_language="en")[1]["body"].decode()
    assert shared(house, cookie=cookie, kind="websocket", origin="http://192.168.1.2:8765")[0]["code"] == 1008


@pytest.mark.parametrize("client", [HOME, "192.168.1.2"])
def test_the_machine_of_the_trainer_has_a_seat_beyond_the_room(client):
    house = guard(SHARED)
    said = {"client": client, "host": "192.168.1.2:8765", "cookie": join(house)}
    seats_of(house, SeatViewer("192.168.1.30"), SeatViewer("192.168.1.31"))
    assert ask(house, **said)[1]["body"] == b"inside"
    assert ask(house, kind="websocket", origin="http://192.168.1.2:8765", **said)[0]["type"] == "websocket.accept"
    seats_of(house, SeatViewer(HOME, is_local=True))
    assert ask(house, **said)[0]["status"] == 503


def test_nobody_takes_all_seats_neither_with_one_pass_nor_from_one_address():
    rules, seats = SeatRules(), SeatCounter(SeatRules())
    mine = SeatViewer("192.168.1.30", "mine")
    for _ in range(rules.max_per_token):
        assert seats.has_free_seat(mine)
        seats.taken[mine] += 1
    assert not seats.has_free_seat(mine)
    for number in range(rules.max_per_address - rules.max_per_token):
        assert seats.has_free_seat(SeatViewer("192.168.1.30", f"{number}"))
        seats.taken[SeatViewer("192.168.1.30", f"{number}")] += 1
    assert not seats.has_free_seat(SeatViewer("192.168.1.30", "another"))
    assert seats.has_free_seat(SeatViewer("192.168.1.31", "another"))


def test_nobody_opens_and_closes_without_end(monkeypatch):
    rules = SeatRules(max_opened_per_token=3, max_opened_per_address=5, max_opened=7, reserved_openings=1)
    seats, mine = SeatCounter(rules), SeatViewer("192.168.1.30", "mine")

    def open_and_close(viewer):
        came_in = seats.has_free_seat(viewer)
        if came_in:
            with seats.occupy_seat(viewer):
                pass
        return came_in

    assert [open_and_close(mine) for _ in range(4)] == [True] * 3 + [False]
    assert [open_and_close(mine._replace(token=f"{number}")) for number in range(3)] == [True, True, False]
    assert [open_and_close(SeatViewer("192.168.2.1", f"{number}")) for number in range(3)] == [True, True, False]
    assert open_and_close(SeatViewer("192.168.2.2", "other"))
    assert open_and_close(SeatViewer("127.0.0.1", is_local=True))
    monkeypatch.setattr(seat_limits, "HISTORY_SECONDS", -1.0)
    assert open_and_close(mine)


def test_who_leaves_makes_room():
    house = guard(SHARED)
    for _ in range(5):
        ask(house, kind="websocket", origin="http://127.0.0.1:8765")
    assert house.seats.taken.total() == 0


@pytest.mark.parametrize(
    ("path", "query"),
    [("/x", b"session_id=1"), (CHANNELS, b""), (CHANNELS, b"session_id="), (CHANNELS, b"session_id=%00"),
     ("/channels", b"session_id=1"),
     ("/jupyter/api/kernels/../channels", b"session_id=1"), ("/jupyter/api/kernels/a/stdin", b"session_id=1"),
     (f"/jupyter/api/kernels/{'a' * 65}/channels", b"session_id=1"), (CHANNELS, b"a=1&" * 20 + b"session_id=1")],
)  # fmt: skip
def test_a_socket_that_leads_nowhere_is_refused(path, query):
    said = {"kind": "websocket", "origin": "http://127.0.0.1:8765"}
    assert ask(guard(), path=path, query=query, **said)[0]["code"] == 1008


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"])
def test_nothing_is_asked_but_to_read(method):
    assert ask(guard(), method=method)[0]["status"] == 405
    assert ask(guard(), method=method, path="/join")[0]["status"] == 405


def test_a_page_says_goodbye_with_its_name_only():
    assert ask(guard(), path="/_solara/api/close/x", method="POST", query=b"session_id=1")[0]["status"] == 200
    assert ask(guard(), path="/_solara/api/close/x", method="POST")[0]["status"] == 405
    assert ask(guard(), path="/_solara/api/close/x", query=b"session_id=1")[0]["status"] == 405


@pytest.mark.parametrize("path", ["", "a@1.0.0", "a@1.0.0/", "a@1.0.0/other.js", "../x", "a@1.0.0/../a@1.0.0/x.js"])
def test_of_the_front_end_only_its_files_are_asked_for(path):
    """The framework would fetch what is missing, and deletes what is a folder."""
    house = AccessGuard(application, ALONE, TranslatedEntryPages(), {"a@1.0.0/x.js"})
    assert ask(house, path=f"/_solara/cdn/{path}")[0]["status"] == 404
    assert ask(house, path="/_solara/cdn/a@1.0.0/x.js")[0]["status"] == 200


def test_nobody_speaks_for_a_proxy():
    seen = []

    async def telling(scope, receive, send):
        seen.extend(name for name, _ in scope["headers"])
        await application(scope, receive, send)

    sent = {"x_forwarded_for": "127.0.0.1", "x_script_name": "//evil.example", "forwarded": "for=127.0.0.1"}
    ask(AccessGuard(telling, ALONE, TranslatedEntryPages()), **sent)
    assert seen == [b"host", b"x-simkomunitas-local"]


@pytest.mark.parametrize("origin", ["http://[", "null", "http://127.0.0.1:8765.evil.example", "//127.0.0.1:1"])
def test_an_origin_that_is_none_is_refused(origin):
    assert ask(guard(), origin=origin)[0]["status"] == 403


def test_the_scripts_of_a_page_bear_a_number_that_nobody_guesses():
    async def page(scope, receive, send):
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"29")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<script>1</sc", "more_body": True})
        await send({"type": "http.response.body", "body": b"ript><scripted>"})

    start, body = ask(AccessGuard(page, ALONE, TranslatedEntryPages()))
    headers = dict(start["headers"])
    policy = headers[b"content-security-policy"].decode()
    nonce = re.search(r"script-src 'self' 'nonce-([\w-]{22})' 'unsafe-eval' blob:;", policy)[1]
    assert body["body"].decode() == f'<script nonce="{nonce}">1</script><scripted>'
    assert headers[b"content-length"].decode() == str(len(body["body"]))
    assert (
        nonce
        not in dict(ask(AccessGuard(page, ALONE, TranslatedEntryPages()))[0]["headers"])[
            b"content-security-policy"
        ].decode()
    )


def test_the_join_code_is_the_same_for_half_a_day(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    code = load_join_code()
    assert re.fullmatch(r"\d{6}", code)
    assert load_join_code() == code
    kept = tmp_path / "simkomunitas" / "join_code"
    assert load_pass_secret() == load_pass_secret()
    assert {path.stat().st_mode & 0o077 for path in kept.parent.iterdir()} == {0}
    kept.write_text("12345x")
    assert load_join_code() not in ("12345x", "")
    kept.write_text("123456")
    os.utime(kept, (0, 0))
    monkeypatch.setattr(secrets, "randbelow", lambda _: 42)
    assert load_join_code() == "000042"


def test_where_nothing_can_be_kept_there_is_a_code_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "simkomunitas").write_text("a file in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert re.fullmatch(r"\d{6}", load_join_code())

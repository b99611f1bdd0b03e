"""A room full of strangers who mean no good, from addresses of their own, at a server that is truly started."""

import asyncio
import http.client
import re
import sys
import time
import urllib.request

import pytest
import websockets

from fuzz_frames import recorded
from simkomunitas.app.server.seat_limits import SeatRules
from viewers import megabytes
from visiting import PATIENCE, Server, run_apart

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere 127.0.0.1 is the only one")
# Every address that begins with 127 is of this machine; here all but the first are strangers.
STRANGERS = """
from simkomunitas.app.server import access_control, checked_socket, connection_limits, request_scope

def replace(module, name, value):
    assert hasattr(module, name), name
    setattr(module, name, value)

for module in (connection_limits, access_control, request_scope):
    replace(module, "is_loopback_address", lambda address: address == "127.0.0.1")
replace(access_control, "is_local_request", lambda scope: scope["client"][0] == "127.0.0.1")
replace(connection_limits, "get_local_addr", lambda transport: None)
replace(checked_socket, "FIRST_MESSAGE_TIMEOUT", 4.0)
replace(connection_limits, "REQUEST_TIMEOUT", 4.0)
from simkomunitas.cli.command_line import main
main()
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A server that is open to the network, and its join code."""
    running = Server(tmp_path_factory.mktemp("state"), "--lan", code=STRANGERS)
    said = running.next_line()
    yield running, re.search(r"(\d{6})$", said.strip())[1]
    running.stop()


def asked(server, path, client, **headers):
    """What somebody at an address is answered: the status and the cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE, source_address=(client, 0))
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, (answer.getheader("set-cookie") or "").partition(";")[0]


async def socket_of(server, client, cookie):
    """An open socket that says nothing; None if it is refused."""
    try:
        return await websockets.connect(
            f"ws://127.0.0.1:{server.port}/jupyter/api/kernels/{time.monotonic_ns()}/channels?session_id=1",
            origin=f"http://127.0.0.1:{server.port}", additional_headers={"Cookie": cookie}, ping_interval=None,
            local_addr=(client, 0),
        )  # fmt: skip
    except websockets.InvalidStatus:
        return None


def test_no_stranger_takes_all_seats_and_idle_sockets_end(shared):
    server, code = shared

    async def drive():
        (_, hers), (_, his) = [asked(server, f"/join?code={code}", client) for client in ("127.0.0.2", "127.0.0.3")]
        sitting = []
        for _ in range(60):
            if (one := await socket_of(server, "127.0.0.2", hers)) is not None:
                await one.send(recorded()[0][0])  # who has said something may stay, so all are there at once
                sitting.append(one)
        assert len(sitting) == SeatRules().max_per_token
        others = [await socket_of(server, "127.0.0.3", his), await socket_of(server, "127.0.0.1", "")]
        assert None not in others
        assert asked(server, "/", "127.0.0.3", Cookie=his)[0] == 200
        for one in others:
            await asyncio.wait_for(one.wait_closed(), PATIENCE)
            assert one.close_code == 1008
        for one in sitting:
            await one.close()

    run_apart(drive())


def test_four_bytes_take_no_memory(shared):
    server, code = shared

    async def drive():
        _, cookie = asked(server, f"/join?code={code}", "127.0.0.4")
        before = megabytes(server.process.pid)
        for bad in (b"\x10\0\0\0", b"\x20\0\0\0", b"\xff\xff\xff\xff", "[" * 100_000):
            one = await socket_of(server, "127.0.0.4", cookie)
            await one.send(recorded()[0][0])
            await one.send(bad)
            await asyncio.wait_for(one.wait_closed(), PATIENCE)
        return megabytes(server.process.pid) - before

    assert run_apart(drive()) < 100
    assert asked(server, "/", "127.0.0.1")[0] == 200


def test_half_a_request_from_many_keeps_nobody_out_and_ends(shared):
    server, _ = shared

    async def whole():
        halves = []
        for number in range(700):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", server.port, local_addr=(f"127.0.1.{number % 5}", 0)
            )
            writer.write(b"GET / HTTP/1.1\r\nx: ")
            halves.append((reader, writer))
        status, _ = await asyncio.to_thread(asked, server, "/", "127.0.0.1")
        assert status == 200
        for reader, writer in halves:
            await asyncio.wait_for(asyncio.gather(reader.read(), return_exceptions=True), PATIENCE)
            writer.close()

    run_apart(whole())


def test_a_code_is_not_guessed_and_the_honest_come_in(shared):
    server, code = shared
    for client in ("127.0.2.1", "127.0.2.2"):
        told = [asked(server, f"/join?code={number:06d}x", client)[0] for number in range(12)]
        assert told == [401] * 10 + [429] * 2
    assert asked(server, f"/join?code={code}", "127.0.2.1")[0] == 429
    status, cookie = asked(server, f"/join?code={code}", "127.0.2.3")
    assert status == 303
    assert asked(server, "/", "127.0.2.3", Cookie=cookie)[0] == 200
    assert asked(server, "/", "127.0.2.3", Cookie=f"simkomunitas-pass={code}")[0] == 401


def test_a_pass_is_good_after_a_restart(shared):
    server, code = shared
    _, cookie = asked(server, f"/join?code={code}", "127.0.3.1")
    server.restart()
    assert asked(server, "/", "127.0.3.1", Cookie=cookie)[0] == 200
    assert urllib.request.urlopen(server.address, timeout=PATIENCE).status == 200

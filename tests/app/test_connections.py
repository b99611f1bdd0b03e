"""Connections: an address has a share, and who keeps the server waiting is not waited for."""

import asyncio
import itertools
import socket

import pytest
import uvicorn
import websockets

from simkomunitas.app.server import connection_limits
from simkomunitas.app.server.connection_limits import ConnectionTracker, TrackedHttpProtocol, TrackedWebSocketProtocol
from visiting import PATIENCE, run_apart

PAGE = b"x" * 2_000_000


async def application(scope, receive, send):
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": "heard"})
    elif scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(PAGE))]})
        await send({"type": "http.response.body", "body": PAGE})


@pytest.fixture
def quick(monkeypatch):
    """Less patience than usual, and nobody connected."""
    monkeypatch.setattr(connection_limits, "REQUEST_TIMEOUT", 0.6)
    monkeypatch.setattr(connection_limits, "WRITE_TIMEOUT", 0.6)
    monkeypatch.setattr(connection_limits, "CHECK_INTERVAL", 0.1)
    monkeypatch.setattr(connection_limits.TrackedProtocol, "lines", ConnectionTracker())


def served(drive):
    """What somebody does with a server of ours."""

    async def running():
        config = uvicorn.Config(
            application, port=0, log_level="error", http=TrackedHttpProtocol, ws=TrackedWebSocketProtocol,
            lifespan="off",
            timeout_keep_alive=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.02)
        try:
            return await drive(server.servers[0].sockets[0].getsockname()[1])
        finally:
            server.should_exit = True
            await task

    return run_apart(running())


async def is_ended(port, beginning, drip=b""):
    """Whether the server ends a connection that sends this, and then a letter of more now and then."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(beginning)
    letters = itertools.cycle(drip or b"")
    ended = asyncio.create_task(reader.read())
    for _ in range(PATIENCE):
        if drip and not writer.is_closing():
            writer.write(bytes([next(letters)]))
        await asyncio.wait([ended], timeout=0.1)
        if ended.done():
            break
    writer.close()
    return ended.done()


@pytest.mark.parametrize(
    ("beginning", "drip"),
    [
        (b"", b""), (b"GET / HT", b""), (b"GET / HTTP/1.1\r\nHost: a\r\nx-a: ", b"a"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", b"a"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b""),
        (b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upg", b""),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("quick")
def test_a_request_that_is_never_finished_ends(beginning, drip):
    assert served(lambda port: is_ended(port, beginning, drip))


@pytest.mark.usefixtures("quick")
def test_who_never_reads_is_not_waited_for():
    async def drive(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        reader._transport.pause_reading()
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 20)
        await asyncio.sleep(0.3)
        assert len(connection_limits.TrackedProtocol.lines.open) == 1
        for _ in range(PATIENCE):
            await asyncio.sleep(0.1)
            if not connection_limits.TrackedProtocol.lines.open:
                break
        writer.transport.abort()
        return len(connection_limits.TrackedProtocol.lines.open)

    assert served(drive) == 0


@pytest.mark.usefixtures("quick")
def test_who_reads_slowly_is_served_to_the_end():
    async def drive(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        got = 0
        while piece := await reader.read(100_000):
            got += len(piece)
            await asyncio.sleep(0.1)
        writer.close()
        return got

    assert served(drive) > len(PAGE)


@pytest.mark.usefixtures("quick")
def test_an_open_socket_that_says_nothing_for_a_while_is_still_heard():
    async def drive(port):
        async with websockets.connect(f"ws://127.0.0.1:{port}/") as socket:
            await asyncio.sleep(2)
            await socket.send("hello")
            return await asyncio.wait_for(socket.recv(), PATIENCE)

    assert served(drive) == "heard"


class Transport:
    """A connection that only says where it comes from."""

    def __init__(self, client):
        self.client = client

    def get_extra_info(self, name, default=None):
        return {"peername": (self.client, 5000), "sockname": ("192.168.1.2", 8765)}.get(name, default)


def test_an_address_has_a_share_of_the_connections_and_the_trainer_some_beyond(monkeypatch):
    async def drive():
        lines = ConnectionTracker()
        admitted = [
            lines.admit_connection(Transport("192.168.1.3"), 0.0) for _ in range(connection_limits.MAX_PER_ADDRESS + 1)
        ]
        assert admitted == [True] * connection_limits.MAX_PER_ADDRESS + [False]
        for number in range(connection_limits.MAX_CONNECTIONS):
            lines.admit_connection(Transport(f"192.168.2.{number}"), 0.0)
        assert not lines.admit_connection(Transport("192.168.3.1"), 0.0)
        for home in ("127.0.0.1", "192.168.1.2"):
            transport = Transport(home)
            assert lines.admit_connection(transport, 0.0)
            lines.remove_connection(transport)
        lines.watch.cancel()

    run_apart(drive())

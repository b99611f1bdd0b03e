"""Connections of the server: how many an address may have, and how long one may keep us waiting.

The server itself waits for ever for a request that is never finished and for a reader who never reads.  Here a request
has to be whole within half a minute, and what is sent has to get on: a kilobyte in a minute is enough.
"""

import asyncio
from collections import Counter
from typing import Any, NamedTuple

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.utils import get_local_addr, get_remote_addr
from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

from simkomunitas.app.scopes import is_loopback

REQUEST_SECONDS = 30.0  # from the first byte of a request to its last, and from a connection to the first
WRITING_SECONDS = 60.0  # in which what waits to be read has to change by so many bytes
LEAST_WRITTEN = 1_000
LOOK_EVERY = 2.0  # seconds
PER_ADDRESS = 300  # a class of forty behind one address, whose browsers open seven each
MOST_CONNECTIONS = 600
RESERVE = 100  # beyond those, for the machine of the trainer


class Line(NamedTuple):
    """An open connection, and since when it keeps us waiting."""

    address: str
    at_home: bool
    asked_since: float | None  # when a request began that is not whole yet
    written: tuple[float, int] | None = None  # when so many bytes waited to be read


class Lines:
    """Every open connection of the server."""

    def __init__(self) -> None:
        self.open: dict[asyncio.Transport, Line] = {}
        self.watch: asyncio.TimerHandle | None = None

    def admit(self, transport: asyncio.Transport, now: float) -> bool:
        """Whether there is room for a connection; from then on it is watched."""
        client, server = get_remote_addr(transport), get_local_addr(transport)
        address = client[0] if client else ""
        at_home = is_loopback(address) or (server is not None and server[0] == address)
        if not self._has_room(address, at_home=at_home):
            return False
        self.open[transport] = Line(address, at_home, now)
        if self.watch is None:
            self.watch = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look)
        return True

    def _has_room(self, address: str, *, at_home: bool) -> bool:
        if at_home:
            return len(self.open) < MOST_CONNECTIONS + RESERVE
        strangers = Counter(line.address for line in self.open.values() if not line.at_home)
        return strangers.total() < MOST_CONNECTIONS and strangers[address] < PER_ADDRESS

    def leave(self, transport: asyncio.Transport) -> None:
        """A connection has ended."""
        self.open.pop(transport, None)

    def expect(self, transport: asyncio.Transport, now: float, *, whole: bool) -> None:
        """Note whether all that was begun to be asked has come."""
        if (line := self.open.get(transport)) is not None:
            since = None if whole else now if line.asked_since is None else line.asked_since
            self.open[transport] = line._replace(asked_since=since)

    def end_overdue(self, now: float) -> None:
        """End the connections that have kept us waiting too long."""
        for transport, line in list(self.open.items()):
            waiting = transport.get_write_buffer_size()
            mark = line.written
            if mark is None or abs(waiting - mark[1]) >= LEAST_WRITTEN or not waiting:
                mark = (now, waiting) if waiting else None
            self.open[transport] = line._replace(written=mark)
            late = line.asked_since is not None and now - line.asked_since > REQUEST_SECONDS
            if late or (mark is not None and now - mark[0] > WRITING_SECONDS):
                transport.abort()

    def _look(self) -> None:
        self.end_overdue(asyncio.get_running_loop().time())
        self.watch = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look) if self.open else None


class Watched(asyncio.Protocol):
    """A protocol whose connections are watched; one server a process, so all have the same lines."""

    lines = Lines()
    transport: Any
    loop: asyncio.AbstractEventLoop

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of a connection."""
        self.lines.leave(self.transport)
        super().connection_lost(exc)


class WatchedHttp(Watched, H11Protocol):
    """HTTP whose requests have to be finished."""

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - of asyncio
        """A connection, if there is room for it."""
        super().connection_made(transport)
        if not self.lines.admit(transport, self.loop.time()):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """A part of a request."""
        super().data_received(data)
        state = self.conn.their_state
        begun = state is h11.SEND_BODY or (state is h11.IDLE and self.conn.trailing_data[0])
        is_socket = self.transport.get_protocol() is not self  # from now on
        self.lines.expect(self.transport, self.loop.time(), whole=is_socket or not begun)


class WatchedSocket(Watched, AutoWebSocketsProtocol):
    """A web socket, whose connection has been admitted while it was still HTTP."""

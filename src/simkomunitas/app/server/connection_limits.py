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

from simkomunitas.app.server.request_scope import is_loopback_address

REQUEST_TIMEOUT = 30.0  # from the first byte of a request to its last, and from a connection to the first
WRITE_TIMEOUT = 60.0  # in which what waits to be read has to change by so many bytes
MIN_BYTES_WRITTEN = 1_000
CHECK_INTERVAL = 2.0  # seconds
MAX_PER_ADDRESS = 300  # a class of forty behind one address, whose browsers open seven each
MAX_CONNECTIONS = 600
LOCAL_RESERVE = 100  # beyond those, for the machine of the trainer


class Connection(NamedTuple):
    """An open connection, and since when it keeps us waiting."""

    address: str
    is_local: bool
    request_started: float | None  # when a request began that is not whole yet
    written: tuple[float, int] | None = None  # when so many bytes waited to be read


class ConnectionTracker:
    """Every open connection of the server."""

    def __init__(self) -> None:
        self.open: dict[asyncio.Transport, Connection] = {}
        self.watch: asyncio.TimerHandle | None = None

    def admit_connection(self, transport: asyncio.Transport, now: float) -> bool:
        """Whether there is room for a connection; from then on it is watched."""
        client, server = get_remote_addr(transport), get_local_addr(transport)
        address = client[0] if client else ""
        at_home = is_loopback_address(address) or (server is not None and server[0] == address)
        if not self._is_below_limit(address, at_home=at_home):
            return False
        self.open[transport] = Connection(address, at_home, now)
        if self.watch is None:
            self.watch = asyncio.get_running_loop().call_later(CHECK_INTERVAL, self._check_periodically)
        return True

    def _is_below_limit(self, address: str, *, at_home: bool) -> bool:
        if at_home:
            return len(self.open) < MAX_CONNECTIONS + LOCAL_RESERVE
        strangers = Counter(line.address for line in self.open.values() if not line.is_local)
        return strangers.total() < MAX_CONNECTIONS and strangers[address] < MAX_PER_ADDRESS

    def remove_connection(self, transport: asyncio.Transport) -> None:
        """A connection has ended."""
        self.open.pop(transport, None)

    def note_request_state(self, transport: asyncio.Transport, now: float, *, whole: bool) -> None:
        """Note whether all that was begun to be asked has come."""
        if (line := self.open.get(transport)) is not None:
            since = None if whole else now if line.request_started is None else line.request_started
            self.open[transport] = line._replace(request_started=since)

    def close_overdue(self, now: float) -> None:
        """End the connections that have kept us waiting too long."""
        for transport, line in list(self.open.items()):
            waiting = transport.get_write_buffer_size()
            mark = line.written
            if mark is None or abs(waiting - mark[1]) >= MIN_BYTES_WRITTEN or not waiting:
                mark = (now, waiting) if waiting else None
            self.open[transport] = line._replace(written=mark)
            late = line.request_started is not None and now - line.request_started > REQUEST_TIMEOUT
            if late or (mark is not None and now - mark[0] > WRITE_TIMEOUT):
                transport.abort()

    def _check_periodically(self) -> None:
        self.close_overdue(asyncio.get_running_loop().time())
        self.watch = (
            asyncio.get_running_loop().call_later(CHECK_INTERVAL, self._check_periodically) if self.open else None
        )


class TrackedProtocol(asyncio.Protocol):
    """A protocol whose connections are watched; one server a process, so all have the same lines."""

    lines = ConnectionTracker()
    transport: Any
    loop: asyncio.AbstractEventLoop

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of a connection."""
        self.lines.remove_connection(self.transport)
        super().connection_lost(exc)


class TrackedHttpProtocol(TrackedProtocol, H11Protocol):
    """HTTP whose requests have to be finished."""

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - of asyncio
        """A connection, if there is room for it."""
        super().connection_made(transport)
        if not self.lines.admit_connection(transport, self.loop.time()):
            transport.abort()

    def data_received(self, data: bytes) -> None:
        """A part of a request."""
        super().data_received(data)
        state = self.conn.their_state
        begun = state is h11.SEND_BODY or (state is h11.IDLE and self.conn.trailing_data[0])
        is_socket = self.transport.get_protocol() is not self  # from now on
        self.lines.note_request_state(self.transport, self.loop.time(), whole=is_socket or not begun)


class TrackedWebSocketProtocol(TrackedProtocol, AutoWebSocketsProtocol):
    """A web socket, whose connection has been admitted while it was still HTTP."""

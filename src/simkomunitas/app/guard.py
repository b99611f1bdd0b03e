"""The door of the app: who may come in, and what every answer carries; plain ASGI, in front of Solara."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
LONGEST_QUERY = 8_192  # bytes
TRIES_A_MINUTE = 10
CLOSED = ("/resourcez", "/_solara/api/evict")
PASS = "simkomunitas-pass"
LOCAL = b"x-simkomunitas-local"  # whom the pages take for the trainer
JOIN = "/join"
SOCKET = "/jupyter/api/kernels/"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: {sockets}; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'self'; form-action 'self'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class House(NamedTuple):
    """The rules of the house."""

    shared: bool = False  # open to the local network, by join code
    code: str = ""  # six digits
    room: int = 60  # viewers at a time
    per_address: int = 60  # of these, from one address


class Guard:
    """Refuses what has no business here, and gives every answer its headers.

    Foreign names of this machine (another page could have pointed its own name at us), foreign origins, overlong
    queries, strangers without the join code, and more viewers than there is room for.
    """

    def __init__(self, application: Application, house: House, pages: "Pages") -> None:
        self.application = application
        self.house = house
        self.pages = pages
        self.sockets: dict[str, int] = {}  # open sockets by address
        self.tries: OrderedDict[str, list[float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or one socket."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, self._with_headers(scope, send))
        else:
            await self.application(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = _address(scope)
        crowded = self.sockets.get(address, 0) >= self.house.per_address or self._is_full()
        if not _is_ours(scope, self.house) or not _origin(scope) or not self._may_enter(scope) or crowded:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        self.sockets[address] = self.sockets.get(address, 0) + 1
        try:
            await self.application(_told_who(scope), receive, send)
        finally:
            self.sockets[address] -= 1
            if not self.sockets[address]:
                del self.sockets[address]

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, query = str(scope["path"]), bytes(scope.get("query_string", b""))
        if not _is_ours(scope, self.house) or path.startswith(CLOSED):
            await _answer(send, 403, "forbidden")
        elif len(query) > LONGEST_QUERY:
            await _answer(send, 414, self.pages.too_long(_languages(scope)))
        elif path == JOIN:
            await self._join(scope, query, send)
        elif not self._may_enter(scope):
            await _answer(send, 401, self.pages.door(_languages(scope), wrong=False))
        elif self._is_page(path) and self._is_full():
            await _answer(send, 503, self.pages.full(_languages(scope)), ((b"retry-after", b"30"),))
        else:
            await self.application(scope, receive, send)

    async def _join(self, scope: Scope, query: bytes, send: Send) -> None:
        """The code from a phone: right, it opens the door for this browser; wrong, it may be tried again."""
        languages = _languages(scope)
        if self._tries_too_often(_address(scope)):
            await _answer(send, 429, self.pages.slowly(languages), ((b"retry-after", b"60"),))
            return
        given = parse_qs(query.decode("latin-1")).get("code", [""])[0]
        if self.house.shared and given.strip() == self.house.code:
            cookie = f"{PASS}={self.house.code}; Path=/; HttpOnly; SameSite=Lax".encode()
            await _answer(send, 303, "", ((b"location", b"/?view=play"), (b"set-cookie", cookie)))
        else:
            await _answer(send, 401, self.pages.door(languages, wrong=bool(given)))

    def _may_enter(self, scope: Scope) -> bool:
        """The machine itself always, others with the pass that the join code gave them."""
        if not self.house.shared or _is_loopback(_address(scope)):
            return True
        cookies = SimpleCookie(_header(scope, b"cookie"))
        return PASS in cookies and cookies[PASS].value == self.house.code

    def _tries_too_often(self, address: str) -> bool:
        now = time.monotonic()
        recent = [moment for moment in self.tries.pop(address, []) if now - moment < 60]
        self.tries[address] = [*recent, now]
        while len(self.tries) > 1_000:
            self.tries.popitem(last=False)
        return len(recent) >= TRIES_A_MINUTE

    def _is_full(self) -> bool:
        return sum(self.sockets.values()) >= self.house.room

    @staticmethod
    def _is_page(path: str) -> bool:
        return path == "/" or path.count("/") == 1

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        host = _header(scope, b"host")
        policy = POLICY.format(sockets=f"ws://{host} wss://{host}").encode("latin-1")

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() != b"server"]
                message = {**message, "headers": [*kept, (b"content-security-policy", policy), *HEADERS]}
            await send(message)

        return sending


class Pages:
    """The few pages that are shown without Solara; the app gives them words."""

    def door(self, languages: str, *, wrong: bool) -> str:
        """Ask for the join code."""
        raise NotImplementedError

    def full(self, languages: str) -> str:
        """Say that there is no room."""
        raise NotImplementedError

    def slowly(self, languages: str) -> str:
        """Say that codes were tried too often."""
        raise NotImplementedError

    def too_long(self, languages: str) -> str:
        """Say that the address is too long."""
        raise NotImplementedError


def _told_who(scope: Scope) -> Scope:
    """The same request, saying whether it comes from this machine; nobody else can say so of herself."""
    kept = [pair for pair in scope["headers"] if pair[0] != LOCAL]
    local = [(LOCAL, b"yes")] if _is_loopback(_address(scope)) else []
    return {**scope, "headers": [*kept, *local]}


async def _answer(send: Send, status: int, text: str, more: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    kind = b"text/html; charset=utf-8" if text.startswith("<") else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


def _header(scope: Scope, name: bytes) -> str:
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if found else ""


def _languages(scope: Scope) -> str:
    return _header(scope, b"accept-language")


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _is_ours(scope: Scope, house: House) -> bool:
    """Whether the request calls us by our own name, and comes from a page of ours."""
    host = _header(scope, b"host")
    origin = _origin(scope)
    return _is_our_name(host.rpartition(":")[0] or host, house) and (not origin or urlsplit(origin).netloc == host)


def _is_our_name(name: str, house: House) -> bool:
    """Our own names, and on a shared network any plain address: only a name can be pointed at us by somebody else."""
    if name in LOOPBACK:
        return True
    try:
        return house.shared and ipaddress.ip_address(name.strip("[]")).is_private
    except ValueError:
        return False


def _origin(scope: Scope) -> str:
    return _header(scope, b"origin")

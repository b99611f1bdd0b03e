"""The door of the app: who may come in, and with what; plain ASGI, in front of Solara."""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import parse_qs

from simkomunitas.app.passes import Passes, TryCounter, same_text
from simkomunitas.app.policy import Answer
from simkomunitas.app.scopes import (
    Application,
    Receive,
    Scope,
    Send,
    address,
    cookie,
    header,
    is_at_home,
    is_loopback,
    is_ours,
    languages,
    origin,
    told_who,
)
from simkomunitas.app.seats import Rules, Seats, Viewer
from simkomunitas.app.sockets import CheckedSocket, leads_somewhere, refuse

LONGEST_QUERY = 8_192  # bytes
CLOSED = ("/resourcez", "/_solara/api/evict")
HOME = "/"
ASSETS = "/_solara/cdn/"
GOODBYE = "/_solara/api/close/"  # what a page says when it is closed, and the only thing that is posted
FILES = (ASSETS, GOODBYE, "/static/", "/jupyter/", "/readyz")  # what is asked for besides the page
PASS = "simkomunitas-pass"
JOIN = "/join"


class House(NamedTuple):
    """The rules of the house."""

    shared: bool = False  # open to the local network, by join code
    code: str = ""  # six digits
    rules: Rules = Rules()  # how many may be in it
    secret: bytes = b""  # seals the passes; none: a new one, and nobody comes back without the code


class Guard:
    """Refuses what has no business here, and gives every answer its headers.

    Foreign names of this machine (another page could have pointed its own name at us), foreign origins, overlong
    queries, strangers without the join code, messages that no page of ours sends, and more viewers than there is
    room for.
    """

    def __init__(
        self, application: Application, house: House, pages: "Pages", assets: Collection[str] = frozenset()
    ) -> None:
        self.application = application
        self.house = house
        self.pages = pages
        self.assets = frozenset(assets)  # the files of the front end
        self.seats = Seats(house.rules)
        self.passes = Passes(house.secret and house.secret + house.code.encode())
        self.tries = TryCounter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or one socket."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, Answer(header(scope, b"host"), send).send)
        else:
            await self.application(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer = self._viewer(scope)
        known = is_ours(scope, shared=self.house.shared) and origin(scope) and leads_somewhere(scope)
        if not known or not self._may_enter(scope, viewer) or not self.seats.has_room(viewer):
            await refuse(receive, send)
            return
        with self.seats.seated(viewer):
            checked = CheckedSocket(receive, send)
            await self.application(told_who(scope), checked.receive, checked.send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, query, viewer = str(scope["path"]), bytes(scope.get("query_string", b"")), self._viewer(scope)
        if not is_ours(scope, shared=self.house.shared) or path.startswith(CLOSED):
            await _answer(send, 403, "forbidden")
        elif len(query) > LONGEST_QUERY:
            await _answer(send, 414, self.pages.too_long(languages(scope)))
        elif not _is_asked_rightly(scope, path, query):
            await _answer(send, 405, "not allowed")
        elif path == JOIN:
            await self._join(scope, query, send)
        elif not self._may_enter(scope, viewer):
            await _answer(send, 401, self.pages.door(languages(scope), wrong=False))
        elif path.startswith(ASSETS) and path.removeprefix(ASSETS) not in self.assets:
            await _answer(send, 404, "not found")  # the framework would fetch it, and clears away what is a folder
        elif path != HOME and not path.startswith(FILES):
            await _answer(send, 404, self.pages.missing(languages(scope)))
        elif path == HOME and not self.seats.has_room(viewer):
            await _answer(send, 503, self.pages.full(languages(scope)), ((b"retry-after", b"30"),))
        else:
            await self.application(_uncompressed(told_who(scope), path), receive, send)

    async def _join(self, scope: Scope, query: bytes, send: Send) -> None:
        """The code from a phone: right, it opens the door for this browser; wrong, it may be tried again."""
        given, who = _code_in(query), address(scope)
        if given and not self.tries.may_try(who):
            await _answer(send, 429, self.pages.slowly(languages(scope)), ((b"retry-after", b"60"),))
        elif given and self.house.shared and same_text(given, self.house.code):
            pass_ = f"{PASS}={self.passes.issue()}; Path=/; HttpOnly; SameSite=Lax".encode()
            await _answer(send, 303, "", ((b"location", b"/?view=play"), (b"set-cookie", pass_)))
        else:
            if given:
                self.tries.count(who, given)
            await _answer(send, 401, self.pages.door(languages(scope), wrong=bool(given)))

    def _viewer(self, scope: Scope) -> Viewer:
        return Viewer(address(scope), cookie(scope, PASS), is_at_home(scope))

    def _may_enter(self, scope: Scope, viewer: Viewer) -> bool:
        """The machine itself always, others with the pass that the join code gave them; any other is a guess."""
        if not self.house.shared or is_loopback(viewer.address):
            return True
        if viewer.token and not self.passes.is_valid(viewer.token):
            self.tries.count(viewer.address, viewer.token)
            return False
        return bool(viewer.token)


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

    def missing(self, languages: str) -> str:
        """Say that there is no such page."""
        raise NotImplementedError


def _is_asked_rightly(scope: Scope, path: str, query: bytes) -> bool:
    """Whether somebody reads, or says goodbye and as whom; nothing else is ever asked of us."""
    if path.startswith(GOODBYE):
        return scope["method"] == "POST" and query.startswith(b"session_id=")
    return scope["method"] in ("GET", "HEAD")


def _uncompressed(scope: Scope, path: str) -> Scope:
    """A page is asked for as it is, so that its scripts can be marked as ours."""
    if path != HOME:
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


def _code_in(query: bytes) -> str:
    try:
        return parse_qs(query.decode("latin-1"), max_num_fields=10).get("code", [""])[0].strip()
    except ValueError:
        return ""


async def _answer(send: Send, status: int, text: str, more: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    kind = b"text/html; charset=utf-8" if text.startswith("<") else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})

"""The door of the app: who may come in, and with what; plain ASGI, in front of Solara."""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import parse_qs

from simkomunitas.app.server.access_passes import FailedTryCounter, PassIssuer, equal_in_constant_time
from simkomunitas.app.server.checked_socket import CheckedSocket, is_known_channel, refuse_socket
from simkomunitas.app.server.request_scope import (
    Application,
    Receive,
    Scope,
    Send,
    accept_language_header,
    client_address,
    is_local_request,
    is_loopback_address,
    is_same_origin,
    mark_local_request,
    request_cookie,
    request_header,
    request_origin,
)
from simkomunitas.app.server.seat_limits import SeatCounter, SeatRules, SeatViewer
from simkomunitas.app.server.security_headers import SecuredResponse

MAX_QUERY_LENGTH = 8_192  # bytes
FORBIDDEN_PATHS = ("/resourcez", "/_solara/api/evict")
HOME_PATH = "/"
ASSETS_PATH = "/_solara/cdn/"
CLOSE_PATH = "/_solara/api/close/"  # what a page says when it is closed, and the only thing that is posted
STATIC_PATHS = (ASSETS_PATH, CLOSE_PATH, "/static/", "/jupyter/", "/readyz")  # what is asked for besides the page
PASS_COOKIE = "simkomunitas-pass"
JOIN_PATH = "/join"


class AccessSettings(NamedTuple):
    """Who may see what: the settings of the guard."""

    is_shared: bool = False  # open to the local network, by join code
    join_code: str = ""  # six digits
    seat_rules: SeatRules = SeatRules()  # how many may be in it
    secret: bytes = b""  # seals the passes; none: a new one, and nobody comes back without the code


class AccessGuard:
    """Refuses what has no business here, and gives every answer its headers.

    Foreign names of this machine (another page could have pointed its own name at us), foreign origins, overlong
    queries, strangers without the join code, messages that no page of ours sends, and more viewers than there is
    room for.
    """

    def __init__(
        self,
        application: Application,
        access: AccessSettings,
        pages: "EntryPages",
        assets: Collection[str] = frozenset(),
    ) -> None:
        self.application = application
        self.house = access
        self.pages = pages
        self.assets = frozenset(assets)  # the files of the front end
        self.seats = SeatCounter(access.seat_rules)
        self.passes = PassIssuer(access.secret and access.secret + access.join_code.encode())
        self.tries = FailedTryCounter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or one socket."""
        if scope["type"] == "websocket":
            await self._handle_socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._handle_request(
                scope, receive, SecuredResponse(request_header(scope, b"host"), send).send_message
            )
        else:
            await self.application(scope, receive, send)

    async def _handle_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        viewer = self._identify_viewer(scope)
        known = is_same_origin(scope, shared=self.house.is_shared) and request_origin(scope) and is_known_channel(scope)
        if not known or not self._has_access(scope, viewer) or not self.seats.has_free_seat(viewer):
            await refuse_socket(receive, send)
            return
        with self.seats.occupy_seat(viewer):
            checked = CheckedSocket(receive, send)
            await self.application(mark_local_request(scope), checked.receive_message, checked.send_message)

    async def _handle_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, query, viewer = str(scope["path"]), bytes(scope.get("query_string", b"")), self._identify_viewer(scope)
        if not is_same_origin(scope, shared=self.house.is_shared) or path.startswith(FORBIDDEN_PATHS):
            await _send_response(send, 403, "forbidden")
        elif len(query) > MAX_QUERY_LENGTH:
            await _send_response(send, 414, self.pages.address_too_long_page(accept_language_header(scope)))
        elif not _is_allowed_request(scope, path, query):
            await _send_response(send, 405, "not allowed")
        elif path == JOIN_PATH:
            await self._handle_join(scope, query, send)
        elif not self._has_access(scope, viewer):
            await _send_response(send, 401, self.pages.join_code_page(accept_language_header(scope), wrong=False))
        elif path.startswith(ASSETS_PATH) and path.removeprefix(ASSETS_PATH) not in self.assets:
            await _send_response(
                send, 404, "not found"
            )  # the framework would fetch it, and clears away what is a folder
        elif path != HOME_PATH and not path.startswith(STATIC_PATHS):
            await _send_response(send, 404, self.pages.not_found_page(accept_language_header(scope)))
        elif path == HOME_PATH and not self.seats.has_free_seat(viewer):
            await _send_response(
                send, 503, self.pages.server_full_page(accept_language_header(scope)), ((b"retry-after", b"30"),)
            )
        else:
            await self.application(_without_compression(mark_local_request(scope), path), receive, send)

    async def _handle_join(self, scope: Scope, query: bytes, send: Send) -> None:
        """The code from a phone: right, it opens the door for this browser; wrong, it may be tried again."""
        given, who = _parse_join_code(query), client_address(scope)
        if given and not self.tries.is_try_allowed(who):
            await _send_response(
                send, 429, self.pages.too_many_attempts_page(accept_language_header(scope)), ((b"retry-after", b"60"),)
            )
        elif given and self.house.is_shared and equal_in_constant_time(given, self.house.join_code):
            pass_ = f"{PASS_COOKIE}={self.passes.issue_pass()}; Path=/; HttpOnly; SameSite=Lax".encode()
            await _send_response(send, 303, "", ((b"location", b"/?view=play"), (b"set-cookie", pass_)))
        else:
            if given:
                self.tries.count_failed_try(who, given)
            await _send_response(send, 401, self.pages.join_code_page(accept_language_header(scope), wrong=bool(given)))

    def _identify_viewer(self, scope: Scope) -> SeatViewer:
        return SeatViewer(client_address(scope), request_cookie(scope, PASS_COOKIE), is_local_request(scope))

    def _has_access(self, scope: Scope, viewer: SeatViewer) -> bool:
        """The machine itself always, others with the pass that the join code gave them; any other is a guess."""
        if not self.house.is_shared or is_loopback_address(viewer.address):
            return True
        if viewer.token and not self.passes.is_valid_pass(viewer.token):
            self.tries.count_failed_try(viewer.address, viewer.token)
            return False
        return bool(viewer.token)


class EntryPages:
    """The few pages that are shown without Solara; the app gives them words."""

    def join_code_page(self, languages: str, *, wrong: bool) -> str:
        """Ask for the join code."""
        raise NotImplementedError

    def server_full_page(self, languages: str) -> str:
        """Say that there is no room."""
        raise NotImplementedError

    def too_many_attempts_page(self, languages: str) -> str:
        """Say that codes were tried too often."""
        raise NotImplementedError

    def address_too_long_page(self, languages: str) -> str:
        """Say that the address is too long."""
        raise NotImplementedError

    def not_found_page(self, languages: str) -> str:
        """Say that there is no such page."""
        raise NotImplementedError


def _is_allowed_request(scope: Scope, path: str, query: bytes) -> bool:
    """Whether somebody reads, or says goodbye and as whom; nothing else is ever asked of us."""
    if path.startswith(CLOSE_PATH):
        return scope["method"] == "POST" and query.startswith(b"session_id=")
    return scope["method"] in ("GET", "HEAD")


def _without_compression(scope: Scope, path: str) -> Scope:
    """A page is asked for as it is, so that its scripts can be marked as ours."""
    if path != HOME_PATH:
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


def _parse_join_code(query: bytes) -> str:
    try:
        return parse_qs(query.decode("latin-1"), max_num_fields=10).get("code", [""])[0].strip()
    except ValueError:
        return ""


async def _send_response(send: Send, status: int, text: str, more: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    kind = b"text/html; charset=utf-8" if text.startswith("<") else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})

"""What a request says of itself: its headers, where it comes from, and whether it calls us by our own name."""

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
LOCAL_HEADER = b"x-simkomunitas-local"  # whom the pages take for the trainer
# With these a proxy would say whom it speaks for, and the framework believes everybody; before us there is none.
PROXY_HEADERS = (b"x-forwarded-", b"forwarded", b"script-name", b"x-script-name", b"x-real-ip")


def request_header(scope: Scope, name: bytes) -> str:
    """The first header of a name, or nothing."""
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if found else ""


def accept_language_header(scope: Scope) -> str:
    """What the reader can read."""
    return request_header(scope, b"accept-language")


def request_cookie(scope: Scope, name: str) -> str:
    """A cookie by its name, or nothing; whatever else stands in the header."""
    parts = (part.partition("=") for part in request_header(scope, b"cookie").split(";"))
    return next((value.strip() for key, _, value in parts if key.strip() == name), "")


def client_address(scope: Scope) -> str:
    """Where a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_loopback_address(name: str) -> bool:
    """Whether an address is this machine's own, for itself alone."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_local_request(scope: Scope) -> bool:
    """Whether somebody sits at this machine, whichever of its addresses she has typed."""
    server = scope.get("server")
    return is_loopback_address(client_address(scope)) or (
        server is not None and client_address(scope) == str(server[0])
    )


def mark_local_request(scope: Scope) -> Scope:
    """The same request, saying whether it comes from this machine; nobody else can say so of herself."""
    kept = [pair for pair in scope["headers"] if pair[0] != LOCAL_HEADER and not pair[0].startswith(PROXY_HEADERS)]
    local = [(LOCAL_HEADER, b"yes")] if is_loopback_address(client_address(scope)) else []
    return {**scope, "headers": [*kept, *local]}


def request_origin(scope: Scope) -> str:
    """The page a request comes from."""
    return request_header(scope, b"origin")


def is_same_origin(scope: Scope, *, shared: bool) -> bool:
    """Whether the request calls us by our own name, and comes from a page of ours."""
    host = request_header(scope, b"host")
    return _is_own_host_name(host.rpartition(":")[0] or host, shared) and _is_own_page(request_origin(scope), host)


def _is_own_page(page: str, host: str) -> bool:
    try:
        return not page or urlsplit(page).netloc == host
    except ValueError:
        return False


def _is_own_host_name(name: str, shared: bool) -> bool:
    """Our own names, and on a shared network any plain address: only a name can be pointed at us by somebody else."""
    if name in LOOPBACK_NAMES:
        return True
    try:
        return shared and ipaddress.ip_address(name.strip("[]")).is_private
    except ValueError:
        return False

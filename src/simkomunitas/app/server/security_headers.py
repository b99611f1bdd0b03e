"""What every answer carries: what a browser may load and run, and whom it may tell.

Scripts run from our own files, or from a page that names this answer's own random number; so nothing that somebody
writes into a page is ever a script.  ``unsafe-eval`` has to stay: the page of Solara and the templates of ipyvue are
compiled in the browser by ``new Function``.  ``unsafe-inline`` stays for styles alone: Vuetify puts its theme into
the page while it runs, and cannot be given the number.
"""

import re
import secrets
from collections.abc import Callable

from simkomunitas.app.server.request_scope import Message, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob: {sockets}; object-src 'none'; "
    "base-uri 'self'; frame-ancestors 'self'; form-action 'self'"
)
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
SCRIPT_TAG = re.compile(rb"<script(?=[\s>])")


class SecuredResponse:
    """One answer on its way out: its headers, and for a page the random number at each of its own scripts."""

    def __init__(self, host: str, send: Send, new_nonce: Callable[[], str] = lambda: secrets.token_urlsafe(16)) -> None:
        self.host, self.passed, self.nonce = host, send, new_nonce()
        self.start: Message | None = None  # of a page, held until the page is there
        self.page = b""

    async def send_message(self, message: Message) -> None:
        """Pass on a part of the answer."""
        if message["type"] == "http.response.start":
            message = {**message, "headers": self._response_headers(message)}
            if _is_html_page(message):
                self.start = message
                return
        elif self.start is not None and message["type"] == "http.response.body":
            self.page += message.get("body", b"")
            if message.get("more_body", False):
                return
            message = {**message, "body": await self._start_page(self.start)}
        await self.passed(message)

    async def _start_page(self, start: Message) -> bytes:
        """Send the headers of a page; its text."""
        text = SCRIPT_TAG.sub(b'<script nonce="' + self.nonce.encode() + b'"', self.page)
        kept = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        await self.passed({**start, "headers": [*kept, (b"content-length", str(len(text)).encode())]})
        self.start = None
        return text

    def _response_headers(self, message: Message) -> list[tuple[bytes, bytes]]:
        kept = [pair for pair in message.get("headers", []) if pair[0].lower() != b"server"]
        policy = CONTENT_SECURITY_POLICY.format(nonce=self.nonce, sockets=f"ws://{self.host} wss://{self.host}")
        return [*kept, (b"content-security-policy", policy.encode("latin-1")), *SECURITY_HEADERS]


def _is_html_page(message: Message) -> bool:
    """Whether an answer is a page that can be read here: of Solara, which is asked not to compress it."""
    headers = {name.lower(): value for name, value in message["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers

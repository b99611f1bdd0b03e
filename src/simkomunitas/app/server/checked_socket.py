"""One open socket: each of its messages is checked, and who never says anything is not waited for."""

import asyncio
import re
from urllib.parse import parse_qs

from simkomunitas.app.server.message_validation import IDENTIFIER, InvalidMessageError, check_message
from simkomunitas.app.server.request_scope import Message, Receive, Scope, Send

CHANNEL_PATH = re.compile(r"/jupyter/api/kernels/[\w-]{1,64}/channels", re.ASCII)
FIRST_MESSAGE_TIMEOUT = 30.0  # until the first message: our page sends it at once, a slow laptop after a few seconds
CLOSE_CODE_REFUSED = 1008  # the code of a socket that is closed for what it did


def is_known_channel(scope: Scope) -> bool:
    """Whether a socket asks for what our pages ask for; the framework looks up the session without asking."""
    try:
        asked = parse_qs(bytes(scope.get("query_string", b"")).decode("ascii"), max_num_fields=10)
    except ValueError:
        return False
    page = asked.get("session_id", [""])[0]
    return CHANNEL_PATH.fullmatch(str(scope["path"])) is not None and IDENTIFIER.fullmatch(page) is not None


async def refuse_socket(receive: Receive, send: Send) -> None:
    """Close a socket before it is open."""
    await receive()
    await send({"type": "websocket.close", "code": CLOSE_CODE_REFUSED})


class CheckedSocket:
    """What passes between a browser and the framework; it ends at the first message that is not in order."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self.received, self.passed = receive, send
        self.patience: float | None = None  # seconds to wait for the next message
        self.ended = False

    async def receive_message(self) -> Message:
        """The next message, which is one that our own page may send; the end of the socket otherwise."""
        try:
            message = await asyncio.wait_for(self.received(), self.patience)
            if message["type"] == "websocket.receive":
                check_message(message.get("text"), message.get("bytes"))
        except (InvalidMessageError, TimeoutError):
            return await self._end_of_socket()
        self.patience = FIRST_MESSAGE_TIMEOUT if message["type"] == "websocket.connect" else None
        return message

    async def send_message(self, message: Message) -> None:
        """Pass on what the framework says; ConnectionError once the socket has ended, as from any lost connection."""
        if self.ended:
            raise ConnectionError("the socket has ended")
        await self.passed(message)

    async def _end_of_socket(self) -> Message:
        self.ended = True
        await self.passed({"type": "websocket.close", "code": CLOSE_CODE_REFUSED})
        return {"type": "websocket.disconnect", "code": CLOSE_CODE_REFUSED}

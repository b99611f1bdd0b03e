"""What the pages may know of their server: whether it is shared, its join code and its addresses."""

from collections.abc import Callable
from typing import NamedTuple

from simkomunitas.app.server.access_control import AccessSettings


class ServerInfo(NamedTuple):
    """What this server is."""

    access: AccessSettings = AccessSettings()
    find_addresses: Callable[[], list[str]] = list  # where this machine is found now

    @property
    def phone_addresses(self) -> list[str]:
        """Where phones find this server, looked up now: a network may come up, or change, while the app runs."""
        return self.find_addresses() if self.access.is_shared else []


_SERVER_INFO = [ServerInfo()]  # one server a process; set once, before the first viewer


def set_server_info(access: AccessSettings, find: Callable[[], list[str]]) -> None:
    """Set how the server of this process is shared, and how its addresses are found."""
    _SERVER_INFO[0] = ServerInfo(access, find)


def current_server_info() -> ServerInfo:
    """What this server is."""
    return _SERVER_INFO[0]

"""What the pages may know of the house they are shown in: whether it is shared, its join code and its addresses."""

from collections.abc import Callable
from typing import NamedTuple

from simkomunitas.app.server.access_control import AccessSettings


class ServerInfo(NamedTuple):
    """The house of this process."""

    access: AccessSettings = AccessSettings()
    find_addresses: Callable[[], list[str]] = list  # where this machine is found now

    @property
    def phone_addresses(self) -> list[str]:
        """Where phones find this house, looked up now: a network may come up, or change, while the app runs."""
        return self.find_addresses() if self.access.is_shared else []


_SERVER_INFO = [ServerInfo()]  # one server a process; set once, before the first viewer


def set_server_info(access: AccessSettings, find: Callable[[], list[str]]) -> None:
    """Say what house this process serves, and how to find its addresses."""
    _SERVER_INFO[0] = ServerInfo(access, find)


def current_server_info() -> ServerInfo:
    """The house of this process."""
    return _SERVER_INFO[0]

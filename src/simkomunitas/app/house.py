"""What the pages may know of the house they are shown in: whether it is shared, its join code and its addresses."""

from collections.abc import Callable
from typing import NamedTuple

from simkomunitas.app.guard import House


class Standing(NamedTuple):
    """The house of this process."""

    house: House = House()
    find: Callable[[], list[str]] = list  # where this machine is found now

    @property
    def addresses(self) -> list[str]:
        """Where phones find this house, looked up now: a network may come up, or change, while the app runs."""
        return self.find() if self.house.shared else []


_STANDING = [Standing()]  # one server a process; set once, before the first viewer


def open_house(house: House, find: Callable[[], list[str]]) -> None:
    """Say what house this process serves, and how to find its addresses."""
    _STANDING[0] = Standing(house, find)


def standing() -> Standing:
    """The house of this process."""
    return _STANDING[0]

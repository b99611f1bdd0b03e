"""What the pages may know of the house they are shown in: whether it is shared, its join code and its addresses."""

from collections.abc import Sequence
from typing import NamedTuple

from simkomunitas.app.guard import House


class Standing(NamedTuple):
    """The house of this process."""

    house: House = House()
    addresses: tuple[str, ...] = ()


_STANDING = [Standing()]  # one server a process; set once, before the first viewer


def open_house(house: House, addresses: Sequence[str]) -> None:
    """Say what house this process serves."""
    _STANDING[0] = Standing(house, tuple(addresses))


def standing() -> Standing:
    """The house of this process."""
    return _STANDING[0]

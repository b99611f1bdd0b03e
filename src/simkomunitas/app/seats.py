"""Who may open one more socket: the room has so many seats, and nobody takes them all.

A class may sit behind one address, where a router stands between two networks, so an address may have two thirds of the
room; whoever has joined once has seats for a few tabs.  The machine of the trainer has seats beyond the room.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Viewer(NamedTuple):
    """Where somebody comes from, as far as seats are concerned."""

    address: str
    token: str = ""  # the pass, which is one for each browser that has joined
    at_home: bool = False  # at the machine of the trainer


class Rules(NamedTuple):
    """How many sockets there may be at a time."""

    room: int = 60
    per_address: int = 40
    per_token: int = 6
    reserve: int = 8  # for the machine of the trainer, beyond the room


class Seats:
    """The open sockets."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.taken: Counter[Viewer] = Counter()

    def has_room(self, viewer: Viewer) -> bool:
        """Whether there is a seat for one more socket of a viewer."""
        total = self.taken.total()
        if viewer.at_home:
            return total < self.rules.room + self.rules.reserve
        from_there = sum(count for other, count in self.taken.items() if other.address == viewer.address)
        own = sum(count for other, count in self.taken.items() if viewer.token and other.token == viewer.token)
        return total < self.rules.room and from_there < self.rules.per_address and own < self.rules.per_token

    @contextmanager
    def seated(self, viewer: Viewer) -> Iterator[None]:
        """A seat for as long as a socket is open."""
        self.taken[viewer] += 1
        try:
            yield
        finally:
            self.taken[viewer] -= 1
            if not self.taken[viewer]:
                del self.taken[viewer]

"""Who may open one more socket: the room has so many seats, and nobody takes them all.

A class may sit behind one address, where a router stands between two networks, so an address may have two thirds of the
room; whoever has joined once has seats for a few tabs.  The machine of the trainer has seats beyond the room.

What a page has put together is kept for ten minutes after its socket has closed, a megabyte or so; so nobody opens and
closes without end either.
"""

import time
from collections import Counter, deque
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
    opened_per_token: int = 60  # in the minutes that a page is kept: a phone whose network fails every ten seconds
    opened_per_address: int = 400
    opened: int = 1_000
    always_left: int = 5  # to each address, whatever others have opened


KEPT_SECONDS = 600.0  # after which a page whose socket has closed is forgotten


class Seats:
    """The open sockets."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.taken: Counter[Viewer] = Counter()
        self.opened: deque[tuple[float, Viewer]] = deque()  # in the last minutes

    def has_room(self, viewer: Viewer) -> bool:
        """Whether there is a seat for one more socket of a viewer."""
        total = self.taken.total()
        if viewer.at_home:
            return total < self.rules.room + self.rules.reserve
        _, from_there, own = _shares(self.taken, viewer)
        if total >= self.rules.room or from_there >= self.rules.per_address or own >= self.rules.per_token:
            return False
        while self.opened and self.opened[0][0] < time.monotonic() - KEPT_SECONDS:
            self.opened.popleft()
        opened, from_there, own = _shares(Counter(other for _, other in self.opened), viewer)
        rules = self.rules
        is_left = opened < rules.opened or from_there < rules.always_left
        return is_left and from_there < rules.opened_per_address and own < rules.opened_per_token

    @contextmanager
    def seated(self, viewer: Viewer) -> Iterator[None]:
        """A seat for as long as a socket is open."""
        self.taken[viewer] += 1
        if not viewer.at_home:
            self.opened.append((time.monotonic(), viewer))
        try:
            yield
        finally:
            self.taken[viewer] -= 1
            if not self.taken[viewer]:
                del self.taken[viewer]


def _shares(counted: Counter[Viewer], viewer: Viewer) -> tuple[int, int, int]:
    """How many of those who are counted there are, how many of a viewer's address, and how many of her pass."""
    from_there = sum(count for other, count in counted.items() if other.address == viewer.address)
    own = sum(count for other, count in counted.items() if viewer.token and other.token == viewer.token)
    return counted.total(), from_there, own

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


class SeatViewer(NamedTuple):
    """Where somebody comes from, as far as seats are concerned."""

    address: str
    token: str = ""  # the pass, which is one for each browser that has joined
    is_local: bool = False  # at the machine of the trainer


class SeatRules(NamedTuple):
    """How many sockets there may be at a time."""

    max_seats: int = 60
    max_per_address: int = 40
    max_per_token: int = 6
    local_reserve: int = 8  # for the machine of the trainer, beyond the room
    max_opened_per_token: int = 60  # in the minutes that a page is kept: a phone whose network fails every ten seconds
    max_opened_per_address: int = 400
    max_opened: int = 1_000
    reserved_openings: int = 5  # to each address, whatever others have opened


HISTORY_SECONDS = 600.0  # after which a page whose socket has closed is forgotten


class SeatCounter:
    """The open sockets."""

    def __init__(self, rules: SeatRules) -> None:
        self.rules = rules
        self.taken: Counter[SeatViewer] = Counter()
        self.opened: deque[tuple[float, SeatViewer]] = deque()  # in the last minutes

    def has_free_seat(self, viewer: SeatViewer) -> bool:
        """Whether there is a seat for one more socket of a viewer."""
        total = self.taken.total()
        if viewer.is_local:
            return total < self.rules.max_seats + self.rules.local_reserve
        _, from_there, own = _viewer_counts(self.taken, viewer)
        if total >= self.rules.max_seats or from_there >= self.rules.max_per_address or own >= self.rules.max_per_token:
            return False
        while self.opened and self.opened[0][0] < time.monotonic() - HISTORY_SECONDS:
            self.opened.popleft()
        opened, from_there, own = _viewer_counts(Counter(other for _, other in self.opened), viewer)
        rules = self.rules
        is_left = opened < rules.max_opened or from_there < rules.reserved_openings
        return is_left and from_there < rules.max_opened_per_address and own < rules.max_opened_per_token

    @contextmanager
    def occupy_seat(self, viewer: SeatViewer) -> Iterator[None]:
        """A seat for as long as a socket is open."""
        self.taken[viewer] += 1
        if not viewer.is_local:
            self.opened.append((time.monotonic(), viewer))
        try:
            yield
        finally:
            self.taken[viewer] -= 1
            if not self.taken[viewer]:
                del self.taken[viewer]


def _viewer_counts(counted: Counter[SeatViewer], viewer: SeatViewer) -> tuple[int, int, int]:
    """How many of those who are counted there are, how many of a viewer's address, and how many of her pass."""
    from_there = sum(count for other, count in counted.items() if other.address == viewer.address)
    own = sum(count for other, count in counted.items() if viewer.token and other.token == viewer.token)
    return counted.total(), from_there, own

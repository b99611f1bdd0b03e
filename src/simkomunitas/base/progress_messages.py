"""A sign of life where a large file takes long: how far it is, on stderr, from the third second on."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

QUIET_SECONDS = 2.0  # seconds in which nothing is said, and between two lines
ITEMS_PER_CHECK = 4096  # items between two looks at the clock


def report_progress(items: Iterable[Item], doing: str, total: int) -> Iterator[Item]:
    """The same items; while they take long, a line now and then says what is being done and how far it is."""
    last = time.monotonic()
    for place, item in enumerate(items):
        if place % ITEMS_PER_CHECK == 0 and time.monotonic() - last >= QUIET_SECONDS:
            last = time.monotonic()
            print(f"{doing}: {place:,} of {total:,}", file=sys.stderr, flush=True)
        yield item

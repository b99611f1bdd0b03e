"""The first use on a machine: the engine is compiled, and who waits sees how far it is."""

import time

import solara

from simkomunitas.app.pieces import Waiting
from simkomunitas.app.waiting import use_latest
from simkomunitas.app.words import Language, say
from simkomunitas.study.warming import LOOK_EVERY, Compiled, compiled_so_far

TOLD_FROM = 0.05  # of the work: before, nobody knows how long it takes


@solara.component
def Preparing(language: Language) -> None:
    """A bar, and the time that is left."""
    begun = solara.use_memo(lambda: (time.monotonic(), compiled_so_far()), [])
    found = use_latest(compiled_so_far, LOOK_EVERY)
    left = seconds_left(found, begun[1], time.monotonic() - begun[0])
    key = "wait:first" if left is None else "wait:first_left"
    Waiting(say(key, language, seconds=left), found.share)


def seconds_left(now: Compiled, then: Compiled, passed: float) -> int | None:
    """How long it still takes if it goes on as it did in the seconds that have passed; None while nobody knows.

    >>> seconds_left(Compiled(50, 200), Compiled(0, 200), 20.0)
    60
    """
    gained = now.share - then.share
    return max(1, round(passed * (1 - now.share) / gained)) if gained > TOLD_FROM else None

"""The first use on a machine: the engine is compiled, and who waits sees how far it is."""

import time

import solara

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.await_workers import use_polled_value
from simkomunitas.app.view_components import WaitingIndicator
from simkomunitas.simulation.warming import LOOK_EVERY, Compiled, compiled_so_far

MIN_SHOWN_PROGRESS = 0.05  # of the work: before, nobody knows how long it takes


@solara.component
def CompileProgress(language: Language) -> None:
    """A bar, and the time that is left."""
    begun = solara.use_memo(lambda: (time.monotonic(), compiled_so_far()), [])
    found = use_polled_value(compiled_so_far, LOOK_EVERY)
    left = estimate_seconds_left(found, begun[1], time.monotonic() - begun[0])
    key = "wait:first" if left is None else "wait:first_left"
    WaitingIndicator(translate_app_text(key, language, seconds=left), found.share)


def estimate_seconds_left(now: Compiled, then: Compiled, passed: float) -> int | None:
    """How long it still takes if it goes on as it did in the seconds that have passed; None while nobody knows.

    >>> seconds_left(Compiled(50, 200), Compiled(0, 200), 20.0)
    60
    """
    gained = now.share - then.share
    return max(1, round(passed * (1 - now.share) / gained)) if gained > MIN_SHOWN_PROGRESS else None

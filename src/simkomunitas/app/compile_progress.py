"""The first use on a machine: the engine is compiled, and who waits sees how far it is."""

import time

import solara

from simkomunitas.app.app_words import Language, translate_app_text
from simkomunitas.app.await_workers import use_polled_value
from simkomunitas.app.view_components import WaitingIndicator
from simkomunitas.simulation.engine_warm_up import POLL_INTERVAL, CompilationProgress, compilation_progress

MIN_SHOWN_PROGRESS = 0.05  # of the work: before, nobody knows how long it takes


@solara.component
def CompileProgress(language: Language) -> None:
    """A bar, and the time that is left."""
    begun = solara.use_memo(lambda: (time.monotonic(), compilation_progress()), [])
    found = use_polled_value(compilation_progress, POLL_INTERVAL)
    left = estimate_seconds_left(found, begun[1], time.monotonic() - begun[0])
    key = "wait:first" if left is None else "wait:first_left"
    WaitingIndicator(translate_app_text(key, language, seconds=left), found.share_completed)


def estimate_seconds_left(now: CompilationProgress, then: CompilationProgress, passed: float) -> int | None:
    """How long it still takes if it goes on as it did in the seconds that have passed; None while nobody knows.

    >>> estimate_seconds_left(CompilationProgress(50, 200), CompilationProgress(0, 200), 20.0)
    60
    """
    gained = now.share_completed - then.share_completed
    return max(1, round(passed * (1 - now.share_completed) / gained)) if gained > MIN_SHOWN_PROGRESS else None

"""Waiting for workers without holding anybody up; whoever leaves the page calls her jobs off."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import solara
import solara.lab

from simkomunitas.app.animation_data import ANIMATION_CACHE, AnimationData, encode_animation
from simkomunitas.app.app_worker_pool import cancel_job, current_pool
from simkomunitas.explain.run_playback import record_playback
from simkomunitas.model.scenario_definition import Scenario

Answer = TypeVar("Answer")


def current_viewer() -> str:
    """Who is asking, while something is done for her page; nobody in particular elsewhere."""
    try:
        return str(solara.get_kernel_id())
    except RuntimeError:
        return ""


def use_polled_value(style: Callable[[], Answer], every: float) -> Answer:
    """What there is to be seen now, looked at again every so many seconds while the page is open."""
    first = solara.use_memo(style, [])
    looked: tuple[Answer, Callable[[Answer], None]] = solara.use_state(first)
    seen, see = looked

    async def poll_value() -> None:
        while True:
            see(style())
            await asyncio.sleep(every)

    solara.lab.use_task(poll_value, dependencies=[], prefer_threaded=False, raise_error=False)
    return seen


async def run_in_worker(
    work: Callable[..., Answer],
    *inputs: Any,  # noqa: ANN401 - any job
    seconds: float | None = None,
) -> Answer:
    """What a worker answers within so many seconds of work; cancelled together with the one who waits."""
    future = current_pool().submit_job(work, *inputs, whose=current_viewer(), seconds=seconds)
    try:
        return await asyncio.wrap_future(future)
    finally:
        cancel_job(future)


async def load_animations(runs: Sequence[tuple[Scenario, int]]) -> list[AnimationData]:
    """The animations of several runs, from the cache or made now."""
    found = {run: ANIMATION_CACHE.find_animation(*run) for run in runs}
    waiting: dict[tuple[Scenario, int], Future[Any]] = {}
    try:
        for run in [run for run in found if found[run] is None]:
            waiting[run] = current_pool().submit_job(record_playback, *run, whose=current_viewer())
        for run, future in waiting.items():
            found[run] = ANIMATION_CACHE.find_animation(*run) or ANIMATION_CACHE.cache_animation(
                encode_animation(await asyncio.wrap_future(future))
            )
        return [animation for run in runs if (animation := found[run]) is not None]
    finally:
        for future in waiting.values():
            cancel_job(future)


async def gather_results(futures: "Sequence[Future[Answer]]") -> AsyncIterator[Answer]:
    """Answers as they come; what has not begun is called off when nobody waits any more."""
    try:
        for ready in asyncio.as_completed([asyncio.wrap_future(future) for future in futures]):
            yield await ready
    finally:
        for future in futures:
            cancel_job(future)

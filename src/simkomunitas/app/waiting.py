"""Waiting for workers without holding anybody up; whoever leaves the page calls her jobs off."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

import solara
import solara.lab

from simkomunitas.app.crew import crew, forget
from simkomunitas.app.reels import SHELF, Reel, reel
from simkomunitas.study.scenario import Scenario
from simkomunitas.study.watching import film

Answer = TypeVar("Answer")


def viewer() -> str:
    """Who is asking, while something is done for her page; nobody in particular elsewhere."""
    try:
        return str(solara.get_kernel_id())
    except RuntimeError:
        return ""


def use_latest(look: Callable[[], Answer], every: float) -> Answer:
    """What there is to be seen now, looked at again every so many seconds while the page is open."""
    first = solara.use_memo(look, [])
    looked: tuple[Answer, Callable[[Answer], None]] = solara.use_state(first)
    seen, see = looked

    async def keep_looking() -> None:
        while True:
            see(look())
            await asyncio.sleep(every)

    solara.lab.use_task(keep_looking, dependencies=[], prefer_threaded=False, raise_error=False)
    return seen


async def done(
    work: Callable[..., Answer],
    *inputs: Any,  # noqa: ANN401 - any job
    seconds: float | None = None,
) -> Answer:
    """What a worker answers within so many seconds of work; cancelled together with the one who waits."""
    future = crew().submit(work, *inputs, whose=viewer(), seconds=seconds)
    try:
        return await asyncio.wrap_future(future)
    finally:
        forget(future)


async def reels_of(runs: Sequence[tuple[Scenario, int]]) -> list[Reel]:
    """The reels of several runs, from the shelf or made now."""
    waiting: list[Future[Any] | None] = []
    try:
        waiting = [None if SHELF.find(*run) else crew().submit(film, *run, whose=viewer()) for run in runs]
        return [await _one(run, future) for run, future in zip(runs, waiting, strict=True)]
    finally:
        for future in waiting:
            if future is not None:
                forget(future)


async def _one(run: tuple[Scenario, int], future: "Future[Any] | None") -> Reel:
    found = SHELF.find(*run)
    if found is not None:
        return found
    made = await asyncio.wrap_future(future or crew().submit(film, *run, whose=viewer()))
    return SHELF.put(reel(made))


async def gathered(futures: "Sequence[Future[Answer]]") -> AsyncIterator[Answer]:
    """Answers as they come; what has not begun is called off when nobody waits any more."""
    try:
        for ready in asyncio.as_completed([asyncio.wrap_future(future) for future in futures]):
            yield await ready
    finally:
        for future in futures:
            forget(future)

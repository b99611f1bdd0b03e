"""Who makes the runs: processes on this machine, or any executor, such as that of a Dask cluster."""

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache

from simkomunitas.base.compilation_cache import is_engine_compiled
from simkomunitas.simulation.notice import notice_of_compiling
from simkomunitas.workers.batch import Batch, Done
from simkomunitas.workers.overseer import Overseer, Stopped

Results = list[Done]


class Desk:
    """One overseer, with its worker, for each thread that asks; kept between batches."""

    def __init__(self, stopped: Stopped) -> None:
        self.stopped = stopped
        self._here = threading.local()
        self._all: weakref.WeakSet[Overseer] = weakref.WeakSet()  # a thread that ends takes its worker with it

    def work(self, batch: Batch) -> Results:
        """What became of the runs of a batch."""
        overseer: Overseer | None = getattr(self._here, "overseer", None)
        if overseer is None or overseer.plugins != batch.plugins:
            if overseer is not None:
                overseer.close()
            overseer = self._here.overseer = Overseer(batch.plugins, self.stopped)
            self._all.add(overseer)
        return overseer.work(batch)

    def close(self) -> None:
        """Let all workers go; nobody may be working any more."""
        for overseer in list(self._all):
            overseer.close()


class LocalCrew:
    """Worker processes on this machine."""

    def __init__(self, jobs: int) -> None:
        self._stop = threading.Event()
        self._desk = Desk(self._stop.is_set)
        self._threads = ThreadPoolExecutor(jobs, "overseer")
        self._jobs = jobs

    def workers(self) -> int:
        """How many batches can be worked on at a time."""
        return self._jobs

    def window(self) -> int:
        """How many batches are handed out at a time: one to work on and the next, while we write results."""
        return 2 * self._jobs

    def submit(self, batch: Batch) -> "Future[Results]":
        """Have a batch worked on."""
        return self._threads.submit(self._desk.work, batch)

    def stop(self) -> None:
        """End the runs that are going on; batches come back with what is finished."""
        self._stop.set()

    def close(self) -> None:
        """Let everybody go."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._desk.close()


class ExecutorCrew:
    """Workers behind an executor; each of its threads or processes keeps a worker process that it watches over."""

    MOST_WAITING = 2_000  # batches known to a scheduler at a time

    def __init__(self, executor: Executor, workers: Callable[[], int]) -> None:
        self._executor = executor
        self.workers = workers  # how many batches can be worked on at a time, as far as is known now

    def window(self) -> int:
        """How many batches are handed out at a time: enough that nobody waits for the next."""
        return min(self.MOST_WAITING, max(2, 2 * self.workers()))

    def submit(self, batch: Batch) -> "Future[Results]":
        """Have a batch worked on."""
        return self._executor.submit(work_here, batch)

    def stop(self) -> None:
        """What goes on elsewhere is left to end by itself; its results are not waited for."""

    def close(self) -> None:
        """The executor belongs to whoever made it."""


Crew = LocalCrew | ExecutorCrew


def work_here(batch: Batch) -> Results:
    """Work on a batch in a process of an executor."""
    return _desk_here().work(batch)


def have_compiled() -> None:
    """Have the engine compiled where no cache has it: once for all, in a process that gives its memory back."""
    if not is_engine_compiled():
        overseer = Overseer((), _never)
        try:
            with notice_of_compiling():
                overseer.start()
        finally:
            overseer.close()


@cache
def _desk_here() -> Desk:
    """The desk of this process, for executors that only know functions."""
    return Desk(_never)


def _never() -> bool:
    return False

"""Who makes the runs: processes on this machine, or any executor, such as that of a Dask cluster."""

import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache

from simkomunitas.base.compilation_cache import is_engine_compiled
from simkomunitas.simulation.compile_notice import announce_compilation
from simkomunitas.workers.run_batch import RunBatch, RunResult
from simkomunitas.workers.worker_supervisor import CancelCheck, WorkerSupervisor

RunResults = list[RunResult]


class SupervisorPool:
    """One overseer, with its worker, for each thread that asks; kept between batches."""

    def __init__(self, stopped: CancelCheck) -> None:
        self.stopped = stopped
        self._here = threading.local()
        self._all: weakref.WeakSet[WorkerSupervisor] = weakref.WeakSet()  # a thread that ends takes its worker with it

    def run_batch(self, batch: RunBatch) -> RunResults:
        """What became of the runs of a batch."""
        overseer: WorkerSupervisor | None = getattr(self._here, "overseer", None)
        if overseer is None or overseer.plugins != batch.plugins:
            if overseer is not None:
                overseer.stop_worker()
            overseer = self._here.overseer = WorkerSupervisor(batch.plugins, self.stopped)
            self._all.add(overseer)
        return overseer.run_batch(batch)

    def close_workers(self) -> None:
        """Let all workers go; nobody may be working any more."""
        for overseer in list(self._all):
            overseer.stop_worker()


class LocalPool:
    """Worker processes on this machine."""

    def __init__(self, workers: int) -> None:
        self._stop = threading.Event()
        self._desk = SupervisorPool(self._stop.is_set)
        self._threads = ThreadPoolExecutor(workers, "overseer")
        self._jobs = workers

    def workers(self) -> int:
        """How many batches can be worked on at a time."""
        return self._jobs

    def max_open_batches(self) -> int:
        """How many batches are handed out at a time: one to work on and the next, while we write results."""
        return 2 * self._jobs

    def submit_batch(self, batch: RunBatch) -> "Future[RunResults]":
        """Have a batch worked on."""
        return self._threads.submit(self._desk.run_batch, batch)

    def cancel_batches(self) -> None:
        """End the runs that are going on; batches come back with what is finished."""
        self._stop.set()

    def close_pool(self) -> None:
        """Let everybody go."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._desk.close_workers()


class ExecutorPool:
    """Workers behind an executor; each of its threads or processes keeps a worker process that it watches over."""

    MOST_WAITING = 2_000  # batches known to a scheduler at a time

    def __init__(self, executor: Executor, workers: Callable[[], int]) -> None:
        self._executor = executor
        self.workers = workers  # how many batches can be worked on at a time, as far as is known now

    def max_open_batches(self) -> int:
        """How many batches are handed out at a time: enough that nobody waits for the next."""
        return min(self.MOST_WAITING, max(2, 2 * self.workers()))

    def submit_batch(self, batch: RunBatch) -> "Future[RunResults]":
        """Have a batch worked on."""
        return self._executor.submit(run_batch_in_executor, batch)

    def cancel_batches(self) -> None:
        """What goes on elsewhere is left to end by itself; its results are not waited for."""

    def close_pool(self) -> None:
        """The executor belongs to whoever made it."""


WorkerPool = LocalPool | ExecutorPool


def run_batch_in_executor(batch: RunBatch) -> RunResults:
    """Work on a batch in a process of an executor."""
    return _process_supervisors().run_batch(batch)


def compile_engine_once() -> None:
    """Have the engine compiled where no cache has it: once for all, in a process that gives its memory back."""
    if not is_engine_compiled():
        overseer = WorkerSupervisor((), _never_cancelled)
        try:
            with announce_compilation():
                overseer.start_worker()
        finally:
            overseer.stop_worker()


@cache
def _process_supervisors() -> SupervisorPool:
    """The desk of this process, for executors that only know functions."""
    return SupervisorPool(_never_cancelled)


def _never_cancelled() -> bool:
    return False

"""Work spread over worker processes on this machine, or over any executor, such as that of a Dask cluster."""

import functools
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, Self, TypeVar

from simkomunitas.config.plugin_loader import (
    PluginMismatchError,
    check_plugins_importable,
    current_plugin_state,
    run_with_plugins,
)
from simkomunitas.simulation.compile_notice import write_notice
from simkomunitas.simulation.simulation_run import ensure_engine_compiled
from simkomunitas.workers.job_queue import FairJobQueue, JobFuture, QueuedJob
from simkomunitas.workers.run_batch import RunBatch, RunResult, supervise_batch
from simkomunitas.workers.worker_supervisor import MAX_DEATHS, JobError, JobLimits, WorkerStartError, WorkerSupervisor

TaskType = TypeVar("TaskType")
ResultType = TypeVar("ResultType")
RunResults = list[RunResult]

BATCHES_PER_WORKER = 8  # so that the last job to finish does not keep the others waiting long
MAX_BATCH_SEEDS = 25
_OF_THREAD = threading.local()  # the worker that each thread of an executor keeps; a thread that ends takes it along


class WorkerPool:
    """Worker processes on this machine, each watched over by a thread; used as a context, none outlives it."""

    def __init__(self, size: int, niceness: int = 0) -> None:
        self.jobs = FairJobQueue()
        self._stop = threading.Event()
        serve = functools.partial(_serve_queue, self.jobs, self._stop.is_set, niceness)
        self._threads = [threading.Thread(target=serve, daemon=True, name="simkomunitas-worker") for _ in range(size)]
        for thread in self._threads:
            thread.start()

    def submit_task(
        self,
        task: Callable[[WorkerSupervisor], Any],
        limits: JobLimits | None = None,
        viewer: str = "",
    ) -> JobFuture:
        """Have something done with a worker; viewer: for whom, so that all are served alike."""
        future = JobFuture(limits)
        self.jobs.put_job(QueuedJob(task, future, viewer))
        return future

    def workers(self) -> int:
        """How many batches can be worked on at a time."""
        return len(self._threads)

    def submit_batch(self, batch: RunBatch) -> "Future[RunResults]":
        """Have a batch of runs made."""
        return self.submit_task(functools.partial(supervise_batch, batch=batch))

    def cancel_jobs(self) -> None:
        """End what is under way, and the workers with it; a batch comes back with the runs that are finished."""
        self._stop.set()

    def close_pool(self) -> None:
        """End all work and all workers."""
        self.cancel_jobs()
        self.jobs.close_queue()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let nothing outlive the block, whatever ends it."""
        self.close_pool()


class ExecutorPool:
    """Workers behind an executor; each of its threads or processes keeps a worker process that it watches over."""

    def __init__(self, executor: Executor, workers: Callable[[], int]) -> None:
        self._executor = executor
        self.workers = workers  # how many batches can be worked on at a time, as far as is known now

    def submit_batch(self, batch: RunBatch) -> "Future[RunResults]":
        """Have a batch worked on."""
        return self._executor.submit(run_batch_in_executor, batch)

    def cancel_jobs(self) -> None:
        """What goes on elsewhere is left to end by itself; its results are not waited for."""

    def close_pool(self) -> None:
        """The executor belongs to whoever made it."""


BatchPool = WorkerPool | ExecutorPool


def run_batch_in_executor(batch: RunBatch) -> RunResults:
    """Work on a batch in a thread or process of an executor, with the worker process that it keeps."""
    return supervise_batch(vars(_OF_THREAD).setdefault("worker", WorkerSupervisor()), batch)


def split_into_batches(seeds: Sequence[int], workers: int) -> list[Sequence[int]]:
    """Seeds in handfuls, so many that every process gets several.

    >>> split_into_batches([1, 2, 3], 2)
    [[1], [2], [3]]
    """
    size = max(1, min(MAX_BATCH_SEEDS, len(seeds) // (workers * BATCHES_PER_WORKER)))
    return [seeds[start : start + size] for start in range(0, len(seeds), size)]


def map_in_processes(
    function: Callable[[TaskType], ResultType], tasks: Sequence[TaskType], workers: int
) -> Iterator[ResultType]:
    """What ``function`` gives for each task, in their order, from so many processes; with one, from this process.

    ``function`` and tasks have to be picklable where there are several.  Stopping the iteration stops the processes.
    Where other processes would not have the same strategies, outcomes and so on, or die again and again, this one
    does the work and says so.
    """
    if tasks:
        ensure_engine_compiled()
    finished = 0
    if tasks and workers > 1:
        try:
            for found in _map_in_pool(function, tasks, workers):
                finished += 1
                yield found
        except (PluginMismatchError, JobError, WorkerStartError) as error:
            write_notice(f"simkomunitas: all runs are made in this process: {error}")
    yield from map(function, tasks[finished:])


def _map_in_pool(
    function: Callable[[TaskType], ResultType], tasks: Sequence[TaskType], workers: int
) -> Iterator[ResultType]:
    """What a function gives for each task, in their order; PluginMismatchError where a process has other plugins."""
    plugins = current_plugin_state()
    check_plugins_importable(plugins)
    work = functools.partial(run_with_plugins, plugins, function)
    with WorkerPool(min(workers, len(tasks))) as pool:
        waiting = deque(pool.submit_task(functools.partial(_run_task, work, task)) for task in tasks)
        while waiting:
            yield waiting.popleft().result()


def _run_task(function: Callable[[TaskType], ResultType], task: TaskType, worker: WorkerSupervisor) -> ResultType:
    return worker.run_function(function, task, attempts=MAX_DEATHS)


def _serve_queue(jobs: FairJobQueue, is_stopped: Callable[[], bool], niceness: int) -> None:
    """The life of a thread: one job after the other with the same worker, until the queue is closed."""
    worker = WorkerSupervisor(is_stopped, niceness)
    while (job := jobs.get_job()) is not None:
        if job.future.set_running_or_notify_cancel():
            try:
                job.future.set_result(job.task(worker))
            except BaseException as error:
                job.future.set_exception(error)
        jobs.finish_job(job)
        del job
    worker.stop_worker()

"""Worker processes that simulate for the app: every job has its time and its memory, and can be called off.

The server's own process only shows; what takes longer than a moment is done here.  A worker that takes too long or
too much is ended and replaced, so that no viewer can spoil the evening for the others.
"""

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

from simkomunitas.base.input_errors import InputError
from simkomunitas.config.plugin_loader import is_importable, list_plugin_modules
from simkomunitas.workers.job_queue import JobFuture
from simkomunitas.workers.worker_pool import WorkerPool
from simkomunitas.workers.worker_supervisor import BUSY, FAILED, JobError, JobLimits, WorkerSupervisor

Given = TypeVar("Given")

JOB_TIMEOUT = 60.0  # seconds of work in one job; a usual one takes half a second
CLOCK_TIMEOUT = 600.0  # seconds on the clock: a busy machine is not the job's error
MEMORY_LIMIT_MEGABYTES = 1_500  # of one worker, the compiled engine included
MAX_QUEUED_JOBS = 2_000  # jobs of all viewers
MAX_JOBS_PER_VIEWER = 64  # jobs of one viewer: thirty further villages, her films, and a story
TERMINATION_GRACE_SECONDS = 3.0  # seconds of work that a job may still need when nobody waits for it any more
NICENESS = 5  # the page comes first


class AppWorkerPool(WorkerPool):
    """A few workers, and those who wait for them."""

    def __init__(self, size: int) -> None:
        super().__init__(size, NICENESS)
        for _ in range(size):
            self.submit_task(_start_with_plugins)  # so that everybody is there before the first viewer comes

    def submit_job(
        self,
        work: Callable[..., Given],
        *inputs: Any,  # noqa: ANN401 - any job
        whose: str = "",
        seconds: float | None = None,
    ) -> "Future[Given]":
        """Have something done for a viewer; the future can be cancelled as long as nobody has begun."""
        if self.jobs.count_jobs() >= MAX_QUEUED_JOBS or self.jobs.count_jobs(whose) >= MAX_JOBS_PER_VIEWER:
            raise JobError(BUSY)
        limits = JobLimits(CLOCK_TIMEOUT, seconds or JOB_TIMEOUT, MEMORY_LIMIT_MEGABYTES)
        return self.submit_task(functools.partial(_run_for_viewer, limits, work, inputs), limits, whose)


def _start_with_plugins(worker: WorkerSupervisor) -> None:
    """Have a worker with the strategies and the like that the server has."""
    worker.start_worker(tuple(sorted(name for name in set(list_plugin_modules()) if is_importable(name))))


def _run_for_viewer(
    limits: JobLimits, work: Callable[..., Given], inputs: tuple[Any, ...], worker: WorkerSupervisor
) -> Given:
    """What a job gives; JobError if it does not end well, InputError if it refuses what it was given."""
    _start_with_plugins(worker)
    try:
        return worker.run_function(work, *inputs, limits=limits)
    except (InputError, JobError):
        raise
    except Exception as error:
        raise JobError(FAILED, f"{type(error).__name__}: {error}") from error


def cancel_job(answer: "Future[Any]") -> None:
    """Nobody waits for this any more: it is not begun, or ended soon."""
    if not answer.cancel() and isinstance(answer, JobFuture):
        answer.limits.processor_seconds = TERMINATION_GRACE_SECONDS


_POOLS: list[AppWorkerPool] = []  # that of this process, while there is one


@contextlib.contextmanager
def run_worker_pool(size: int | None = None) -> Iterator[AppWorkerPool]:
    """A pool for as long as the server serves."""
    with AppWorkerPool(size or os.cpu_count() or 1) as pool:
        _POOLS.append(pool)
        try:
            yield pool
        finally:
            _POOLS.remove(pool)


def current_pool() -> AppWorkerPool:
    """The pool of this process; the first look starts one where nobody has."""
    if not _POOLS:
        _POOLS.append(AppWorkerPool(os.cpu_count() or 1))
    return _POOLS[-1]

"""Work spread over processes: the same work for many tasks, whose results come back in any order."""

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import resource_tracker
from typing import TypeVar

from simkomunitas.study.run import warm_up

Task = TypeVar("Task")
Found = TypeVar("Found")

TASKS_PER_JOB = 8  # so that the last job to finish does not keep the others waiting long
LARGEST_HANDFUL = 25


def handfuls(seeds: Sequence[int], jobs: int) -> list[Sequence[int]]:
    """Seeds in handfuls, so many that every process gets several.

    >>> handfuls([1, 2, 3], 2)
    [[1], [2], [3]]
    """
    size = max(1, min(LARGEST_HANDFUL, len(seeds) // (jobs * TASKS_PER_JOB)))
    return [seeds[start : start + size] for start in range(0, len(seeds), size)]


def spread(work: Callable[[Task], Found], tasks: Sequence[Task], jobs: int) -> Iterator[Found]:
    """What ``work`` gives for each task, in any order, from so many processes; with one job from this process.

    ``work`` and tasks have to be picklable where there are several.  Stopping the iteration stops the processes.
    """
    warm_up()  # once here, so that the processes find the engine compiled
    if jobs == 1:
        yield from map(work, tasks)
        return
    context = multiprocessing.get_context("spawn")
    with _stopping_left_to_parent():
        pool = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context, initializer=_ignore_stopping)
        waiting = [pool.submit(work, task) for task in tasks]
    try:
        for done in as_completed(waiting):
            yield done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _stopping_left_to_parent() -> Iterator[None]:
    """Processes started here do not hear Ctrl-C, which reaches every process of a terminal; only we answer it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # started later, it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_stopping() -> None:
    """Where processes could not be started deaf to Ctrl-C, they are made so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

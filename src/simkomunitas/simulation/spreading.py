"""Work spread over processes: the same work for many tasks, whose results come back in any order."""

import contextlib
import functools
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker
from typing import TypeVar

from simkomunitas.config.plugins import done_with, own_parts, typed_here
from simkomunitas.simulation.notice import notice_of_compiling, tell
from simkomunitas.simulation.run import warm_up

Task = TypeVar("Task")
Found = TypeVar("Found")

TASKS_PER_JOB = 8  # so that the last job to finish does not keep the others waiting long
LARGEST_HANDFUL = 25
IN_A_FILE = "Saved in a file of their own and imported, they run on all cores."
TYPED_HERE = (
    "simkomunitas: strategies, outcomes or rules were typed in here, where other processes do not find them; all runs "
    f"are made in this process.  {IN_A_FILE}"
)
OTHER_PARTS = (
    "simkomunitas: strategies, outcomes or rules were changed here, so other processes have others; all runs are made "
    f"in this process.  {IN_A_FILE}"
)
NO_PROCESSES = (
    "simkomunitas: other processes could not do the work, so it is done in this one.  In a script, put what is to run "
    "below: if __name__ == '__main__':"
)


class OtherPartsError(Exception):
    """Another process has other strategies, outcomes or rules than this one."""


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
    Where other processes would not have the same strategies, outcomes and so on, this one does the work and says so.
    """
    _refuse_half_started()
    with notice_of_compiling():
        warm_up()  # once here, so that the processes find the engine compiled
    left = dict(enumerate(tasks))
    parts = own_parts()
    if jobs > 1 and typed_here(parts):
        tell(TYPED_HERE)
    elif jobs > 1:
        try:
            for place, found in _from_processes(functools.partial(done_with, parts, work), left, jobs):
                del left[place]
                yield found
        except OtherPartsError:
            tell(OTHER_PARTS)
        except BrokenProcessPool:
            tell(NO_PROCESSES)
    yield from map(work, left.values())


def _from_processes(
    work: Callable[[Task], tuple[bool, Found]], tasks: Mapping[int, Task], jobs: int
) -> Iterator[tuple[int, Found]]:
    """The place of a task and what work gives for it, in any order; OtherPartsError where a process has other parts."""
    context = multiprocessing.get_context("spawn")
    with _stopping_left_to_parent():
        pool = ProcessPoolExecutor(min(jobs, len(tasks) or 1), mp_context=context, initializer=_ignore_stopping)
        waiting = {pool.submit(work, task): place for place, task in tasks.items()}
    try:
        for done in as_completed(waiting):
            well, found = done.result()
            if not well:
                raise OtherPartsError
            yield waiting[done], found
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _refuse_half_started() -> None:
    """End a process that runs a script a second time, because the script does not say what only the first is to do."""
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit(1)


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

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

from simkomunitas.config.plugin_loader import current_plugin_state, has_unimportable_plugins, run_with_plugins
from simkomunitas.simulation.compile_notice import announce_compilation, write_notice
from simkomunitas.simulation.simulation_run import warm_up_engine

TaskType = TypeVar("TaskType")
ResultType = TypeVar("ResultType")

BATCHES_PER_WORKER = 8  # so that the last job to finish does not keep the others waiting long
MAX_BATCH_SEEDS = 25
SAVE_TO_FILE_FIX = "Saved in a file of their own and imported, they run on all cores."
UNIMPORTABLE_PLUGINS_MESSAGE = (
    "simkomunitas: strategies, outcomes or rules were typed in here, where other processes do not find them; all runs "
    f"are made in this process.  {SAVE_TO_FILE_FIX}"
)
CHANGED_PLUGINS_MESSAGE = (
    "simkomunitas: strategies, outcomes or rules were changed here, so other processes have others; all runs are made "
    f"in this process.  {SAVE_TO_FILE_FIX}"
)
NO_PROCESSES_MESSAGE = (
    "simkomunitas: other processes could not do the work, so it is done in this one.  In a script, put what is to run "
    "below: if __name__ == '__main__':"
)


class PluginMismatchError(Exception):
    """Another process has other strategies, outcomes or rules than this one."""


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
    """What ``function`` gives for each task, in any order, from so many processes; with one job from this process.

    ``function`` and tasks have to be picklable where there are several.  Stopping the iteration stops the processes.
    Where other processes would not have the same strategies, outcomes and so on, this one does the work and says so.
    """
    _exit_unguarded_script()
    with announce_compilation():
        warm_up_engine()  # once here, so that the processes find the engine compiled
    left = dict(enumerate(tasks))
    parts = current_plugin_state()
    if workers > 1 and has_unimportable_plugins(parts):
        write_notice(UNIMPORTABLE_PLUGINS_MESSAGE)
    elif workers > 1:
        try:
            for place, found in _results_from_processes(
                functools.partial(run_with_plugins, parts, function), left, workers
            ):
                del left[place]
                yield found
        except PluginMismatchError:
            write_notice(CHANGED_PLUGINS_MESSAGE)
        except BrokenProcessPool:
            write_notice(NO_PROCESSES_MESSAGE)
    yield from map(function, left.values())


def _results_from_processes(
    function: Callable[[TaskType], tuple[bool, ResultType]], tasks: Mapping[int, TaskType], workers: int
) -> Iterator[tuple[int, ResultType]]:
    """The place of a task and what work gives for it, in any order; OtherPartsError where a process has other parts."""
    context = multiprocessing.get_context("spawn")
    with contextlib.ExitStack() as at_end:
        with _shield_workers_from_interrupt():  # Ctrl-C held back meanwhile arrives at its end
            pool = ProcessPoolExecutor(min(workers, len(tasks) or 1), mp_context=context, initializer=_ignore_interrupt)
            at_end.callback(pool.shutdown, wait=True, cancel_futures=True)
            waiting = {pool.submit(function, task): place for place, task in tasks.items()}
        for done in as_completed(waiting):
            well, found = done.result()
            if not well:
                raise PluginMismatchError
            yield waiting[done], found


def _exit_unguarded_script() -> None:
    """End a process that runs a script a second time, because the script does not say what only the first is to do."""
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit(1)


@contextlib.contextmanager
def _shield_workers_from_interrupt() -> Iterator[None]:
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


def _ignore_interrupt() -> None:
    """Where processes could not be started deaf to Ctrl-C, they are made so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

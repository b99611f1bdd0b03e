"""The process in which runs are made: it takes batches from its standard input and answers run by run.

It ends when the process that started it has ended, however that happened, so that nobody is left behind.
"""

import ctypes
import faulthandler
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import time
from typing import BinaryIO, NamedTuple

from simkomunitas.workers.run_batch import RunBatch, RunExecutor, RunResult, build_error_result

PR_SET_PDEATHSIG = 1  # of prctl(2), Linux


class WorkerSetup(NamedTuple):
    """What a worker must know before its first batch."""

    module_path: tuple[str, ...]  # where modules are looked for
    plugins: tuple[str, ...]  # modules to be loaded


class WorkerReady(NamedTuple):
    """What a worker says when it can begin."""

    model_version: str  # of the model, as it is here


def run_worker_loop() -> None:
    """Work until nobody sends batches any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the process that started us
    _exit_with_parent(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a strategy prints must not end up among the answers
    faulthandler.enable(sys.stderr)
    inbox: queue.SimpleQueue[WorkerSetup | RunBatch] = queue.SimpleQueue()
    threading.Thread(target=_receive_messages, args=(os.fdopen(os.dup(0), "rb"), inbox), daemon=True).start()
    greeting = inbox.get()
    assert isinstance(greeting, WorkerSetup)
    _send_answer(answers, _prepare_worker(greeting))
    hand = RunExecutor()
    while True:
        batch = inbox.get()
        assert isinstance(batch, RunBatch)
        _run_batch_tasks(batch, hand, answers)


def _exit_with_parent(parent: int) -> None:
    """Be killed by the system when the thread that started us ends; where it cannot, ``_listen`` sees it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended before we could ask
            os._exit(1)


def _receive_messages(source: BinaryIO, inbox: "queue.SimpleQueue[WorkerSetup | RunBatch]") -> None:
    """Take in what is sent, also while a run is going on; the end of it is the end of us."""
    try:
        while True:
            inbox.put(pickle.load(source))
    except (EOFError, OSError, pickle.UnpicklingError):
        os._exit(0)


def _prepare_worker(setup: WorkerSetup) -> WorkerReady:
    """Load everything that runs need, and compile the engine where no cache has it."""
    sys.path[:] = setup.module_path
    for module in setup.plugins:
        importlib.import_module(module)
    from simkomunitas.simulation.model_version_id import model_version  # noqa: PLC0415 - after the modules that add to it
    from simkomunitas.simulation.simulation_run import warm_up_engine  # noqa: PLC0415

    warm_up_engine()
    return WorkerReady(model_version().id)


def _run_batch_tasks(batch: RunBatch, executor: RunExecutor, answers: BinaryIO) -> None:
    """Make the runs of a batch, and answer after each."""
    for task in batch.tasks:
        start = time.perf_counter()
        try:
            values, weekly = executor.run_outcomes_and_curves(
                batch.scenarios[task.scenario_index], task.seed, weekly=batch.keep_weekly
            )
        except BaseException as error:
            _send_answer(answers, build_error_result(task, error, time.perf_counter() - start))
        else:
            _send_answer(answers, RunResult(task, values, weekly, time.perf_counter() - start))


def _send_answer(answers: BinaryIO, message: object) -> None:
    pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    run_worker_loop()

"""The process that works: it takes jobs from its standard input and sends back one answer after the other.

It ends when the process that started it has ended, however that happened, so that nobody is left behind.
"""

import contextlib
import ctypes
import faulthandler
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from typing import Any, BinaryIO, Literal, NamedTuple

PR_SET_PDEATHSIG = 1  # of prctl(2), Linux


class WorkerSetup(NamedTuple):
    """What a worker must know before its first job."""

    module_path: tuple[str, ...]  # where modules are looked for
    plugins: tuple[str, ...]  # modules to be loaded
    niceness: int  # added to its priority number: the higher, the more it leaves to others


class WorkerMessage(NamedTuple):
    """What a worker sends: that it is ready, an answer of its job, the error that ended it, or its end."""

    kind: Literal["ready", "answer", "error", "end"]
    content: Any = None


def run_worker_loop() -> None:
    """Work until nobody sends jobs any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the process that started us
    _exit_with_parent(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a strategy prints must not end up among the answers
    faulthandler.enable(sys.stderr)
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive_messages, args=(os.fdopen(os.dup(0), "rb"), inbox), daemon=True).start()
    _prepare_worker(pickle.loads(inbox.get()))
    _send_message(answers, WorkerMessage("ready"))
    while True:
        _run_job(inbox.get(), answers)


def _exit_with_parent(parent: int) -> None:
    """Be killed by the system when the thread that started us ends; elsewhere ``_receive_messages`` sees it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended before we could ask
            os._exit(1)


def _receive_messages(source: BinaryIO, inbox: "queue.SimpleQueue[bytes]") -> None:
    """Take in what is sent, also while a job is under way; the end of it is the end of us."""
    try:
        while True:
            inbox.put(pickle.load(source))
    except (EOFError, OSError, pickle.UnpicklingError):
        os._exit(0)


def _prepare_worker(setup: WorkerSetup) -> None:
    """Load everything that runs need, and compile the engine where no cache has it."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(setup.niceness)
    sys.path[:] = setup.module_path
    for module in setup.plugins:
        importlib.import_module(module)
    from simkomunitas.simulation.simulation_run import warm_up_engine  # noqa: PLC0415 - after the modules that add to it

    warm_up_engine()


def _run_job(job: bytes, answers: BinaryIO) -> None:
    """Do a job, and send every answer it gives, then its end or the error that ended it."""
    try:
        for answer in pickle.loads(job)():
            _send_message(answers, WorkerMessage("answer", answer))
    except BaseException as error:
        _send_message(answers, WorkerMessage("error", _portable_error(error)))
    else:
        _send_message(answers, WorkerMessage("end"))


def _portable_error(error: BaseException) -> BaseException:
    """An error with its traceback as a note; of one that cannot be sent, its kind and its message."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _send_message(answers: BinaryIO, message: WorkerMessage) -> None:
    answers.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))  # as a whole, or not at all
    answers.flush()

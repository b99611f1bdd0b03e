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

from simkomunitas.workers.batch import Batch, Done, Hand, raised

PR_SET_PDEATHSIG = 1  # of prctl(2), Linux


class Greeting(NamedTuple):
    """What a worker must know before its first batch."""

    path: tuple[str, ...]  # where modules are looked for
    plugins: tuple[str, ...]  # modules to be loaded


class Ready(NamedTuple):
    """What a worker says when it can begin."""

    version: str  # of the model, as it is here


def main() -> None:
    """Work until nobody sends batches any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the process that started us
    _die_with(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a strategy prints must not end up among the answers
    faulthandler.enable(sys.stderr)
    inbox: queue.SimpleQueue[Greeting | Batch] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(os.fdopen(os.dup(0), "rb"), inbox), daemon=True).start()
    greeting = inbox.get()
    assert isinstance(greeting, Greeting)
    _answer(answers, _ready(greeting))
    hand = Hand()
    while True:
        batch = inbox.get()
        assert isinstance(batch, Batch)
        _work(batch, hand, answers)


def _die_with(parent: int) -> None:
    """Be killed by the system when the thread that started us ends; where it cannot, ``_listen`` sees it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended before we could ask
            os._exit(1)


def _listen(source: BinaryIO, inbox: "queue.SimpleQueue[Greeting | Batch]") -> None:
    """Take in what is sent, also while a run is going on; the end of it is the end of us."""
    try:
        while True:
            inbox.put(pickle.load(source))
    except (EOFError, OSError, pickle.UnpicklingError):
        os._exit(0)


def _ready(greeting: Greeting) -> Ready:
    """Load everything that runs need, and compile the engine where no cache has it."""
    sys.path[:] = greeting.path
    for module in greeting.plugins:
        importlib.import_module(module)
    from simkomunitas.simulation.run import warm_up  # noqa: PLC0415
    from simkomunitas.simulation.version import model_version  # noqa: PLC0415 - after the modules that add to it

    warm_up()
    return Ready(model_version().id)


def _work(batch: Batch, hand: Hand, answers: BinaryIO) -> None:
    """Make the runs of a batch, and answer after each."""
    for task in batch.tasks:
        start = time.perf_counter()
        try:
            values, weekly = hand.rows(batch.scenarios[task.case], task.seed, weekly=batch.weekly)
        except BaseException as error:
            _answer(answers, raised(task, error, time.perf_counter() - start))
        else:
            _answer(answers, Done(task, values, weekly, time.perf_counter() - start))


def _answer(answers: BinaryIO, what: object) -> None:
    pickle.dump(what, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    main()

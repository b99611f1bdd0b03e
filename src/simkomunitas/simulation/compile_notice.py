"""A word about a long wait, for whoever calls the package from Python and would otherwise see nothing happen."""

import contextlib
import multiprocessing
import sys
import threading
from collections.abc import Iterator

from simkomunitas.base.compilation_cache import is_engine_compiled

NOTICE_DELAY = 2.0  # seconds that may pass without a word
COMPILING_MESSAGE = "simkomunitas: compiling the engine, once on this machine; this takes about a minute ..."


@contextlib.contextmanager
def announce_compilation() -> Iterator[None]:
    """Say that the engine is compiled, if it takes long; nothing in worker processes or once it is done."""
    with contextlib.nullcontext() if is_engine_compiled() else announce_wait(COMPILING_MESSAGE):
        yield


@contextlib.contextmanager
def announce_wait(sentence: str) -> Iterator[None]:
    """Say on standard error what is waited for, if it takes long; nothing in worker processes."""
    if multiprocessing.parent_process() is not None:
        yield
        return
    timer = threading.Timer(NOTICE_DELAY, write_notice, (sentence,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def write_notice(sentence: str) -> None:
    """Say something on standard error, in a notebook below the cell; where there is none, to nobody."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(sentence, file=sys.stderr, flush=True)

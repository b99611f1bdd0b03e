"""Work for workers in another process: a module on the path of the tests, so that they can read it too."""

import os
import sys
import time
from pathlib import Path

from simkomunitas.base.input_errors import ErrorDetail, InputError


def double(number):
    """Done at once."""
    return 2 * number


def fail():
    """A fault in the work."""
    raise ZeroDivisionError("nought")


def refuse():
    """Input that cannot be."""
    raise InputError([ErrorDetail("file:1", "key", "", "something else")])


def toil():
    """Work without an end."""
    while True:
        pass


def die():
    """The end of the worker."""
    os._exit(3)


def devour():
    """More memory than there should be."""
    hoard = [bytearray(b"x" * 2**20) for _ in range(700)]
    time.sleep(20)
    return len(hoard)


class UnportableError(Exception):
    """An error that cannot be unpacked elsewhere."""

    def __init__(self, what, whom):
        super().__init__(f"{whom} can take {what} along")


def raise_unportable():
    """A fault that cannot be sent as it is."""
    raise UnportableError("this", "nobody")


def make_function():
    """An answer that cannot be sent."""
    return lambda: None


def print_and_double(number):
    """Words on standard output, in Python and below it."""
    print("x" * 100_000, flush=True)
    os.write(1, b"y" * 1_000)
    return 2 * number


def sleep_and_tell(seconds):
    """How long it took."""
    time.sleep(seconds)
    return seconds


def die_once(task):
    """The end of the first worker that tries."""
    number, mark = task
    if not Path(mark).exists():
        Path(mark).touch()
        os._exit(3)
    return number


def die_elsewhere(home):
    """The end of every process but one."""
    if os.getpid() != home:
        os._exit(3)
    return "here"


def speak_and_die():
    """The end of the worker, after a word."""
    sys.stderr.write("last words")
    sys.stderr.flush()
    os._exit(3)

"""Work for workers of the app in another process: a module on the path of the tests, so that they can read it too."""

import os
import time

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

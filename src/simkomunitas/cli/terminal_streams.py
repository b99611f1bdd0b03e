"""What the command line is given by the machine: open streams, letters that can be printed, room, a folder to be in."""

import errno
import io
import os
import sys

DISK_FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def restart_in_utf8() -> None:
    """Start again in UTF-8 where Python takes names of files for ASCII: else some are neither found nor written."""
    if sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1":
        os.environ["PYTHONUTF8"] = "1"  # for the processes that this one starts, too
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def open_closed_streams() -> None:
    """Let output whose stream was closed (``>&-``) go nowhere; else the next file that is opened would receive it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a stream, no path
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def replace_unprintable_characters() -> None:
    """Let terminals that lack a letter show a question mark instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def discard_remaining_output() -> None:
    """Let what is left of standard output go nowhere; without this, Python would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_disk_full_error(error: Exception) -> bool:
    """Whether something could not be written because there is no room for it."""
    return isinstance(error, OSError) and error.errno in DISK_FULL_ERRORS


def working_folder_exists() -> bool:
    """Whether the folder in which the program was started is still there."""
    try:
        os.getcwd()  # noqa: PTH109 - asks, does not use
    except OSError:
        return False
    return True

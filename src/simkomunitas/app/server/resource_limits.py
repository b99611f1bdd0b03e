"""What the server's own process may take of the machine; its workers have limits of their own."""

import sys
from typing import Any

SERVER_MEGABYTES = 4_096  # of data: a room of forty viewers needs six hundred
MAX_OPEN_FILES = 4_096  # connections, and what is open besides


def set_memory_limit() -> bool:
    """Let the server run out of memory before the machine does; whether the system keeps to that.

    Linux does: a request that takes too much then ends in a MemoryError.  macOS knows the limit and ignores it, Windows
    has none; there the checks of what comes in have to do alone.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return False
    _raise_file_limit(resource)
    if not sys.platform.startswith("linux"):
        return False
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = SERVER_MEGABYTES * 2**20
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    return True


def _raise_file_limit(resource: Any) -> None:  # noqa: ANN401 - a module
    """Room for every connection that is let in: macOS begins with 256 open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(MAX_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

"""What stands at a path that ought to be a file."""

import os
import stat
from pathlib import Path

NO_FILE = "no such file"
KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def not_a_file(path: Path) -> str:
    """What stands there instead of an ordinary file, in words; nothing if it is one."""
    try:
        mode = stat.S_IFMT(path.stat().st_mode)
    except (OSError, ValueError):
        return NO_FILE
    return "" if mode == stat.S_IFREG else KINDS.get(mode, NO_FILE)


def as_on_disk(name: str) -> str:
    """A file's name from a text in UTF-8 as this Python spells it, which differs where it believes the disk has ASCII.

    >>> as_on_disk("désa.yaml").encode("utf-8", "surrogateescape").decode()
    'désa.yaml'
    """
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))

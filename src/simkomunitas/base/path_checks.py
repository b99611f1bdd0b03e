"""What stands at a path that ought to be a file."""

import stat
from pathlib import Path

FILE_MISSING = "no such file"
FILE_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def describe_non_file(path: Path) -> str:
    """What stands there instead of an ordinary file, in words; nothing if it is one."""
    try:
        mode = stat.S_IFMT(path.stat().st_mode)
    except (OSError, ValueError):
        return FILE_MISSING
    return "" if mode == stat.S_IFREG else FILE_KINDS.get(mode, FILE_MISSING)

"""What stands at a path that ought to be a file."""

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

"""Where files of a user lie, also where there is no home: in a container, under a number without a name."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def user_folder(variable: str, *usual: str) -> Path | None:
    """The folder that a variable of the XDG standard names, or the usual one below the home; None without a home.

    A relative path in the variable is ignored, as the standard says.
    """
    named = Path(os.environ.get(variable, ""))
    if named.is_absolute():
        return named
    try:
        home = Path.home()
    except RuntimeError:  # no HOME, and nobody of this number in the list of users
        return None
    return home.joinpath(*usual) if home.is_absolute() else None


def list_cache_folders() -> Iterator[Path]:
    """Where a cache may lie, best first: the user's own folder, or else one under the temporary files."""
    own = user_folder("XDG_CACHE_HOME", ".cache")
    if own is not None:
        yield own / "simkomunitas"
    try:
        yield _temporary_folder()
    except OSError:  # no folder for temporary files, or it cannot be written
        return


def _temporary_folder() -> Path:
    """A folder of this user alone, the same for all processes; where somebody else made one, one for this process."""
    if sys.platform == "win32":  # temporary files lie below the home
        return Path(tempfile.gettempdir()) / "simkomunitas"
    folder = Path(tempfile.gettempdir()) / f"simkomunitas-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    if stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not stat.S_IMODE(about.st_mode) & 0o077:
        return folder
    return Path(tempfile.mkdtemp(prefix="simkomunitas-"))

"""Writing so that nothing is ever half there: a new file is written aside, made to last, and then given its name."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simkomunitas.results.folder import sync_folder

UNFINISHED = ".tmp"  # how the names of files end that are being written


class StorageError(Exception):
    """The disk would not take a file; everything that was there before is as it was."""

    def __init__(self, path: Path, needed: int, error: OSError) -> None:
        self.path, self.needed, self.reason = path, needed, error.strerror or str(error)
        self.full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        super().__init__(f"{path}: {self.reason} ({needed} bytes were to be written)")


@contextmanager
def stored(path: Path, needed: int) -> Iterator[None]:
    """Turn what the file system refuses into a StorageError about a file of so many bytes."""
    try:
        yield
    except OSError as error:
        raise StorageError(path, needed, error) from error


def write_file(path: Path, content: bytes | memoryview) -> None:
    """A file with this content, whole or not at all, that lasts when the machine loses power a moment later."""
    aside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    with stored(path, len(content)):
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def clear_unfinished(folder: Path) -> None:
    """Remove what a process that was killed in the middle of writing has left behind."""
    for path in folder.glob(f"**/.*{UNFINISHED}"):
        path.unlink(missing_ok=True)

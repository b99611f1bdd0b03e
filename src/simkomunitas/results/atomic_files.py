"""Writing so that nothing is ever half there: a new file is written aside, made to last, and then given its name."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simkomunitas.results.results_folder import sync_directory

TEMPORARY_SUFFIX = ".tmp"  # how the names of files end that are being written


class StorageError(Exception):
    """The disk would not take a file; everything that was there before is as it was."""

    def __init__(self, path: Path, bytes_needed: int, error: OSError) -> None:
        self.path, self.needed, self.reason = path, bytes_needed, error.strerror or str(error)
        self.full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        super().__init__(f"{path}: {self.reason} ({bytes_needed} bytes were to be written)")


@contextmanager
def convert_storage_errors(path: Path, bytes_needed: int) -> Iterator[None]:
    """Turn what the file system refuses into a StorageError about a file of so many bytes."""
    try:
        yield
    except OSError as error:
        raise StorageError(path, bytes_needed, error) from error


def write_file_atomically(path: Path, content: bytes | memoryview) -> None:
    """A file with this content, whole or not at all, that lasts when the machine loses power a moment later."""
    aside = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY_SUFFIX}")
    with convert_storage_errors(path, len(content)):
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)


def remove_unfinished_files(folder: Path) -> None:
    """Remove what a process that was killed in the middle of writing has left behind."""
    for path in folder.glob(f"**/.*{TEMPORARY_SUFFIX}"):
        path.unlink(missing_ok=True)


def free_disk_bytes(folder: Path) -> int:
    """Free space on the disk of a folder that may not be there yet."""
    return shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free

"""One process at a time may write into a folder; others are told which one it is."""

import contextlib
import errno
import json
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.results.atomic_files import convert_storage_errors

LOCK_FILE_NAME = ".lock"
HEARTBEAT_INTERVAL = 15.0  # seconds between two signs of life
LINK_UNSUPPORTED_ERRORS = (
    errno.EPERM,
    errno.ENOTSUP,
    errno.ENOSYS,
    errno.EMLINK,
)  # what file systems without links say
LEASE_TIMEOUT = 60.0  # seconds without one after which another machine may take over


class LockHolder(NamedTuple):
    """A process that writes into a folder."""

    host: str
    boot: str  # which start of the machine
    pid: int
    born: str  # when the process was started, as the system counts
    started: str  # the same in words
    token: str


class FolderLock:
    """The lock of a folder while it is ours."""

    def __init__(self, path: Path, token: str) -> None:
        self.path = path
        self.token = token
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._send_heartbeats, daemon=True)
        self._thread.start()

    def is_still_held(self) -> bool:
        """Whether nobody has taken the lock from us, say because this machine was asleep for long."""
        holder = _read_lock_holder(self.path)
        return holder is not None and holder.token == self.token

    def release(self) -> None:
        """Let others in."""
        self._over.set()
        self._thread.join()
        with contextlib.suppress(OSError):
            if self.is_still_held():
                self.path.unlink()

    def _send_heartbeats(self) -> None:
        """Signs of life, for machines that share the folder and cannot see our process."""
        while not self._over.wait(HEARTBEAT_INTERVAL):
            with contextlib.suppress(OSError):
                os.utime(self.path)


@contextlib.contextmanager
def hold_folder_lock(folder: Path) -> Iterator[FolderLock]:
    """Hold the lock of a folder; InputError, with host, process and start time, if another process holds it."""
    lock = FolderLock(*_acquire_lock(folder))
    try:
        yield lock
    finally:
        lock.release()


def _acquire_lock(folder: Path) -> tuple[Path, str]:
    """Take the lock; that of a process that has ended is released first."""
    path, ours = folder / LOCK_FILE_NAME, _current_holder()
    for _ in range(10):
        if _create_lock_file(path, ours):
            return path, ours.token
        holder = _read_lock_holder(path)
        if holder is not None and _is_holder_alive(holder, path):
            raise InputError([_folder_in_use_error(folder, holder)])
        _remove_stale_lock(path, holder)
    raise InputError(
        [ErrorDetail(str(folder), LOCK_FILE_NAME, "taken again and again", "a folder that nobody else writes into")]
    )


def _folder_in_use_error(folder: Path, holder: LockHolder) -> ErrorDetail:
    found = f"process {holder.pid} on {holder.host}, started {holder.started}, is writing into it"
    return ErrorDetail(
        str(folder), "folder", found, "a folder that no other process writes into", "wait for it, or stop it"
    )


def _create_lock_file(path: Path, holder: LockHolder) -> bool:
    """Whether the lock could be made; linking a finished file is atomic on shared file systems too."""
    written = path.with_name(f"{LOCK_FILE_NAME}-{holder.token}")
    content = json.dumps(holder._asdict())
    with convert_storage_errors(path, len(content)):
        try:
            written.write_text(content, encoding="utf-8")
            os.link(written, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in LINK_UNSUPPORTED_ERRORS:
                raise
            return _create_exclusive_file(path, content)
        finally:
            written.unlink(missing_ok=True)
    return True


def _create_exclusive_file(path: Path, content: str) -> bool:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _read_lock_holder(path: Path) -> LockHolder | None:
    """Who holds a lock; None if nobody does, or if the file says nothing."""
    try:
        about: dict[str, Any] = json.loads(path.read_bytes())
        return LockHolder(**about)
    except (OSError, ValueError, TypeError):
        return None


def _remove_stale_lock(path: Path, holder: LockHolder | None) -> None:
    """Remove the lock of a process that has ended, unless somebody has just done so and taken it."""
    aside = path.with_name(f"{LOCK_FILE_NAME}-{uuid.uuid4().hex}")
    with contextlib.suppress(FileNotFoundError):
        path.rename(aside)
        found = _read_lock_holder(aside)
        if found != holder and found is not None:
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
        aside.unlink(missing_ok=True)


def _is_holder_alive(holder: LockHolder, path: Path) -> bool:
    """Whether a holder still exists: on this machine by its process, on another by its signs of life."""
    if holder.host != socket.gethostname() or os.name != "posix":
        return _seconds_since_heartbeat(path) < LEASE_TIMEOUT
    if holder.boot != _boot_id():
        return False
    return _process_start_time(holder.pid) == holder.born if holder.born else _process_exists(holder.pid)


def _seconds_since_heartbeat(path: Path) -> float:
    """Seconds since the last sign of life, by the clock of the file system."""
    probe = path.with_name(f"{LOCK_FILE_NAME}-{uuid.uuid4().hex}")
    try:
        probe.touch()
        return probe.stat().st_mtime - path.stat().st_mtime
    except OSError:
        return 0.0
    finally:
        probe.unlink(missing_ok=True)


def _process_exists(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _current_holder() -> LockHolder:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    return LockHolder(
        socket.gethostname(), _boot_id(), os.getpid(), _process_start_time(os.getpid()), started, uuid.uuid4().hex
    )


def _boot_id() -> str:
    """A name for this start of the machine, where the system gives one."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _process_start_time(pid: int) -> str:
    """When a process was started, in ticks since the machine was; empty if there is no such process, or no telling."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in ("Z", "X") else fields[19]

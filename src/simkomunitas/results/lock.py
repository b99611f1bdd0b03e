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
from simkomunitas.results.disk import stored

NAME = ".lock"
BEAT = 15.0  # seconds between two signs of life
WITHOUT_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)  # what file systems without links say
LEASE = 60.0  # seconds without one after which another machine may take over


class Holder(NamedTuple):
    """A process that writes into a folder."""

    host: str
    boot: str  # which start of the machine
    pid: int
    born: str  # when the process was started, as the system counts
    started: str  # the same in words
    token: str


class Lock:
    """The lock of a folder while it is ours."""

    def __init__(self, path: Path, token: str) -> None:
        self.path = path
        self.token = token
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()

    def is_ours(self) -> bool:
        """Whether nobody has taken the lock from us, say because this machine was asleep for long."""
        holder = _holder(self.path)
        return holder is not None and holder.token == self.token

    def release(self) -> None:
        """Let others in."""
        self._over.set()
        self._thread.join()
        with contextlib.suppress(OSError):
            if self.is_ours():
                self.path.unlink()

    def _beat(self) -> None:
        """Signs of life, for machines that share the folder and cannot see our process."""
        while not self._over.wait(BEAT):
            with contextlib.suppress(OSError):
                os.utime(self.path)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[Lock]:
    """Hold the lock of a folder; InputError, with host, process and start time, if another process holds it."""
    lock = Lock(*_taken(folder))
    try:
        yield lock
    finally:
        lock.release()


def _taken(folder: Path) -> tuple[Path, str]:
    """Take the lock; that of a process that has ended is released first."""
    path, ours = folder / NAME, _ourselves()
    for _ in range(10):
        if _created(path, ours):
            return path, ours.token
        holder = _holder(path)
        if holder is not None and _is_alive(holder, path):
            raise InputError([_refusal(folder, holder)])
        _release_dead(path, holder)
    raise InputError([ErrorDetail(str(folder), NAME, "taken again and again", "a folder that nobody else writes into")])


def _refusal(folder: Path, holder: Holder) -> ErrorDetail:
    found = f"process {holder.pid} on {holder.host}, started {holder.started}, is writing into it"
    return ErrorDetail(
        str(folder), "folder", found, "a folder that no other process writes into", "wait for it, or stop it"
    )


def _created(path: Path, ours: Holder) -> bool:
    """Whether the lock could be made; linking a finished file is atomic on shared file systems too."""
    written = path.with_name(f"{NAME}-{ours.token}")
    content = json.dumps(ours._asdict())
    with stored(path, len(content)):
        try:
            written.write_text(content, encoding="utf-8")
            os.link(written, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in WITHOUT_LINKS:
                raise
            return _created_alone(path, content)
        finally:
            written.unlink(missing_ok=True)
    return True


def _created_alone(path: Path, content: str) -> bool:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True


def _holder(path: Path) -> Holder | None:
    """Who holds a lock; None if nobody does, or if the file says nothing."""
    try:
        about: dict[str, Any] = json.loads(path.read_bytes())
        return Holder(**about)
    except (OSError, ValueError, TypeError):
        return None


def _release_dead(path: Path, holder: Holder | None) -> None:
    """Remove the lock of a process that has ended, unless somebody has just done so and taken it."""
    aside = path.with_name(f"{NAME}-{uuid.uuid4().hex}")
    with contextlib.suppress(FileNotFoundError):
        path.rename(aside)
        found = _holder(aside)
        if found != holder and found is not None:
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
        aside.unlink(missing_ok=True)


def _is_alive(holder: Holder, path: Path) -> bool:
    """Whether a holder still exists: on this machine by its process, on another by its signs of life."""
    if holder.host != socket.gethostname() or os.name != "posix":
        return _silent_for(path) < LEASE
    if holder.boot != _boot():
        return False
    return _born(holder.pid) == holder.born if holder.born else _exists(holder.pid)


def _silent_for(path: Path) -> float:
    """Seconds since the last sign of life, by the clock of the file system."""
    probe = path.with_name(f"{NAME}-{uuid.uuid4().hex}")
    try:
        probe.touch()
        return probe.stat().st_mtime - path.stat().st_mtime
    except OSError:
        return 0.0
    finally:
        probe.unlink(missing_ok=True)


def _exists(pid: int) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _ourselves() -> Holder:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    return Holder(socket.gethostname(), _boot(), os.getpid(), _born(os.getpid()), started, uuid.uuid4().hex)


def _boot() -> str:
    """A name for this start of the machine, where the system gives one."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _born(pid: int) -> str:
    """When a process was started, in ticks since the machine was; empty if there is no such process, or no telling."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in ("Z", "X") else fields[19]

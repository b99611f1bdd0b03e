"""Worker processes that simulate for the app: every job has its time and its memory, and can be called off.

The server's own process only shows; what takes longer than a moment is done here.  A worker that takes too long or
too much is ended and replaced, so that no viewer can spoil the evening for the others.
"""

import contextlib
import functools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from simkomunitas.app.turns import Answer, Job, Turns
from simkomunitas.ground.faults import InputError
from simkomunitas.study.plugins import load_here, own_parts
from simkomunitas.study.run import warm_up

Given = TypeVar("Given")

SECONDS = 60.0  # of work in one job; a usual one takes half a second
PATIENCE = 600.0  # seconds on the clock: a busy machine is not the job's fault
MEGABYTES = 1_500  # of one worker, the compiled engine included
LOOK_EVERY = 0.1  # seconds
MOST_WAITING = 2_000  # jobs of all viewers
MOST_OF_ONE = 64  # jobs of one viewer: thirty further villages, her films, and a story
GRACE = 3.0  # seconds of work that a job may still need when nobody waits for it any more
READY = "ready"
FIRST_SECONDS = 600.0  # the first worker on a machine may have to compile the engine
_WARMING = threading.Lock()  # one worker compiles, the others find it done


class JobError(Exception):
    """A job that did not end well: ``reason`` is ``slow``, ``large``, ``failed`` or ``busy``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(detail or reason)


def _labour(pipe: Connection, modules: tuple[str, ...]) -> None:
    """The life of a worker: make the engine ready, then take a job, do it, and send back what came of it.

    ``modules``: what has added strategies and the like in the server.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the server answers Ctrl-C
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)  # the page comes first
    load_here(modules)
    warm_up()
    with contextlib.suppress(EOFError, OSError):  # the server has ended, and with it the work
        pipe.send(READY)
        while True:
            _answer(pipe, pipe.recv())


def _answer(pipe: Connection, work: Callable[[], Any]) -> None:
    """Do a job, and say whether it went well and what came of it."""
    try:
        pipe.send((True, work()))
    except Exception as error:
        pipe.send((False, error if isinstance(error, InputError) else f"{type(error).__name__}: {error}"))


class Worker:
    """One process, and the thread that feeds it."""

    def __init__(self, jobs: Turns) -> None:
        self.jobs = jobs
        self.process: BaseProcess | None = None
        self.pipe: Connection | None = None
        self.thread = threading.Thread(target=self._feed, daemon=True, name="simkomunitas-crew")
        self.thread.start()

    def _feed(self) -> None:
        while (job := self.jobs.get()) is not None:
            if job.answer.set_running_or_notify_cancel():
                try:
                    job.answer.set_result(self._have_done(job))
                except Exception as error:
                    job.answer.set_exception(error)
            self.jobs.finished(job)
            del job
        self._dismiss()

    def _have_done(self, job: Job) -> Any:  # noqa: ANN401 - whatever the job gives
        try:
            pipe = self._employ()
            pipe.send(job.work)
            self._wait(pipe, job)
            well, answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._dismiss()
            raise JobError("failed", f"a worker ended: {error}") from None
        if well:
            return answer
        raise answer if isinstance(answer, Exception) else JobError("failed", answer)

    def _wait(self, pipe: Connection, job: Job) -> None:
        """Wait for the answer as long as, and as large as, a job may be."""
        begun, worked = time.monotonic(), _seconds(self._pid())
        while not pipe.poll(LOOK_EVERY):
            limit = GRACE if job.answer.forgotten else job.seconds or SECONDS
            if _seconds(self._pid()) - worked > limit or time.monotonic() - begun > PATIENCE:
                self._dismiss()
                raise JobError("slow")
            if _megabytes(self._pid()) > MEGABYTES:
                self._dismiss()
                raise JobError("large")

    def _pid(self) -> int | None:
        return self.process.pid if self.process is not None else None

    def _employ(self) -> Connection:
        if self.pipe is None or self.process is None or not self.process.is_alive():
            self._dismiss()
            context = multiprocessing.get_context("spawn")
            self.pipe, theirs = context.Pipe()
            self.process = context.Process(target=_labour, args=(theirs, own_parts().modules), daemon=True)
            with _WARMING:
                self.process.start()
                theirs.close()
                if not self.pipe.poll(FIRST_SECONDS):
                    raise JobError("slow")
                self.pipe.recv()
        return self.pipe

    def _dismiss(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
        if self.pipe is not None:
            self.pipe.close()
        self.process = self.pipe = None


def _seconds(pid: int | None) -> float:
    """Processor time a process has had, where the system tells it; else the time on the clock."""
    try:
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return time.monotonic()
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def _megabytes(pid: int | None) -> float:
    """Memory of a process, where the system tells it."""
    try:
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return resident * os.sysconf("SC_PAGE_SIZE") / 2**20


def _greet() -> str:
    """The first job of a worker."""
    return READY


class Crew:
    """A few workers, and those who wait for them."""

    def __init__(self, size: int) -> None:
        self.jobs = Turns()
        self.workers = [Worker(self.jobs) for _ in range(size)]
        for _ in self.workers:
            self.submit(_greet)  # so that everybody is there before the first viewer comes

    def submit(
        self,
        work: Callable[..., Given],
        *inputs: Any,  # noqa: ANN401 - any job
        whose: str = "",
        seconds: float | None = None,
    ) -> "Future[Given]":
        """Have something done for a viewer; the future can be cancelled as long as nobody has begun."""
        if self.jobs.count() >= MOST_WAITING or self.jobs.count(whose) >= MOST_OF_ONE:
            raise JobError("busy")
        answer = Answer()
        self.jobs.put(Job(functools.partial(work, *inputs), answer, whose, seconds))
        return answer

    def end(self) -> None:
        """Send everybody home."""
        self.jobs.close()
        for worker in self.workers:
            worker.thread.join(timeout=5)


def forget(answer: "Future[Any]") -> None:
    """Nobody waits for this any more: it is not begun, or ended soon."""
    if not answer.cancel() and isinstance(answer, Answer):
        answer.forgotten = True


_CREW: list[Crew] = []  # the crew of this process, while there is one


@contextlib.contextmanager
def working(size: int | None = None) -> Iterator[Crew]:
    """A crew for as long as the server serves."""
    crew = Crew(size or max(1, (os.cpu_count() or 1)))
    _CREW.append(crew)
    try:
        yield crew
    finally:
        _CREW.remove(crew)
        crew.end()


def crew() -> Crew:
    """The crew of this process; the first look starts one where nobody has."""
    if not _CREW:
        _CREW.append(Crew(max(1, os.cpu_count() or 1)))
    return _CREW[-1]

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

from simkomunitas.app.job_queue import FairJobQueue, JobFuture, QueuedJob
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.plugin_loader import current_plugin_state, import_plugins_in_worker
from simkomunitas.simulation.simulation_run import warm_up_engine

Given = TypeVar("Given")

JOB_TIMEOUT = 60.0  # of work in one job; a usual one takes half a second
STARTUP_TIMEOUT = 600.0  # seconds on the clock: a busy machine is not the job's error
MEMORY_LIMIT_MEGABYTES = 1_500  # of one worker, the compiled engine included
CHECK_INTERVAL = 0.1  # seconds
MAX_QUEUED_JOBS = 2_000  # jobs of all viewers
MAX_JOBS_PER_VIEWER = 64  # jobs of one viewer: thirty further villages, her films, and a story
TERMINATION_GRACE_SECONDS = 3.0  # seconds of work that a job may still need when nobody waits for it any more
READY = "ready"
FIRST_JOB_TIMEOUT = 600.0  # the first worker on a machine may have to compile the engine
_WARM_UP_LOCK = threading.Lock()  # one worker compiles, the others find it done


class JobError(Exception):
    """A job that did not end well: ``reason`` is ``slow``, ``large``, ``failed`` or ``busy``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(detail or reason)


def _worker_main(pipe: Connection, modules: tuple[str, ...]) -> None:
    """The life of a worker: make the engine ready, then take a job, do it, and send back what came of it.

    ``modules``: what has added strategies and the like in the server.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # only the server answers Ctrl-C
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)  # the page comes first
    import_plugins_in_worker(modules)
    warm_up_engine()
    with contextlib.suppress(EOFError, OSError):  # the server has ended, and with it the work
        pipe.send(READY)
        while True:
            _run_job(pipe, pipe.recv())


def _run_job(pipe: Connection, work: Callable[[], Any]) -> None:
    """Do a job, and say whether it went well and what came of it."""
    try:
        pipe.send((True, work()))
    except Exception as error:
        pipe.send((False, error if isinstance(error, InputError) else f"{type(error).__name__}: {error}"))


class PoolWorker:
    """One process, and the thread that feeds it."""

    def __init__(self, jobs: FairJobQueue) -> None:
        self.jobs = jobs
        self.process: BaseProcess | None = None
        self.pipe: Connection | None = None
        self.thread = threading.Thread(target=self._serve_queue, daemon=True, name="simkomunitas-crew")
        self.thread.start()

    def _serve_queue(self) -> None:
        while (job := self.jobs.get_job()) is not None:
            if job.future.set_running_or_notify_cancel():
                try:
                    job.future.set_result(self._run_in_process(job))
                except Exception as error:
                    job.future.set_exception(error)
            self.jobs.finish_job(job)
            del job
        self._stop_process()

    def _run_in_process(self, job: QueuedJob) -> Any:  # noqa: ANN401 - whatever the job gives
        try:
            pipe = self._start_process()
            pipe.send(job.task)
            self._await_answer(pipe, job)
            well, answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._stop_process()
            raise JobError("failed", f"a worker ended: {error}") from None
        if well:
            return answer
        raise answer if isinstance(answer, Exception) else JobError("failed", answer)

    def _await_answer(self, pipe: Connection, job: QueuedJob) -> None:
        """Wait for the answer as long as, and as large as, a job may be."""
        begun, worked = time.monotonic(), _cpu_seconds(self._process_id())
        while not pipe.poll(CHECK_INTERVAL):
            limit = TERMINATION_GRACE_SECONDS if job.future.forgotten else job.seconds or JOB_TIMEOUT
            if _cpu_seconds(self._process_id()) - worked > limit or time.monotonic() - begun > STARTUP_TIMEOUT:
                self._stop_process()
                raise JobError("slow")
            if _memory_megabytes(self._process_id()) > MEMORY_LIMIT_MEGABYTES:
                self._stop_process()
                raise JobError("large")

    def _process_id(self) -> int | None:
        return self.process.pid if self.process is not None else None

    def _start_process(self) -> Connection:
        if self.pipe is None or self.process is None or not self.process.is_alive():
            self._stop_process()
            context = multiprocessing.get_context("spawn")
            self.pipe, theirs = context.Pipe()
            self.process = context.Process(
                target=_worker_main, args=(theirs, current_plugin_state().plugin_modules), daemon=True
            )
            with _WARM_UP_LOCK:
                self.process.start()
                theirs.close()
                if not self.pipe.poll(FIRST_JOB_TIMEOUT):
                    raise JobError("slow")
                self.pipe.recv()
        return self.pipe

    def _stop_process(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
        if self.pipe is not None:
            self.pipe.close()
        self.process = self.pipe = None


def _cpu_seconds(pid: int | None) -> float:
    """Processor time a process has had, where the system tells it; else the time on the clock."""
    try:
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return time.monotonic()
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def _memory_megabytes(pid: int | None) -> float:
    """Memory of a process, where the system tells it."""
    try:
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return resident * os.sysconf("SC_PAGE_SIZE") / 2**20


def _warm_up() -> str:
    """The first job of a worker."""
    return READY


class AppWorkerPool:
    """A few workers, and those who wait for them."""

    def __init__(self, size: int) -> None:
        self.jobs = FairJobQueue()
        self.workers = [PoolWorker(self.jobs) for _ in range(size)]
        for _ in self.workers:
            self.submit_job(_warm_up)  # so that everybody is there before the first viewer comes

    def submit_job(
        self,
        work: Callable[..., Given],
        *inputs: Any,  # noqa: ANN401 - any job
        whose: str = "",
        seconds: float | None = None,
    ) -> "Future[Given]":
        """Have something done for a viewer; the future can be cancelled as long as nobody has begun."""
        if self.jobs.count_jobs() >= MAX_QUEUED_JOBS or self.jobs.count_jobs(whose) >= MAX_JOBS_PER_VIEWER:
            raise JobError("busy")
        answer = JobFuture()
        self.jobs.put_job(QueuedJob(functools.partial(work, *inputs), answer, whose, seconds))
        return answer

    def shut_down(self) -> None:
        """Send everybody home."""
        self.jobs.close_queue()
        for worker in self.workers:
            worker.thread.join(timeout=5)


def cancel_job(answer: "Future[Any]") -> None:
    """Nobody waits for this any more: it is not begun, or ended soon."""
    if not answer.cancel() and isinstance(answer, JobFuture):
        answer.forgotten = True


_POOLS: list[AppWorkerPool] = []  # the crew of this process, while there is one


@contextlib.contextmanager
def run_worker_pool(size: int | None = None) -> Iterator[AppWorkerPool]:
    """A crew for as long as the server serves."""
    crew = AppWorkerPool(size or max(1, (os.cpu_count() or 1)))
    _POOLS.append(crew)
    try:
        yield crew
    finally:
        _POOLS.remove(crew)
        crew.shut_down()


def current_pool() -> AppWorkerPool:
    """The crew of this process; the first look starts one where nobody has."""
    if not _POOLS:
        _POOLS.append(AppWorkerPool(max(1, os.cpu_count() or 1)))
    return _POOLS[-1]

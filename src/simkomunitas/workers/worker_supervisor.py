"""Watching over one worker process: what its job may take, and what to do when the worker dies."""

import contextlib
import functools
import json
import math
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, TypeVar

import psutil

from simkomunitas.base.compilation_cache import is_engine_compiled
from simkomunitas.workers.worker_process import WorkerMessage, WorkerSetup

Answer = TypeVar("Answer")
CancelCheck = Callable[[], bool]

MAX_DEATHS = 3  # of a worker over the same work, before it is put aside
POLL_SECONDS = 0.1  # seconds between two looks at a silent worker
SUSPEND_THRESHOLD = 2.0  # more than that between two looks means that the machine slept, which is nobody's error
START_TIMEOUT = 900.0  # seconds; the engine may have to be compiled
EXIT_TIMEOUT = 2.0  # seconds between the last word of a worker and its end
MAX_STDERR_LENGTH = 4_000  # bytes of what a dead worker wrote
WORKER_START_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); from "
    "simkomunitas.workers.worker_process import run_worker_loop; run_worker_loop()"
)
FAILED, SLOW, LARGE, BUSY, STOPPED = "failed", "slow", "large", "busy", "stopped"  # reasons of a JobError
_COMPILE_LOCK = threading.Lock()  # one worker compiles the engine, the others find it done


class WorkerStartError(Exception):
    """Workers cannot be started; the message says what they said."""


class JobError(Exception):
    """A job that did not end well: its ``reason``, a message, and what the worker wrote before it died."""

    def __init__(self, reason: str, message: str = "", trace: str = "") -> None:
        self.reason, self.message, self.trace = reason, message, trace
        super().__init__(reason, message, trace)

    def __str__(self) -> str:
        """The message."""
        return self.message or self.reason


@dataclass
class JobLimits:
    """What a job may take until its next answer; they may be changed while it is under way."""

    awake_seconds: float = math.inf  # on the clock, while the machine is not asleep
    processor_seconds: float = math.inf
    memory_megabytes: float = math.inf  # of its worker, the compiled engine included


class WorkerSupervisor:
    """Keeps one worker process and gives it one job at a time."""

    def __init__(self, is_stopped: CancelCheck = bool, niceness: int = 0) -> None:
        """is_stopped: whether to give up, asked all the time; niceness: of the process, for systems that know it."""
        self.is_stopped = is_stopped
        self.niceness = niceness
        self.plugins: tuple[str, ...] = ()
        self.process: subprocess.Popen[bytes] | None = None
        self.messages: queue.SimpleQueue[WorkerMessage | None] = queue.SimpleQueue()  # None: the worker has ended
        self.stderr: IO[bytes] | None = None

    def run_function(
        self,
        function: Callable[..., Answer],
        *inputs: Any,  # noqa: ANN401 - any job
        limits: JobLimits | None = None,
        attempts: int = 1,
    ) -> Answer:
        """What a function gives in the worker, tried again where the worker dies; JobError, or the error it raised."""
        while True:
            attempts -= 1
            try:
                [answer] = self.stream_answers(functools.partial(_answer_once, function, *inputs), limits)
            except JobError as error:
                if error.reason != FAILED or attempts <= 0:
                    raise
            else:
                return answer

    def stream_answers(self, job: Callable[[], Iterable[Answer]], limits: JobLimits | None = None) -> Iterator[Answer]:
        """The answers of a job as they come; JobError if the worker dies, takes too much or is stopped.

        An error that the job raises is raised here.  The worker is ended whenever the job has not come to its end.
        """
        self.start_worker()
        limits = limits or JobLimits()
        ended = False
        try:
            self._send_message(job)
            while (message := self._await_message(limits)).kind == "answer":
                yield message.content
            ended = True
        finally:
            if not ended:
                self.stop_worker()
        if message.kind == "error":
            raise message.content

    def start_worker(self, plugins: tuple[str, ...] | None = None) -> None:
        """Have a worker that is ready and has these plugins; WorkerStartError if none can be had."""
        if plugins is not None and plugins != self.plugins:
            self.stop_worker()
            self.plugins = plugins
        with contextlib.nullcontext() if is_engine_compiled() else _COMPILE_LOCK:
            for _ in range(MAX_DEATHS):
                if self.process is not None:
                    return
                said = self._try_to_start()
        if self.process is None:
            raise WorkerStartError(f"a worker could not be started:\n{said}")

    def stop_worker(self) -> None:
        """End the worker, whatever it does."""
        if self.process is not None:
            self.process.kill()
            with contextlib.suppress(OSError), self.process:  # its end of the pipe may have gone
                pass
            self.process.wait()
        if self.stderr is not None:
            self.stderr.close()
        self.process = self.stderr = None

    def __del__(self) -> None:
        """Whoever forgets us leaves no process behind."""
        self.stop_worker()

    def _try_to_start(self) -> str:
        """Start a worker; what it said, if it died over that."""
        try:
            self._spawn_process()
            self._send_message(WorkerSetup(tuple(sys.path), self.plugins, self.niceness))
            self._await_message(JobLimits(START_TIMEOUT))
        except BaseException as error:
            self.stop_worker()
            if not isinstance(error, JobError | OSError) or self.is_stopped():
                raise
            return getattr(error, "trace", "") or str(error)
        return ""

    def _spawn_process(self) -> None:
        command = [sys.executable, "-c", WORKER_START_CODE, str(os.getpid()), json.dumps(sys.path)]
        self.stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            process_group=0 if os.name == "posix" else None,  # out of the reach of Ctrl-C
        )
        self.messages = queue.SimpleQueue()
        threading.Thread(target=_forward_messages, args=(self.process.stdout, self.messages), daemon=True).start()

    def _send_message(self, message: object) -> None:
        packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)  # unpacked where an error of that can be answered
        assert self.process is not None
        assert self.process.stdin is not None
        try:
            pickle.dump(packed, self.process.stdin)
            self.process.stdin.flush()
        except OSError:
            raise self._death_error() from None

    def _await_message(self, limits: JobLimits) -> WorkerMessage:
        """The next message, as long as the worker keeps within its limits; JobError otherwise."""
        awake, first = 0.0, math.inf
        while not self.is_stopped():
            message, slept = self._next_message()
            if message is not None:
                return message
            awake += slept
            worked, megabytes = self._measure_use()
            first = min(first, worked)
            if awake > limits.awake_seconds or worked - first > limits.processor_seconds:
                raise JobError(SLOW, f"not finished after {awake:.0f} s")
            if megabytes > limits.memory_megabytes:
                raise JobError(LARGE)
        raise JobError(STOPPED)

    def _next_message(self) -> tuple[WorkerMessage | None, float]:
        """The next message, None if there is none yet, and how long we were awake waiting for it."""
        start = time.monotonic()
        message = None
        with contextlib.suppress(queue.Empty):
            message = self.messages.get(timeout=POLL_SECONDS)
            if message is None:
                raise self._death_error()
        return message, min(time.monotonic() - start, SUSPEND_THRESHOLD)

    def _death_error(self) -> JobError:
        """What is known of a worker that has died."""
        assert self.process is not None
        assert self.stderr is not None
        status = None
        with contextlib.suppress(subprocess.TimeoutExpired):  # it may only have closed its pipes
            status = self.process.wait(EXIT_TIMEOUT)
        self.stderr.seek(max(0, self.stderr.seek(0, os.SEEK_END) - MAX_STDERR_LENGTH))
        return JobError(FAILED, f"the worker ended with status {status}", self.stderr.read().decode(errors="replace"))

    def _measure_use(self) -> tuple[float, float]:
        """Seconds of processor time the worker has had, and the megabytes it holds; nothing of one that has ended."""
        assert self.process is not None
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.process.pid)
            times = process.cpu_times()
            return times.user + times.system, process.memory_info().rss / 2**20
        return 0.0, 0.0


def _answer_once(function: Callable[..., Answer], *inputs: Any) -> Iterator[Answer]:  # noqa: ANN401 - any job
    """A job of one answer."""
    yield function(*inputs)


def _forward_messages(source: IO[bytes], messages: "queue.SimpleQueue[WorkerMessage | None]") -> None:
    """Hand on what a worker sends; None at its end."""
    try:
        while True:
            messages.put(pickle.load(source))
    except Exception:
        messages.put(None)

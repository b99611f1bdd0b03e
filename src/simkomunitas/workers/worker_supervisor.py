"""Watching over one worker: which run it is at, how long that takes, and what to do when the worker dies.

Exactly one run is to blame for a death, because the worker answers after each: the others are not repeated.
"""

import json
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import IO, Any

from simkomunitas.workers.run_batch import (
    KILLED,
    TIMEOUT,
    RunBatch,
    RunFailure,
    RunResult,
    RunTask,
    build_failed_result,
)
from simkomunitas.workers.worker_process import WorkerReady, WorkerSetup

MAX_DEATHS_PER_RUN = 3  # of a worker over the same run, before the run is put aside
POLL_SECONDS = 0.1  # seconds between two looks at a silent worker
SUSPEND_THRESHOLD = 2.0  # more than that between two looks means that the machine slept, which is nobody's error
START_TIMEOUT = 900.0  # seconds; the engine may have to be compiled
EXIT_TIMEOUT = 2.0  # seconds a worker has to end by itself
MAX_STDERR_LENGTH = 4_000  # bytes of what a dead worker wrote
WORKER_START_CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); from "
    "simkomunitas.workers.worker_process import run_worker_loop; run_worker_loop()"
)

CancelCheck = Callable[[], bool]


class WorkerStartError(Exception):
    """Workers cannot be started; the message says what they said."""


class WorkerDiedError(Exception):
    """The worker has ended."""


class WorkerSupervisor:
    """Keeps one worker process and gives it one batch at a time."""

    def __init__(self, plugins: tuple[str, ...], stopped: CancelCheck) -> None:
        self.plugins = plugins
        self.stopped = stopped
        self.process: subprocess.Popen[bytes] | None = None
        self.answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.words: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self.version = ""

    def run_batch(self, batch: RunBatch) -> list[RunResult]:
        """What became of each run of a batch, in order; fewer than there are runs, if we are told to stop."""
        done: dict[RunTask, RunResult] = {}
        deaths: dict[RunTask, int] = {}
        while (left := tuple(task for task in batch.tasks if task not in done)) and not self.stopped():
            try:
                self.start_worker()
                if self.version and self.version != batch.version:
                    raise WorkerStartError(
                        f"a worker has another version of the model ({self.version}, not {batch.version})"
                    )
                self._send_message(batch.with_tasks(left))
                self._collect_results(left, batch.time_limit, done)
            except WorkerDiedError:
                task = next((task for task in left if task not in done), None)
                if task is not None:
                    deaths[task] = deaths.get(task, 0) + 1
                    if deaths[task] == MAX_DEATHS_PER_RUN:
                        done[task] = build_failed_result(task, self._death_failure(), 0.0)
                self._kill_worker()
        return [done[task] for task in batch.tasks if task in done]

    def start_worker(self) -> None:
        """Have a worker that is ready; WorkerError if none can be had."""
        for _ in range(MAX_DEATHS_PER_RUN):
            if self.process is not None or self.stopped():
                return
            self._spawn_process()
            try:
                self._send_message(WorkerSetup(tuple(sys.path), self.plugins))
                self.version = self._await_ready()
            except WorkerDiedError:
                said = self._stderr_tail()
                self._kill_worker()
            else:
                return
        raise WorkerStartError(f"a worker could not be started:\n{said}")

    def stop_worker(self) -> None:
        """Let the worker go; it ends by itself when it hears nothing any more, or is ended."""
        process = self.process
        if process is not None:
            with process:
                if process.stdin is not None:
                    _close_quietly(process.stdin.close)
                try:
                    process.wait(0.0 if self.stopped() else EXIT_TIMEOUT)
                except subprocess.TimeoutExpired:
                    process.kill()
        self.process = None
        self.words.close()

    def __del__(self) -> None:
        """Whoever forgets us leaves no process behind."""
        self.stop_worker()

    def _spawn_process(self) -> None:
        command = [sys.executable, "-c", WORKER_START_CODE, str(os.getpid()), json.dumps(sys.path)]
        self.words.truncate(0)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.words,
            process_group=0 if os.name == "posix" else None,  # out of the reach of Ctrl-C
        )
        self.answers = queue.SimpleQueue()
        threading.Thread(target=_forward_answers, args=(self.process.stdout, self.answers), daemon=True).start()

    def _await_ready(self) -> str:
        """Wait for the worker's first word: the version of the model it has."""
        waited = 0.0
        while waited < START_TIMEOUT and not self.stopped():
            answer, slept = self._next_answer()
            waited += slept
            if isinstance(answer, WorkerReady):
                return answer.model_version
        if self.stopped():
            return ""
        raise WorkerDiedError

    def _send_message(self, message: WorkerSetup | RunBatch) -> None:
        if self.process is None or self.process.stdin is None:
            raise WorkerDiedError
        try:
            pickle.dump(message, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()
        except OSError as error:
            raise WorkerDiedError from error

    def _collect_results(
        self, remaining: tuple[RunTask, ...], time_limit: float, results: dict[RunTask, RunResult]
    ) -> None:
        """Answers run by run, until all are there, we are told to stop, or a run takes too long."""
        for task in remaining:
            waited = 0.0
            while not self.stopped():
                answer, slept = self._next_answer()
                waited += slept
                if isinstance(answer, RunResult):
                    results[answer.task] = answer
                    break
                if waited > time_limit:
                    results[task] = build_failed_result(
                        task, RunFailure(TIMEOUT, 1, f"not finished after {time_limit:.0f} s", ""), waited
                    )
                    raise WorkerDiedError
            else:
                return

    def _next_answer(self) -> tuple[Any, float]:
        """The next answer, None if there is none yet, and how long we were awake waiting for it."""
        start = time.monotonic()
        try:
            answer = self.answers.get(timeout=POLL_SECONDS)
        except queue.Empty:
            answer = None
        if answer is EOFError:
            raise WorkerDiedError
        return answer, min(time.monotonic() - start, SUSPEND_THRESHOLD)

    def _death_failure(self) -> RunFailure:
        """What is known of a worker that died over the same run again and again."""
        status = None if self.process is None else self.process.wait()
        return RunFailure(KILLED, MAX_DEATHS_PER_RUN, f"the worker ended with status {status}", self._stderr_tail())

    def _stderr_tail(self) -> str:
        self.words.seek(0, os.SEEK_END)
        self.words.seek(max(0, self.words.tell() - MAX_STDERR_LENGTH))
        return self.words.read().decode(errors="replace")

    def _kill_worker(self) -> None:
        """End the worker, dead or hanging."""
        if self.process is not None:
            self.process.kill()
            with self.process:
                _close_quietly(self.process.stdin.close if self.process.stdin else None)
        self.process = None


def _forward_answers(source: IO[bytes], answers: "queue.SimpleQueue[Any]") -> None:
    """Hand on what a worker answers; EOFError at its end."""
    try:
        while True:
            answers.put(pickle.load(source))
    except Exception:
        answers.put(EOFError)


def _close_quietly(close: Callable[[], None] | None) -> None:
    """Close a pipe whose other end may have gone."""
    if close is not None:
        try:
            close()
        except OSError:
            return

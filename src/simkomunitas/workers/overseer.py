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

from simkomunitas.workers.batch import KILLED, TIMEOUT, Batch, Done, Failure, Task, failed
from simkomunitas.workers.worker import Greeting, Ready

MOST_DEATHS = 3  # of a worker over the same run, before the run is put aside
LOOK = 0.1  # seconds between two looks at a silent worker
AWAKE = 2.0  # more than that between two looks means that the machine slept, which is nobody's fault
START_LIMIT = 900.0  # seconds; the engine may have to be compiled
END_LIMIT = 2.0  # seconds a worker has to end by itself
LAST_WORDS = 4_000  # bytes of what a dead worker wrote
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); from simkomunitas.workers.worker import main; main()"
)

Stopped = Callable[[], bool]


class WorkerError(Exception):
    """Workers cannot be started; the message says what they said."""


class DeadError(Exception):
    """The worker has ended."""


class Overseer:
    """Keeps one worker process and gives it one batch at a time."""

    def __init__(self, plugins: tuple[str, ...], stopped: Stopped) -> None:
        self.plugins = plugins
        self.stopped = stopped
        self.process: subprocess.Popen[bytes] | None = None
        self.answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.words: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self.version = ""

    def work(self, batch: Batch) -> list[Done]:
        """What became of each run of a batch, in order; fewer than there are runs, if we are told to stop."""
        done: dict[Task, Done] = {}
        deaths: dict[Task, int] = {}
        while (left := tuple(task for task in batch.tasks if task not in done)) and not self.stopped():
            try:
                self.start()
                if self.version and self.version != batch.version:
                    raise WorkerError(
                        f"a worker has another version of the model ({self.version}, not {batch.version})"
                    )
                self._send(batch.only(left))
                self._collect(left, batch.limit, done)
            except DeadError:
                task = next((task for task in left if task not in done), None)
                if task is not None:
                    deaths[task] = deaths.get(task, 0) + 1
                    if deaths[task] == MOST_DEATHS:
                        done[task] = failed(task, self._death(), 0.0)
                self._discard()
        return [done[task] for task in batch.tasks if task in done]

    def start(self) -> None:
        """Have a worker that is ready; WorkerError if none can be had."""
        for _ in range(MOST_DEATHS):
            if self.process is not None or self.stopped():
                return
            self._spawn()
            try:
                self._send(Greeting(tuple(sys.path), self.plugins))
                self.version = self._ready()
            except DeadError:
                said = self._last_words()
                self._discard()
            else:
                return
        raise WorkerError(f"a worker could not be started:\n{said}")

    def close(self) -> None:
        """Let the worker go; it ends by itself when it hears nothing any more, or is ended."""
        process = self.process
        if process is not None:
            with process:
                if process.stdin is not None:
                    _quietly(process.stdin.close)
                try:
                    process.wait(0.0 if self.stopped() else END_LIMIT)
                except subprocess.TimeoutExpired:
                    process.kill()
        self.process = None
        self.words.close()

    def __del__(self) -> None:
        """Whoever forgets us leaves no process behind."""
        self.close()

    def _spawn(self) -> None:
        command = [sys.executable, "-c", START, str(os.getpid()), json.dumps(sys.path)]
        self.words.truncate(0)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.words,
            process_group=0 if os.name == "posix" else None,  # out of the reach of Ctrl-C
        )
        self.answers = queue.SimpleQueue()
        threading.Thread(target=_read, args=(self.process.stdout, self.answers), daemon=True).start()

    def _ready(self) -> str:
        """Wait for the worker's first word: the version of the model it has."""
        waited = 0.0
        while waited < START_LIMIT and not self.stopped():
            answer, slept = self._answer()
            waited += slept
            if isinstance(answer, Ready):
                return answer.version
        if self.stopped():
            return ""
        raise DeadError

    def _send(self, what: Greeting | Batch) -> None:
        if self.process is None or self.process.stdin is None:
            raise DeadError
        try:
            pickle.dump(what, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()
        except OSError as error:
            raise DeadError from error

    def _collect(self, left: tuple[Task, ...], limit: float, done: dict[Task, Done]) -> None:
        """Answers run by run, until all are there, we are told to stop, or a run takes too long."""
        for task in left:
            waited = 0.0
            while not self.stopped():
                answer, slept = self._answer()
                waited += slept
                if isinstance(answer, Done):
                    done[answer.task] = answer
                    break
                if waited > limit:
                    done[task] = failed(task, Failure(TIMEOUT, 1, f"not finished after {limit:.0f} s", ""), waited)
                    raise DeadError
            else:
                return

    def _answer(self) -> tuple[Any, float]:
        """The next answer, None if there is none yet, and how long we were awake waiting for it."""
        start = time.monotonic()
        try:
            answer = self.answers.get(timeout=LOOK)
        except queue.Empty:
            answer = None
        if answer is EOFError:
            raise DeadError
        return answer, min(time.monotonic() - start, AWAKE)

    def _death(self) -> Failure:
        """What is known of a worker that died over the same run again and again."""
        status = None if self.process is None else self.process.wait()
        return Failure(KILLED, MOST_DEATHS, f"the worker ended with status {status}", self._last_words())

    def _last_words(self) -> str:
        self.words.seek(0, os.SEEK_END)
        self.words.seek(max(0, self.words.tell() - LAST_WORDS))
        return self.words.read().decode(errors="replace")

    def _discard(self) -> None:
        """End the worker, dead or hanging."""
        if self.process is not None:
            self.process.kill()
            with self.process:
                _quietly(self.process.stdin.close if self.process.stdin else None)
        self.process = None


def _read(source: IO[bytes], answers: "queue.SimpleQueue[Any]") -> None:
    """Hand on what a worker answers; EOFError at its end."""
    try:
        while True:
            answers.put(pickle.load(source))
    except Exception:
        answers.put(EOFError)


def _quietly(close: Callable[[], None] | None) -> None:
    """Close a pipe whose other end may have gone."""
    if close is not None:
        try:
            close()
        except OSError:
            return

"""Working off the runs of an experiment: batches go out, results come in and are kept, whatever happens."""

import statistics
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from itertools import islice
from typing import NamedTuple

from simkomunitas.experiments.result_store import ResultStore
from simkomunitas.results.atomic_files import StorageError
from simkomunitas.results.folder_lock import FolderLock
from simkomunitas.simulation.model_version_id import ModelVersionId
from simkomunitas.simulation.simulation_run import prepare_rules
from simkomunitas.workers.run_batch import KILLED, RunBatch, RunFailure, RunTask, build_failed_result
from simkomunitas.workers.worker_pool import BatchPool, RunResults
from simkomunitas.workers.worker_supervisor import MAX_DEATHS

ProgressCallback = Callable[[int], object]  # told how many more rows are there

TARGET_BATCH_SECONDS = 10.0  # seconds a batch should take
MAX_BATCH_GROWTH = 4  # by how much the next batch may be larger than the last, while it is not known how long runs take
TIMING_WINDOW_RUNS = 1_000  # of the last runs, whose times are remembered
MAX_OPEN_BATCHES = 2_000  # known to a scheduler at a time
LIMIT, SLOWER = 60.0, 20.0  # a run is given up after LIMIT seconds, or SLOWER times the usual time if that is more
EARLY_RUNS = 1_000  # of the first runs, among which many failures end the sweep
LOOK, PATIENCE = 0.5, 2.0  # seconds between two looks; seconds that stopped workers have to answer
WORKER_LOSS_ERRORS = frozenset(
    {"KilledWorker", "CommClosedError", "TerminatedWorkerError"}
)  # by name, as executors call them


class DispatchSettings(NamedTuple):
    """How the runs are worked off; results do not depend on it."""

    batch_size: int | None = None  # runs in a batch, by their time if None
    time_limit: float | None = None  # seconds after which a run is given up, by the usual time if None
    max_failure_share: float = 0.05  # share of the first thousand runs that may fail before the sweep ends


class TooManyFailuresError(Exception):
    """So many runs fail that it makes no sense to go on."""


class ExecutorLostError(Exception):
    """The executor, or the cluster behind it, is gone; what was finished is kept."""


class BatchDispatcher:
    """Hands out batches to a pool of workers and puts what comes back into a store."""

    def __init__(
        self, store: ResultStore, pool: BatchPool, lock: FolderLock, version: ModelVersionId, rules: DispatchSettings
    ) -> None:
        self.store, self.pool, self.lock, self.version, self.rules = store, pool, lock, version, rules
        self.progress: ProgressCallback = int
        self.out: dict[Future[RunResults], RunBatch] = {}
        self.again: deque[tuple[RunTask, ...]] = deque()  # batches whose worker was lost, in pieces
        self.losses: dict[RunTask, int] = {}
        self.times: deque[float] = deque(maxlen=TIMING_WINDOW_RUNS)
        self.finished = self.failures = self.largest = 0

    def run_missing_tasks(self, progress: ProgressCallback) -> None:
        """Make every run that is missing.  Whatever interrupts this, what is finished is kept first."""
        self.progress = progress
        tasks = self.store.run_index.iterate_missing_tasks()
        missing = self.store.run_index.count_missing() + self.finished
        try:
            while self._submit_batches(tasks, missing - self.finished) or self.out:
                ready, _ = wait(self.out, timeout=LOOK, return_when=FIRST_COMPLETED)
                for future in ready:
                    self._process_result(future, self.out.pop(future))
                self.store.write_if_due()
                self._check_may_continue()
        except StorageError:
            self.pool.cancel_jobs()
            raise
        except BaseException:
            self._collect_after_stop()
            raise
        self.store.write_pending()

    def _collect_after_stop(self) -> None:
        """Have the pool stop, and keep what it has finished."""
        self.pool.cancel_jobs()
        for future in self.out:
            future.cancel()
        for future in wait(self.out, timeout=PATIENCE).done if self.out else ():
            if not future.cancelled() and future.exception() is None:
                self._store_results(future.result())
        self.out.clear()
        if self.lock.is_still_held():
            self.store.write_pending()

    def _submit_batches(self, tasks: Iterator[RunTask], remaining: int) -> bool:
        """Give the pool as many batches as it should have; whether there was any."""
        given = False
        while len(self.out) < self._max_open_batches():
            batch = self.again.popleft() if self.again else tuple(islice(tasks, self._next_batch_size(remaining)))
            if not batch:
                break
            packed = self._build_batch(batch)
            self.out[self._submit_batch(packed)] = packed
            given = True
        return given

    def _max_open_batches(self) -> int:
        """How many batches are handed out at a time: one to work on and the next, so that nobody waits."""
        return min(MAX_OPEN_BATCHES, max(2, 2 * self.pool.workers()))

    def _submit_batch(self, batch: RunBatch) -> "Future[RunResults]":
        try:
            return self.pool.submit_batch(batch)
        except Exception as error:  # a broken executor takes nothing any more
            raise ExecutorLostError(str(error) or type(error).__name__) from error

    def _next_batch_size(self, remaining: int) -> int:
        """How many runs the next batch should have."""
        if self.rules.batch_size is not None:
            return self.rules.batch_size
        if not self.times:
            self.largest = 1
            return 1
        wanted = TARGET_BATCH_SECONDS / max(statistics.fmean(self.times), 1e-4)
        fair = -(-remaining // (2 * self._max_open_batches()))  # so that all end at about the same time
        self.largest = max(1, min(int(wanted), self.largest * MAX_BATCH_GROWTH, fair))
        return self.largest

    def _build_batch(self, tasks: tuple[RunTask, ...]) -> RunBatch:
        """A batch with everything a worker needs for it."""
        run_index, points = self.store.run_index, self.store.points
        scenarios = {
            task.scenario_index: points[int(run_index.first_point[task.scenario_index])].scenario for task in tasks
        }
        prepare_rules(scenarios.values())
        usual = statistics.median(self.times) if self.times else 0.0
        limit = self.rules.time_limit or max(LIMIT, SLOWER * usual)
        return RunBatch(tasks, scenarios, points.experiment.keep_weekly, limit, self.version.id, self.version.plugins)

    def _process_result(self, future: "Future[RunResults]", batch: RunBatch) -> None:
        """Keep what a batch has given, or send it out again where its worker was lost."""
        if future.cancelled():
            raise ExecutorLostError("the executor has dropped its work")
        error = future.exception()
        if error is None:
            results = future.result()
            self.times.extend(done.duration for done in results if done.failure is None)
            self._store_results(results)
        elif isinstance(error, BrokenExecutor) or type(error).__name__ in WORKER_LOSS_ERRORS:
            self._handle_lost_batch(batch, error)
        else:
            raise error

    def _store_results(self, results: RunResults) -> None:
        """Put results into the store, and tell how many rows that gave."""
        rows = self.store.add_results(results)
        if self.finished < EARLY_RUNS:
            self.failures += sum(done.failure is not None for done in results)
        self.finished += rows
        self.progress(rows)

    def _handle_lost_batch(self, batch: RunBatch, error: BaseException) -> None:
        """Split a batch that cost an executor its worker; a run that does so alone again and again is put aside."""
        if len(batch.tasks) > 1:
            half = len(batch.tasks) // 2
            self.again.extend((batch.tasks[:half], batch.tasks[half:]))
            return
        task = batch.tasks[0]
        self.losses[task] = self.losses.get(task, 0) + 1
        if self.losses[task] < MAX_DEATHS:
            self.again.append(batch.tasks)
            return
        failure = RunFailure(KILLED, MAX_DEATHS, f"{type(error).__name__}: {error}", "")
        self._store_results([build_failed_result(task, failure, 0.0)])

    def _check_may_continue(self) -> None:
        """Stop when too much fails, or when the folder is no longer ours."""
        if self.failures > self.rules.max_failure_share * EARLY_RUNS:
            raise TooManyFailuresError(f"{self.failures} of the first {self.finished} runs have failed")
        if not self.lock.is_still_held():
            raise ExecutorLostError("another process has taken over the folder")

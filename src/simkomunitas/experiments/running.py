"""Working off the runs of an experiment: batches go out, results come in and are kept, whatever happens."""

import statistics
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from itertools import islice
from typing import NamedTuple

from simkomunitas.experiments.store import Store
from simkomunitas.results.disk import StorageError
from simkomunitas.results.lock import Lock
from simkomunitas.simulation.version import Version
from simkomunitas.workers.batch import KILLED, Batch, Failure, Task, failed
from simkomunitas.workers.crew import Crew, Results
from simkomunitas.workers.overseer import MOST_DEATHS

Progress = Callable[[int], object]  # told how many more rows are there

AIM = 10.0  # seconds a batch should take
FASTER = 4  # by how much the next batch may be larger than the last, while it is not known how long runs take
TIMED = 1_000  # of the last runs, whose times are remembered
LIMIT, SLOWER = 60.0, 20.0  # a run is given up after LIMIT seconds, or SLOWER times the usual time if that is more
EARLY = 1_000  # of the first runs, among which many failures end the sweep
LOOK, PATIENCE = 0.5, 2.0  # seconds between two looks; seconds that stopped workers have to answer
LOSSES = frozenset({"KilledWorker", "CommClosedError", "TerminatedWorkerError"})  # by name, as executors call them


class Rules(NamedTuple):
    """How the runs are worked off; results do not depend on it."""

    chunk: int | None = None  # runs in a batch, by their time if None
    limit: float | None = None  # seconds after which a run is given up, by the usual time if None
    most_failures: float = 0.05  # share of the first thousand runs that may fail before the sweep ends


class FailingError(Exception):
    """So many runs fail that it makes no sense to go on."""


class LostError(Exception):
    """The executor, or the cluster behind it, is gone; what was finished is kept."""


class Foreman:
    """Hands out batches to a crew and puts what comes back into a store."""

    def __init__(self, store: Store, crew: Crew, lock: Lock, version: Version, rules: Rules) -> None:
        self.store, self.crew, self.lock, self.version, self.rules = store, crew, lock, version, rules
        self.progress: Progress = int
        self.out: dict[Future[Results], Batch] = {}
        self.again: deque[tuple[Task, ...]] = deque()  # batches whose worker was lost, in pieces
        self.losses: dict[Task, int] = {}
        self.times: deque[float] = deque(maxlen=TIMED)
        self.finished = self.failures = self.largest = 0

    def work_off(self, progress: Progress) -> None:
        """Make every run that is missing.  Whatever interrupts this, what is finished is kept first."""
        self.progress = progress
        tasks = self.store.ledger.tasks()
        missing = self.store.ledger.missing() + self.finished
        try:
            while self._hand_out(tasks, missing - self.finished) or self.out:
                ready, _ = wait(self.out, timeout=LOOK, return_when=FIRST_COMPLETED)
                for future in ready:
                    self._take_in(future, self.out.pop(future))
                self.store.write_if_due()
                self._refuse_to_go_on()
        except StorageError:
            self.crew.stop()
            raise
        except BaseException:
            self._gather()
            raise
        self.store.write()

    def _gather(self) -> None:
        """Have the crew stop, and keep what it has finished."""
        self.crew.stop()
        for future in self.out:
            future.cancel()
        for future in wait(self.out, timeout=PATIENCE).done if self.out else ():
            if not future.cancelled() and future.exception() is None:
                self._count(future.result())
        self.out.clear()
        if self.lock.is_ours():
            self.store.write()

    def _hand_out(self, tasks: Iterator[Task], left: int) -> bool:
        """Give the crew as many batches as it should have; whether there was any."""
        given = False
        while len(self.out) < self.crew.window():
            batch = self.again.popleft() if self.again else tuple(islice(tasks, self._size(left)))
            if not batch:
                break
            packed = self._packed(batch)
            self.out[self._submitted(packed)] = packed
            given = True
        return given

    def _submitted(self, batch: Batch) -> "Future[Results]":
        try:
            return self.crew.submit(batch)
        except Exception as error:  # a broken executor takes nothing any more
            raise LostError(str(error) or type(error).__name__) from error

    def _size(self, left: int) -> int:
        """How many runs the next batch should have."""
        if self.rules.chunk is not None:
            return self.rules.chunk
        if not self.times:
            self.largest = 1
            return 1
        wanted = AIM / max(statistics.fmean(self.times), 1e-4)
        fair = -(-left // (2 * self.crew.window()))  # so that all end at about the same time
        self.largest = max(1, min(int(wanted), self.largest * FASTER, fair))
        return self.largest

    def _packed(self, tasks: tuple[Task, ...]) -> Batch:
        """A batch with everything a worker needs for it."""
        ledger, points = self.store.ledger, self.store.points
        scenarios = {task.case: points[int(ledger.first_point[task.case])].scenario for task in tasks}
        usual = statistics.median(self.times) if self.times else 0.0
        limit = self.rules.limit or max(LIMIT, SLOWER * usual)
        return Batch(tasks, scenarios, points.experiment.weekly, limit, self.version.id, self.version.plugins)

    def _take_in(self, future: "Future[Results]", batch: Batch) -> None:
        """Keep what a batch has given, or send it out again where its worker was lost."""
        if future.cancelled():
            raise LostError("the executor has dropped its work")
        error = future.exception()
        if error is None:
            results = future.result()
            self.times.extend(done.seconds for done in results if done.failure is None)
            self._count(results)
        elif isinstance(error, BrokenExecutor) or type(error).__name__ in LOSSES:
            self._lost(batch, error)
        else:
            raise error

    def _count(self, results: Results) -> None:
        """Put results into the store, and tell how many rows that gave."""
        rows = self.store.add(results)
        if self.finished < EARLY:
            self.failures += sum(done.failure is not None for done in results)
        self.finished += rows
        self.progress(rows)

    def _lost(self, batch: Batch, error: BaseException) -> None:
        """Split a batch that cost an executor its worker; a run that does so alone again and again is put aside."""
        if len(batch.tasks) > 1:
            half = len(batch.tasks) // 2
            self.again.extend((batch.tasks[:half], batch.tasks[half:]))
            return
        task = batch.tasks[0]
        self.losses[task] = self.losses.get(task, 0) + 1
        if self.losses[task] < MOST_DEATHS:
            self.again.append(batch.tasks)
            return
        failure = Failure(KILLED, MOST_DEATHS, f"{type(error).__name__}: {error}", "")
        self._count([failed(task, failure, 0.0)])

    def _refuse_to_go_on(self) -> None:
        """Stop when too much fails, or when the folder is no longer ours."""
        if self.failures > self.rules.most_failures * EARLY:
            raise FailingError(f"{self.failures} of the first {self.finished} runs have failed")
        if not self.lock.is_ours():
            raise LostError("another process has taken over the folder")

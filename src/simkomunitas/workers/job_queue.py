"""Jobs of several viewers waiting for workers: who has had least is served first, and nobody fills the queue."""

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

from simkomunitas.workers.worker_supervisor import JobLimits, WorkerSupervisor


class JobFuture(Future[Any]):
    """What will come of a job, and what the job may take."""

    def __init__(self, limits: JobLimits | None = None) -> None:
        super().__init__()
        self.limits = limits or JobLimits()


class QueuedJob(NamedTuple):
    """Something to be done with a worker, where its answer goes, and for whom."""

    task: Callable[[WorkerSupervisor], Any]
    future: JobFuture
    viewer: str


class FairJobQueue:
    """Jobs in waiting, fair to those who wait."""

    def __init__(self) -> None:
        self.waiting: OrderedDict[str, deque[QueuedJob]] = OrderedDict()  # by viewer; who was served last stands last
        self.working: Counter[str] = Counter()  # jobs under way, by viewer
        self.changed = threading.Condition()
        self.closed = False

    def put_job(self, job: QueuedJob) -> None:
        """One more job."""
        with self.changed:
            self.waiting.setdefault(job.viewer, deque()).append(job)
            self.changed.notify()

    def get_job(self) -> QueuedJob | None:
        """The next job, once there is one; None after closing."""
        with self.changed:
            while True:
                if (job := self._select_viewer()) is not None:
                    self.working[job.viewer] += 1
                    return job
                if self.closed:
                    return None
                self.changed.wait()

    def _select_viewer(self) -> QueuedJob | None:
        """Of the viewers with the fewest jobs under way, the one who has waited longest."""
        for whose in [whose for whose, jobs in self.waiting.items() if not _drop_cancelled_jobs(jobs)]:
            del self.waiting[whose]
        if not self.waiting:
            return None
        whose = min(self.waiting, key=lambda one: self.working[one])
        self.waiting.move_to_end(whose)
        return self.waiting[whose].popleft()

    def finish_job(self, job: QueuedJob) -> None:
        """A job is no longer under way."""
        with self.changed:
            self.working[job.viewer] -= 1
            if self.working[job.viewer] <= 0:
                del self.working[job.viewer]

    def count_jobs(self, viewer: str | None = None) -> int:
        """How many jobs wait: of one viewer, or of all."""
        with self.changed:
            queues = self.waiting.values() if viewer is None else [self.waiting.get(viewer, deque())]
            return sum(sum(not job.future.cancelled() for job in jobs) for jobs in queues)

    def close_queue(self) -> None:
        """No more jobs; what waits is called off."""
        with self.changed:
            for jobs in self.waiting.values():
                for job in jobs:
                    job.future.cancel()
            self.closed = True
            self.changed.notify_all()


def _drop_cancelled_jobs(jobs: "deque[QueuedJob]") -> bool:
    """Whether anything is left, once what was called off at the head is out of the way."""
    while jobs and jobs[0].future.cancelled():
        jobs.popleft()
    return bool(jobs)

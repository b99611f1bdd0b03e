"""A batch of runs: what is sent to a worker, what comes back, and how a run is turned into a row.

Exactly one run is to blame for the death of a worker, because it answers after each: the others are not repeated.
"""

import functools
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import Community, Numbers
from simkomunitas.model.community.village_descriptions import Village, build_community
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.model.scenario_definition import Scenario
from simkomunitas.simulation.model_version_id import model_version
from simkomunitas.simulation.simulation_run import run_checked_scenario
from simkomunitas.simulation.weekly_curves import extract_weekly_curves
from simkomunitas.workers.worker_supervisor import (
    MAX_DEATHS,
    SLOW,
    STOPPED,
    JobError,
    JobLimits,
    WorkerStartError,
    WorkerSupervisor,
)

RAISED, KILLED, TIMEOUT = "raised", "killed its worker", "timeout"
MAX_TRACEBACK_LENGTH = 20_000  # characters


class RunTask(NamedTuple):
    """One run to be made."""

    scenario_index: int  # number of the scenario among those of the experiment
    seed: int


class RunBatch(NamedTuple):
    """Runs that are made one after the other by one worker."""

    tasks: tuple[RunTask, ...]
    scenarios: dict[int, Scenario]  # by case
    keep_weekly: bool
    time_limit: float  # seconds after which a run is given up
    version: str  # of the model
    plugins: tuple[str, ...]  # modules that have added to the catalogues

    def with_tasks(self, tasks: tuple[RunTask, ...]) -> "RunBatch":
        """The same with fewer runs."""
        cases = {task.scenario_index for task in tasks}
        return self._replace(tasks=tasks, scenarios={case: self.scenarios[case] for case in cases})


class RunFailure(NamedTuple):
    """Why a run has no result."""

    kind: str
    attempts: int
    message: str
    trace: str


class RunResult(NamedTuple):
    """What became of one run: its outcomes in the order of ``measures()``, or why there are none."""

    task: RunTask
    values: Numbers  # empty after a failure
    weekly: Numbers  # curves by weeks; empty unless asked for
    duration: float
    failure: RunFailure | None = None


NO_VALUES: Numbers = np.zeros(0)


class RunExecutor:
    """Makes runs one after the other; runs of one seed in the same village meet the very same people."""

    def __init__(self) -> None:
        self.village: tuple[Village, int] | None = None
        self.community: Community | None = None

    def run_outcomes(self, scenario: Scenario, seed: int) -> Numbers:
        """The outcomes of a run."""
        return self.run_outcomes_and_curves(scenario, seed, weekly=False)[0]

    def run_outcomes_and_curves(self, scenario: Scenario, seed: int, *, weekly: bool) -> tuple[Numbers, Numbers]:
        """The outcomes of a run, and its weekly curves if asked for."""
        if self.village != (scenario.village, seed):
            self.village, self.community = None, build_community(scenario.village, seed)
            self.village = scenario.village, seed
        record = run_checked_scenario(scenario, seed, community=self.community)
        values = np.array(list(measure_outcomes(record).values()), np.float64)
        if np.isinf(values).any():
            names = ", ".join(name for name, value in measure_outcomes(record).items() if np.isinf(value))
            raise ValueError(f"infinite outcomes: {names}; a value that does not exist is NaN")
        return values, extract_weekly_curves(record) if weekly else NO_VALUES


def supervise_batch(worker: WorkerSupervisor, batch: RunBatch) -> list[RunResult]:
    """What became of each run of a batch, in order; fewer than there are runs, if the worker is told to stop."""
    worker.start_worker(batch.plugins)
    done: dict[RunTask, RunResult] = {}
    deaths: Counter[RunTask] = Counter()
    while left := tuple(task for task in batch.tasks if task not in done):
        job = functools.partial(make_batch_runs, batch.with_tasks(left))
        try:
            done.update((result.task, result) for result in worker.stream_answers(job, JobLimits(batch.time_limit)))
        except JobError as error:
            if error.reason == STOPPED:
                break
            task = next((task for task in left if task not in done), None)
            if task is not None:
                deaths[task] += 1
                if error.reason == SLOW:
                    failure = RunFailure(TIMEOUT, 1, error.message, "")
                    done[task] = build_failed_result(task, failure, batch.time_limit)
                elif deaths[task] == MAX_DEATHS:
                    failure = RunFailure(KILLED, MAX_DEATHS, error.message, error.trace)
                    done[task] = build_failed_result(task, failure, 0.0)
    return [done[task] for task in batch.tasks if task in done]


def make_batch_runs(batch: RunBatch) -> Iterator[RunResult]:
    """Make the runs of a batch in a worker, and say what became of each; WorkerStartError for another model."""
    if (here := _loaded_model_version()) != batch.version:
        raise WorkerStartError(f"a worker has another version of the model ({here}, not {batch.version})")
    executor = _kept_executor()
    for task in batch.tasks:
        scenario, start = batch.scenarios[task.scenario_index], time.perf_counter()
        try:
            values, weekly = executor.run_outcomes_and_curves(scenario, task.seed, weekly=batch.keep_weekly)
            result = RunResult(task, values, weekly, time.perf_counter() - start)
        except BaseException as error:
            result = build_error_result(task, error, time.perf_counter() - start)
        yield result


@functools.cache
def _kept_executor() -> RunExecutor:
    """The executor of this process, kept from batch to batch for the villages that it remembers."""
    return RunExecutor()


@functools.cache
def _loaded_model_version() -> str:
    """The version of the model in a worker; its files may change later, what it has loaded does not."""
    return model_version().id


def build_error_result(task: RunTask, error: BaseException, seconds: float) -> RunResult:
    """What became of a run in which an error was raised."""
    trace = "".join(traceback.format_exception(error))[-MAX_TRACEBACK_LENGTH:]
    message = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return build_failed_result(task, RunFailure(RAISED, 1, message, trace), seconds)


def build_failed_result(task: RunTask, failure: RunFailure, seconds: float) -> RunResult:
    """What became of a run that has no result."""
    return RunResult(task, NO_VALUES, NO_VALUES, seconds, failure)

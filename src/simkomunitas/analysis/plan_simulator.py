"""Runs for a search: many plans under the same seeds, made by the workers that sweeps have."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.typed_columns import Numbers
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.model.scenario_definition import Scenario, scenario_id
from simkomunitas.simulation.model_version_id import ModelVersionId, model_version
from simkomunitas.simulation.simulation_run import ensure_engine_compiled
from simkomunitas.workers.run_batch import RunBatch, RunResult, RunTask
from simkomunitas.workers.worker_pool import WorkerPool

Progress = Callable[[int], object]  # told how many more runs are done
ScenarioRuns = Sequence[tuple[Scenario, int]]

RUN_TIMEOUT = 600.0  # seconds after which a run is given up
MAX_BATCH_RUNS = 200  # runs in a batch
BATCHES_PER_WORKER = 4  # batches for each worker, so that all end at about the same time


class PlanSimulator(NamedTuple):
    """A pool of workers at hand, and the version of the model it runs."""

    pool: WorkerPool
    version: ModelVersionId

    def simulate_plans(self, plans: Sequence[ScenarioRuns], columns: Sequence[str], progress: Progress) -> Numbers:
        """Outcomes (outcome@period) of every run of every plan: plans by runs by columns; NaN where undefined.

        All plans have as many runs, in the same order of seeds.  Equal scenarios are run once.  A run that fails
        raises InputError, with what was wrong.
        """
        cases, numbers = _number_scenarios(plans)
        seeds = [seed for _, seed in plans[0]]
        tasks = [RunTask(int(case), seed) for run, seed in enumerate(seeds) for case in dict.fromkeys(numbers[:, run])]
        places = [list_outcome_measures().index(column) for column in columns]
        found = {done.task: done.values[places] for done in self._run_tasks(tasks, cases, progress)}
        rows = [[found[RunTask(int(case), seed)] for case, seed in zip(row, seeds, strict=True)] for row in numbers]
        return np.array(rows)

    def _run_tasks(self, tasks: list[RunTask], cases: dict[int, Scenario], progress: Progress) -> Iterator[RunResult]:
        """What became of each task; seed by seed, since runs of one seed share their village."""
        size = max(1, min(MAX_BATCH_RUNS, -(-len(tasks) // (BATCHES_PER_WORKER * self.pool.workers()))))
        chunks = [tuple(tasks[start : start + size]) for start in range(0, len(tasks), size)]
        waiting = [self.pool.submit_batch(self._build_batch(chunk, cases)) for chunk in chunks]
        for future in waiting:
            done = future.result()
            for one in done:
                if one.failure is not None:
                    raise InputError([_run_failure_error(one, cases[one.task.scenario_index])])
                yield one
            progress(len(done))

    def _build_batch(self, tasks: tuple[RunTask, ...], cases: dict[int, Scenario]) -> RunBatch:
        scenarios = {task.scenario_index: cases[task.scenario_index] for task in tasks}
        return RunBatch(tasks, scenarios, False, RUN_TIMEOUT, self.version.id, self.version.plugins)


def _number_scenarios(plans: Sequence[ScenarioRuns]) -> tuple[dict[int, Scenario], Numbers]:
    """Every scenario with a number, and for each run of each plan the number of its scenario."""
    known: dict[Scenario, int] = {}
    numbers = np.array([[known.setdefault(scenario, len(known)) for scenario, _ in runs] for runs in plans])
    return {number: scenario for scenario, number in known.items()}, numbers


def _run_failure_error(done: RunResult, scenario: Scenario) -> ErrorDetail:
    """A run that has no result."""
    failure = done.failure
    said = f"{failure.kind}: {failure.message}" if failure else ""
    return ErrorDetail(
        "optimize", f"scenario {scenario_id(scenario)}, seed {done.task.seed}", said, "a run that ends well"
    )


@contextmanager
def open_simulator(workers: int) -> Iterator[PlanSimulator]:
    """Worker processes on this machine; they end with the block, whatever ends it."""
    ensure_engine_compiled()
    with WorkerPool(workers) as pool:
        yield PlanSimulator(pool, model_version())

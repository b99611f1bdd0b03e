"""Runs for a search: many plans under the same seeds, worked off by the crew that sweeps have."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from simkomunitas.experiment.batch import Batch, Done, Task
from simkomunitas.experiment.crew import Crew, LocalCrew, have_compiled
from simkomunitas.experiment.purposes import measures
from simkomunitas.experiment.version import Version, model_version
from simkomunitas.ground.columns import Numbers
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.study.scenario import Scenario, scenario_id

Progress = Callable[[int], object]  # told how many more runs are done
Runs = Sequence[tuple[Scenario, int]]

LIMIT = 600.0  # seconds after which a run is given up
LARGEST = 200  # runs in a batch
PIECES = 4  # batches for each worker, so that all end at about the same time


class Simulator(NamedTuple):
    """A crew at hand, and the version of the model it runs."""

    crew: Crew
    version: Version

    def values(self, plans: Sequence[Runs], columns: Sequence[str], progress: Progress) -> Numbers:
        """Outcomes (outcome@period) of every run of every plan: plans by runs by columns; NaN where undefined.

        All plans have as many runs, in the same order of seeds.  Equal scenarios are run once.  A run that fails
        raises InputError, with what was wrong.
        """
        cases, numbers = _numbered(plans)
        seeds = [seed for _, seed in plans[0]]
        tasks = [Task(int(case), seed) for run, seed in enumerate(seeds) for case in dict.fromkeys(numbers[:, run])]
        places = [measures().index(column) for column in columns]
        found = {done.task: done.values[places] for done in self._worked_off(tasks, cases, progress)}
        rows = [[found[Task(int(case), seed)] for case, seed in zip(row, seeds, strict=True)] for row in numbers]
        return np.array(rows)

    def _worked_off(self, tasks: list[Task], cases: dict[int, Scenario], progress: Progress) -> Iterator[Done]:
        """What became of each task; seed by seed, since runs of one seed share their village."""
        size = max(1, min(LARGEST, -(-len(tasks) // (PIECES * self.crew.workers()))))
        chunks = [tuple(tasks[start : start + size]) for start in range(0, len(tasks), size)]
        waiting = [self.crew.submit(self._batch(chunk, cases)) for chunk in chunks]
        for future in waiting:
            done = future.result()
            for one in done:
                if one.failure is not None:
                    raise InputError([_fault(one, cases[one.task.case])])
                yield one
            progress(len(done))

    def _batch(self, tasks: tuple[Task, ...], cases: dict[int, Scenario]) -> Batch:
        scenarios = {task.case: cases[task.case] for task in tasks}
        return Batch(tasks, scenarios, False, LIMIT, self.version.id, self.version.plugins)


def _numbered(plans: Sequence[Runs]) -> tuple[dict[int, Scenario], Numbers]:
    """Every scenario with a number, and for each run of each plan the number of its scenario."""
    known: dict[Scenario, int] = {}
    numbers = np.array([[known.setdefault(scenario, len(known)) for scenario, _ in runs] for runs in plans])
    return {number: scenario for scenario, number in known.items()}, numbers


def _fault(done: Done, scenario: Scenario) -> Fault:
    """A run that has no result."""
    failure = done.failure
    said = f"{failure.kind}: {failure.message}" if failure else ""
    return Fault("optimize", f"scenario {scenario_id(scenario)}, seed {done.task.seed}", said, "a run that ends well")


@contextmanager
def simulator(jobs: int) -> Iterator[Simulator]:
    """Worker processes on this machine; they end with the block, whatever ends it."""
    have_compiled()
    crew = LocalCrew(jobs)
    try:
        yield Simulator(crew, model_version())
    except BaseException:
        crew.stop()
        raise
    finally:
        crew.close()

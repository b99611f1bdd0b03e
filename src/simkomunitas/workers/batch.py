"""A batch of runs: what is sent to a worker, what comes back, and how a run is turned into a row."""

import traceback
from typing import NamedTuple

import numpy as np

from simkomunitas.model.community.community_data import Community, Numbers
from simkomunitas.model.community.village_descriptions import Village, build_community
from simkomunitas.model.outcomes import measure_outcomes
from simkomunitas.model.scenario import Scenario
from simkomunitas.simulation.run import run_checked
from simkomunitas.simulation.weekly import curves

RAISED, KILLED, TIMEOUT = "raised", "killed its worker", "timeout"
LONGEST_TRACE = 20_000  # characters


class Task(NamedTuple):
    """One run to be made."""

    case: int  # number of the scenario among those of the experiment
    seed: int


class Batch(NamedTuple):
    """Runs that are made one after the other by one worker."""

    tasks: tuple[Task, ...]
    scenarios: dict[int, Scenario]  # by case
    weekly: bool
    limit: float  # seconds after which a run is given up
    version: str  # of the model
    plugins: tuple[str, ...]  # modules that have added to the catalogues

    def only(self, tasks: tuple[Task, ...]) -> "Batch":
        """The same with fewer runs."""
        cases = {task.case for task in tasks}
        return self._replace(tasks=tasks, scenarios={case: self.scenarios[case] for case in cases})


class Failure(NamedTuple):
    """Why a run has no result."""

    kind: str
    attempts: int
    message: str
    trace: str


class Done(NamedTuple):
    """What became of one run: its outcomes in the order of ``measures()``, or why there are none."""

    task: Task
    values: Numbers  # empty after a failure
    weekly: Numbers  # curves by weeks; empty unless asked for
    seconds: float
    failure: Failure | None = None


NOTHING: Numbers = np.zeros(0)


class Hand:
    """Makes runs one after the other; runs of one seed in the same village meet the very same people."""

    def __init__(self) -> None:
        self.village: tuple[Village, int] | None = None
        self.community: Community | None = None

    def row(self, scenario: Scenario, seed: int) -> Numbers:
        """The outcomes of a run."""
        return self.rows(scenario, seed, weekly=False)[0]

    def rows(self, scenario: Scenario, seed: int, *, weekly: bool) -> tuple[Numbers, Numbers]:
        """The outcomes of a run, and its weekly curves if asked for."""
        if self.village != (scenario.village, seed):
            self.village, self.community = None, build_community(scenario.village, seed)
            self.village = scenario.village, seed
        record = run_checked(scenario, seed, community=self.community)
        values = np.array(list(measure_outcomes(record).values()), np.float64)
        if np.isinf(values).any():
            names = ", ".join(name for name, value in measure_outcomes(record).items() if np.isinf(value))
            raise ValueError(f"infinite outcomes: {names}; a value that does not exist is NaN")
        return values, curves(record) if weekly else NOTHING


def raised(task: Task, error: BaseException, seconds: float) -> Done:
    """What became of a run in which an error was raised."""
    trace = "".join(traceback.format_exception(error))[-LONGEST_TRACE:]
    message = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return failed(task, Failure(RAISED, 1, message, trace), seconds)


def failed(task: Task, failure: Failure, seconds: float) -> Done:
    """What became of a run that has no result."""
    return Done(task, NOTHING, NOTHING, seconds, failure)

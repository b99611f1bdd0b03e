"""What an experiment would cost and could show, before it is run: from a few runs that are timed."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.config.reading import PATH
from simkomunitas.experiments.contrasts import Prospect, deviations_of, prospects
from simkomunitas.experiments.design import Contrast, Experiment, Points
from simkomunitas.experiments.folder import default_folder, design_at, order_of, settle
from simkomunitas.experiments.limits import Amount, refuse_too_much
from simkomunitas.experiments.purposes import measures
from simkomunitas.experiments.results import load_results
from simkomunitas.experiments.running import LIMIT
from simkomunitas.experiments.sweep import Stage, checked_scenarios, silent
from simkomunitas.simulation.version import Version, model_version
from simkomunitas.workers.batch import Batch, Done, Task
from simkomunitas.workers.crew import Desk

TIMED = 5  # runs
PILOT = 10  # seeds
MOST_PILOTS, FEWEST_PAIRS = 600, 2  # runs of a pilot, if every contrast has so many pairs all the same
FEWEST = 10  # seeds of earlier results that are taken instead of a pilot


class Plan(NamedTuple):
    """What an experiment is, costs and can show."""

    folder: Path
    amount: Amount
    points: Points
    seconds: float  # of one run, on the average of a few
    prospects: tuple[Prospect, ...]  # of each contrast and outcome
    failed: tuple[Done, ...]  # of the few runs that were made
    finished: int  # rows that are in the folder already

    def duration(self, jobs: int) -> float:
        """Seconds that all runs take on so many processes, the finished ones left out."""
        return (self.amount.runs - self.finished) * self.seconds / jobs


def plan(experiment: Experiment, out: PATH | None = None, *, pilot: int = PILOT, sure: bool = False,
         as_new: bool = False, stage: Stage = silent) -> Plan:  # fmt: skip
    """Check every point, time a few runs, and estimate the power of the planned contrasts; nothing is written.

    pilot: seeds of the runs from which the spread of paired differences is estimated, where it is neither stated
    nor known from results; 0 for none.  Whatever is wrong raises InputError.
    """
    model = model_version()
    order = order_of(experiment, model)
    folder = settle(Path(out) if out is not None else default_folder(experiment), order, as_new=as_new)
    amount = refuse_too_much(experiment, folder, sure=sure)
    points = Points(experiment)
    with stage("Checking points", len(points)) as advance:
        scenarios = checked_scenarios(points, advance)
    earlier = _earlier(folder, experiment)
    trial = _pilot(points, scenarios, pilot if earlier is None else 0)
    tasks = _timed(points, experiment) + _tasks(trial, scenarios)
    with stage("Trying", len(tasks)) as advance:
        done = _tried(points, list(dict.fromkeys(tasks)), model)
        advance(len(tasks))
    good = [one for one in done if one.failure is None]
    by_scenario = {(scenarios[one.task.case], one.task.seed): one for one in good}
    known = _deviations(points, trial, by_scenario, scenarios, earlier)
    judged = (experiment.contrasts, experiment.outcomes, amount.replicates, dict(experiment.smallest_effect))
    seconds = float(np.mean([one.seconds for one in good])) if good else float("nan")
    bad = tuple(one for one in done if one.failure is not None)
    return Plan(
        folder, amount, points, seconds, tuple(prospects(*judged, known)), bad, 0 if earlier is None else len(earlier)
    )


def _earlier(folder: Path, experiment: Experiment) -> pd.DataFrame | None:
    """The runs that are in the folder, if they are enough to learn from."""
    if design_at(folder) is None:
        return None
    runs = load_results(folder, experiment.outcomes, unfinished=True)
    return runs if len(runs) and runs.groupby("point").size().min() >= FEWEST else None


def _timed(points: Points, experiment: Experiment) -> list[Task]:
    """A few runs spread over all points."""
    places = np.unique(np.linspace(0, len(points) - 1, TIMED).astype(int))
    return [Task(int(place), experiment.first_seed) for place in places]


class _Pilot(NamedTuple):
    """The pairs of points that are tried for every contrast."""

    pairs: dict[Contrast, list[tuple[int, int]]]  # level, against
    cells: dict[Contrast, int]  # how many there are in the experiment
    seeds: range

    def points(self) -> list[int]:
        """Every point that is in a pair."""
        return sorted({point for pairs in self.pairs.values() for pair in pairs for point in pair})


def _pilot(points: Points, scenarios: Sequence[str], seeds: int) -> _Pilot:
    """For every contrast, pairs of points that differ in nothing else, spread over all that there are."""
    experiment = points.experiment
    numbers = range(experiment.first_seed, experiment.first_seed + seeds)
    if not seeds or all(_stated(experiment, name) for name in experiment.outcomes):
        return _Pilot({}, {}, numbers)
    pairs = {contrast: _pairs(points, scenarios, contrast) for contrast in experiment.contrasts}
    most = max(FEWEST_PAIRS, MOST_PILOTS // (2 * seeds * max(1, len(pairs))))
    return _Pilot(
        {contrast: _spread(found, most) for contrast, found in pairs.items()},
        {contrast: len(found) for contrast, found in pairs.items()},
        numbers,
    )


def _spread(pairs: list[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """At most so many of some pairs, from the first to the last."""
    places = np.unique(np.linspace(0, len(pairs) - 1, min(most, len(pairs))).astype(int))
    return [pairs[place] for place in places]


def _pairs(points: Points, scenarios: Sequence[str], contrast: Contrast) -> list[tuple[int, int]]:
    """The points that differ in a contrast and in nothing else, those of the same scenario left out."""
    columns = points.experiment.columns
    column = columns.index(contrast.factor)
    fixed = [(columns.index(name), value) for name, value in contrast.at]
    found: dict[tuple[Any, ...], dict[Any, int]] = {}
    for number in range(len(points)):
        levels = points.levels(number)
        if all(levels[place] == value for place, value in fixed):
            others = (*levels[:column], *levels[column + 1 :])
            found.setdefault(others, {}).setdefault(levels[column], number)
    sides = [(cell.get(contrast.level), cell.get(contrast.against)) for cell in found.values()]
    return [
        (one, two) for one, two in sides if one is not None and two is not None and scenarios[one] != scenarios[two]
    ]


def _tasks(pilot: _Pilot, scenarios: Sequence[str]) -> list[Task]:
    """The runs of a pilot, seed by seed; points of the same scenario are tried once."""
    first: dict[str, int] = {}
    for point in pilot.points():
        first.setdefault(scenarios[point], point)
    return [Task(place, seed) for seed, place in itertools.product(pilot.seeds, first.values())]


def _stated(experiment: Experiment, outcome: str) -> bool:
    return outcome in dict(experiment.spread)


def _tried(points: Points, tasks: Sequence[Task], model: Version) -> list[Done]:
    """What became of a few runs; here the number of a case is that of its point."""
    desk = Desk(lambda: False)
    scenarios = {task.case: points[task.case].scenario for task in tasks}
    try:
        return desk.work(Batch(tuple(tasks), scenarios, False, LIMIT, model.id, model.plugins))
    finally:
        desk.close()


def _deviations(points: Points, pilot: _Pilot, done: Mapping[tuple[str, int], Done], scenarios: Sequence[str],
                earlier: pd.DataFrame | None) -> dict[tuple[Contrast, str], tuple[float, str]]:  # fmt: skip
    """The spread of paired differences: as stated, or from the results, or from the pilot."""
    experiment = points.experiment
    columns, contrasts, outcomes = experiment.columns, experiment.contrasts, experiment.outcomes
    known: dict[tuple[Contrast, str], tuple[float, str]] = {}
    if earlier is not None:
        known = deviations_of(earlier, columns, contrasts, outcomes, "results")
    elif pilot.pairs:
        runs = _as_runs(points, pilot, done, scenarios)
        for contrast, pairs in pilot.pairs.items():  # each by its own pairs, of which its number of cells is known
            mine = runs[runs["point"].isin([point for pair in pairs for point in pair])]
            known |= deviations_of(mine, columns, [contrast], outcomes, "pilot", pilot.cells)
    stated = {(contrast, name): (value, "stated") for contrast in contrasts for name, value in experiment.spread}
    return known | stated


def _as_runs(points: Points, pilot: _Pilot, done: Mapping[tuple[str, int], Done],
             scenarios: Sequence[str]) -> pd.DataFrame:  # fmt: skip
    """The runs of a pilot as a table like that of a sweep, a row for each point and seed."""
    rows = [
        (f"{scenarios[point]} {seed}", point, seed, *points.levels(point), *done[scenarios[point], seed].values)
        for point in pilot.points()
        for seed in pilot.seeds
        if (scenarios[point], seed) in done
    ]
    return pd.DataFrame(rows, columns=["run_id", "point", "seed", *points.experiment.columns, *measures()])

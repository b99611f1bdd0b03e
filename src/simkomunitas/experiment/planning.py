"""What an experiment would cost and could show, before it is run: from a few runs that are timed."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.experiment.batch import Batch, Done, Task
from simkomunitas.experiment.contrasts import Prospect, deviations_of, prospects
from simkomunitas.experiment.crew import Desk
from simkomunitas.experiment.design import Contrast, Experiment, Points
from simkomunitas.experiment.folder import default_folder, design_at, order_of, settle
from simkomunitas.experiment.limits import Amount, refuse_too_much
from simkomunitas.experiment.purposes import measures
from simkomunitas.experiment.results import load_results
from simkomunitas.experiment.running import LIMIT
from simkomunitas.experiment.sweep import Stage, silent
from simkomunitas.experiment.version import Version, model_version
from simkomunitas.study.reading import PATH

TIMED = 5  # runs
PILOT = 10  # seeds
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
        for _ in points:
            advance(1)
    earlier = _earlier(folder, experiment)
    tasks = _timed(points, experiment) + (_pilots(points, experiment, pilot) if earlier is None else [])
    with stage("Trying", len(tasks)) as advance:
        done = _tried(points, list(dict.fromkeys(tasks)), model)
        advance(len(tasks))
    good = [one for one in done if one.failure is None]
    known = _deviations(experiment, points, good, earlier)
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


def _pilots(points: Points, experiment: Experiment, seeds: int) -> list[Task]:
    """For every contrast, the first pair of points that differ in nothing else, under a few seeds."""
    if not experiment.outcomes or all(_stated(experiment, name) for name in experiment.outcomes):
        return []
    chosen = {place for contrast in experiment.contrasts for place in _pair(points, experiment, contrast)}
    numbers = range(experiment.first_seed, experiment.first_seed + seeds)
    return [Task(place, seed) for seed, place in itertools.product(numbers, sorted(chosen))]


def _pair(points: Points, experiment: Experiment, contrast: Contrast) -> tuple[int, ...]:
    """The first two points that differ in a contrast and in nothing else; none if there are no such points."""
    column = experiment.columns.index(contrast.factor)
    firsts: dict[tuple[Any, ...], dict[Any, int]] = {}
    for number in range(len(points)):
        levels = points.levels(number)
        others = (*levels[:column], *levels[column + 1 :])
        found = firsts.setdefault(others, {})
        found.setdefault(levels[column], number)
        if contrast.level in found and contrast.against in found:
            return found[contrast.level], found[contrast.against]
    return ()


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


def _deviations(experiment: Experiment, points: Points, done: Sequence[Done],
                earlier: pd.DataFrame | None) -> dict[tuple[Contrast, str], tuple[float, str]]:  # fmt: skip
    """The spread of paired differences: as stated, or from the results, or from the pilot."""
    columns, contrasts, outcomes = experiment.columns, experiment.contrasts, experiment.outcomes
    runs = earlier if earlier is not None else _as_runs(points, done)
    known = deviations_of(runs, columns, contrasts, outcomes, "results" if earlier is not None else "pilot")
    stated = {(contrast, name): (value, "stated") for contrast in contrasts for name, value in experiment.spread}
    return known | stated


def _as_runs(points: Points, done: Sequence[Done]) -> pd.DataFrame:
    """A few runs as a table like that of a sweep."""
    rows = [(*points.levels(one.task.case), one.task.seed, *one.values) for one in done]
    return pd.DataFrame(rows, columns=[*points.experiment.columns, "seed", *measures()])

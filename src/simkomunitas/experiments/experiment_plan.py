"""What an experiment would cost and could show, before it is run: from a few runs that are timed."""

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.config.config_reader import PathLike
from simkomunitas.experiments.batch_dispatcher import LIMIT
from simkomunitas.experiments.experiment_design import DesignPoints, Experiment, PlannedContrast
from simkomunitas.experiments.experiment_sweep import StageReporter, build_all_scenarios, ignore_progress
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.experiments.planned_contrasts import (
    ContrastPower,
    estimate_contrast_deviations,
    estimate_contrast_powers,
)
from simkomunitas.experiments.size_limits import ExperimentSize, check_experiment_size
from simkomunitas.experiments.sweep_folder import (
    build_sweep_request,
    default_sweep_folder,
    read_design_file,
    resolve_sweep_folder,
)
from simkomunitas.experiments.sweep_results import load_runs
from simkomunitas.simulation.model_version_id import ModelVersionId, model_version
from simkomunitas.workers.run_batch import RunBatch, RunResult, RunTask
from simkomunitas.workers.worker_pool import WorkerPool

TIMED_RUNS = 5  # runs
PILOT_SEEDS = 10  # seeds
MOST_PILOTS, FEWEST_PAIRS = 600, 2  # runs of a pilot, if every contrast has so many pairs all the same
MIN_EARLIER_RUNS = 10  # seeds of earlier results that are taken instead of a pilot


class ExperimentPlan(NamedTuple):
    """What an experiment is, costs and can show."""

    folder: Path
    experiment_size: ExperimentSize
    points: DesignPoints
    seconds_per_run: float  # of one run, on the average of a few
    contrast_power: tuple[ContrastPower, ...]  # of each contrast and outcome
    failed_runs: tuple[RunResult, ...]  # of the few runs that were made
    finished_rows: int  # rows that are in the folder already

    def estimate_duration(self, workers: int) -> float:
        """Seconds that all runs take on so many processes, the finished ones left out."""
        return (self.experiment_size.run_count - self.finished_rows) * self.seconds_per_run / workers


def build_experiment_plan(experiment: Experiment, out: PathLike | None = None, *, pilot_seeds: int = PILOT_SEEDS,
    skip_confirmation: bool = False,
         use_new_folder: bool = False, report_stage: StageReporter = ignore_progress) -> ExperimentPlan:  # fmt: skip
    """Check every point, time a few runs, and estimate the power of the planned contrasts; nothing is written.

    pilot_seeds: seeds of the runs from which the spread of paired differences is estimated, where it is neither stated
    nor known from results; 0 for none.  Whatever is wrong raises InputError.
    """
    model = model_version()
    order = build_sweep_request(experiment, model)
    folder = resolve_sweep_folder(
        Path(out) if out is not None else default_sweep_folder(experiment), order, use_new_folder=use_new_folder
    )
    amount = check_experiment_size(experiment, folder, skip_confirmation=skip_confirmation)
    points = DesignPoints(experiment)
    with report_stage("Checking points", len(points)) as advance:
        scenarios = build_all_scenarios(points, advance)
    earlier = _load_earlier_runs(folder, experiment)
    trial = _build_pilot_study(points, scenarios, pilot_seeds if earlier is None else 0)
    tasks = _time_sample_runs(points, experiment) + _pilot_tasks(trial, scenarios)
    with report_stage("Trying", len(tasks)) as advance:
        done = _run_tasks(points, list(dict.fromkeys(tasks)), model)
        advance(len(tasks))
    good = [one for one in done if one.failure is None]
    by_scenario = {(scenarios[one.task.scenario_index], one.task.seed): one for one in good}
    known = _estimate_pilot_deviations(points, trial, by_scenario, scenarios, earlier)
    judged = (experiment.contrasts, experiment.outcomes, amount.replicates, dict(experiment.smallest_effect))
    seconds = float(np.mean([one.duration for one in good])) if good else float("nan")
    bad = tuple(one for one in done if one.failure is not None)
    return ExperimentPlan(
        folder,
        amount,
        points,
        seconds,
        tuple(estimate_contrast_powers(*judged, known)),
        bad,
        0 if earlier is None else len(earlier),
    )


def _load_earlier_runs(folder: Path, experiment: Experiment) -> pd.DataFrame | None:
    """The runs that are in the folder, if they are enough to learn from."""
    if read_design_file(folder) is None:
        return None
    runs = load_runs(folder, experiment.outcomes, allow_unfinished=True)
    return runs if len(runs) and runs.groupby("point").size().min() >= MIN_EARLIER_RUNS else None


def _time_sample_runs(points: DesignPoints, experiment: Experiment) -> list[RunTask]:
    """A few runs spread over all points."""
    places = np.unique(np.linspace(0, len(points) - 1, TIMED_RUNS).astype(int))
    return [RunTask(int(place), experiment.first_seed) for place in places]


class _PilotStudy(NamedTuple):
    """The pairs of points that are tried for every contrast."""

    point_pairs: dict[PlannedContrast, list[tuple[int, int]]]  # level, against
    cell_counts: dict[PlannedContrast, int]  # how many there are in the experiment
    seeds: range

    def list_points(self) -> list[int]:
        """Every point that is in a pair."""
        return sorted({point for pairs in self.point_pairs.values() for pair in pairs for point in pair})


def _build_pilot_study(points: DesignPoints, scenarios: Sequence[str], seeds: int) -> _PilotStudy:
    """For every contrast, pairs of points that differ in nothing else, spread over all that there are."""
    experiment = points.experiment
    numbers = range(experiment.first_seed, experiment.first_seed + seeds)
    if not seeds or all(_has_stated_deviation(experiment, name) for name in experiment.outcomes):
        return _PilotStudy({}, {}, numbers)
    pairs = {contrast: _contrast_pairs(points, scenarios, contrast) for contrast in experiment.contrasts}
    most = max(FEWEST_PAIRS, MOST_PILOTS // (2 * seeds * max(1, len(pairs))))
    return _PilotStudy(
        {contrast: _spread_selection(found, most) for contrast, found in pairs.items()},
        {contrast: len(found) for contrast, found in pairs.items()},
        numbers,
    )


def _spread_selection(pairs: list[tuple[int, int]], maximum: int) -> list[tuple[int, int]]:
    """At most so many of some pairs, from the first to the last."""
    places = np.unique(np.linspace(0, len(pairs) - 1, min(maximum, len(pairs))).astype(int))
    return [pairs[place] for place in places]


def _contrast_pairs(points: DesignPoints, scenarios: Sequence[str], contrast: PlannedContrast) -> list[tuple[int, int]]:
    """The points that differ in a contrast and in nothing else, those of the same scenario left out."""
    columns = points.experiment.identifying_columns
    column = columns.index(contrast.factor)
    fixed = [(columns.index(name), value) for name, value in contrast.at]
    found: dict[tuple[Any, ...], dict[Any, int]] = {}
    for number in range(len(points)):
        levels = points.point_levels(number)
        if all(levels[place] == value for place, value in fixed):
            others = (*levels[:column], *levels[column + 1 :])
            found.setdefault(others, {}).setdefault(levels[column], number)
    sides = [(cell.get(contrast.level), cell.get(contrast.against)) for cell in found.values()]
    return [
        (one, two) for one, two in sides if one is not None and two is not None and scenarios[one] != scenarios[two]
    ]


def _pilot_tasks(pilot: _PilotStudy, scenarios: Sequence[str]) -> list[RunTask]:
    """The runs of a pilot, seed by seed; points of the same scenario are tried once."""
    first: dict[str, int] = {}
    for point in pilot.list_points():
        first.setdefault(scenarios[point], point)
    return [RunTask(place, seed) for seed, place in itertools.product(pilot.seeds, first.values())]


def _has_stated_deviation(experiment: Experiment, outcome: str) -> bool:
    return outcome in dict(experiment.difference_deviations)


def _run_tasks(points: DesignPoints, tasks: Sequence[RunTask], model: ModelVersionId) -> list[RunResult]:
    """What became of a few runs; here the number of a case is that of its point."""
    scenarios = {task.scenario_index: points[task.scenario_index].scenario for task in tasks}
    with WorkerPool(1) as pool:
        return pool.submit_batch(RunBatch(tuple(tasks), scenarios, False, LIMIT, model.id, model.plugins)).result()


def _estimate_pilot_deviations(points: DesignPoints, pilot: _PilotStudy, done: Mapping[tuple[str, int], RunResult],
    scenarios: Sequence[str],
                earlier_runs: pd.DataFrame | None) -> dict[tuple[PlannedContrast, str], tuple[float, str]]:  # fmt: skip
    """The spread of paired differences: as stated, or from the results, or from the pilot."""
    experiment = points.experiment
    columns, contrasts, outcomes = experiment.identifying_columns, experiment.contrasts, experiment.outcomes
    known: dict[tuple[PlannedContrast, str], tuple[float, str]] = {}
    if earlier_runs is not None:
        known = estimate_contrast_deviations(earlier_runs, columns, contrasts, outcomes, "results")
    elif pilot.point_pairs:
        runs = _results_to_run_table(points, pilot, done, scenarios)
        for (
            contrast,
            pairs,
        ) in pilot.point_pairs.items():  # each by its own pairs, of which its number of cells is known
            mine = runs[runs["point"].isin([point for pair in pairs for point in pair])]
            known |= estimate_contrast_deviations(mine, columns, [contrast], outcomes, "pilot", pilot.cell_counts)
    stated = {
        (contrast, name): (value, "stated")
        for contrast in contrasts
        for name, value in experiment.difference_deviations
    }
    return known | stated


def _results_to_run_table(points: DesignPoints, pilot: _PilotStudy, done: Mapping[tuple[str, int], RunResult],
             scenarios: Sequence[str]) -> pd.DataFrame:  # fmt: skip
    """The runs of a pilot as a table like that of a sweep, a row for each point and seed."""
    rows = [
        (f"{scenarios[point]} {seed}", point, seed, *points.point_levels(point), *done[scenarios[point], seed].values)
        for point in pilot.list_points()
        for seed in pilot.seeds
        if (scenarios[point], seed) in done
    ]
    return pd.DataFrame(
        rows, columns=["run_id", "point", "seed", *points.experiment.identifying_columns, *list_outcome_measures()]
    )

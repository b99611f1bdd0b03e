"""One run again, alone: to see why it failed, or that it gives what it gave."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.batch_dispatcher import LIMIT
from simkomunitas.experiments.experiment_design import DesignPoints, Experiment
from simkomunitas.experiments.experiment_factors import LevelLabel
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import open_result_store
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.experiments.sweep_folder import (
    DESIGN,
    build_sweep_request,
    read_design_file,
    read_points_file,
    write_sweep_manifest,
)
from simkomunitas.experiments.sweep_results import read_sweep_manifest
from simkomunitas.model.scenario_definition import scenario_id
from simkomunitas.results.folder_lock import hold_folder_lock
from simkomunitas.results.parquet_parts import PART_FOLDERS, list_parts, read_part
from simkomunitas.simulation.model_version_id import ModelVersionId, model_version
from simkomunitas.workers.run_batch import RunBatch, RunResult, RunTask
from simkomunitas.workers.worker_pool import WorkerPool

RUNS, _, FAILURES = PART_FOLDERS


class StoredRun(NamedTuple):
    """A run that is in a folder of results."""

    folder: Path
    point: int
    seed: int
    values: np.ndarray | None  # its outcomes; None for one that failed


class RepeatResult(NamedTuple):
    """A run that was made again."""

    stored_run: StoredRun
    levels: dict[str, LevelLabel]  # what varied
    run_result: RunResult
    is_same_model: bool  # whether the model is the one that made it at first
    was_stored: bool  # whether it had failed, and now stands among the results

    @property
    def is_identical(self) -> bool:
        """Whether it has given exactly what it gave before."""
        before = self.stored_run.values
        return before is not None and np.array_equal(before, self.run_result.values, equal_nan=True)


def repeat_run(run_name: str, search_folders: Sequence[Path], time_limit: float = LIMIT) -> RepeatResult:
    """Make the run with this name again; a run that had failed and now does not is kept.

    search_folders: folders of results, or folders in which they lie.  InputError if no run of this name is there.
    """
    found = _find_stored_run(run_name, search_folders)
    experiment = read_experiment(found.folder / "experiment.yaml")
    points, model = DesignPoints(experiment), model_version()
    about = read_design_file(found.folder) or {}
    scenario = points[found.point].scenario
    if scenario_id(scenario) != read_points_file(found.folder, about)["scenario"][found.point]:
        raise InputError(
            [ErrorDetail(str(found.folder), "experiment.yaml", "other data", "the data files of the sweep")]
        )
    batch = RunBatch(
        (RunTask(0, found.seed),), {0: scenario}, experiment.keep_weekly, time_limit, model.id, model.plugins
    )
    done = _execute_batch(batch)
    same_model = about.get("model") == model.id
    good = found.values is None and done.failure is None and same_model
    kept = good and _store_repeated_result(found, done, experiment, points, model)
    levels = dict(zip(experiment.identifying_columns, points.point_levels(found.point), strict=True))
    return RepeatResult(found, levels, done, same_model, kept)


def _execute_batch(batch: RunBatch) -> RunResult:
    """What became of the run."""
    with WorkerPool(1) as pool:
        return pool.submit_batch(batch).result()[0]


def _store_repeated_result(
    stored_run: StoredRun, result: RunResult, experiment: Experiment, points: DesignPoints, model: ModelVersionId
) -> bool:
    """Put the result where its failure stood."""
    order = build_sweep_request(experiment, model)
    if order.id != (read_design_file(stored_run.folder) or {}).get("id"):
        return False
    with hold_folder_lock(stored_run.folder):
        store = open_result_store(stored_run.folder, order, points)
        rows = store.add_results(
            [result._replace(task=RunTask(int(store.run_index.case[stored_run.point]), stored_run.seed))]
        )
        store.write_pending()
        if about := read_sweep_manifest(stored_run.folder):
            counts = {"rows": about["rows"] + rows, "failures": about["failures"] - rows}
            write_sweep_manifest(stored_run.folder, about | counts)
    return True


def _find_stored_run(name: str, search_folders: Sequence[Path]) -> StoredRun:
    """The run of this name, in one of these places."""
    folders = dict.fromkeys(
        path.parent for place in search_folders for path in (*place.glob(DESIGN), *place.glob(f"*/{DESIGN}"))
    )
    for folder in folders:
        for kind in (RUNS, FAILURES):
            for part in list_parts(folder / kind):
                heads = read_part(part, ("run_id", "point", "seed"))
                row = pc.index(heads["run_id"], pa.scalar(name)).as_py()
                if row >= 0:
                    values = _row_outcomes(read_part(part, list_outcome_measures()), row) if kind == RUNS else None
                    return StoredRun(folder, heads["point"][row].as_py(), heads["seed"][row].as_py(), values)
    hint = f"looked in {', '.join(map(str, folders)) or 'no folder of results'}; name one with --in"
    raise InputError([ErrorDetail("ID", name, "no such run", "the run_id of a run in the results", hint)])


def _row_outcomes(table: pa.Table, row: int) -> np.ndarray:
    """The outcomes of one row."""
    return np.array([np.nan if (value := column[row].as_py()) is None else value for column in table.columns])

"""One run again, alone: to see why it failed, or that it gives what it gave."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.design import Experiment, Points
from simkomunitas.experiments.factors import Label
from simkomunitas.experiments.folder import DESIGN, design_at, order_of, read_points, write_manifest
from simkomunitas.experiments.purposes import measures
from simkomunitas.experiments.reading import read_experiment
from simkomunitas.experiments.results import manifest_at
from simkomunitas.experiments.running import LIMIT
from simkomunitas.experiments.sweep import opened
from simkomunitas.model.scenario import scenario_id
from simkomunitas.results.lock import locked
from simkomunitas.results.parts import FOLDERS, parts_in, read_part
from simkomunitas.simulation.version import Version, model_version
from simkomunitas.workers.batch import Batch, Done, Task
from simkomunitas.workers.crew import Desk

RUNS, _, FAILURES = FOLDERS


class Found(NamedTuple):
    """A run that is in a folder of results."""

    folder: Path
    point: int
    seed: int
    values: np.ndarray | None  # its outcomes; None for one that failed


class Rerun(NamedTuple):
    """A run that was made again."""

    found: Found
    levels: dict[str, Label]  # what varied
    done: Done
    same_model: bool  # whether the model is the one that made it at first
    kept: bool  # whether it had failed, and now stands among the results

    @property
    def same(self) -> bool:
        """Whether it has given exactly what it gave before."""
        before = self.found.values
        return before is not None and np.array_equal(before, self.done.values, equal_nan=True)


def rerun(name: str, places: Sequence[Path], limit: float = LIMIT) -> Rerun:
    """Make the run with this name again; a run that had failed and now does not is kept.

    places: folders of results, or folders in which they lie.  InputError if no run of this name is there.
    """
    found = _found(name, places)
    experiment = read_experiment(found.folder / "experiment.yaml")
    points, model = Points(experiment), model_version()
    about = design_at(found.folder) or {}
    scenario = points[found.point].scenario
    if scenario_id(scenario) != read_points(found.folder, about)["scenario"][found.point]:
        raise InputError(
            [ErrorDetail(str(found.folder), "experiment.yaml", "other data", "the data files of the sweep")]
        )
    batch = Batch((Task(0, found.seed),), {0: scenario}, experiment.weekly, limit, model.id, model.plugins)
    done = _made(batch)
    same_model = about.get("model") == model.id
    good = found.values is None and done.failure is None and same_model
    kept = good and _kept(found, done, experiment, points, model)
    levels = dict(zip(experiment.columns, points.levels(found.point), strict=True))
    return Rerun(found, levels, done, same_model, kept)


def _made(batch: Batch) -> Done:
    """What became of the run."""
    desk = Desk(lambda: False)
    try:
        return desk.work(batch)[0]
    finally:
        desk.close()


def _kept(found: Found, done: Done, experiment: Experiment, points: Points, model: Version) -> bool:
    """Put the result where its failure stood."""
    order = order_of(experiment, model)
    if order.id != (design_at(found.folder) or {}).get("id"):
        return False
    with locked(found.folder):
        store = opened(found.folder, order, points)
        rows = store.add([done._replace(task=Task(int(store.ledger.case[found.point]), found.seed))])
        store.write()
        if about := manifest_at(found.folder):
            counts = {"rows": about["rows"] + rows, "failures": about["failures"] - rows}
            write_manifest(found.folder, about | counts)
    return True


def _found(name: str, places: Sequence[Path]) -> Found:
    """The run of this name, in one of these places."""
    folders = dict.fromkeys(
        path.parent for place in places for path in (*place.glob(DESIGN), *place.glob(f"*/{DESIGN}"))
    )
    for folder in folders:
        for kind in (RUNS, FAILURES):
            for part in parts_in(folder / kind):
                heads = read_part(part, ("run_id", "point", "seed"))
                row = pc.index(heads["run_id"], pa.scalar(name)).as_py()
                if row >= 0:
                    values = _values(read_part(part, measures()), row) if kind == RUNS else None
                    return Found(folder, heads["point"][row].as_py(), heads["seed"][row].as_py(), values)
    hint = f"looked in {', '.join(map(str, folders)) or 'no folder of results'}; name one with --in"
    raise InputError([ErrorDetail("ID", name, "no such run", "the run_id of a run in the results", hint)])


def _values(table: pa.Table, row: int) -> np.ndarray:
    """The outcomes of one row."""
    return np.array([np.nan if (value := column[row].as_py()) is None else value for column in table.columns])

"""The store of a sweep: rows come in, checksummed parts go out, and nothing that is there is ever touched again."""

import itertools
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.duplicate_rows import RUN_KEYS, find_duplicates
from simkomunitas.experiments.experiment_design import DesignPoints
from simkomunitas.experiments.result_tables import RunRow, build_failure_table, build_run_table, build_weekly_table
from simkomunitas.experiments.run_index import RunIndex
from simkomunitas.results.atomic_files import remove_unfinished_files
from simkomunitas.results.parquet_parts import (
    PART_FOLDERS,
    ParquetPart,
    file_damage_error,
    list_replaced_parts,
    list_verified_parts,
    read_part,
    read_part_metadata,
    write_part,
)
from simkomunitas.simulation.model_version_id import compute_run_id
from simkomunitas.workers.run_batch import RunResult

RUNS, WEEKLY, FAILURES = PART_FOLDERS
WRITE_INTERVAL = 2.0  # of results that may be lost when everything is killed at once
MAX_BUFFERED_ROWS = 5_000  # rows that are kept in memory at most
MAX_SMALL_PARTS = 64  # small parts that are put together into one
LARGE_PART_ROWS = 20_000  # rows from which a part is left alone


class PartOrigin(NamedTuple):
    """Where a part belongs; it stands in the part itself."""

    experiment: str  # id of the experiment
    version: str  # of the model


class ResultStore:
    """The parts of a folder of results, and what is not yet written."""

    def __init__(self, folder: Path, points: DesignPoints, run_index: RunIndex, origin: PartOrigin) -> None:
        self.folder, self.points, self.run_index, self.mark = folder, points, run_index, origin
        self.parts: dict[str, list[ParquetPart]] = {}
        self._rows: list[RunRow] = []
        self._weekly: list[str] = []
        self._last = time.monotonic()

    def load_parts(self) -> None:
        """Take in what is there: every part is compared with its checksum; a damaged or foreign one is refused."""
        remove_unfinished_files(self.folder)
        for name in PART_FOLDERS:
            self.parts[name] = list(list_verified_parts(self.folder / name))
            self._remove_replaced_parts(name)
        for name, failed in ((FAILURES, True), (RUNS, False)):
            for part in self.parts[name]:
                self._check_part_origin(part)
                heads = read_part(part, ("point", "seed"))
                self.run_index.mark_runs(heads["point"].to_numpy(), heads["seed"].to_numpy(), failed=failed)
        self._check_no_duplicates()
        self._remove_orphan_weekly()

    def add_results(self, results: Sequence[RunResult]) -> int:
        """Take in what became of runs; how many rows that gives.  They are written soon, see ``write_if_due``."""
        before = len(self._rows)
        for done in results:
            for row in self._rows_of_result(done):
                self._rows.append(row)
                self.run_index.mark_runs(row.point, done.task.seed, failed=done.failure is not None)
        return len(self._rows) - before

    def write_if_due(self) -> None:
        """Write what has come in, if some seconds have passed or there is much of it."""
        if len(self._rows) >= MAX_BUFFERED_ROWS or time.monotonic() - self._last >= WRITE_INTERVAL:
            self.write_pending()

    def write_pending(self) -> None:
        """Write what has come in, so that it lasts; StorageError if the disk will not."""
        rows, self._rows = self._rows, []
        self._last = time.monotonic()
        good, bad = [row for row in rows if not row.run_result.failure], [row for row in rows if row.run_result.failure]
        if good:
            weekly = (
                [self._write_part(WEEKLY, build_weekly_table(good, self.points)).path.name]
                if good[0].run_result.weekly.size
                else []
            )
            seconds = sum(row.run_result.duration for row in good)
            self._write_part(RUNS, build_run_table(good, self.points), weekly=weekly, seconds=round(seconds, 3))
        if bad:
            self._write_part(FAILURES, build_failure_table(bad, self.points))
        self._merge_small_parts()

    def copy_rows(self, runs: pa.Table, weekly: pa.Table | None) -> None:
        """Take over finished rows from another folder."""
        names = [self._write_part(WEEKLY, weekly).path.name] if weekly is not None else []
        self._write_part(RUNS, runs, weekly=names, seconds=0.0)
        self.run_index.mark_runs(runs["point"].to_numpy(), runs["seed"].to_numpy())

    def _rows_of_result(self, done: RunResult) -> list[RunRow]:
        """A run as rows of all points that have its scenario."""
        task = done.task
        name = compute_run_id(self.run_index.scenarios[task.scenario_index], task.seed, self.mark.version)
        points = (int(point) for point in self.run_index.points_of_scenario(task.scenario_index))
        return [RunRow(point, name, done) for point in points if self.run_index.is_missing(point, task.seed)]

    def _write_part(self, name: str, table: pa.Table, **more: Any) -> ParquetPart:  # noqa: ANN401 - any JSON value
        """Write one part."""
        number = max((part.part_number for part in self.parts[name]), default=0) + 1
        part = write_part(self.folder / name, number, table, self.mark._asdict() | more)
        self.parts[name].append(part)
        return part

    def _merge_small_parts(self) -> None:
        """Make one part of many small ones, so that reading stays quick."""
        small = [part for part in self.parts[RUNS] if part.row_count < LARGE_PART_ROWS]
        if len(small) < MAX_SMALL_PARTS:
            return
        before = itertools.accumulate((part.row_count for part in small), initial=0)
        small = [part for part, rows in zip(small, before, strict=False) if rows < LARGE_PART_ROWS]  # no more at a time
        about = [read_part_metadata(part) or {} for part in small]
        table = pa.concat_tables([read_part(part) for part in small])
        weekly = [name for one in about for name in one.get("weekly", [])]
        seconds = sum(one.get("seconds", 0.0) for one in about)
        names = [part.path.name for part in small]
        self._write_part(RUNS, table, weekly=weekly, seconds=round(seconds, 3), replaces=names)
        self.parts[RUNS] = [part for part in self.parts[RUNS] if part not in small]
        for part in small:
            part.path.unlink(missing_ok=True)

    def _remove_replaced_parts(self, name: str) -> None:
        """Remove parts whose rows stand in a larger one, where nobody came to do so."""
        for part in self.parts[name]:
            for old in list_replaced_parts(part):
                (self.folder / name / old).unlink(missing_ok=True)

    def _remove_orphan_weekly(self) -> None:
        """Remove weekly series whose runs were not written any more; the runs will be made again."""
        known = {name for part in self.parts[RUNS] for name in (read_part_metadata(part) or {}).get("weekly", [])}
        found = {part.path.name: part for part in self.parts[WEEKLY]}
        if lost := sorted(known - found.keys()):
            raise InputError([file_damage_error(self.folder / WEEKLY / lost[0])])
        for name in found.keys() - known:
            found[name].path.unlink(missing_ok=True)
        self.parts[WEEKLY] = [part for name, part in found.items() if name in known]

    def _check_no_duplicates(self) -> None:
        """Raise InputError for runs that are stored more than once."""
        if sum(part.row_count for part in self.parts[RUNS]) > self.run_index.count_stored():
            path = next(one.part.path for one in find_duplicates(self.parts[RUNS], RUN_KEYS) if one.is_repeated.any())
            raise InputError(
                [file_damage_error(path)._replace(value="runs that are there twice", expected="every run once")]
            )

    def _check_part_origin(self, part: ParquetPart) -> None:
        """Raise InputError for a part of another experiment or another version of the model."""
        about = read_part_metadata(part) or {}
        if (about.get("experiment"), about.get("version")) != tuple(self.mark):
            found = "a part of another experiment or of another version of the model"
            raise InputError([ErrorDetail(str(part.path), "file", found, "parts of this experiment", "move it away")])

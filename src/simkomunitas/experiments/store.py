"""The store of a sweep: rows come in, checksummed parts go out, and nothing that is there is ever touched again."""

import itertools
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.design import Points
from simkomunitas.experiments.doubles import RUN, find_copies
from simkomunitas.experiments.ledger import Ledger
from simkomunitas.experiments.tables import Row, failure_table, run_table, weekly_table
from simkomunitas.results.disk import clear_unfinished
from simkomunitas.results.parts import (
    FOLDERS,
    Part,
    about_part,
    checked_parts,
    damaged,
    read_part,
    replaced_by,
    write_part,
)
from simkomunitas.simulation.version import run_id
from simkomunitas.workers.batch import Done

RUNS, WEEKLY, FAILURES = FOLDERS
SECONDS = 2.0  # of results that may be lost when everything is killed at once
ROWS = 5_000  # rows that are kept in memory at most
MANY_PARTS = 64  # small parts that are put together into one
LARGE_PART = 20_000  # rows from which a part is left alone


class Mark(NamedTuple):
    """Where a part belongs; it stands in the part itself."""

    experiment: str  # id of the experiment
    version: str  # of the model


class Store:
    """The parts of a folder of results, and what is not yet written."""

    def __init__(self, folder: Path, points: Points, ledger: Ledger, mark: Mark) -> None:
        self.folder, self.points, self.ledger, self.mark = folder, points, ledger, mark
        self.parts: dict[str, list[Part]] = {}
        self._rows: list[Row] = []
        self._weekly: list[str] = []
        self._last = time.monotonic()

    def open(self) -> None:
        """Take in what is there: every part is compared with its checksum; a damaged or foreign one is refused."""
        clear_unfinished(self.folder)
        for name in FOLDERS:
            self.parts[name] = list(checked_parts(self.folder / name))
            self._remove_replaced(name)
        for name, failed in ((FAILURES, True), (RUNS, False)):
            for part in self.parts[name]:
                self._refuse_foreign(part)
                heads = read_part(part, ("point", "seed"))
                self.ledger.tick(heads["point"].to_numpy(), heads["seed"].to_numpy(), failed=failed)
        self._refuse_doubles()
        self._remove_lost_weekly()

    def add(self, results: Sequence[Done]) -> int:
        """Take in what became of runs; how many rows that gives.  They are written soon, see ``write_if_due``."""
        before = len(self._rows)
        for done in results:
            for row in self._rows_of(done):
                self._rows.append(row)
                self.ledger.tick(row.point, done.task.seed, failed=done.failure is not None)
        return len(self._rows) - before

    def write_if_due(self) -> None:
        """Write what has come in, if some seconds have passed or there is much of it."""
        if len(self._rows) >= ROWS or time.monotonic() - self._last >= SECONDS:
            self.write()

    def write(self) -> None:
        """Write what has come in, so that it lasts; StorageError if the disk will not."""
        rows, self._rows = self._rows, []
        self._last = time.monotonic()
        good, bad = [row for row in rows if not row.done.failure], [row for row in rows if row.done.failure]
        if good:
            weekly = [self._keep(WEEKLY, weekly_table(good, self.points)).path.name] if good[0].done.weekly.size else []
            seconds = sum(row.done.seconds for row in good)
            self._keep(RUNS, run_table(good, self.points), weekly=weekly, seconds=round(seconds, 3))
        if bad:
            self._keep(FAILURES, failure_table(bad, self.points))
        self._put_together()

    def copy(self, runs: pa.Table, weekly: pa.Table | None) -> None:
        """Take over finished rows from another folder."""
        names = [self._keep(WEEKLY, weekly).path.name] if weekly is not None else []
        self._keep(RUNS, runs, weekly=names, seconds=0.0)
        self.ledger.tick(runs["point"].to_numpy(), runs["seed"].to_numpy())

    def _rows_of(self, done: Done) -> list[Row]:
        """A run as rows of all points that have its scenario."""
        task = done.task
        name = run_id(self.ledger.scenarios[task.case], task.seed, self.mark.version)
        points = (int(point) for point in self.ledger.points_of(task.case))
        return [Row(point, name, done) for point in points if self.ledger.lacks(point, task.seed)]

    def _keep(self, name: str, table: pa.Table, **more: Any) -> Part:  # noqa: ANN401 - any JSON value
        """Write one part."""
        number = max((part.number for part in self.parts[name]), default=0) + 1
        part = write_part(self.folder / name, number, table, self.mark._asdict() | more)
        self.parts[name].append(part)
        return part

    def _put_together(self) -> None:
        """Make one part of many small ones, so that reading stays quick."""
        small = [part for part in self.parts[RUNS] if part.rows < LARGE_PART]
        if len(small) < MANY_PARTS:
            return
        before = itertools.accumulate((part.rows for part in small), initial=0)
        small = [part for part, rows in zip(small, before, strict=False) if rows < LARGE_PART]  # no more at a time
        about = [about_part(part) or {} for part in small]
        table = pa.concat_tables([read_part(part) for part in small])
        weekly = [name for one in about for name in one.get("weekly", [])]
        seconds = sum(one.get("seconds", 0.0) for one in about)
        names = [part.path.name for part in small]
        self._keep(RUNS, table, weekly=weekly, seconds=round(seconds, 3), replaces=names)
        self.parts[RUNS] = [part for part in self.parts[RUNS] if part not in small]
        for part in small:
            part.path.unlink(missing_ok=True)

    def _remove_replaced(self, name: str) -> None:
        """Remove parts whose rows stand in a larger one, where nobody came to do so."""
        for part in self.parts[name]:
            for old in replaced_by(part):
                (self.folder / name / old).unlink(missing_ok=True)

    def _remove_lost_weekly(self) -> None:
        """Remove weekly series whose runs were not written any more; the runs will be made again."""
        known = {name for part in self.parts[RUNS] for name in (about_part(part) or {}).get("weekly", [])}
        found = {part.path.name: part for part in self.parts[WEEKLY]}
        if lost := sorted(known - found.keys()):
            raise InputError([damaged(self.folder / WEEKLY / lost[0])])
        for name in found.keys() - known:
            found[name].path.unlink(missing_ok=True)
        self.parts[WEEKLY] = [part for name, part in found.items() if name in known]

    def _refuse_doubles(self) -> None:
        """Raise InputError for runs that are stored more than once."""
        if sum(part.rows for part in self.parts[RUNS]) > self.ledger.stored():
            path = next(one.part.path for one in find_copies(self.parts[RUNS], RUN) if one.repeated.any())
            raise InputError([damaged(path)._replace(value="runs that are there twice", expected="every run once")])

    def _refuse_foreign(self, part: Part) -> None:
        """Raise InputError for a part of another experiment or another version of the model."""
        about = about_part(part) or {}
        if (about.get("experiment"), about.get("version")) != tuple(self.mark):
            found = "a part of another experiment or of another version of the model"
            raise InputError([ErrorDetail(str(part.path), "file", found, "parts of this experiment", "move it away")])

"""Runs that other experiments have made already: found in the folders beside, checked, and taken over.

The results of every sweep are thus a store for all others: those in the same folder are looked through,
and those in any folder named with ``--reuse``.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.config_reader import PathLike
from simkomunitas.experiments.duplicate_rows import ROW_KEYS, find_duplicates
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.experiments.result_store import RUNS, WEEKLY, ResultStore
from simkomunitas.experiments.result_tables import run_columns_schema
from simkomunitas.experiments.run_index import RunIndex
from simkomunitas.experiments.sweep_folder import DESIGN, read_design_file, read_points_file
from simkomunitas.model.community.community_data import Whole
from simkomunitas.results.parquet_parts import ParquetPart, is_part_intact, list_parts, read_part, read_part_metadata
from simkomunitas.simulation.model_version_id import compute_run_id
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES


def check_reuse_folders(caches: Sequence[PathLike]) -> None:
    """Raise InputError for caches that are no folders."""
    missing = [str(place) for place in caches if not Path(place).is_dir()]
    expected = "a folder of results, or a folder in which they lie"
    if missing:
        raise InputError([ErrorDetail("--reuse", place, "no such folder", expected) for place in missing])


def reuse_finished_runs(store: ResultStore, caches: Sequence[Path]) -> int:
    """Copy finished runs of the same scenarios, seeds and model from other folders; how many rows that gives."""
    return sum(_copy_from_folder(folder, store) for folder in _find_sweep_folders(store.folder, caches))


def _find_sweep_folders(ours: Path, caches: Sequence[Path]) -> Iterator[Path]:
    """Folders of other sweeps: beside ours and in the caches, or caches that are such folders themselves."""
    seen = {ours.resolve()}
    for place in (ours.parent, *caches):
        for path in sorted(place.glob(f"*/{DESIGN}")) + sorted(place.glob(DESIGN)):
            folder = path.parent.resolve()
            if folder not in seen:
                seen.add(folder)
                yield folder


def _copy_from_folder(folder: Path, store: ResultStore) -> int:
    """Copy what one folder has; a damaged one has nothing to give."""
    try:
        about = read_design_file(folder)
        usable = about is not None and about["model"] == store.mark.version
        if about is None or not usable or (store.points.experiment.keep_weekly and not about["weekly"]):
            return 0
        scenarios = read_points_file(folder, about)["scenario"].tolist()
    except (InputError, OSError):
        return 0
    cases = {name: case for case, name in enumerate(store.run_index.scenarios)}
    case_of = np.array([cases.get(name, -1) for name in scenarios], np.int64)
    if not (case_of >= 0).any() or _has_conflicting_rows(folder, store.points.experiment.keep_weekly):
        return 0
    return sum(_copy_part_rows(part, case_of, store) for part in _intact_parts(folder / RUNS))


def _intact_parts(folder: Path) -> list[ParquetPart]:
    """The parts in a folder that are not damaged."""
    return [part for part in list_parts(folder) if is_part_intact(part)]


def _has_conflicting_rows(folder: Path, weekly: bool) -> bool:
    """Whether a folder holds two results, or two series, of one run that differ."""
    kinds = (RUNS, WEEKLY) if weekly else (RUNS,)
    return any(
        copies.conflicting_runs
        for name in kinds
        for copies in find_duplicates(_intact_parts(folder / name), ROW_KEYS[name])
    )


def _copy_part_rows(part: ParquetPart, scenario_indices: Whole, store: ResultStore) -> int:
    """Copy the rows of one part that we lack."""
    heads = read_part(part, ("point", "seed"))
    cases, seeds = scenario_indices[heads["point"].to_numpy()], heads["seed"].to_numpy()
    wanted = _match_missing_points(cases, seeds, store.run_index)
    if not wanted:
        return 0
    weekly = None
    if store.points.experiment.keep_weekly:
        weekly = _load_weekly_rows(part, wanted, store)
        if weekly is None:
            return 0
    rows = read_part(part, list_outcome_measures()).take(pa.array([place for place, _ in wanted]))
    store.copy_rows(_relabel_rows(rows, wanted, seeds, store), weekly)
    return len(wanted)


def _match_missing_points(cases: Whole, seeds: Whole, run_index: RunIndex) -> list[tuple[int, int]]:
    """Rows of theirs and points of ours that lack them: each run once, though several of their points may have it."""
    first: dict[tuple[int, int], int] = {}
    for place in np.flatnonzero(cases >= 0).tolist():
        for point in run_index.points_of_scenario(cases[place]).tolist():
            if run_index.is_missing(point, int(seeds[place])):
                first.setdefault((point, int(seeds[place])), place)
    return [(place, point) for (point, _), place in first.items()]


def _relabel_rows(rows: pa.Table, wanted: list[tuple[int, int]], seeds: Whole, store: ResultStore) -> pa.Table:
    """Rows with the numbers and values of our points before them."""
    points = [point for _, point in wanted]
    chosen = [int(seeds[place]) for place, _ in wanted]
    ids = [
        compute_run_id(store.run_index.scenarios[store.run_index.case[point]], seed, store.mark.version)
        for point, seed in zip(points, chosen, strict=True)
    ]
    schema = run_columns_schema(store.points.experiment)
    levels = zip(*(store.points.point_levels(point) for point in points), strict=True)
    columns: list[Any] = [ids, points, chosen, *levels]
    head = {
        field.name: pa.array([str(one) for one in column] if pa.types.is_string(field.type) else column, field.type)
        for field, column in zip(schema, columns, strict=True)
    }
    return pa.table(head | {name: rows[name] for name in rows.column_names})


def _load_weekly_rows(part: ParquetPart, wanted: list[tuple[int, int]], store: ResultStore) -> pa.Table | None:
    """The weekly series of rows; None if any of them is missing or damaged."""
    names = set((read_part_metadata(part) or {}).get("weekly", []))
    parts = [one for one in list_parts(part.path.parents[1] / WEEKLY) if one.path.name in names]
    if len(parts) < len(names) or not all(is_part_intact(one) for one in parts):
        return None
    theirs = read_part(part, ("point", "seed"))
    series = pa.concat_tables([read_part(one, ("point", "seed", "week", *WEEKLY_SERIES)) for one in parts])
    tables = []
    for place, point in wanted:
        same = (theirs["point"][place], theirs["seed"][place])
        rows = series.filter(pc.and_(pc.equal(series["point"], same[0]), pc.equal(series["seed"], same[1])))
        if not rows.num_rows:
            return None
        rows = rows.take(pa.array(np.unique(rows["week"].to_numpy(), return_index=True)[1]))  # every week once
        repeated = [(0, point)] * rows.num_rows
        seeds = np.full(1, same[1].as_py(), np.int64)
        tables.append(_relabel_rows(rows.select(["week", *WEEKLY_SERIES]), repeated, seeds, store))
    return pa.concat_tables(tables)

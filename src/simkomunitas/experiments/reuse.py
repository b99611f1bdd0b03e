"""Runs that other experiments have made already: found in the folders beside, checked, and taken over.

The results of every sweep are thus a store for all others: those in the same folder are looked through,
and those in any folder named with ``--cache``.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.reading import PATH
from simkomunitas.experiments.doubles import KEYS, find_copies
from simkomunitas.experiments.folder import DESIGN, design_at, read_points
from simkomunitas.experiments.ledger import Ledger
from simkomunitas.experiments.purposes import measures
from simkomunitas.experiments.store import RUNS, WEEKLY, Store
from simkomunitas.experiments.tables import head_schema
from simkomunitas.model.community.community_data import Whole
from simkomunitas.results.parts import Part, about_part, is_whole, parts_in, read_part
from simkomunitas.simulation.version import run_id
from simkomunitas.simulation.weekly import WEEKLY as SERIES


def refuse_missing(caches: Sequence[PATH]) -> None:
    """Raise InputError for caches that are no folders."""
    missing = [str(place) for place in caches if not Path(place).is_dir()]
    expected = "a folder of results, or a folder in which they lie"
    if missing:
        raise InputError([ErrorDetail("--cache", place, "no such folder", expected) for place in missing])


def take_over(store: Store, caches: Sequence[Path]) -> int:
    """Copy finished runs of the same scenarios, seeds and model from other folders; how many rows that gives."""
    return sum(_taken_from(folder, store) for folder in _others(store.folder, caches))


def _others(ours: Path, caches: Sequence[Path]) -> Iterator[Path]:
    """Folders of other sweeps: beside ours and in the caches, or caches that are such folders themselves."""
    seen = {ours.resolve()}
    for place in (ours.parent, *caches):
        for path in sorted(place.glob(f"*/{DESIGN}")) + sorted(place.glob(DESIGN)):
            folder = path.parent.resolve()
            if folder not in seen:
                seen.add(folder)
                yield folder


def _taken_from(folder: Path, store: Store) -> int:
    """Copy what one folder has; a damaged one has nothing to give."""
    try:
        about = design_at(folder)
        usable = about is not None and about["model"] == store.mark.version
        if about is None or not usable or (store.points.experiment.weekly and not about["weekly"]):
            return 0
        scenarios = read_points(folder, about)["scenario"].tolist()
    except (InputError, OSError):
        return 0
    cases = {name: case for case, name in enumerate(store.ledger.scenarios)}
    case_of = np.array([cases.get(name, -1) for name in scenarios], np.int64)
    if not (case_of >= 0).any() or _contradicts_itself(folder, store.points.experiment.weekly):
        return 0
    return sum(_copied(part, case_of, store) for part in _whole_parts(folder / RUNS))


def _whole_parts(folder: Path) -> list[Part]:
    """The parts in a folder that are not damaged."""
    return [part for part in parts_in(folder) if is_whole(part)]


def _contradicts_itself(folder: Path, weekly: bool) -> bool:
    """Whether a folder holds two results, or two series, of one run that differ."""
    kinds = (RUNS, WEEKLY) if weekly else (RUNS,)
    return any(copies.disputed for name in kinds for copies in find_copies(_whole_parts(folder / name), KEYS[name]))


def _copied(part: Part, case_of: Whole, store: Store) -> int:
    """Copy the rows of one part that we lack."""
    heads = read_part(part, ("point", "seed"))
    cases, seeds = case_of[heads["point"].to_numpy()], heads["seed"].to_numpy()
    wanted = _wanted(cases, seeds, store.ledger)
    if not wanted:
        return 0
    weekly = None
    if store.points.experiment.weekly:
        weekly = _weekly_rows(part, wanted, store)
        if weekly is None:
            return 0
    rows = read_part(part, measures()).take(pa.array([place for place, _ in wanted]))
    store.copy(_under_our_points(rows, wanted, seeds, store), weekly)
    return len(wanted)


def _wanted(cases: Whole, seeds: Whole, ledger: Ledger) -> list[tuple[int, int]]:
    """Rows of theirs and points of ours that lack them: each run once, though several of their points may have it."""
    first: dict[tuple[int, int], int] = {}
    for place in np.flatnonzero(cases >= 0).tolist():
        for point in ledger.points_of(cases[place]).tolist():
            if ledger.lacks(point, int(seeds[place])):
                first.setdefault((point, int(seeds[place])), place)
    return [(place, point) for (point, _), place in first.items()]


def _under_our_points(rows: pa.Table, wanted: list[tuple[int, int]], seeds: Whole, store: Store) -> pa.Table:
    """Rows with the numbers and values of our points before them."""
    points = [point for _, point in wanted]
    chosen = [int(seeds[place]) for place, _ in wanted]
    ids = [
        run_id(store.ledger.scenarios[store.ledger.case[point]], seed, store.mark.version)
        for point, seed in zip(points, chosen, strict=True)
    ]
    schema = head_schema(store.points.experiment)
    levels = zip(*(store.points.levels(point) for point in points), strict=True)
    columns: list[Any] = [ids, points, chosen, *levels]
    head = {
        field.name: pa.array([str(one) for one in column] if pa.types.is_string(field.type) else column, field.type)
        for field, column in zip(schema, columns, strict=True)
    }
    return pa.table(head | {name: rows[name] for name in rows.column_names})


def _weekly_rows(part: Part, wanted: list[tuple[int, int]], store: Store) -> pa.Table | None:
    """The weekly series of rows; None if any of them is missing or damaged."""
    names = set((about_part(part) or {}).get("weekly", []))
    parts = [one for one in parts_in(part.path.parents[1] / WEEKLY) if one.path.name in names]
    if len(parts) < len(names) or not all(is_whole(one) for one in parts):
        return None
    theirs = read_part(part, ("point", "seed"))
    series = pa.concat_tables([read_part(one, ("point", "seed", "week", *SERIES)) for one in parts])
    tables = []
    for place, point in wanted:
        same = (theirs["point"][place], theirs["seed"][place])
        rows = series.filter(pc.and_(pc.equal(series["point"], same[0]), pc.equal(series["seed"], same[1])))
        if not rows.num_rows:
            return None
        rows = rows.take(pa.array(np.unique(rows["week"].to_numpy(), return_index=True)[1]))  # every week once
        repeated = [(0, point)] * rows.num_rows
        seeds = np.full(1, same[1].as_py(), np.int64)
        tables.append(_under_our_points(rows.select(["week", *SERIES]), repeated, seeds, store))
    return pa.concat_tables(tables)

"""Rows of results that are stored more than once: found, compared with each other, and left out but for one.

A point and a seed are stored once.  Equal copies cost nothing but their weight in a mean, so one of them stays; copies
that differ cannot both be right, so none of them stays and the run is made again.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from simkomunitas.model.community.community_data import Flags
from simkomunitas.results.parquet_parts import (
    PART_FOLDERS,
    ParquetPart,
    list_parts,
    read_part,
    read_part_metadata,
    write_part,
)

RUNS, WEEKLY, _ = PART_FOLDERS
RUN_KEYS = ["point", "seed"]  # what a run is stored under
ROW_KEYS = {RUNS: RUN_KEYS, WEEKLY: [*RUN_KEYS, "week"]}
RunKeys = set[tuple[int, int]]  # (point, seed)


class DuplicateRows(NamedTuple):
    """The rows of one part that stand more than once in all parts."""

    part: ParquetPart
    runs: pd.DataFrame  # point and seed of every row of the part
    is_repeated: Flags  # by row: whether the same row stands before it
    conflicting_runs: RunKeys  # runs of which two copies differ


def find_duplicates(parts: Sequence[ParquetPart], keys: Sequence[str]) -> list[DuplicateRows]:
    """The parts with rows that stand more than once, by ``keys``; whole rows are compared, gaps count as equal."""
    heads = {place: read_part(part, keys).to_pandas() for place, part in enumerate(parts)}
    if not heads:
        return []
    whole = pd.concat(heads)
    several = whole.duplicated(keep=False)
    repeated = whole.duplicated()
    places = [place for place in heads if several[place].any()]
    disputed = _find_conflicting_runs(
        {place: read_part(parts[place]).to_pandas()[several[place]] for place in places}, keys
    )
    return [
        DuplicateRows(parts[place], heads[place][RUN_KEYS], repeated[place].to_numpy(), disputed) for place in places
    ]


def find_conflicting_rows(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The rows that share their keys with another row and do not have the same values."""
    distinct = rows.drop_duplicates()
    return distinct[distinct.duplicated(keys, keep=False)]


def _find_conflicting_runs(rows: Mapping[int, pd.DataFrame], keys: Sequence[str]) -> RunKeys:
    """The runs whose copies differ in any row."""
    return _run_key_set(find_conflicting_rows(pd.concat(rows), keys)) if rows else set()


def _run_key_set(rows: pd.DataFrame) -> RunKeys:
    return set(zip(rows["point"].tolist(), rows["seed"].tolist(), strict=True))


def list_repeated_runs(duplicates: DuplicateRows) -> RunKeys:
    """The runs that a part holds although they stand before."""
    return _run_key_set(duplicates.runs[duplicates.is_repeated])


def remove_duplicates(folder: Path) -> tuple[list[Path], int]:
    """Write the parts of a folder anew with every run once; the parts that are replaced, and how many runs are lost.

    Runs whose copies differ are lost.  The old parts are left to the caller; from now on they count as replaced.
    """
    found = {name: find_duplicates(list_parts(folder / name), ROW_KEYS[name]) for name in (RUNS, WEEKLY)}
    disputed = {run for copies in found.values() for one in copies for run in one.conflicting_runs}
    kept = {
        name: {part.path: _rows_to_keep(part, found[name], disputed) for part in list_parts(folder / name)}
        for name in found
    }
    series = _rewrite_parts(folder / WEEKLY, kept[WEEKLY], {}, ())
    named = {path: [name for name in _weekly_part_names(path) if series.get(name, name)] for path in kept[RUNS]}
    still = {name for path, mask in kept[RUNS].items() if mask.any() for name in named[path]}
    orphans = [name for names in named.values() for name in names if name not in still]
    runs = _rewrite_parts(folder / RUNS, kept[RUNS], series, orphans)
    return [folder / WEEKLY / name for name in series] + [folder / RUNS / name for name in runs], len(disputed)


def _rows_to_keep(part: ParquetPart, duplicates: Sequence[DuplicateRows], conflicting: RunKeys) -> Flags:
    """By row of a part, whether it stays."""
    runs = read_part(part, RUN_KEYS).to_pandas()
    lost = pd.MultiIndex.from_frame(runs).isin(list(conflicting)) if conflicting else np.zeros(len(runs), bool)
    repeated = next((one.is_repeated for one in duplicates if one.part == part), np.zeros(len(runs), bool))
    return np.asarray(~(lost | repeated))


def _weekly_part_names(path: Path) -> list[str]:
    """The names of the parts with the weekly series of a part."""
    about = read_part_metadata(ParquetPart(path, 0, 0, "")) or {}
    return list(about.get("weekly", []))


def _rewrite_parts(
    folder: Path, kept: Mapping[Path, Flags], series: Mapping[str, str], orphans: Sequence[str]
) -> dict[str, str]:
    """Write the parts that lose rows or name other series than before; new names by old ones, "" for none.

    orphans: weekly series whose own part keeps no run; the first part that stays names them from now on.
    """
    renamed = {}
    for path, mask in kept.items():
        names = [*_weekly_part_names(path), *(orphans if mask.any() else ())]
        if mask.all() and not orphans and not series.keys() & names:
            continue
        renamed[path.name] = _write_filtered_part(
            folder, path, mask, [series.get(name, name) for name in dict.fromkeys(names)]
        )
        orphans = () if mask.any() else orphans
    return renamed


def _write_filtered_part(folder: Path, path: Path, mask: Flags, names: Sequence[str]) -> str:
    """Write the rows of a part that stay as a new part; its name, "" where no row stays."""
    if not mask.any():
        return ""
    old = ParquetPart(path, 0, 0, "")
    about = (read_part_metadata(old) or {}) | {"replaces": [path.name]}
    number = max((part.part_number for part in list_parts(folder)), default=0) + 1
    about |= {"weekly": [name for name in names if name]} if "weekly" in about else {}
    return write_part(folder, number, read_part(old).filter(pa.array(mask)), about).path.name


def describe_duplicates(duplicates: DuplicateRows) -> Iterator[str]:
    """What is wrong with a part that holds runs which stand elsewhere too."""
    if duplicates.is_repeated.any():
        yield f"{len(list_repeated_runs(duplicates))} runs that are there twice"
    disputed = duplicates.conflicting_runs & _run_key_set(duplicates.runs)
    if disputed:
        yield f"{len(disputed)} runs of which two copies differ"

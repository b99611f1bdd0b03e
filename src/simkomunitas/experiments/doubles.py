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
from simkomunitas.results.parts import FOLDERS, Part, about_part, parts_in, read_part, write_part

RUNS, WEEKLY, _ = FOLDERS
RUN = ["point", "seed"]  # what a run is stored under
KEYS = {RUNS: RUN, WEEKLY: [*RUN, "week"]}
RunKeys = set[tuple[int, int]]  # (point, seed)


class Copies(NamedTuple):
    """The rows of one part that stand more than once in all parts."""

    part: Part
    runs: pd.DataFrame  # point and seed of every row of the part
    repeated: Flags  # by row: whether the same row stands before it
    disputed: RunKeys  # runs of which two copies differ


def find_copies(parts: Sequence[Part], keys: Sequence[str]) -> list[Copies]:
    """The parts with rows that stand more than once, by ``keys``; whole rows are compared, gaps count as equal."""
    heads = {place: read_part(part, keys).to_pandas() for place, part in enumerate(parts)}
    if not heads:
        return []
    whole = pd.concat(heads)
    several = whole.duplicated(keep=False)
    repeated = whole.duplicated()
    places = [place for place in heads if several[place].any()]
    disputed = _disputed({place: read_part(parts[place]).to_pandas()[several[place]] for place in places}, keys)
    return [Copies(parts[place], heads[place][RUN], repeated[place].to_numpy(), disputed) for place in places]


def differing(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The rows that share their keys with another row and do not have the same values."""
    distinct = rows.drop_duplicates()
    return distinct[distinct.duplicated(keys, keep=False)]


def _disputed(rows: Mapping[int, pd.DataFrame], keys: Sequence[str]) -> RunKeys:
    """The runs whose copies differ in any row."""
    return _runs_of(differing(pd.concat(rows), keys)) if rows else set()


def _runs_of(rows: pd.DataFrame) -> RunKeys:
    return set(zip(rows["point"].tolist(), rows["seed"].tolist(), strict=True))


def repeated_runs(copies: Copies) -> RunKeys:
    """The runs that a part holds although they stand before."""
    return _runs_of(copies.runs[copies.repeated])


def leave_once(folder: Path) -> tuple[list[Path], int]:
    """Write the parts of a folder anew with every run once; the parts that are replaced, and how many runs are lost.

    Runs whose copies differ are lost.  The old parts are left to the caller; from now on they count as replaced.
    """
    found = {name: find_copies(parts_in(folder / name), KEYS[name]) for name in (RUNS, WEEKLY)}
    disputed = {run for copies in found.values() for one in copies for run in one.disputed}
    kept = {name: {part.path: _kept(part, found[name], disputed) for part in parts_in(folder / name)} for name in found}
    series = _rewritten(folder / WEEKLY, kept[WEEKLY], {}, ())
    named = {path: [name for name in _series_of(path) if series.get(name, name)] for path in kept[RUNS]}
    still = {name for path, mask in kept[RUNS].items() if mask.any() for name in named[path]}
    orphans = [name for names in named.values() for name in names if name not in still]
    runs = _rewritten(folder / RUNS, kept[RUNS], series, orphans)
    return [folder / WEEKLY / name for name in series] + [folder / RUNS / name for name in runs], len(disputed)


def _kept(part: Part, copies: Sequence[Copies], disputed: RunKeys) -> Flags:
    """By row of a part, whether it stays."""
    runs = read_part(part, RUN).to_pandas()
    lost = pd.MultiIndex.from_frame(runs).isin(list(disputed)) if disputed else np.zeros(len(runs), bool)
    repeated = next((one.repeated for one in copies if one.part == part), np.zeros(len(runs), bool))
    return np.asarray(~(lost | repeated))


def _series_of(path: Path) -> list[str]:
    """The names of the parts with the weekly series of a part."""
    about = about_part(Part(path, 0, 0, "")) or {}
    return list(about.get("weekly", []))


def _rewritten(
    folder: Path, kept: Mapping[Path, Flags], series: Mapping[str, str], orphans: Sequence[str]
) -> dict[str, str]:
    """Write the parts that lose rows or name other series than before; new names by old ones, "" for none.

    orphans: weekly series whose own part keeps no run; the first part that stays names them from now on.
    """
    renamed = {}
    for path, mask in kept.items():
        names = [*_series_of(path), *(orphans if mask.any() else ())]
        if mask.all() and not orphans and not series.keys() & names:
            continue
        renamed[path.name] = _written(folder, path, mask, [series.get(name, name) for name in dict.fromkeys(names)])
        orphans = () if mask.any() else orphans
    return renamed


def _written(folder: Path, path: Path, mask: Flags, names: Sequence[str]) -> str:
    """Write the rows of a part that stay as a new part; its name, "" where no row stays."""
    if not mask.any():
        return ""
    old = Part(path, 0, 0, "")
    about = (about_part(old) or {}) | {"replaces": [path.name]}
    number = max((part.number for part in parts_in(folder)), default=0) + 1
    about |= {"weekly": [name for name in names if name]} if "weekly" in about else {}
    return write_part(folder, number, read_part(old).filter(pa.array(mask)), about).path.name


def told(copies: Copies) -> Iterator[str]:
    """What is wrong with a part that holds runs which stand elsewhere too."""
    if copies.repeated.any():
        yield f"{len(repeated_runs(copies))} runs that are there twice"
    disputed = copies.disputed & _runs_of(copies.runs)
    if disputed:
        yield f"{len(disputed)} runs of which two copies differ"

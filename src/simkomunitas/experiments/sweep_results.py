"""Reading what a sweep has left: runs, failures, points, weekly series, and the design they come from."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from simkomunitas.base.file_checksums import read_checksummed_json
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.config.argument_checks import validate_path
from simkomunitas.config.config_reader import PathLike
from simkomunitas.experiments.duplicate_rows import find_conflicting_rows
from simkomunitas.experiments.experiment_design import PlannedContrast, Precision, parse_contrast
from simkomunitas.experiments.experiment_factors import LevelLabel
from simkomunitas.experiments.sweep_folder import MANIFEST, UNIT_COLUMN_PREFIX, read_design_file, read_points_file
from simkomunitas.results.parquet_parts import (
    PART_FOLDERS,
    file_damage_error,
    list_parts,
    list_verified_parts,
    read_part,
    read_part_metadata,
)

if TYPE_CHECKING:
    import xarray

RUNS, WEEKLY, FAILURES = PART_FOLDERS
RUN_ORDER = ["point", "seed"]


class FactorDescription(NamedTuple):
    """What varied: a key of the configuration, and the values it took."""

    name: str
    kind: str  # levels, number or whole number
    unit: str
    meaning: str
    levels: tuple[LevelLabel, ...]  # empty for a range
    low: float  # NaN for levels
    high: float
    steps: int
    log: bool
    base: float  # in the base scenario


class DesignDescription(NamedTuple):
    """The design of a sweep, as its folder tells it."""

    folder: Path
    id: str
    model: str  # version of the model
    title: str
    question: str
    hypothesis: str
    arms: tuple[str, ...]
    factors: tuple[FactorDescription, ...]
    method: str  # name of the design
    settings: dict[str, int | bool]  # of the design
    replicates: int | Precision  # as asked for
    outcomes: tuple[str, ...]
    contrasts: tuple[PlannedContrast, ...]
    smallest_effect: dict[str, float]
    first_seed: int
    weekly: bool
    columns: tuple[str, ...]  # of the results, that say where a run belongs: arm, and the factors
    points: int
    finished: dict[str, Any] | None  # manifest.json, once the sweep is finished
    about: dict[str, Any]  # design.json


def read_sweep_design(folder: PathLike) -> DesignDescription:
    """The design of a sweep, from its folder of results; InputError if it is none, or damaged.

    ``folder``: of a sweep over two values of one key, with two seeds each.

    >>> import simkomunitas as sk
    >>> sk.read_sweep_design(folder).columns
    ('community.people.hamlets',)
    """
    place = validate_path(folder, "a folder of results")
    about = read_design_file(place)
    if about is None:
        raise InputError(
            [ErrorDetail(str(folder), "folder", "no results of a sweep", "a folder made by simkomunitas sweep")]
        )
    design = dict(about["design"])
    precision = about["precision"]
    asked = Precision(**precision | {"absolute": tuple(precision["absolute"].items())}) if precision else None
    own = ("id", "model", "title", "question", "hypothesis", "smallest_effect", "first_seed", "weekly", "points")
    return DesignDescription(
        folder=place,
        arms=tuple(about["arms"]),
        factors=tuple(_factor_description(factor) for factor in about["factors"]),
        method=design.pop("method"),
        settings=design,
        replicates=asked or about["replicates"],
        outcomes=tuple(about["outcomes"]),
        contrasts=tuple(parse_contrast(contrast) for contrast in about["contrasts"]),
        columns=tuple(about["columns"]),
        finished=read_sweep_manifest(place),
        about=about,
        **{name: about[name] for name in own},
    )


def _factor_description(mapping: dict[str, Any]) -> FactorDescription:
    usual: dict[str, Any] = {"levels": (), "low": np.nan, "high": np.nan, "steps": 0, "log": False, "base": np.nan}
    return FactorDescription(**usual | mapping | {"levels": tuple(mapping.get("levels", ()))})


def read_sweep_manifest(folder: Path) -> dict[str, Any] | None:
    """What a finished sweep says of itself; None while it is not finished, InputError if it is damaged."""
    try:
        about = read_checksummed_json(folder / MANIFEST)
    except FileNotFoundError:
        return None
    if about is None:
        raise InputError([file_damage_error(folder / MANIFEST)])
    return about


def load_runs(
    folder: PathLike, columns: Sequence[str] | None = None, *, allow_unfinished: bool = False
) -> pd.DataFrame:
    """The runs of a sweep, one row each: run_id, point, seed, what varies, then ``outcome@period``.

    columns: only these outcomes; all if None.  unfinished: also of a sweep that has not come to its end.
    Rows are ordered by point and seed; failed runs have none, see ``load_failures``.  Every file is compared with its
    checksum; damage, missing parts and unknown columns raise InputError.

    ``folder``: of a sweep over two values of one key, with two seeds each.

    >>> import simkomunitas as sk
    >>> sk.load_runs(folder, ["participation@year_1"]).columns.tolist()
    ['run_id', 'point', 'seed', 'community.people.hamlets', 'participation@year_1']
    """
    design = read_sweep_design(folder)
    _check_finished(design, allow_unfinished)
    head = ["run_id", *RUN_ORDER, *design.columns]
    return _sort_and_merge_parts(
        _read_part_tables(design, RUNS, None if columns is None else [*head, *columns]), RUN_ORDER, design
    )


def load_failures(folder: PathLike) -> pd.DataFrame:
    """The runs that have no result: which, and why; those that were repeated with success are left out.

    ``folder``: of a sweep over two values of one key, with two seeds each.

    >>> import simkomunitas as sk
    >>> len(sk.load_failures(folder))
    0
    """
    design = read_sweep_design(folder)
    _check_no_missing_parts(design)
    tables = _read_part_tables(design, FAILURES, None)
    if not tables:
        return pd.DataFrame()
    tried: pd.DataFrame = pa.concat_tables(tables).to_pandas()  # a run may have failed several times; the last counts
    good = _sort_and_merge_parts(_read_part_tables(design, RUNS, RUN_ORDER), RUN_ORDER, design).reindex(
        columns=RUN_ORDER
    )
    failures = tried.sort_values(RUN_ORDER, kind="stable", ignore_index=True)
    last = failures.drop_duplicates(RUN_ORDER, keep="last").merge(good, how="left", indicator="found")
    return last[last.pop("found") == "left_only"].reset_index(drop=True)


def load_weekly_series(
    folder: PathLike, columns: Sequence[str] | None = None, *, allow_unfinished: bool = False
) -> pd.DataFrame:
    """The weekly series, one row a run and week, of a sweep that has them (``keep_weekly: true``, ``--keep-weekly``).

    columns and unfinished as in ``load_runs``; so are the refusals, and runs whose series are missing are refused.

    ``folder``: of a sweep over two values of one key, with two seeds each.

    >>> import simkomunitas as sk
    >>> sk.load_weekly_series(folder, ["trust"]).shape
    (16, 5)
    """
    design = read_sweep_design(folder)
    if not design.weekly:
        hint = "repeat the sweep with --keep-weekly"
        raise InputError([ErrorDetail(str(folder), "weekly", "not kept", "a sweep that kept the weekly series", hint)])
    _check_finished(design, allow_unfinished)
    head = [*RUN_ORDER, *design.columns, "week"]
    tables = _read_part_tables(
        design, WEEKLY, None if columns is None else [*head, *columns], _weekly_names_of_runs(design)
    )
    return _sort_and_merge_parts(tables, [*RUN_ORDER, "week"], design)


def _weekly_names_of_runs(design: DesignDescription) -> frozenset[str]:
    """The names of the parts with the weekly series of all runs; InputError if one of them is missing."""
    about = [read_part_metadata(part) or {} for part in list_verified_parts(design.folder / RUNS)]
    named = frozenset(name for one in about for name in one.get("weekly", []))
    for name in sorted(named - {part.path.name for part in list_parts(design.folder / WEEKLY)}):
        raise InputError([file_damage_error(design.folder / WEEKLY / name)._replace(value="missing")])
    return named


def load_points(folder: PathLike) -> pd.DataFrame:
    """The points of a sweep, one row each: number, what varies, id of the scenario, and ``unit.*`` for samples.

    ``folder``: of a sweep over two values of one key, with two seeds each.

    >>> import simkomunitas as sk
    >>> sk.load_points(folder)["community.people.hamlets"].tolist()
    [1, 2]
    """
    design = read_sweep_design(folder)
    return read_points_file(design.folder, design.about)


def load_sample(folder: PathLike) -> pd.DataFrame | None:
    """Where a sampled design lies in the unit cube, a row for each row of the design; None for grids."""
    points = load_points(folder)
    names = [name for name in points.columns if name.startswith(UNIT_COLUMN_PREFIX)]
    arms = max(1, len(read_sweep_design(folder).arms))
    return (
        points[names].iloc[::arms].rename(columns=lambda name: name.removeprefix(UNIT_COLUMN_PREFIX)) if names else None
    )


def load_xarray_dataset(
    folder: PathLike, columns: Sequence[str] | None = None, *, allow_unfinished: bool = False
) -> "xarray.Dataset":
    """The runs as an xarray Dataset: outcomes over point and seed, with what varies as coordinates of the points.

    ``folder``: of a sweep over two values of one key, with two seeds each.

    >>> import simkomunitas as sk
    >>> dict(sk.load_xarray_dataset(folder, ["trust@year_1"]).sizes)
    {'point': 2, 'seed': 2}
    """
    import_optional("xarray", "analysis")
    design, runs = read_sweep_design(folder), load_runs(folder, columns, allow_unfinished=allow_unfinished)
    grid = runs.set_index(RUN_ORDER).drop(columns=["run_id", *design.columns]).to_xarray()
    points = load_points(folder).set_index("point").loc[grid["point"].to_numpy()]
    varied = {name: ("point", points[name].to_numpy()) for name in design.columns}
    about = {name: getattr(design, name) for name in ("title", "question", "id", "model")}
    dataset: xarray.Dataset = grid.assign_coords(varied).assign_attrs(about)
    return dataset


def _check_finished(design: DesignDescription, allow_unfinished: bool) -> None:
    """Raise InputError for a sweep that has not ended, and for one that has lost parts since."""
    if design.finished is None and not allow_unfinished:
        hint = "go on with the same command, or read what is there with unfinished=True"
        raise InputError([ErrorDetail(str(design.folder), "folder", "not finished", "a finished sweep", hint)])
    _check_no_missing_parts(design)


def _check_no_missing_parts(design: DesignDescription) -> None:
    """Raise InputError for a part that a finished sweep names and that is not there any more."""
    for name in (design.finished or {"parts": ()})["parts"]:
        if not (design.folder / name).is_file():
            raise InputError([file_damage_error(design.folder / name)._replace(value="missing")])


def _read_part_tables(
    design: DesignDescription, folder: str, columns: Sequence[str] | None, names: frozenset[str] | None = None
) -> list[pa.Table]:
    """The parts of one kind, with these columns; of all parts, or of those with these names."""
    tables = []
    for part in list_verified_parts(design.folder / folder):
        if names is not None and part.path.name not in names:
            continue
        try:
            tables.append(read_part(part, columns))
        except (pa.ArrowInvalid, KeyError) as error:
            raise InputError([ErrorDetail(str(part.path), "columns", str(error), "columns of the codebook")]) from error
    return tables


def _sort_and_merge_parts(tables: list[pa.Table], request: list[str], design: DesignDescription) -> pd.DataFrame:
    """Parts as one table in a fixed order, each row once; InputError where two rows of the same run differ."""
    if not tables:
        return pd.DataFrame()
    table: pd.DataFrame = pa.concat_tables(tables).to_pandas()
    several = table.duplicated(request, keep=False)
    if several.any() and len(bad := find_conflicting_rows(table[several], request)):
        found = f"two results of point {bad['point'].iloc[0]}, seed {bad['seed'].iloc[0]}, that differ"
        hint = f"simkomunitas verify-results {design.folder} --repair"
        raise InputError([ErrorDetail(str(design.folder), "runs", found, "every run once", hint)])
    return table.sort_values(request, kind="stable", ignore_index=True).drop_duplicates(request, ignore_index=True)

"""The folder of a sweep: what is asked stands in it before the first run, and no other experiment gets in."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from simkomunitas.base.estimates import json_value
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.seal import content_of, sealed, unsealed
from simkomunitas.base.tables import parquet_bytes
from simkomunitas.config.writing import as_yaml
from simkomunitas.experiments.describing import codebook, facts_of
from simkomunitas.experiments.design import Experiment, Points, sample_of
from simkomunitas.experiments.writing import identity, written_experiment
from simkomunitas.model.scenario import scenario_id
from simkomunitas.results.disk import stored, write_file
from simkomunitas.results.folder import PROBE, sync_folder
from simkomunitas.results.manifest import PROGRAM, commit, machine, software, version
from simkomunitas.results.manifest import identity as short_name
from simkomunitas.results.parts import FOLDERS, about_part, damaged, part_names, parts_in
from simkomunitas.simulation.version import Version

DESIGN, MANIFEST, POINTS = "design.json", "manifest.json", "points.parquet"
KIND = "sweep"
MOST_SHOWN = 20  # differences, and faults of points
FILES_SHOWN = 5  # of another version of the model
UNIT = "unit."  # before the name of a factor: its place in the unit cube of a sampled design
GENERIC = frozenset({"experiment", "study"})  # names of files that say nothing; their folder's name does


class Order(NamedTuple):
    """What is asked for: the experiment, the model it is asked of, and a name for both."""

    experiment: Experiment
    version: Version
    id: str
    asked: Mapping[str, Any]  # all that the results depend on


def order_of(experiment: Experiment, model: Version) -> Order:
    """The order for an experiment with this version of the model."""
    asked = {"model": dict(model.parts), "experiment": json_value(identity(experiment))}
    return Order(experiment, model, short_name(asked, ()), asked)


def default_folder(experiment: Experiment) -> Path:
    """Where results go when nobody says: ``results/<name of the file, or of its folder>``."""
    source = experiment.source
    name = source.resolve().parent.name if source.stem in GENERIC else source.stem
    return Path("results") / name


def settle(target: Path, order: Order, *, as_new: bool) -> Path:
    """The folder that this order belongs into; InputError, with the differences, if another one stands there.

    as_new: put this one beside the other, under the same name and its id; it is found there again next time.
    """
    with _told_clearly(target):
        folder = target.resolve()
        beside = folder.with_name(f"{folder.name}-{order.id}")
        if _is_taken(beside):
            _refuse_other(beside, order)
            return beside
        if not _is_taken(folder):
            return folder
        if as_new and (design_at(folder) or {}).get("id", order.id) != order.id:
            return beside
        _refuse_other(folder, order)
        return folder


def design_at(folder: Path) -> dict[str, Any] | None:
    """What was asked for in a folder of results; None where it is no such folder, InputError where it is damaged."""
    path = folder / DESIGN
    try:
        about = unsealed(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if about is None:
        raise InputError([damaged(path)])
    return about if about.get("made_by") == PROGRAM and about.get("kind") == KIND else None


def _is_taken(folder: Path) -> bool:
    """Whether there is anything at a place."""
    if Path.cwd().is_relative_to(folder):
        raise InputError([_fault(folder, "the folder you work in", "a new folder", "name one inside it")])
    if not os.path.lexists(folder):
        return False
    if not folder.is_dir():
        raise InputError([_fault(folder, "a file", "a new folder")])
    return any(folder.iterdir())


def _refuse_other(folder: Path, order: Order) -> None:
    """Raise InputError unless the folder holds this very order."""
    about = design_at(folder)
    if about is None and _holds_parts_of(folder, order):
        return  # design.json was damaged and set aside; it will be written again
    if about is None:
        found = f"a folder of something else than a sweep of {PROGRAM}"
        raise InputError([_fault(folder, found, "a new folder", "choose another folder, or move this one away")])
    if about["id"] != order.id:
        before, now = about["asked"], dict(order.asked)
        shown = differences(before["experiment"], now["experiment"], "experiment")
        model = differences(before["model"], now["model"], "model")
        hint = "change it back, or begin a folder beside it with --as-new; finished runs are not made again"
        lines = [
            ErrorDetail(str(folder), key, value, f"{other}, as in the results that are there")
            for key, other, value in shown[:MOST_SHOWN] + model[:FILES_SHOWN]
        ]
        if len(model) > FILES_SHOWN:
            found = f"{len(model) - FILES_SHOWN} more files of another version"
            lines.append(ErrorDetail(str(folder), "model", found, "the version of the results that are there"))
        raise InputError([_fault(folder, "the results of another experiment", "another folder", hint), *lines])


def _holds_parts_of(folder: Path, order: Order) -> bool:
    """Whether there are parts, and all of them of this order."""
    marks = [about_part(part) or {} for name in FOLDERS for part in parts_in(folder / name)]
    ours = (order.id, order.version.id)
    return bool(marks) and all((mark.get("experiment"), mark.get("version")) == ours for mark in marks)


def is_complete(folder: Path) -> bool:
    """Whether everything but the runs stands in a folder; InputError if any of it is damaged."""
    about = design_at(folder)
    if about is None:
        return False
    there = {name: folder / name for name in about["files"] if (folder / name).is_file()}
    for name, path in there.items():
        if content_of(path) != about["files"][name]:
            raise InputError([damaged(path)])
    return len(there) == len(about["files"])


def differences(before: Any, now: Any, key: str = "") -> list[tuple[str, str, str]]:  # noqa: ANN401 - any JSON values
    """Where two mappings differ: key, what stood there, what stands there now."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        names = list(dict.fromkeys([*before, *now]))
        return [
            one
            for name in names
            for one in differences(before.get(name), now.get(name), f"{key}.{name}" if key else name)
        ]
    return [] if before == now else [(key, _short(before), _short(now))]


def _short(value: Any) -> str:  # noqa: ANN401 - any JSON value
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else text[:60] + "..."


def create(folder: Path, order: Order, scenarios: list[str], points: Points, command: list[str], started: str) -> None:
    """Make the folder with everything but the runs, at once or not at all; StorageError if the disk is full."""
    experiment = order.experiment
    files = {
        "config.yaml": experiment.source.read_bytes() if experiment.source.is_file() else b"",
        "experiment.yaml": as_yaml(written_experiment(experiment)).encode(),
        "codebook.md": codebook(experiment).encode(),
        POINTS: parquet_bytes(points_table(points, scenarios)),
    }
    with stored(folder, sum(map(len, files.values()))), _told_clearly(folder):
        if folder.is_dir() and any(folder.iterdir()):  # something of it was damaged, and set aside
            _fill(folder, files, lambda checksums: _about(order, len(points), checksums, command, started))
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PROBE, dir=folder.parent) as workshop:
            new = Path(workshop) / "new"
            new.mkdir()
            _fill(new, files, lambda checksums: _about(order, len(points), checksums, command, started))
            _move(new, folder)
        sync_folder(folder.parent)


def _fill(folder: Path, files: Mapping[str, bytes], about: Callable[[dict[str, str]], dict[str, Any]]) -> None:
    """Write the files, and last of all design.json, which says what they are."""
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    for name, content in files.items():
        write_file(folder / name, content)
    write_file(folder / DESIGN, sealed(about({name: content_of(folder / name) for name in files})))


def _move(new: Path, folder: Path) -> None:
    """Give the folder its name, unless somebody else has just done so."""
    with contextlib.suppress(OSError):
        folder.rmdir()  # an empty one
    try:
        new.rename(folder)
    except OSError:
        if not (folder / DESIGN).is_file():
            raise


def _about(order: Order, count: int, checksums: dict[str, str], command: list[str], started: str) -> dict[str, Any]:
    """What stands in design.json."""
    return {
        "made_by": PROGRAM,
        "kind": KIND,
        "version": version(),
        "commit": commit(),
        "id": order.id,
        "model": order.version.id,
        "plugins": list(order.version.plugins),
        "points": count,
        **facts_of(order.experiment),
        "command": command,
        "started": started,
        "software": software(),
        "machine": machine(),
        "files": checksums,
        "asked": order.asked,
    }


def write_manifest(folder: Path, about: Mapping[str, Any]) -> None:
    """Say in the folder of a finished sweep what it has come to, and in which parts."""
    write_file(folder / MANIFEST, sealed({**about, "parts": part_names(folder)}))


def points_table(points: Points, scenarios: list[str]) -> pd.DataFrame:
    """A row a point: its number, its values, the id of its scenario, and its place in the sample."""
    table = points.frame().assign(scenario=scenarios)
    sample = sample_of(points.experiment)
    if sample is not None:
        arms = max(1, len(points.experiment.arms))
        for place, factor in enumerate(points.experiment.factors):
            table[f"{UNIT}{factor.name}"] = np.repeat(sample[:, place], arms)
    return table


def scenario_ids(points: Points) -> Iterator[str]:
    """The id of the scenario of every point, all of which are checked on the way."""
    faults: list[ErrorDetail] = []
    for number in range(len(points)):
        try:
            yield scenario_id(points[number].scenario)
        except InputError as error:
            faults += error.faults
            yield ""
        if len(faults) > MOST_SHOWN:
            break
    if faults:
        raise InputError(dict.fromkeys(faults))


def read_points(folder: Path, about: Mapping[str, Any]) -> pd.DataFrame:
    """The points of a folder; InputError if the file is damaged."""
    path = folder / POINTS
    if not path.is_file() or content_of(path) != about["files"][POINTS]:
        raise InputError([damaged(path)])
    return pd.read_parquet(pa.OSFile(str(path)))


def free_bytes(folder: Path) -> int:
    """Free space on the disk of a folder that may not be there yet."""
    return shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists())).free


@contextlib.contextmanager
def _told_clearly(target: Path) -> Iterator[None]:
    """Turn what the file system refuses about a folder into a fault; a full disk stays a full disk."""
    try:
        yield
    except (PermissionError, NotADirectoryError, FileExistsError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([_fault(target, reason, "a folder that can be written")]) from error


def _fault(target: Path, found: str, expected: str, hint: str = "") -> ErrorDetail:
    return ErrorDetail("--out", str(target), found, expected, hint)

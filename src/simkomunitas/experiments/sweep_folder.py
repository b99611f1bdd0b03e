"""The folder of a sweep: what is asked stands in it before the first run, and no other experiment gets in."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from simkomunitas.base.estimation import to_json_value
from simkomunitas.base.file_checksums import hash_file, read_checksummed_json, to_checksummed_json
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.table_files import encode_parquet
from simkomunitas.config.config_export import to_yaml
from simkomunitas.experiments.experiment_codebook import experiment_codebook_page, experiment_facts
from simkomunitas.experiments.experiment_design import DesignPoints, Experiment, unit_cube_sample
from simkomunitas.experiments.experiment_export import experiment_identity, export_experiment
from simkomunitas.model.scenario_definition import scenario_id
from simkomunitas.results.atomic_files import convert_storage_errors, write_file_atomically
from simkomunitas.results.parquet_parts import (
    PART_FOLDERS,
    file_damage_error,
    list_part_names,
    list_parts,
    read_part_metadata,
)
from simkomunitas.results.results_folder import TEMP_FOLDER_PREFIX, sync_directory
from simkomunitas.results.results_manifest import (
    PROGRAM_NAME,
    compute_study_id,
    describe_machine,
    git_commit,
    package_version,
    software_versions,
)
from simkomunitas.simulation.model_version_id import ModelVersionId

DESIGN, MANIFEST, POINTS = "design.json", "manifest.json", "points.parquet"
SWEEP_KIND = "sweep"
MAX_DIFFERENCES_SHOWN = 20  # differences, and errors of points
MAX_FILES_SHOWN = 5  # of another version of the model
UNIT_COLUMN_PREFIX = "unit."  # before the name of a factor: its place in the unit cube of a sampled design
GENERIC_FILE_NAMES = frozenset({"experiment", "study"})  # names of files that say nothing; their folder's name does


class SweepRequest(NamedTuple):
    """What is asked for: the experiment, the model it is asked of, and a name for both."""

    experiment: Experiment
    version: ModelVersionId
    id: str
    requested: Mapping[str, Any]  # all that the results depend on


def build_sweep_request(experiment: Experiment, model: ModelVersionId) -> SweepRequest:
    """The order for an experiment with this version of the model."""
    asked = {"model": dict(model.component_hashes), "experiment": to_json_value(experiment_identity(experiment))}
    return SweepRequest(experiment, model, compute_study_id(asked, ()), asked)


def default_sweep_folder(experiment: Experiment) -> Path:
    """Where results go when nobody says: ``results/<name of the file, or of its folder>``."""
    source = experiment.source
    name = source.resolve().parent.name if source.stem in GENERIC_FILE_NAMES else source.stem
    return Path("results") / name


def resolve_sweep_folder(target: Path, request: SweepRequest, *, use_new_folder: bool) -> Path:
    """The folder that this order belongs into; InputError, with the differences, if another one stands there.

    use_new_folder: put this one beside the other, under the same name and its id; it is found there again next time.
    """
    with _convert_folder_errors(target):
        folder = target.resolve()
        beside = folder.with_name(f"{folder.name}-{request.id}")
        if _is_occupied(beside):
            _check_same_request(beside, request)
            return beside
        if not _is_occupied(folder):
            return folder
        if use_new_folder and (read_design_file(folder) or {}).get("id", request.id) != request.id:
            return beside
        _check_same_request(folder, request)
        return folder


def read_design_file(folder: Path) -> dict[str, Any] | None:
    """What was asked for in a folder of results; None where it is no such folder, InputError where it is damaged."""
    path = folder / DESIGN
    try:
        about = read_checksummed_json(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if about is None:
        raise InputError([file_damage_error(path)])
    return about if about.get("made_by") == PROGRAM_NAME and about.get("kind") == SWEEP_KIND else None


def _is_occupied(folder: Path) -> bool:
    """Whether there is anything at a place."""
    if Path.cwd().is_relative_to(folder):
        raise InputError([_folder_error(folder, "the folder you work in", "a new folder", "name one inside it")])
    if not os.path.lexists(folder):
        return False
    if not folder.is_dir():
        raise InputError([_folder_error(folder, "a file", "a new folder")])
    return any(folder.iterdir())


def _check_same_request(folder: Path, request: SweepRequest) -> None:
    """Raise InputError unless the folder holds this very order."""
    about = read_design_file(folder)
    if about is None and _has_only_parts_of(folder, request):
        return  # design.json was damaged and set aside; it will be written again
    if about is None:
        found = f"a folder of something else than a sweep of {PROGRAM_NAME}"
        raise InputError([_folder_error(folder, found, "a new folder", "choose another folder, or move this one away")])
    if about["id"] != request.id:
        before, now = about["asked"], dict(request.requested)
        shown = find_setting_differences(before["experiment"], now["experiment"], "experiment")
        model = find_setting_differences(before["model"], now["model"], "model")
        hint = "change it back, or begin a folder beside it with --new-folder; finished runs are not made again"
        lines = [
            ErrorDetail(str(folder), key, value, f"{other}, as in the results that are there")
            for key, other, value in shown[:MAX_DIFFERENCES_SHOWN] + model[:MAX_FILES_SHOWN]
        ]
        if len(model) > MAX_FILES_SHOWN:
            found = f"{len(model) - MAX_FILES_SHOWN} more files of another version"
            lines.append(ErrorDetail(str(folder), "model", found, "the version of the results that are there"))
        raise InputError([_folder_error(folder, "the results of another experiment", "another folder", hint), *lines])


def _has_only_parts_of(folder: Path, request: SweepRequest) -> bool:
    """Whether there are parts, and all of them of this order."""
    marks = [read_part_metadata(part) or {} for name in PART_FOLDERS for part in list_parts(folder / name)]
    ours = (request.id, request.version.id)
    return bool(marks) and all((mark.get("experiment"), mark.get("version")) == ours for mark in marks)


def is_folder_complete(folder: Path) -> bool:
    """Whether everything but the runs stands in a folder; InputError if any of it is damaged."""
    about = read_design_file(folder)
    if about is None:
        return False
    there = {name: folder / name for name in about["files"] if (folder / name).is_file()}
    for name, path in there.items():
        if hash_file(path) != about["files"][name]:
            raise InputError([file_damage_error(path)])
    return len(there) == len(about["files"])


def find_setting_differences(previous: Any, current: Any, key: str = "") -> list[tuple[str, str, str]]:  # noqa: ANN401 - any JSON values
    """Where two mappings differ: key, what stood there, what stands there now."""
    if isinstance(previous, Mapping) and isinstance(current, Mapping):
        names = list(dict.fromkeys([*previous, *current]))
        return [
            one
            for name in names
            for one in find_setting_differences(previous.get(name), current.get(name), f"{key}.{name}" if key else name)
        ]
    return [] if previous == current else [(key, _shorten_value(previous), _shorten_value(current))]


def _shorten_value(value: Any) -> str:  # noqa: ANN401 - any JSON value
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else text[:60] + "..."


def create_sweep_folder(
    folder: Path, request: SweepRequest, scenarios: list[str], points: DesignPoints, command: list[str], started: str
) -> None:
    """Make the folder with everything but the runs, at once or not at all; StorageError if the disk is full."""
    experiment = request.experiment
    files = {
        "config.yaml": experiment.source.read_bytes() if experiment.source.is_file() else b"",
        "experiment.yaml": to_yaml(export_experiment(experiment)).encode(),
        "codebook.md": experiment_codebook_page(experiment).encode(),
        POINTS: encode_parquet(build_points_table(points, scenarios)),
    }
    with convert_storage_errors(folder, sum(map(len, files.values()))), _convert_folder_errors(folder):
        if folder.is_dir() and any(folder.iterdir()):  # something of it was damaged, and set aside
            _write_folder_files(
                folder, files, lambda checksums: _design_content(request, len(points), checksums, command, started)
            )
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=TEMP_FOLDER_PREFIX, dir=folder.parent) as workshop:
            new = Path(workshop) / "new"
            new.mkdir()
            _write_folder_files(
                new, files, lambda checksums: _design_content(request, len(points), checksums, command, started)
            )
            _rename_new_folder(new, folder)
        sync_directory(folder.parent)


def _write_folder_files(
    folder: Path, files: Mapping[str, bytes], design: Callable[[dict[str, str]], dict[str, Any]]
) -> None:
    """Write the files, and last of all design.json, which says what they are."""
    for name in PART_FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    for name, content in files.items():
        write_file_atomically(folder / name, content)
    write_file_atomically(
        folder / DESIGN, to_checksummed_json(design({name: hash_file(folder / name) for name in files}))
    )


def _rename_new_folder(new: Path, folder: Path) -> None:
    """Give the folder its name, unless somebody else has just done so."""
    with contextlib.suppress(OSError):
        folder.rmdir()  # an empty one
    try:
        new.rename(folder)
    except OSError:
        if not (folder / DESIGN).is_file():
            raise


def _design_content(
    request: SweepRequest, count: int, checksums: dict[str, str], command: list[str], started: str
) -> dict[str, Any]:
    """What stands in design.json."""
    return {
        "made_by": PROGRAM_NAME,
        "kind": SWEEP_KIND,
        "version": package_version(),
        "commit": git_commit(),
        "id": request.id,
        "model": request.version.id,
        "plugins": list(request.version.plugins),
        "points": count,
        **experiment_facts(request.experiment),
        "command": command,
        "started": started,
        "software": software_versions(),
        "machine": describe_machine(),
        "files": checksums,
        "asked": request.requested,
    }


def write_sweep_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Say in the folder of a finished sweep what it has come to, and in which parts."""
    write_file_atomically(folder / MANIFEST, to_checksummed_json({**manifest, "parts": list_part_names(folder)}))


def build_points_table(points: DesignPoints, scenarios: list[str]) -> pd.DataFrame:
    """A row a point: its number, its values, the id of its scenario, and its place in the sample."""
    table = points.points_frame().assign(scenario=scenarios)
    sample = unit_cube_sample(points.experiment)
    if sample is not None:
        arms = max(1, len(points.experiment.arms))
        for place, factor in enumerate(points.experiment.factors):
            table[f"{UNIT_COLUMN_PREFIX}{factor.name}"] = np.repeat(sample[:, place], arms)
    return table


def compute_scenario_ids(points: DesignPoints) -> Iterator[str]:
    """The id of the scenario of every point, all of which are checked on the way."""
    faults: list[ErrorDetail] = []
    for number in range(len(points)):
        try:
            yield scenario_id(points[number].scenario)
        except InputError as error:
            faults += error.errors
            yield ""
        if len(faults) > MAX_DIFFERENCES_SHOWN:
            break
    if faults:
        raise InputError(dict.fromkeys(faults))


def read_points_file(folder: Path, design: Mapping[str, Any]) -> pd.DataFrame:
    """The points of a folder; InputError if the file is damaged."""
    path = folder / POINTS
    if not path.is_file() or hash_file(path) != design["files"][POINTS]:
        raise InputError([file_damage_error(path)])
    return pd.read_parquet(pa.OSFile(str(path)))


@contextlib.contextmanager
def _convert_folder_errors(target: Path) -> Iterator[None]:
    """Turn what the file system refuses about a folder into an error; a full disk stays a full disk."""
    try:
        yield
    except (PermissionError, NotADirectoryError, FileExistsError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([_folder_error(target, reason, "a folder that can be written")]) from error


def _folder_error(target: Path, found: str, expected: str, fix: str = "") -> ErrorDetail:
    return ErrorDetail("--out", str(target), found, expected, fix)

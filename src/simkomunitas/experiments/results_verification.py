"""Finding damage in a folder of results, and setting it aside so that the sweep can mend it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from simkomunitas.base.file_checksums import CHECKSUM_KEY, hash_file, read_checksummed_json
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.duplicate_rows import (
    ROW_KEYS,
    RUN_KEYS,
    describe_duplicates,
    find_duplicates,
    remove_duplicates,
)
from simkomunitas.experiments.result_exports import EXPORT_FORMATS
from simkomunitas.experiments.sweep_folder import DESIGN, MANIFEST, POINTS, read_points_file, write_sweep_manifest
from simkomunitas.results.parquet_parts import (
    PART_FOLDERS,
    PART_NAME_PATTERN,
    ParquetPart,
    is_part_intact,
    list_parts,
    read_part,
    read_part_metadata,
)
from simkomunitas.results.results_folder import MANIFEST as STUDY_MANIFEST
from simkomunitas.results.results_folder import is_results_folder, read_manifest, sync_directory
from simkomunitas.results.results_manifest import manifest_file_entry
from simkomunitas.simulation.model_version_id import compute_run_id

DAMAGED_FOLDER = "damaged"
RUNS, WEEKLY, FAILURES = PART_FOLDERS
SEARCH_FOLDER = "search"  # the folder in which optimize keeps its generations
EXPORT_MISMATCH = ("other content than the runs, each once", "the runs as the sweep wrote them")
KNOWN_FILES = (DESIGN, MANIFEST, "experiment.yaml", "config.yaml", "codebook.md", POINTS)


class VerificationReport(NamedTuple):
    """What was found in a folder of results."""

    file_count: int
    row_count: int
    errors: tuple[ErrorDetail, ...]
    damaged_files: tuple[Path, ...]  # files that are not as they were written, or do not belong here
    is_finished: bool = True  # False for a sweep of which runs are still to be made


def verify_results(folder: Path) -> VerificationReport:
    """Compare every file with its checksum, and every row with the design; works on what other commands write, too."""
    studies = _find_study_folders(folder)
    if any((folder / name).exists() for name in (DESIGN, RUNS)):
        return _combine_reports([_verify_sweep_folder(folder), *map(_verify_study_folder, studies)])
    if not studies:
        raise InputError([ErrorDetail(str(folder), "folder", "no results", "a folder of results of simkomunitas")])
    return _combine_reports([_verify_study_folder(study) for study in studies])


def quarantine_damaged_files(folder: Path, report: VerificationReport) -> Path:
    """Move damaged files out of the way, and leave every run once; the folder in which the damaged files now are.

    The sweep will make again what they held, and runs of which two copies differed.  Exports are written anew.
    """
    aside, manifest = folder / DAMAGED_FOLDER, folder / MANIFEST
    damaged = [path for path in report.damaged_files if path.parent != folder or path.name not in EXPORT_FORMATS]
    for path in damaged:
        _move_file_into(path, folder, aside)
    orphans = [
        part.path for part, _ in _find_missing_weekly(folder, list_parts(folder / RUNS))
    ]  # their runs must be made again
    for path in orphans:
        _move_file_into(path, folder, aside)
    inside = orphans or any(path.parent == folder or path.parent.name in PART_FOLDERS for path in damaged)
    replaced, disputed = remove_duplicates(folder)
    if manifest.exists() and (inside or disputed or _has_missing_parts(folder)):
        _move_file_into(manifest, folder, aside)
    for path in replaced:
        _move_file_into(path, folder, aside)
    if replaced and manifest.exists():
        write_sweep_manifest(folder, read_checksummed_json(manifest) or {})
    for name in _find_outdated_exports(folder):
        _move_file_into(folder / name, folder, aside)
        if manifest.exists():
            EXPORT_FORMATS[name].write_export(folder)
    for one in filter(Path.is_dir, (aside, folder, *(folder / name for name in PART_FOLDERS))):
        sync_directory(one)
    return aside


def _has_missing_parts(folder: Path) -> bool:
    """Whether a part that the manifest names is not there any more."""
    about = read_checksummed_json(folder / MANIFEST) or {}
    return any(not (folder / name).is_file() for name in about.get("parts", ()))


def _move_file_into(path: Path, folder: Path, destination: Path) -> None:
    place = destination / path.relative_to(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    path.replace(place)


def _find_missing_weekly(folder: Path, parts: Sequence[ParquetPart]) -> Iterator[tuple[ParquetPart, Path]]:
    """Those of some parts with runs whose weekly series are not there any more, and where these were."""
    there = {part.path.name for part in list_parts(folder / WEEKLY)}
    for part in parts:
        for name in (read_part_metadata(part) or {}).get("weekly", []):
            if name not in there:
                yield part, folder / WEEKLY / name
                break


def _find_study_folders(folder: Path) -> list[Path]:
    """Results of other commands than sweep: the folder itself, or those that an analysis has put into it."""
    if not folder.is_dir():
        return []
    places = (
        folder,
        *(folder.glob("*/") if any((folder / name).exists() for name in (DESIGN, RUNS, SEARCH_FOLDER)) else ()),
    )
    return [
        place
        for place in sorted(places)
        if place.name != DAMAGED_FOLDER
        and is_results_folder(place)
        and not (place / DESIGN).exists()
        and not (place / RUNS).is_dir()
    ]


def _combine_reports(reports: Sequence[VerificationReport]) -> VerificationReport:
    """Several verdicts as one."""
    return VerificationReport(
        file_count=sum(one.file_count for one in reports),
        row_count=sum(one.row_count for one in reports),
        errors=tuple(error for one in reports for error in one.errors),
        damaged_files=tuple(path for one in reports for path in one.damaged_files),
        is_finished=all(one.is_finished for one in reports),
    )


def _verify_sweep_folder(folder: Path) -> VerificationReport:
    """The files and rows of a sweep."""
    errors: list[tuple[Path, ErrorDetail]] = []
    about = _verify_design_file(folder, errors)
    parts = [part for name in PART_FOLDERS for part in _verify_parts(folder / name, about, errors)]
    errors.extend(_file_error(path, "missing") for _, path in _find_missing_weekly(folder, parts))
    _verify_manifest(folder, errors)
    errors = list(dict.fromkeys(errors))
    doubled: FileErrors = []
    rows = 0
    if about is not None and not errors:
        doubled = list(_find_duplicate_row_errors(folder))
        rows = _verify_rows(folder, about, errors)
        errors += _missing_manifest_errors(folder, about)
        wrong = EXPORT_FORMATS if doubled else _find_outdated_exports(folder)
        errors += [_file_error(folder / name, *EXPORT_MISMATCH) for name in wrong if (folder / name).exists()]
    paths = dict.fromkeys(path for path, _ in errors if path.exists())
    told = tuple(error for _, error in errors + doubled)
    return VerificationReport(len(parts) + len(KNOWN_FILES), rows, told, tuple(paths), (folder / MANIFEST).is_file())


def _file_error(path: Path, found: str, expected: str = "a file as it was written") -> tuple[Path, ErrorDetail]:
    return path, ErrorDetail(str(path), "file", found, expected)


FileErrors = list[tuple[Path, ErrorDetail]]


def _verify_design_file(folder: Path, errors: FileErrors) -> dict[str, Any] | None:
    """What design.json says; None, and an error, if it is missing or damaged."""
    path = folder / DESIGN
    about = read_checksummed_json(path) if path.is_file() else None
    if about is None:
        errors.append(_file_error(path, "damaged" if path.exists() else "missing"))
        return None
    for name, checksum in about["files"].items():
        file = folder / name
        if not file.is_file():
            errors.append(_file_error(file, "missing"))
        elif hash_file(file) != checksum:
            errors.append(_file_error(file, "other content than its checksum says"))
    return about


def _verify_parts(folder: Path, design: dict[str, Any] | None, errors: FileErrors) -> Iterator[ParquetPart]:
    """The parts that are as they were written, and belong to this experiment and this version of the model."""
    for path in sorted(folder.glob("*")):
        name = PART_NAME_PATTERN.fullmatch(path.name)
        if name is None:
            if not path.name.startswith("."):
                errors.append(_file_error(path, "a file of another origin", "only parts of this experiment"))
            continue
        part = ParquetPart(path, int(name[1]), int(name[2]), name[3])
        if not is_part_intact(part):
            errors.append(_file_error(path, "other content than its checksum says"))
            continue
        told = read_part_metadata(part) or {}
        if design is not None and (told.get("experiment"), told.get("version")) != (design["id"], design["model"]):
            errors.append(_file_error(path, "from another experiment or another version of the model"))
            continue
        yield part


def _verify_manifest(folder: Path, errors: FileErrors) -> None:
    """The manifest of a finished sweep, and whether the parts it names are there."""
    path = folder / MANIFEST
    if not path.is_file():
        return
    about = read_checksummed_json(path)
    if about is None:
        errors.append(_file_error(path, "damaged"))
        return
    errors.extend(_file_error(folder / name, "missing") for name in about["parts"] if not (folder / name).is_file())
    there = {f"{name}/{path.name}": path for name in PART_FOLDERS for path in (folder / name).glob("part-*.parquet")}
    errors.extend(
        _file_error(there[name], "not among the parts of the finished sweep", "no other parts")
        for name in sorted(there.keys() - set(about["parts"]))
        if there[name] not in dict(errors)
    )


def _verify_rows(folder: Path, design: dict[str, Any], errors: FileErrors) -> int:
    """How many runs there are, each counted once; runs of other points, and wrong names, are errors."""
    scenarios = read_points_file(folder, design)["scenario"].tolist()
    for part in list_parts(folder / RUNS):
        heads = read_part(part, ("run_id", "point", "seed"))
        errors.extend(_find_run_id_errors(part, heads, scenarios, str(design["model"])))
    return _count_stored_runs(folder, RUNS)


def _count_stored_runs(folder: Path, *names: str) -> int:
    """How many runs, by point and seed, stand in the parts of these kinds."""
    tables = [read_part(part, RUN_KEYS) for name in names for part in list_parts(folder / name)]
    return len(pa.concat_tables(tables).to_pandas().drop_duplicates()) if tables else 0


def _find_duplicate_row_errors(folder: Path) -> Iterator[tuple[Path, ErrorDetail]]:
    """Runs, and weeks of runs, that stand more than once."""
    for name, keys in ROW_KEYS.items():
        for copies in find_duplicates(list_parts(folder / name), keys):
            for found in describe_duplicates(copies):
                yield _file_error(copies.part.path, found, "every run once")


def _missing_manifest_errors(folder: Path, design: dict[str, Any]) -> Iterator[tuple[Path, ErrorDetail]]:
    """The manifest, if it is missing although every run that was asked for is there or has failed."""
    asked = design["replicates"]
    complete = isinstance(asked, int) and design["points"] * asked <= _count_stored_runs(folder, RUNS, FAILURES)
    if complete and not (folder / MANIFEST).exists():
        yield _file_error(
            folder / MANIFEST, "missing", "the manifest of a finished sweep; the same sweep writes it again"
        )


def _find_outdated_exports(folder: Path) -> list[str]:
    """The names of results in other forms that do not hold what the parts hold."""
    return [
        name for name, export in EXPORT_FORMATS.items() if (folder / name).exists() and not export.matches_parts(folder)
    ]


def _find_run_id_errors(
    part: ParquetPart, heads: pa.Table, scenarios: list[str], model: str
) -> Iterator[tuple[Path, ErrorDetail]]:
    """Rows whose name does not follow from their point and seed."""
    points, seeds, names = (heads[name].to_pylist() for name in ("point", "seed", "run_id"))
    for point, seed, name in zip(points, seeds, names, strict=True):
        if not 0 <= point < len(scenarios) or compute_run_id(scenarios[point], seed, model) != name:
            yield _file_error(part.path, f"run {name} at point {point}", "runs of the points of this experiment")
            return


def _verify_study_folder(folder: Path) -> VerificationReport:
    """The files of a folder that compare or run has written."""
    path = folder / STUDY_MANIFEST
    if not path.is_file():
        return VerificationReport(1, 0, (_file_error(path, "missing", "the manifest of these results")[1],), ())
    about = read_manifest(folder)
    if about is None or (
        CHECKSUM_KEY in about and read_checksummed_json(path) is None
    ):  # earlier versions did not seal it
        return VerificationReport(1, 0, (_file_error(path, "damaged", "the manifest as it was written")[1],), (path,))
    errors: FileErrors = []
    for name, entry in about["files"].items():
        file = folder / name
        if not file.is_file():
            errors.append(_file_error(file, "missing"))
        elif manifest_file_entry(file.read_bytes()) != entry:
            errors.append(_file_error(file, "other content than its checksum says"))
    paths = tuple(path for path, _ in errors if path.exists())
    return VerificationReport(len(about["files"]) + 1, 0, tuple(error for _, error in errors), paths)

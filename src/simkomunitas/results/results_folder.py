"""The results folder: written whole or not at all, and never over anything that is not ours.

Everything goes to a hidden folder beside the target first and is moved into place by a rename.
A folder of the same study (same version, model, resolved configuration, data and seeds) is replaced; any other
folder that holds something is refused, be it a stranger's or the results of another study.
"""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simkomunitas.base.file_checksums import to_checksummed_json
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.table_files import README_TITLE, build_readme
from simkomunitas.results.results_manifest import (
    NO_DATA_FILES,
    PROGRAM_NAME,
    DataChecksums,
    StudyRecord,
    build_manifest,
    manifest_file_entry,
)

MANIFEST, README = "manifest.json", "README.txt"
OUTPUT_OPTION = "--out"
SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # left behind by file managers
LONGEST_RESULT_PATH = Path("figures") / "participation_course.svg"  # of all files in a results folder
TEMP_FOLDER_PREFIX = ".simkomunitas-"


def default_results_folder(config: Path, study_id: str) -> Path:
    """Where results go when nobody says: ``results/<name of the configuration>-<id of the study>``.

    >>> default_results_folder(Path("configs/strategies.yaml"), "0123456789").as_posix()
    'results/strategies-0123456789'
    """
    return Path("results") / f"{config.stem}-{study_id}"


def check_results_target(target: Path, study_id: str, data: DataChecksums = NO_DATA_FILES) -> None:
    """Raise InputError when results of the study ``study_id`` may not, or cannot, be put at ``target``.

    To be asked before the first run; leaves nothing behind.  data: the study's data files and plugins, with their
    SHA-256, so that the refusal can name those that have changed.
    """
    with _convert_file_system_errors(target):
        _check_target_is_replaceable(target.resolve(), study_id, data)
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            (target / LONGEST_RESULT_PATH).lstat()  # complains when the path is too long
        with tempfile.TemporaryDirectory(prefix=TEMP_FOLDER_PREFIX, dir=_nearest_existing_folder(target.resolve())):
            pass


def write_results_folder(target: Path, files: Mapping[str, str | bytes], study: StudyRecord) -> Path:
    """Write ``files`` (by path inside the folder), a README and a manifest at ``target``; the folder's resolved path.

    Raises InputError, with nothing written, where ``check_results_target`` would, and when the disk is full.
    """
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    about = build_manifest(study, contents)
    contents[README] = build_readme(about, contents).encode()
    about["files"][README] = manifest_file_entry(contents[README])
    with _convert_file_system_errors(target):
        folder = target.resolve()
        _check_target_is_replaceable(folder, about["id"], study.data_checksums)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _temporary_folder(folder.parent) as workshop:
            _write_synced_files(workshop / "new", contents | {MANIFEST: to_checksummed_json(about)})
            _replace_folder(workshop, folder)
    return folder


@contextlib.contextmanager
def _convert_file_system_errors(target: Path) -> Iterator[None]:
    """Turn what the file system refuses into an error about the target folder."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([_target_error(target, reason, "a folder that can be written")]) from error


def _target_error(target: Path, found: str, expected: str, fix: str = "") -> ErrorDetail:
    return ErrorDetail(OUTPUT_OPTION, str(target), found, expected, fix)


def _check_target_is_replaceable(folder: Path, study_id: str, data: DataChecksums) -> None:
    """Raise InputError unless there is nothing at ``folder``, or only what a rerun of this study may replace."""
    if Path.cwd().is_relative_to(folder):
        raise InputError([_target_error(folder, "the folder you work in", "a new folder", "name one inside it")])
    if not _nearest_existing_folder(folder).is_dir():
        raise InputError([_target_error(folder, "a file in the place of a folder above", "a new folder")])
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise InputError([_target_error(folder, "a file", "a new folder")])
    names = _list_result_files(folder)
    if names:
        _check_same_study(folder, names, study_id, data)


def _check_same_study(folder: Path, names: set[str], study_id: str, data: DataChecksums) -> None:
    """Raise InputError unless a folder with something in it holds this very study as we left it."""
    about = read_manifest(folder)
    hint = "choose another folder, or move this one away"
    if about is None:
        found = f"a folder that {PROGRAM_NAME} did not make"
        raise InputError([_target_error(folder, found, "a new folder", hint)])
    if about.get("id") != study_id:
        other = _target_error(folder, "the results of another study", "a new folder", hint)
        raise InputError([other, *_find_changed_data(folder, about, data)])
    added = _find_modified_files(folder, names, about)
    if added:
        found = f"our results, and changes of yours: {', '.join(added[:3])}"
        raise InputError([_target_error(folder, found, "results as they were written", hint)])


def _find_changed_data(folder: Path, manifest: Mapping[str, Any], data: DataChecksums) -> list[ErrorDetail]:
    """The data files and plugins that are not those of the results in a folder."""
    before: dict[str, str] = manifest.get("data", {})
    names = [name for name, digest in data.items() if before.get(name, digest) != digest]
    return [_target_error(folder, f"{name}: other content", "the data of the results that are there") for name in names]


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest in a folder, if it is one of ours."""
    try:
        about = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    ours = isinstance(about, dict) and about.get("made_by") == PROGRAM_NAME and isinstance(about.get("files"), dict)
    return about if ours else None


def is_results_folder(folder: Path) -> bool:
    """Whether a folder is one of ours, by its manifest, or by the README beside which the manifest should be."""
    try:
        return (folder / MANIFEST).is_file() or (folder / README).read_bytes().startswith(README_TITLE.encode())
    except FileNotFoundError:
        return False


def _list_result_files(folder: Path) -> set[str]:
    """The files below a folder, by their path inside it, without the clutter of file managers."""
    files = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return {path.relative_to(folder).as_posix() for path in files if path.name not in SYSTEM_FILES}


def _find_modified_files(folder: Path, names: set[str], manifest: dict[str, Any]) -> list[str]:
    """Files somebody put into our folder or edited there; they are not ours to replace."""
    listed = names & set(manifest["files"])
    same = {name for name in listed if manifest_file_entry((folder / name).read_bytes()) == manifest["files"][name]}
    return sorted(names - same - {MANIFEST})


def _nearest_existing_folder(path: Path) -> Path:
    """The closest folder above a path that exists."""
    return next(parent for parent in path.parents if parent.exists())


@contextlib.contextmanager
def _temporary_folder(parent: Path) -> Iterator[Path]:
    """A hidden folder beside the target, on the same disk; gone afterwards, whatever happens."""
    workshop = Path(tempfile.mkdtemp(prefix=TEMP_FOLDER_PREFIX, dir=parent))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _write_synced_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write every file and wait until the disk has it."""
    folder.mkdir()
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for below in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sync_directory(below)


def sync_directory(folder: Path) -> None:
    """Make the names in a folder last; only POSIX systems open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace_folder(temporary: Path, folder: Path) -> None:
    """Set the finished folder in the place of the old one; the old one comes back if that fails."""
    old = temporary / "old"
    if folder.exists():
        folder.rename(old)
    try:
        (temporary / "new").rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    sync_directory(folder.parent)

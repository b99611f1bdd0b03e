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

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.seal import sealed
from simkomunitas.base.tables import README_START, readme
from simkomunitas.results.manifest import NO_DATA, PROGRAM, Data, Study, file_entry, manifest

MANIFEST, README = "manifest.json", "README.txt"
OPTION = "--out"
CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # left behind by file managers
LONGEST_NAME = Path("figures") / "participation_course.svg"  # of all files in a results folder
PROBE = ".simkomunitas-"


def default_folder(config: Path, study_id: str) -> Path:
    """Where results go when nobody says: ``results/<name of the configuration>-<id of the study>``.

    >>> default_folder(Path("configs/strategies.yaml"), "0123456789").as_posix()
    'results/strategies-0123456789'
    """
    return Path("results") / f"{config.stem}-{study_id}"


def check_target(target: Path, study_id: str, data: Data = NO_DATA) -> None:
    """Raise InputError when results of the study ``study_id`` may not, or cannot, be put at ``target``.

    To be asked before the first run; leaves nothing behind.  data: the study's data files and plugins, with their
    SHA-256, so that the refusal can name those that have changed.
    """
    with _told_clearly(target):
        _refuse_foreign(target.resolve(), study_id, data)
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            (target / LONGEST_NAME).lstat()  # complains when the path is too long
        with tempfile.TemporaryDirectory(prefix=PROBE, dir=_nearest_folder(target.resolve())):
            pass


def write_folder(target: Path, files: Mapping[str, str | bytes], study: Study) -> Path:
    """Write ``files`` (by path inside the folder), a README and a manifest at ``target``; the folder's resolved path.

    Raises InputError, with nothing written, where ``check_target`` would, and when the disk is full.
    """
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    about = manifest(study, contents)
    contents[README] = readme(about, contents).encode()
    about["files"][README] = file_entry(contents[README])
    with _told_clearly(target):
        folder = target.resolve()
        _refuse_foreign(folder, about["id"], study.data)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _workshop(folder.parent) as workshop:
            _write_all(workshop / "new", contents | {MANIFEST: sealed(about)})
            _move_into_place(workshop, folder)
    return folder


@contextlib.contextmanager
def _told_clearly(target: Path) -> Iterator[None]:
    """Turn what the file system refuses into a fault about the target folder."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([_fault(target, reason, "a folder that can be written")]) from error


def _fault(target: Path, found: str, expected: str, hint: str = "") -> ErrorDetail:
    return ErrorDetail(OPTION, str(target), found, expected, hint)


def _refuse_foreign(folder: Path, study_id: str, data: Data) -> None:
    """Raise InputError unless there is nothing at ``folder``, or only what a rerun of this study may replace."""
    if Path.cwd().is_relative_to(folder):
        raise InputError([_fault(folder, "the folder you work in", "a new folder", "name one inside it")])
    if not _nearest_folder(folder).is_dir():
        raise InputError([_fault(folder, "a file in the place of a folder above", "a new folder")])
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise InputError([_fault(folder, "a file", "a new folder")])
    names = _names(folder)
    if names:
        _refuse_other_study(folder, names, study_id, data)


def _refuse_other_study(folder: Path, names: set[str], study_id: str, data: Data) -> None:
    """Raise InputError unless a folder with something in it holds this very study as we left it."""
    about = manifest_at(folder)
    hint = "choose another folder, or move this one away"
    if about is None:
        found = f"a folder that {PROGRAM} did not make"
        raise InputError([_fault(folder, found, "a new folder", hint)])
    if about.get("id") != study_id:
        other = _fault(folder, "the results of another study", "a new folder", hint)
        raise InputError([other, *_changed_data(folder, about, data)])
    added = _added_or_changed(folder, names, about)
    if added:
        found = f"our results, and changes of yours: {', '.join(added[:3])}"
        raise InputError([_fault(folder, found, "results as they were written", hint)])


def _changed_data(folder: Path, about: Mapping[str, Any], data: Data) -> list[ErrorDetail]:
    """The data files and plugins that are not those of the results in a folder."""
    before: dict[str, str] = about.get("data", {})
    names = [name for name, digest in data.items() if before.get(name, digest) != digest]
    return [_fault(folder, f"{name}: other content", "the data of the results that are there") for name in names]


def manifest_at(folder: Path) -> dict[str, Any] | None:
    """The manifest in a folder, if it is one of ours."""
    try:
        about = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    ours = isinstance(about, dict) and about.get("made_by") == PROGRAM and isinstance(about.get("files"), dict)
    return about if ours else None


def holds_results(folder: Path) -> bool:
    """Whether a folder is one of ours, by its manifest, or by the README beside which the manifest should be."""
    try:
        return (folder / MANIFEST).is_file() or (folder / README).read_bytes().startswith(README_START.encode())
    except FileNotFoundError:
        return False


def _names(folder: Path) -> set[str]:
    """The files below a folder, by their path inside it, without the clutter of file managers."""
    files = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return {path.relative_to(folder).as_posix() for path in files if path.name not in CLUTTER}


def _added_or_changed(folder: Path, names: set[str], about: dict[str, Any]) -> list[str]:
    """Files somebody put into our folder or edited there; they are not ours to replace."""
    listed = names & set(about["files"])
    same = {name for name in listed if file_entry((folder / name).read_bytes()) == about["files"][name]}
    return sorted(names - same - {MANIFEST})


def _nearest_folder(path: Path) -> Path:
    """The closest folder above a path that exists."""
    return next(parent for parent in path.parents if parent.exists())


@contextlib.contextmanager
def _workshop(parent: Path) -> Iterator[Path]:
    """A hidden folder beside the target, on the same disk; gone afterwards, whatever happens."""
    workshop = Path(tempfile.mkdtemp(prefix=PROBE, dir=parent))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
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
        sync_folder(below)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last; only POSIX systems open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _move_into_place(workshop: Path, folder: Path) -> None:
    """Set the finished folder in the place of the old one; the old one comes back if that fails."""
    old = workshop / "old"
    if folder.exists():
        folder.rename(old)
    try:
        (workshop / "new").rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    sync_folder(folder.parent)

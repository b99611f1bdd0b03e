"""Finding damage in a folder of results, and setting it aside so that the sweep can mend it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.seal import SEAL, content_of, unsealed
from simkomunitas.experiments.doubles import KEYS, RUN, find_copies, leave_once, told
from simkomunitas.experiments.exporting import EXPORTS
from simkomunitas.experiments.folder import DESIGN, MANIFEST, POINTS, read_points, write_manifest
from simkomunitas.results.folder import MANIFEST as STUDY_MANIFEST
from simkomunitas.results.folder import holds_results, manifest_at, sync_folder
from simkomunitas.results.manifest import file_entry
from simkomunitas.results.parts import FOLDERS, NAME, Part, about_part, is_whole, parts_in, read_part
from simkomunitas.simulation.version import run_id

ASIDE = "damaged"
RUNS, WEEKLY, FAILURES = FOLDERS
SEARCH = "search"  # the folder in which optimize keeps its generations
EXPORT = ("other content than the runs, each once", "the runs as the sweep wrote them")
OURS = (DESIGN, MANIFEST, "experiment.yaml", "config.yaml", "codebook.md", POINTS)


class Verdict(NamedTuple):
    """What was found in a folder of results."""

    files: int
    rows: int
    faults: tuple[ErrorDetail, ...]
    damaged: tuple[Path, ...]  # files that are not as they were written, or do not belong here
    finished: bool = True  # False for a sweep of which runs are still to be made


def verify(folder: Path) -> Verdict:
    """Compare every file with its checksum, and every row with the design; works on what other commands write, too."""
    studies = _studies_in(folder)
    if any((folder / name).exists() for name in (DESIGN, RUNS)):
        return _together([_verified_sweep(folder), *map(_verified_study, studies)])
    if not studies:
        raise InputError([ErrorDetail(str(folder), "folder", "no results", "a folder of results of simkomunitas")])
    return _together([_verified_study(study) for study in studies])


def set_aside(folder: Path, verdict: Verdict) -> Path:
    """Move damaged files out of the way, and leave every run once; the folder in which the damaged files now are.

    The sweep will make again what they held, and runs of which two copies differed.  Exports are written anew.
    """
    aside, manifest = folder / ASIDE, folder / MANIFEST
    damaged = [path for path in verdict.damaged if path.parent != folder or path.name not in EXPORTS]
    for path in damaged:
        _move_below(path, folder, aside)
    orphans = [part.path for part, _ in _lost_weekly(folder, parts_in(folder / RUNS))]  # their runs must be made again
    for path in orphans:
        _move_below(path, folder, aside)
    inside = orphans or any(path.parent == folder or path.parent.name in FOLDERS for path in damaged)
    replaced, disputed = leave_once(folder)
    if manifest.exists() and (inside or disputed or _lacks_parts(folder)):
        _move_below(manifest, folder, aside)
    for path in replaced:
        _move_below(path, folder, aside)
    if replaced and manifest.exists():
        write_manifest(folder, unsealed(manifest) or {})
    for name in _wrong_exports(folder):
        _move_below(folder / name, folder, aside)
        if manifest.exists():
            EXPORTS[name].write(folder)
    for one in filter(Path.is_dir, (aside, folder, *(folder / name for name in FOLDERS))):
        sync_folder(one)
    return aside


def _lacks_parts(folder: Path) -> bool:
    """Whether a part that the manifest names is not there any more."""
    about = unsealed(folder / MANIFEST) or {}
    return any(not (folder / name).is_file() for name in about.get("parts", ()))


def _move_below(path: Path, folder: Path, aside: Path) -> None:
    place = aside / path.relative_to(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    path.replace(place)


def _lost_weekly(folder: Path, parts: Sequence[Part]) -> Iterator[tuple[Part, Path]]:
    """Those of some parts with runs whose weekly series are not there any more, and where these were."""
    there = {part.path.name for part in parts_in(folder / WEEKLY)}
    for part in parts:
        for name in (about_part(part) or {}).get("weekly", []):
            if name not in there:
                yield part, folder / WEEKLY / name
                break


def _studies_in(folder: Path) -> list[Path]:
    """Results of other commands than sweep: the folder itself, or those that an analysis has put into it."""
    if not folder.is_dir():
        return []
    places = (folder, *(folder.glob("*/") if any((folder / name).exists() for name in (DESIGN, RUNS, SEARCH)) else ()))
    return [
        place
        for place in sorted(places)
        if place.name != ASIDE
        and holds_results(place)
        and not (place / DESIGN).exists()
        and not (place / RUNS).is_dir()
    ]


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """Several verdicts as one."""
    return Verdict(
        files=sum(one.files for one in verdicts),
        rows=sum(one.rows for one in verdicts),
        faults=tuple(fault for one in verdicts for fault in one.faults),
        damaged=tuple(path for one in verdicts for path in one.damaged),
        finished=all(one.finished for one in verdicts),
    )


def _verified_sweep(folder: Path) -> Verdict:
    """The files and rows of a sweep."""
    faults: list[tuple[Path, ErrorDetail]] = []
    about = _checked_design(folder, faults)
    parts = [part for name in FOLDERS for part in _checked_parts(folder / name, about, faults)]
    faults.extend(_fault(path, "missing") for _, path in _lost_weekly(folder, parts))
    _check_manifest(folder, faults)
    faults = list(dict.fromkeys(faults))
    doubled: Faults = []
    rows = 0
    if about is not None and not faults:
        doubled = list(_doubled_rows(folder))
        rows = _checked_rows(folder, about, faults)
        faults += _lost_manifest(folder, about)
        wrong = EXPORTS if doubled else _wrong_exports(folder)
        faults += [_fault(folder / name, *EXPORT) for name in wrong if (folder / name).exists()]
    paths = dict.fromkeys(path for path, _ in faults if path.exists())
    told = tuple(fault for _, fault in faults + doubled)
    return Verdict(len(parts) + len(OURS), rows, told, tuple(paths), (folder / MANIFEST).is_file())


def _fault(path: Path, found: str, expected: str = "a file as it was written") -> tuple[Path, ErrorDetail]:
    return path, ErrorDetail(str(path), "file", found, expected)


Faults = list[tuple[Path, ErrorDetail]]


def _checked_design(folder: Path, faults: Faults) -> dict[str, Any] | None:
    """What design.json says; None, and a fault, if it is missing or damaged."""
    path = folder / DESIGN
    about = unsealed(path) if path.is_file() else None
    if about is None:
        faults.append(_fault(path, "damaged" if path.exists() else "missing"))
        return None
    for name, checksum in about["files"].items():
        file = folder / name
        if not file.is_file():
            faults.append(_fault(file, "missing"))
        elif content_of(file) != checksum:
            faults.append(_fault(file, "other content than its checksum says"))
    return about


def _checked_parts(folder: Path, about: dict[str, Any] | None, faults: Faults) -> Iterator[Part]:
    """The parts that are as they were written, and belong to this experiment and this version of the model."""
    for path in sorted(folder.glob("*")):
        name = NAME.fullmatch(path.name)
        if name is None:
            if not path.name.startswith("."):
                faults.append(_fault(path, "a file of another origin", "only parts of this experiment"))
            continue
        part = Part(path, int(name[1]), int(name[2]), name[3])
        if not is_whole(part):
            faults.append(_fault(path, "other content than its checksum says"))
            continue
        told = about_part(part) or {}
        if about is not None and (told.get("experiment"), told.get("version")) != (about["id"], about["model"]):
            faults.append(_fault(path, "from another experiment or another version of the model"))
            continue
        yield part


def _check_manifest(folder: Path, faults: Faults) -> None:
    """The manifest of a finished sweep, and whether the parts it names are there."""
    path = folder / MANIFEST
    if not path.is_file():
        return
    about = unsealed(path)
    if about is None:
        faults.append(_fault(path, "damaged"))
        return
    faults.extend(_fault(folder / name, "missing") for name in about["parts"] if not (folder / name).is_file())
    there = {f"{name}/{path.name}": path for name in FOLDERS for path in (folder / name).glob("part-*.parquet")}
    faults.extend(
        _fault(there[name], "not among the parts of the finished sweep", "no other parts")
        for name in sorted(there.keys() - set(about["parts"]))
        if there[name] not in dict(faults)
    )


def _checked_rows(folder: Path, about: dict[str, Any], faults: Faults) -> int:
    """How many runs there are, each counted once; runs of other points, and wrong names, are faults."""
    scenarios = read_points(folder, about)["scenario"].tolist()
    for part in parts_in(folder / RUNS):
        heads = read_part(part, ("run_id", "point", "seed"))
        faults.extend(_wrong_rows(part, heads, scenarios, str(about["model"])))
    return _stored(folder, RUNS)


def _stored(folder: Path, *names: str) -> int:
    """How many runs, by point and seed, stand in the parts of these kinds."""
    tables = [read_part(part, RUN) for name in names for part in parts_in(folder / name)]
    return len(pa.concat_tables(tables).to_pandas().drop_duplicates()) if tables else 0


def _doubled_rows(folder: Path) -> Iterator[tuple[Path, ErrorDetail]]:
    """Runs, and weeks of runs, that stand more than once."""
    for name, keys in KEYS.items():
        for copies in find_copies(parts_in(folder / name), keys):
            for found in told(copies):
                yield _fault(copies.part.path, found, "every run once")


def _lost_manifest(folder: Path, about: dict[str, Any]) -> Iterator[tuple[Path, ErrorDetail]]:
    """The manifest, if it is missing although every run that was asked for is there or has failed."""
    asked = about["replicates"]
    complete = isinstance(asked, int) and about["points"] * asked <= _stored(folder, RUNS, FAILURES)
    if complete and not (folder / MANIFEST).exists():
        yield _fault(folder / MANIFEST, "missing", "the manifest of a finished sweep; the same sweep writes it again")


def _wrong_exports(folder: Path) -> list[str]:
    """The names of results in other forms that do not hold what the parts hold."""
    return [name for name, export in EXPORTS.items() if (folder / name).exists() and not export.agrees(folder)]


def _wrong_rows(part: Part, heads: pa.Table, scenarios: list[str], model: str) -> Iterator[tuple[Path, ErrorDetail]]:
    """Rows whose name does not follow from their point and seed."""
    points, seeds, names = (heads[name].to_pylist() for name in ("point", "seed", "run_id"))
    for point, seed, name in zip(points, seeds, names, strict=True):
        if not 0 <= point < len(scenarios) or run_id(scenarios[point], seed, model) != name:
            yield _fault(part.path, f"run {name} at point {point}", "runs of the points of this experiment")
            return


def _verified_study(folder: Path) -> Verdict:
    """The files of a folder that compare or run has written."""
    path = folder / STUDY_MANIFEST
    if not path.is_file():
        return Verdict(1, 0, (_fault(path, "missing", "the manifest of these results")[1],), ())
    about = manifest_at(folder)
    if about is None or (SEAL in about and unsealed(path) is None):  # earlier versions did not seal it
        return Verdict(1, 0, (_fault(path, "damaged", "the manifest as it was written")[1],), (path,))
    faults: Faults = []
    for name, entry in about["files"].items():
        file = folder / name
        if not file.is_file():
            faults.append(_fault(file, "missing"))
        elif file_entry(file.read_bytes()) != entry:
            faults.append(_fault(file, "other content than its checksum says"))
    paths = tuple(path for path, _ in faults if path.exists())
    return Verdict(len(about["files"]) + 1, 0, tuple(fault for _, fault in faults), paths)

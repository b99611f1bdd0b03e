"""The runs of a sweep in other forms: one CSV file, or NetCDF for xarray."""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.table_files import encode_csv
from simkomunitas.experiments.sweep_results import load_xarray_dataset, read_sweep_design
from simkomunitas.results.atomic_files import TEMPORARY_SUFFIX, convert_storage_errors
from simkomunitas.results.parquet_parts import PART_FOLDERS, list_verified_parts, read_part
from simkomunitas.results.results_folder import sync_directory

RUNS_FOLDER = PART_FOLDERS[0]
CSV, NETCDF = "results.csv", "results.nc"


class ExportFormat(NamedTuple):
    """A form in which results can be written, and whether a file of it holds what the parts hold."""

    write_export: Callable[[Path], Path]
    matches_parts: Callable[[Path], bool]


def write_csv_export(folder: Path) -> Path:
    """All runs in ``results.csv`` beside the parts, part by part, so that it takes little memory."""
    design = read_sweep_design(folder)
    path = folder / CSV
    aside = folder / f".{path.name}.{os.getpid()}{TEMPORARY_SUFFIX}"
    with convert_storage_errors(path, design.points):
        try:
            with aside.open("wb") as file:
                for piece in _iterate_csv_lines(folder):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        sync_directory(folder)
    return path


def _iterate_csv_lines(folder: Path) -> Iterator[bytes]:
    """The lines of ``results.csv``, part by part."""
    for place, part in enumerate(list_verified_parts(folder / RUNS_FOLDER)):
        content = encode_csv(read_part(part).to_pandas())
        yield content if place == 0 else content.partition(b"\n")[2]


def _csv_matches_parts(folder: Path) -> bool:
    """Whether ``results.csv`` has the lines of the parts, in any order."""
    with (folder / CSV).open("rb") as file:
        written = _count_and_hash_lines(file)
    return written == _count_and_hash_lines(line for piece in _iterate_csv_lines(folder) for line in io.BytesIO(piece))


def _count_and_hash_lines(lines: Iterable[bytes]) -> tuple[int, int]:
    """How many lines there are, and the sum of their hashes."""
    count = total = 0
    for line in lines:
        count += 1
        total += int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())
    return count, total


def write_netcdf_export(folder: Path) -> Path:
    """All runs in ``results.nc``, outcomes over point and seed."""
    path = folder / NETCDF
    aside = folder / f".{path.name}.{os.getpid()}{TEMPORARY_SUFFIX}"
    with convert_storage_errors(path, 0):
        try:
            load_xarray_dataset(folder).to_netcdf(aside)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    return path


def _netcdf_matches_parts(folder: Path) -> bool:
    """Whether ``results.nc`` has the values of the parts."""
    try:
        written = import_optional("xarray", "analysis").load_dataset(folder / NETCDF)
    except (OSError, ValueError):
        return False
    return bool(written.equals(load_xarray_dataset(folder, allow_unfinished=True)))


EXPORT_WRITERS = {"csv": write_csv_export, "netcdf": write_netcdf_export}
EXPORT_FORMATS = {
    CSV: ExportFormat(write_csv_export, _csv_matches_parts),
    NETCDF: ExportFormat(write_netcdf_export, _netcdf_matches_parts),
}

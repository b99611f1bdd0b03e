"""The runs of a sweep in other forms: one CSV file, or NetCDF for xarray."""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.tables import csv_bytes
from simkomunitas.experiments.results import read_design, to_xarray
from simkomunitas.results.disk import UNFINISHED, stored
from simkomunitas.results.folder import sync_folder
from simkomunitas.results.parts import FOLDERS, checked_parts, read_part

RUNS = FOLDERS[0]
CSV, NETCDF = "results.csv", "results.nc"


class Export(NamedTuple):
    """A form in which results can be written, and whether a file of it holds what the parts hold."""

    write: Callable[[Path], Path]
    agrees: Callable[[Path], bool]


def export_csv(folder: Path) -> Path:
    """All runs in ``results.csv`` beside the parts, part by part, so that it takes little memory."""
    design = read_design(folder)
    path = folder / CSV
    aside = folder / f".{path.name}.{os.getpid()}{UNFINISHED}"
    with stored(path, design.points):
        try:
            with aside.open("wb") as file:
                for piece in _csv_pieces(folder):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        sync_folder(folder)
    return path


def _csv_pieces(folder: Path) -> Iterator[bytes]:
    """The lines of ``results.csv``, part by part."""
    for place, part in enumerate(checked_parts(folder / RUNS)):
        content = csv_bytes(read_part(part).to_pandas())
        yield content if place == 0 else content.partition(b"\n")[2]


def _csv_agrees(folder: Path) -> bool:
    """Whether ``results.csv`` has the lines of the parts, in any order."""
    with (folder / CSV).open("rb") as file:
        written = _line_sum(file)
    return written == _line_sum(line for piece in _csv_pieces(folder) for line in io.BytesIO(piece))


def _line_sum(lines: Iterable[bytes]) -> tuple[int, int]:
    """How many lines there are, and the sum of their hashes."""
    count = total = 0
    for line in lines:
        count += 1
        total += int.from_bytes(hashlib.blake2b(line, digest_size=16).digest())
    return count, total


def export_netcdf(folder: Path) -> Path:
    """All runs in ``results.nc``, outcomes over point and seed."""
    path = folder / NETCDF
    aside = folder / f".{path.name}.{os.getpid()}{UNFINISHED}"
    with stored(path, 0):
        try:
            to_xarray(folder).to_netcdf(aside)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    return path


def _netcdf_agrees(folder: Path) -> bool:
    """Whether ``results.nc`` has the values of the parts."""
    try:
        written = import_optional("xarray", "analysis").load_dataset(folder / NETCDF)
    except (OSError, ValueError):
        return False
    return bool(written.equals(to_xarray(folder, unfinished=True)))


FORMATS = {"csv": export_csv, "netcdf": export_netcdf}
EXPORTS = {CSV: Export(export_csv, _csv_agrees), NETCDF: Export(export_netcdf, _netcdf_agrees)}

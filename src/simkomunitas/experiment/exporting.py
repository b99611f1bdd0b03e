"""The runs of a sweep in other forms: one CSV file, or NetCDF for xarray."""

import os
from pathlib import Path

from simkomunitas.experiment.disk import UNFINISHED, stored
from simkomunitas.experiment.parts import FOLDERS, checked_parts, read_part
from simkomunitas.experiment.results import read_design, to_xarray
from simkomunitas.study.folder import sync_folder
from simkomunitas.study.tables import csv_bytes

RUNS = FOLDERS[0]


def export_csv(folder: Path) -> Path:
    """All runs in ``results.csv`` beside the parts, part by part, so that it takes little memory."""
    design = read_design(folder)
    path = folder / "results.csv"
    aside = folder / f".{path.name}.{os.getpid()}{UNFINISHED}"
    with stored(path, design.points):
        try:
            with aside.open("wb") as file:
                for place, part in enumerate(checked_parts(folder / RUNS)):
                    content = csv_bytes(read_part(part).to_pandas())
                    file.write(content if place == 0 else content.partition(b"\n")[2])
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        sync_folder(folder)
    return path


def export_netcdf(folder: Path) -> Path:
    """All runs in ``results.nc``, outcomes over point and seed."""
    path = folder / "results.nc"
    aside = folder / f".{path.name}.{os.getpid()}{UNFINISHED}"
    with stored(path, 0):
        try:
            to_xarray(folder).to_netcdf(aside)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    return path


FORMATS = {"csv": export_csv, "netcdf": export_netcdf}

"""What the commands that analyse experiments have in common: finding the results, and writing what was found."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from simkomunitas.cli.delivering import announce_compilation
from simkomunitas.experiment.folder import design_at
from simkomunitas.experiment.reading import read_experiment
from simkomunitas.experiment.results import DesignFacts, load_failures, load_points, load_results, read_design
from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.pages.terminal import Advance, progress
from simkomunitas.study.folder import check_target, write_folder
from simkomunitas.study.manifest import Study, identity


class Results(NamedTuple):
    """The results of an experiment, complete."""

    facts: DesignFacts
    runs: pd.DataFrame
    failures: pd.DataFrame
    points: pd.DataFrame


def results_of(what: Path, jobs: int | None, sets: Sequence[str] = ()) -> Results:
    """The results in a folder; of a file, the runs that are missing are made first, as ``sweep`` makes them."""
    folder = what
    if not what.is_dir():
        from simkomunitas.experiment.sweep import sweep  # noqa: PLC0415

        experiment = read_experiment(what, sets)
        announce_compilation()
        folder = sweep(experiment, jobs=jobs, stage=_stage).folder
    elif sets:
        raise InputError([Fault("--set", str(what), "a folder of results", "the file of an experiment")])
    if design_at(folder) is None:
        hint = "make one with: simkomunitas sweep EXPERIMENT"
        raise InputError([Fault(str(folder), "folder", "no results of a sweep", "a folder of results", hint)])
    return Results(read_design(folder), load_results(folder), load_failures(folder), load_points(folder))


def _stage(what: str, total: int) -> AbstractContextManager[Advance]:
    return progress(what, total)


def check_outcomes(asked: Sequence[str], runs: pd.DataFrame) -> None:
    """InputError for outcomes that runs do not have."""
    known = [str(name) for name in runs.columns if "@" in str(name)]
    wrong = [name for name in asked if name not in known]
    if wrong:
        raise InputError([Fault("--outcome", name, "", "outcome@period", did_you_mean(name, known)) for name in wrong])


class Finding(NamedTuple):
    """An analysis to be written: where, and of what."""

    target: Path
    settings: Mapping[str, Any]  # all that it depends on
    seeds: Sequence[int]
    started: datetime


def begin(folder: Path, name: str, out: Path | None, settings: Mapping[str, Any], seeds: Sequence[int]) -> Finding:
    """Settle where an analysis goes, if nobody says: into the folder of results, under its name and a short id."""
    own = identity(settings, seeds)
    target = folder / f"{name}-{own[:6]}" if out is None else out
    check_target(target, own)
    return Finding(target, settings, seeds, datetime.now(UTC))


def deliver(finding: Finding, files: Mapping[str, str | bytes]) -> None:
    """Write the files of an analysis and say where they are."""
    study = Study(sys.argv, finding.settings, {}, finding.seeds, finding.started, datetime.now(UTC))
    folder = write_folder(finding.target, files, study)
    print(f"Results: {folder}", file=sys.stderr)


def seeds_in(runs: pd.DataFrame) -> list[int]:
    """The seeds of runs, in order."""
    return sorted(int(seed) for seed in runs["seed"].unique())

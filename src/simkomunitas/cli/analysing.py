"""What the commands that analyse experiments have in common: finding the results, and writing what was found."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from simkomunitas.analysis.asking import BOXES, Question, read_question
from simkomunitas.analysis.failing import EXAMPLE, failing
from simkomunitas.cli.delivering import announce_compilation
from simkomunitas.experiment.folder import design_at
from simkomunitas.experiment.reading import read_experiment
from simkomunitas.experiment.results import DesignFacts, load_failures, load_points, load_results, read_design
from simkomunitas.experiment.sweep import sweep
from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.pages.terminal import progress
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
        experiment = read_experiment(what, sets)
        announce_compilation()
        folder = sweep(experiment, jobs=jobs, stage=progress).folder
    elif sets:
        raise InputError([Fault("--set", str(what), "a folder of results", "the file of an experiment")])
    if design_at(folder) is None:
        hint = "make one with: simkomunitas sweep EXPERIMENT"
        raise InputError([Fault(str(folder), "folder", "no results of a sweep", "a folder of results", hint)])
    return Results(read_design(folder), load_results(folder), load_failures(folder), load_points(folder))


def question_of(what: Path, fails: str | None) -> Question:
    """What is asked of an experiment: in a file of its own, or by the option --fails."""
    asked = read_question(what) if what.is_file() else None
    if fails is not None:
        failing(fails)  # what can be seen to be wrong is told before the first run
        return (asked or Question(what, fails, (), BOXES, None, average=False))._replace(fails=fails)
    if asked is None:
        raise InputError([Fault("--fails", "fails", "", "what failing is, here or in the file", EXAMPLE)])
    return asked


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

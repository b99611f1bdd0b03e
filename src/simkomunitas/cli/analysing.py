"""What the commands that analyse experiments have in common: finding the results, and writing what was found."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.analysis.asking import Question, read_question
from simkomunitas.analysis.failing import EXAMPLE, failing
from simkomunitas.analysis.stored import Stored, stored
from simkomunitas.cli.delivering import compile_first
from simkomunitas.experiment.design import Experiment
from simkomunitas.experiment.reading import read_experiment
from simkomunitas.experiment.sweep import sweep
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.pages.terminal import progress
from simkomunitas.study.folder import check_target, write_folder
from simkomunitas.study.manifest import Study, identity


def results_of(what: Path, jobs: int | None, sets: Sequence[str], check: Callable[[Experiment], object]) -> Stored:
    """The results in a folder; of a file, the runs that are missing are made first, as ``sweep`` makes them.

    check: asked about the experiment in a file, so that what cannot be analysed is refused before the first run.
    """
    if what.is_dir():
        if sets:
            raise InputError([Fault("--set", str(what), "a folder of results", "the file of an experiment")])
        return stored(what)
    experiment = read_experiment(what, sets)
    check(experiment)
    compile_first()
    return stored(sweep(experiment, jobs=jobs, stage=progress).folder)


def question_of(what: Path, fails: str | None) -> Question:
    """What is asked of an experiment: in a file of its own, or by the option --fails."""
    asked = read_question(what) if what.is_file() else None
    if fails is not None:
        failing(fails)  # what can be seen to be wrong is told before the first run
        return (asked or Question(what, fails))._replace(fails=fails)
    if asked is None:
        raise InputError([Fault("--fails", "fails", "", "what failing is, here or in the file", EXAMPLE)])
    return asked


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

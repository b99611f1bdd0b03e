"""What the commands that analyse experiments have in common: finding the results, and writing what was found."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.analysis.discovery_config import DiscoveryConfig, read_discovery_config
from simkomunitas.analysis.failure_conditions import EXAMPLE, parse_failure_conditions
from simkomunitas.analysis.stored_analyses import SweepResults, load_sweep_results
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.results_output import compile_engine_with_progress
from simkomunitas.experiments.experiment_design import Experiment
from simkomunitas.experiments.experiment_reader import read_experiment
from simkomunitas.experiments.experiment_sweep import run_sweep
from simkomunitas.reports.terminal_output import show_progress
from simkomunitas.results.results_folder import check_results_target, write_results_folder
from simkomunitas.results.results_manifest import StudyRecord, compute_study_id


def find_or_run_results(
    what: Path, workers: int | None, sets: Sequence[str], check: Callable[[Experiment], object]
) -> SweepResults:
    """The results in a folder; of a file, the runs that are missing are made first, as ``sweep`` makes them.

    check: asked about the experiment in a file, so that what cannot be analysed is refused before the first run.
    """
    if what.is_dir():
        if sets:
            raise InputError([ErrorDetail("--set", str(what), "a folder of results", "the file of an experiment")])
        return load_sweep_results(what)
    experiment = read_experiment(what, sets)
    check(experiment)
    compile_engine_with_progress()
    return load_sweep_results(run_sweep(experiment, workers=workers, report_stage=show_progress).folder)


def read_discovery_question(what: Path, failure: str | None) -> DiscoveryConfig:
    """What is asked of an experiment: in a file of its own, or by the option --failure."""
    asked = read_discovery_config(what) if what.is_file() else None
    if failure is not None:
        parse_failure_conditions(failure)  # what can be seen to be wrong is told before the first run
        return (asked or DiscoveryConfig(what, failure))._replace(failure=failure)
    if asked is None:
        raise InputError([ErrorDetail("--failure", "failure", "", "what failing is, here or in the file", EXAMPLE)])
    return asked


class AnalysisOutput(NamedTuple):
    """An analysis to be written: where, and of what."""

    target: Path
    settings: Mapping[str, Any]  # all that it depends on
    seeds: Sequence[int]
    started: datetime


def begin_analysis(
    folder: Path, name: str, out: Path | None, settings: Mapping[str, Any], seeds: Sequence[int]
) -> AnalysisOutput:
    """Settle where an analysis goes, if nobody says: into the folder of results, under its name and a short id."""
    own = compute_study_id(settings, seeds)
    target = folder / f"{name}-{own[:6]}" if out is None else out
    check_results_target(target, own)
    return AnalysisOutput(target, settings, seeds, datetime.now(UTC))


def write_analysis(finding: AnalysisOutput, files: Mapping[str, str | bytes]) -> None:
    """Write the files of an analysis and say where they are."""
    study = StudyRecord(sys.argv, finding.settings, {}, finding.seeds, finding.started, datetime.now(UTC))
    folder = write_results_folder(finding.target, files, study)
    print(f"Results: {folder}", file=sys.stderr)

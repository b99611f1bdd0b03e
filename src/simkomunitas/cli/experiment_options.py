"""What the commands for experiments have in common: options, modules to be loaded, how an experiment is read."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from simkomunitas.cli.shared_options import bare_option, load_plugins

if TYPE_CHECKING:
    from simkomunitas.experiments.experiment_design import Experiment

ExperimentFileArgument = Annotated[Path, Parameter(help="YAML file of an experiment, a comparison or a scenario.")]
SkipConfirmationOption = Annotated[bool, bare_option(help="Skip the size confirmation.")]
NewFolderOption = Annotated[bool, bare_option(help="Write to a new folder next to the results of another experiment.")]
KeepWeeklyOption = Annotated[bool, bare_option(help="Store the weekly series of every run.")]


def load_experiment(path: Path, sets: Sequence[str], load: Sequence[str], *, weekly: bool) -> "Experiment":
    """The experiment in a file, once the modules that it needs are loaded; its notes are told."""
    load_plugins(load)
    from simkomunitas.experiments.experiment_reader import read_experiment  # noqa: PLC0415 - --help stays quick

    experiment = read_experiment(path, (*sets, *(("keep_weekly=true",) if weekly else ())))
    for note in experiment.notes:
        print_notice(note)
    return experiment


def print_notice(sentence: str) -> None:
    """Say something to whoever watches, on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def default_worker_count() -> int:
    """How many processes make runs when nobody says."""
    return os.cpu_count() or 1

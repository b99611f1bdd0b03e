"""What the commands for experiments have in common: options, modules to be loaded, how an experiment is read."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from simkomunitas.cli.options import load_own

if TYPE_CHECKING:
    from simkomunitas.experiment.design import Experiment

ExperimentFile = Annotated[Path, Parameter(help="YAML file of an experiment, a comparison or a scenario.")]
Yes = Annotated[bool, Parameter(negative="", show_default=False, help="Go on even if it is very much.")]
AsNew = Annotated[
    bool, Parameter(negative="", show_default=False, help="Begin a folder beside the results of another experiment.")
]
Weekly = Annotated[bool, Parameter(negative="", show_default=False, help="Keep the weekly series of every run.")]


def read(path: Path, sets: Sequence[str], load: Sequence[str], *, weekly: bool) -> "Experiment":
    """The experiment in a file, once the modules that it needs are loaded; its notes are told."""
    load_own(load)
    from simkomunitas.experiment.reading import read_experiment  # noqa: PLC0415 - --help stays quick

    experiment = read_experiment(path, (*sets, *(("weekly=true",) if weekly else ())))
    for note in experiment.notes:
        tell(note)
    return experiment


def tell(sentence: str) -> None:
    """Say something to whoever watches, on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def cores() -> int:
    """How many processes make runs when nobody says."""
    return os.cpu_count() or 1

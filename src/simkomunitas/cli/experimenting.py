"""What the commands for experiments have in common: options, modules to be loaded, how an experiment is read."""

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from simkomunitas.ground.faults import Fault, InputError

if TYPE_CHECKING:
    from simkomunitas.experiment.design import Experiment

ExperimentFile = Annotated[Path, Parameter(help="YAML file of an experiment, a comparison or a scenario.")]
Load = Annotated[
    tuple[str, ...],
    Parameter(negative="", show_default=False, help="Python module with strategies or outcomes of your own."),
]
Yes = Annotated[bool, Parameter(negative="", show_default=False, help="Go on even if it is very much.")]
AsNew = Annotated[
    bool, Parameter(negative="", show_default=False, help="Begin a folder beside the results of another experiment.")
]
Weekly = Annotated[bool, Parameter(negative="", show_default=False, help="Keep the weekly series of every run.")]


def read(path: Path, sets: Sequence[str], load: Sequence[str], *, weekly: bool) -> "Experiment":
    """The experiment in a file, once the modules that it needs are loaded; its notes are told."""
    load_modules(load)
    from simkomunitas.experiment.reading import read_experiment  # noqa: PLC0415 - --help stays quick

    experiment = read_experiment(path, (*sets, *(("weekly=true",) if weekly else ())))
    for note in experiment.notes:
        tell(note)
    return experiment


def load_modules(names: Sequence[str]) -> None:
    """Import modules by name, also from the folder one works in; InputError for one that is not there."""
    if names and str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError as error:
            expected = "the name of a module, which can be imported here"
            raise InputError([Fault("--load", name, str(error), expected)]) from error


def tell(sentence: str) -> None:
    """Say something to whoever watches, on standard error."""
    print(sentence, file=sys.stderr, flush=True)


def cores() -> int:
    """How many processes make runs when nobody says."""
    return os.cpu_count() or 1

"""Options that several commands share."""

import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter, Token
from cyclopts.validators import Number

from simkomunitas.locale.translation import LANGUAGES

LAST_SEED = 2**63 - 1
MAX_REPLICATES = 100_000


def make_command(function: Callable[..., None], name: str = "") -> App:
    """A command, whose help ends with the examples in the docstring of its module."""
    _, start, examples = (sys.modules[function.__module__].__doc__ or "").partition("Examples:")
    own_name = name or function.__name__.removesuffix("_command").replace("_", "-")
    return App(name=own_name, help_epilogue=(start + examples).rstrip(), default_command=function)


def parse_whole_number(_: object, tokens: Sequence[Token]) -> int:
    """The number that was typed; 1.5 and 25.000, which could be meant in two ways, raise ValueError."""
    if not re.fullmatch(r"[-+]?[0-9]{1,400}", tokens[0].value):
        raise ValueError("a whole number is expected, without points and commas")
    return int(tokens[0].value)


def check_language(_: object, language: str) -> None:
    """ValueError for a language that has no folder in ``simkomunitas.locale``."""
    if language not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)} is expected")


bare_option = partial(Parameter, negative="", show_default=False)  # switches, and what may be given several times
whole_option = partial(Parameter, converter=parse_whole_number)


def load_plugins(names: Sequence[str]) -> None:
    """Load what ``--load`` names, before anything is read that may use it; InputError for what cannot be loaded."""
    if names:
        from simkomunitas.config.plugin_loader import import_plugins  # noqa: PLC0415 - --help stays quick

        import_plugins(names)


ConfigArgument = Annotated[Path, Parameter(help="YAML file of a scenario or a comparison.")]
OutOption = Annotated[Path | None, Parameter(help="Folder for the results; created if it does not exist.")]
JsonOption = Annotated[bool, bare_option(name="--json", help="Print one JSON document on standard output.")]
Correction = Literal["none", "holm", "benjamini_hochberg"]
CorrectionOption = Annotated[
    Correction,
    Parameter(help="Correction for multiple testing of the differences shown: none (each interval by itself), or a "
              "correction for their number."),
]  # fmt: skip
LanguageOption = Annotated[
    str, Parameter(validator=check_language, help=f"Language of what is printed: {' or '.join(LANGUAGES)}.")
]
SetOption = Annotated[
    tuple[str, ...],
    bare_option(name="--set", help="Change a key of the configuration: path.to.key=value. May be repeated."),
]
SeedOption = Annotated[int, whole_option(validator=Number(gte=0, lte=LAST_SEED), help="Random seed.")]
ReplicatesOption = Annotated[
    int | None, whole_option(validator=Number(gte=2, lte=MAX_REPLICATES), help="Runs of each arm.")
]
WorkersOption = Annotated[
    int | None, whole_option(validator=Number(gte=1), help="Number of worker processes; all cores if not given.")
]
LoadOption = Annotated[
    tuple[str, ...],
    bare_option(help="Python file or module with strategies, outcomes or rules of your own. May be repeated."),
]
ExperimentArgument = Annotated[Path, Parameter(help="YAML file of an experiment, or the folder of its results.")]
OutcomeOption = Annotated[
    tuple[str, ...], bare_option(name="--outcome", help="Outcome to analyse, as outcome@period. May be repeated.")
]

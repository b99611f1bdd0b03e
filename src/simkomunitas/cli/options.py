"""Options that several commands share."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, Token
from cyclopts.validators import Number

LAST_SEED = 2**63 - 1
MOST_REPLICATES = 100_000


def whole_number(_: object, tokens: Sequence[Token]) -> int:
    """The number that was typed; 1.5 and 25.000, which could be meant in two ways, raise ValueError."""
    if not re.fullmatch(r"[-+]?[0-9]{1,400}", tokens[0].value):
        raise ValueError("a whole number is expected, without points and commas")
    return int(tokens[0].value)


def load_own(names: Sequence[str]) -> None:
    """Load what ``--load`` names, before anything is read that may use it; InputError for what cannot be loaded."""
    if names:
        from simkomunitas.study.plugins import load_parts  # noqa: PLC0415 - --help stays quick

        load_parts(names)


Config = Annotated[Path, Parameter(help="YAML file of a scenario or a comparison.")]
Out = Annotated[Path | None, Parameter(help="Folder for the results; made if it is not there.")]
Json = Annotated[
    bool, Parameter(name="--json", negative="", show_default=False, help="Print one JSON document on standard output.")
]
Corrections = Annotated[
    Literal["none", "holm", "benjamini_hochberg"],
    Parameter(help="What makes a difference clear, of all that are shown: none, each interval by itself; or a "
              "correction for their number."),
]  # fmt: skip
Sets = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set",
        negative="",
        show_default=False,
        help="Change a key of the configuration: path.to.key=value. May be repeated.",
    ),
]
Seed = Annotated[
    int,
    Parameter(converter=whole_number, validator=Number(gte=0, lte=LAST_SEED), help="Seed of all chance."),
]
Replicates = Annotated[
    int | None,
    Parameter(converter=whole_number, validator=Number(gte=2, lte=MOST_REPLICATES), help="Runs of each arm."),
]
Jobs = Annotated[
    int | None,
    Parameter(converter=whole_number, validator=Number(gte=1), help="Processes; all cores if not given."),
]
Load = Annotated[
    tuple[str, ...],
    Parameter(
        negative="",
        show_default=False,
        help="Python file or module with strategies, outcomes or rules of your own. May be repeated.",
    ),
]
What = Annotated[Path, Parameter(help="YAML file of an experiment, or the folder of its results.")]
Outcomes = Annotated[
    tuple[str, ...],
    Parameter(name="--outcome", negative="", show_default=False, help="outcome@period to look at. May be repeated."),
]

"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

LAST_SEED = 2**63 - 1

Config = Annotated[Path, Parameter(help="YAML file of a scenario or a comparison.")]
Out = Annotated[Path | None, Parameter(help="Folder for the results; made if it is not there.")]
Json = Annotated[
    bool, Parameter(name="--json", negative="", show_default=False, help="Print one JSON document on standard output.")
]
Sets = Annotated[
    tuple[str, ...],
    Parameter(
        name="--set",
        negative="",
        show_default=False,
        help="Change a key of the configuration: path.to.key=value. May be repeated.",
    ),
]
Seed = Annotated[int, Parameter(validator=Number(gte=0, lte=LAST_SEED), help="Seed of all chance.")]

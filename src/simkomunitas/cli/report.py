"""``simkomunitas report``: one HTML file with everything a reader of a study needs."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.options import Out

EXAMPLES = """\
Examples:
  simkomunitas report results/when_to_leave
  simkomunitas report results/strategies-0123456789 --out strategies.html"""


def report(
    folder: Annotated[Path, Parameter(help="Folder of results: of sweep, compare, run or optimize.")],
    /,
    *,
    out: Out = None,
) -> None:
    """Write a report that needs nothing from outside: design, tables with intervals, figures, failures, limits."""

"""``simkomunitas report``: one HTML file with everything a reader of a study needs."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.options import Corrections, Load, load_own

EXAMPLES = """\
Examples:
  simkomunitas report results/when_to_leave
  simkomunitas report results/strategies-0123456789 --out strategies.html"""


def report(
    folder: Annotated[Path, Parameter(help="Folder of results: of sweep, compare, run or optimize.")],
    /,
    *,
    out: Annotated[
        Path | None, Parameter(help="The HTML file; beside the folder and called like it, if not given.")
    ] = None,
    correction: Corrections = "none",
    load: Load = (),
) -> None:
    """Write a report that needs nothing from outside: design, tables with intervals, figures, failures, limits."""
    load_own(load)
    from simkomunitas.experiment.disk import write_file  # noqa: PLC0415 - --help stays quick
    from simkomunitas.pages.report.writing import check_page, report_of  # noqa: PLC0415

    place = folder.resolve()
    target = place.with_name(f"{place.name}.html") if out is None else out.absolute()
    check_page(target)
    write_file(target, report_of(folder, correction).encode())
    print(f"Report: {target}", file=sys.stderr)

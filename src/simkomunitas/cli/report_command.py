"""``simkomunitas report``: a self-contained HTML report of results.

Examples:
  simkomunitas report results/when_to_leave
  simkomunitas report results/strategies-0123456789 --out strategies.html

"""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.shared_options import CorrectionOption, LoadOption, load_plugins, make_command


def report_command(
    folder: Annotated[Path, Parameter(help="Folder of results: of sweep, compare, run or optimize.")],
    /,
    *,
    out: Annotated[Path | None, Parameter(help="HTML file; beside the folder and named like it if not given.")] = None,
    multiple_testing: CorrectionOption = "none",
    load: LoadOption = (),
) -> None:
    """Write a self-contained HTML report: design, tables with intervals, figures, failures, limits."""
    load_plugins(load)
    from simkomunitas.reports.report.report_builder import build_report, check_report_path  # noqa: PLC0415
    from simkomunitas.results.atomic_files import write_file_atomically  # noqa: PLC0415 - --help stays quick

    place = folder.resolve()
    target = place.with_name(f"{place.name}.html") if out is None else out.absolute()
    check_report_path(target)
    write_file_atomically(target, build_report(folder, multiple_testing).encode())
    print(f"Report: {target}", file=sys.stderr)


command = make_command(report_command)

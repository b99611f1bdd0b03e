"""``simkomunitas verify``: damage in a folder of results."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.experimenting import tell
from simkomunitas.cli.options import Load, load_own

EXAMPLES = """\
Examples:
  simkomunitas verify results/mine
  simkomunitas verify results/mine --repair"""

DAMAGED = 65  # exit code


def verify(
    folder: Annotated[Path, Parameter(help="Folder of results, of any command.")],
    /,
    *,
    repair: Annotated[
        bool,
        Parameter(
            negative="",
            show_default=False,
            help="Set damaged files aside, for the sweep to make again, and leave every run once.",
        ),
    ] = False,
    load: Load = (),
) -> None:
    """Compare every file with its checksum and every run with the design; exit code 65 if anything is damaged."""
    load_own(load)
    from simkomunitas.experiment.verifying import set_aside  # noqa: PLC0415 - --help stays quick
    from simkomunitas.experiment.verifying import verify as verified  # noqa: PLC0415

    verdict = verified(folder)
    for fault in verdict.faults:
        tell(str(fault))
    if not verdict.faults:
        unfinished = "" if verdict.finished else "; not finished: the same sweep goes on"
        print(f"{folder}: {verdict.files} files, {verdict.rows} runs, no damage{unfinished}")
        return
    if repair:
        aside = set_aside(folder, verdict)
        tell(f"Set aside: {aside}.  The command that made the results will make again what is missing.")
    sys.stdout.flush()
    raise SystemExit(DAMAGED)

"""``simkomunitas verify``: damage in a folder of results.

Examples:
  simkomunitas verify results/mine
  simkomunitas verify results/mine --repair

"""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.experiment_options import print_notice
from simkomunitas.cli.shared_options import LoadOption, bare_option, load_plugins, make_command

EXIT_CODE_DAMAGED = 65  # exit code


def verify_command(
    folder: Annotated[Path, Parameter(help="Folder of results, of any command.")],
    /,
    *,
    repair: Annotated[
        bool,
        bare_option(help="Set damaged files aside, for the sweep to make again, and leave every run once."),
    ] = False,
    load: LoadOption = (),
) -> None:
    """Compare every file with its checksum and every run with the design; exit code 65 if anything is damaged."""
    load_plugins(load)
    from simkomunitas.experiments.verifying import set_aside  # noqa: PLC0415 - --help stays quick
    from simkomunitas.experiments.verifying import verify as verified  # noqa: PLC0415

    verdict = verified(folder)
    for fault in verdict.faults:
        print_notice(str(fault))
    if not verdict.faults:
        unfinished = "" if verdict.finished else "; not finished: the same sweep goes on"
        print(f"{folder}: {verdict.files} files, {verdict.rows} runs, no damage{unfinished}")
        return
    if repair:
        aside = set_aside(folder, verdict)
        print_notice(f"Set aside: {aside}.  The command that made the results will make again what is missing.")
    sys.stdout.flush()
    raise SystemExit(EXIT_CODE_DAMAGED)


command = make_command(verify_command)

"""``simkomunitas verify-results``: checksums and completeness of a results folder.

Examples:
  simkomunitas verify-results results/mine
  simkomunitas verify-results results/mine --repair

"""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.experiment_options import print_notice
from simkomunitas.cli.shared_options import LoadOption, bare_option, load_plugins, make_command

EXIT_CODE_DAMAGED = 65  # exit code


def verify_results_command(
    folder: Annotated[Path, Parameter(help="Results folder of any command.")],
    /,
    *,
    repair: Annotated[
        bool,
        bare_option(help="Set damaged files aside, so that the next sweep repeats them, and remove duplicate runs."),
    ] = False,
    load: LoadOption = (),
) -> None:
    """Compare every file of a results folder with its checksum and every run with the design.

    Exit code 65 if anything is damaged.  To check configuration files, use check-config; to test the model against
    field evidence, validate-model.
    """
    load_plugins(load)
    from simkomunitas.experiments.results_verification import quarantine_damaged_files, verify_results  # noqa: PLC0415

    verdict = verify_results(folder)
    for fault in verdict.errors:
        print_notice(str(fault))
    if not verdict.errors:
        unfinished = "" if verdict.is_finished else "; not finished: the same sweep goes on"
        print(f"{folder}: {verdict.file_count} files, {verdict.row_count} runs, no damage{unfinished}")
        return
    if repair:
        aside = quarantine_damaged_files(folder, verdict)
        print_notice(f"Set aside: {aside}.  The command that made the results will make again what is missing.")
    sys.stdout.flush()
    raise SystemExit(EXIT_CODE_DAMAGED)


command = make_command(verify_results_command)

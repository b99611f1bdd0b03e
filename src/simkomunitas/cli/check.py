"""``simkomunitas check``: faults of configuration files, without running anything."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.options import Load, load_own

EXAMPLES = """\
Examples:
  simkomunitas check configs/strategies.yaml
  simkomunitas check my_village.yaml my_programme.yaml
  simkomunitas check my_experiment.yaml"""


def check(
    *files: Annotated[Path, Parameter(help="YAML files: community, programme, study, experiment or any other kind.")],
    load: Load = (),
) -> None:
    """Check configuration files, and the data files they name, without running anything."""
    load_own(load)
    from simkomunitas.evidence.kinds import other_kinds  # noqa: PLC0415 - --help stays quick
    from simkomunitas.ground.faults import Fault, InputError  # noqa: PLC0415 - --help stays quick
    from simkomunitas.pages.villages import import_summary  # noqa: PLC0415
    from simkomunitas.study.kinds import checked_files  # noqa: PLC0415

    if not files:
        raise InputError([Fault("check", "FILE", "", "at least one file", "simkomunitas check my_village.yaml")])
    for path, checked in checked_files(files, other_kinds()).items():
        print(f"{path}: {checked.kind}, no faults")
        for report in checked.reports:
            print(*(f"  {line}" for line in import_summary(report)), sep="\n")

"""``simkomunitas check-config``: errors in configuration files, without running anything.

Examples:
  simkomunitas check-config configs/strategies.yaml
  simkomunitas check-config my_village.yaml my_programme.yaml
  simkomunitas check-config my_experiment.yaml

"""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.shared_options import LoadOption, load_plugins, make_command


def check_config_command(
    *files: Annotated[
        Path, Parameter(help="YAML files of any kind: community, programme, scenario, comparison, experiment ...")
    ],
    load: LoadOption = (),
) -> None:
    """Check configuration files, and the data files they name, without running anything.

    To check the files of a results folder, use verify-results; to test the model against field evidence,
    validate-model.
    """
    load_plugins(load)
    from simkomunitas.base.input_errors import ErrorDetail, InputError  # noqa: PLC0415 - --help stays quick
    from simkomunitas.config.config_file_kinds import check_files_with_reports  # noqa: PLC0415
    from simkomunitas.evidence.analysis_kinds import analysis_file_kinds  # noqa: PLC0415 - --help stays quick
    from simkomunitas.reports.import_report import describe_import  # noqa: PLC0415

    if not files:
        raise InputError(
            [ErrorDetail("check-config", "FILE", "", "at least one file", "simkomunitas check-config my_village.yaml")]
        )
    for path, checked in check_files_with_reports(files, analysis_file_kinds()).items():
        print(f"{path}: {checked.kind}, no errors")
        for report in checked.import_reports:
            print(*(f"  {line}" for line in describe_import(report)), sep="\n")


command = make_command(check_config_command)

"""``simkomunitas new``: a commented template.

Examples:
  simkomunitas new community my_village.yaml
  simkomunitas new programme my_programme.yaml
  simkomunitas new experiment my_experiment.yaml

"""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from simkomunitas.cli.shared_options import make_command


def new_command(
    kind: Annotated[Literal["community", "programme", "experiment"], Parameter(help="Kind of file.")],
    file: Annotated[Path, Parameter(help="File to write; it must not exist yet.")],
    /,
) -> None:
    """Write a template in which every setting stands as a comment with default, unit, range and meaning."""
    from simkomunitas.config.starter_templates import write_template  # noqa: PLC0415 - --help stays quick

    write_template(kind, file)
    print(f"{file}: written; check it with: simkomunitas check-config {file}")


command = make_command(new_command)

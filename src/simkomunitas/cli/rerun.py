"""``simkomunitas rerun``: one run again, alone."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import Load, load_own

EXAMPLES = """\
Examples:
  simkomunitas rerun 3e170ee81bb589cb
  simkomunitas rerun 3e170ee81bb589cb --in results/mine"""


def rerun(
    run_id: Annotated[str, Parameter(help="The run_id of a run, as results and failures show it.")],
    /,
    *,
    within: Annotated[
        tuple[Path, ...], Parameter(name="--in", negative="", help="Folder of results, or folder of such folders.")
    ] = (Path("results"),),
    limit: Annotated[float, Parameter(validator=Number(gt=0), help="Seconds for the run.")] = 60.0,
    load: Load = (),
) -> None:
    """Make one run again: to see why it failed, or that it gives the very same; a mended failure is kept."""
    from simkomunitas.cli.delivering import compile_first  # noqa: PLC0415 - --help stays quick

    load_own(load)
    from simkomunitas.experiment.rerunning import rerun as run_again  # noqa: PLC0415
    from simkomunitas.pages.experiments import print_rerun  # noqa: PLC0415

    compile_first()
    again = run_again(run_id, within, limit)
    print_rerun(again)
    if again.done.failure is not None:
        raise SystemExit(3)

"""``simkomunitas rerun``: repeat one stored run.

Examples:
  simkomunitas rerun 3e170ee81bb589cb
  simkomunitas rerun 3e170ee81bb589cb --in results/mine

"""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.shared_options import LoadOption, load_plugins, make_command


def rerun_command(
    run_id: Annotated[str, Parameter(help="The run_id of a run, as results and failures show it.")],
    /,
    *,
    within: Annotated[
        tuple[Path, ...], Parameter(name="--in", negative="", help="Folder of results, or folder of such folders.")
    ] = (Path("results"),),
    timeout: Annotated[float, Parameter(validator=Number(gt=0), help="Time limit of the run in seconds.")] = 60.0,
    load: LoadOption = (),
) -> None:
    """Repeat one stored run, to debug a failure or to confirm that it reproduces; a repaired failure is stored."""
    from simkomunitas.cli.results_output import compile_engine_with_progress  # noqa: PLC0415 - --help stays quick

    load_plugins(load)
    from simkomunitas.experiments.run_repeat import repeat_run  # noqa: PLC0415
    from simkomunitas.reports.experiment_output import print_rerun_result  # noqa: PLC0415

    compile_engine_with_progress()
    again = repeat_run(run_id, within, timeout)
    print_rerun_result(again)
    if again.run_result.failure is not None:
        raise SystemExit(3)


command = make_command(rerun_command)

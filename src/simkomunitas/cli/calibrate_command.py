"""``simkomunitas calibrate``: uncertain parameters against field measurements.

Examples:
  simkomunitas calibrate experiments/calibration/calibration.yaml
  simkomunitas calibrate experiments/calibration/calibration.yaml --targets P1 P2 P5 --prior-draws 500
  simkomunitas calibrate experiments/calibration/calibration.yaml --out results/first --seed 2
A calibration that was stopped goes on where it was, if the same command is given again.

"""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.cli.shared_options import (
    LoadOption,
    OutOption,
    SetOption,
    WorkersOption,
    bare_option,
    load_plugins,
    make_command,
    whole_option,
)


def calibrate_command(
    config: Annotated[Path, Parameter(help="YAML file of a calibration.")],
    /,
    *,
    targets: Annotated[tuple[str, ...], bare_option(consume_multiple=True, help="Only these targets.")] = (),
    prior_draws: Annotated[
        int | None,
        whole_option(
            validator=Number(gte=100, lte=1_000_000), help="Number of draws of the parameters from the prior."
        ),
    ] = None,
    seed: Annotated[int | None, whole_option(validator=Number(gte=0, lte=2**40), help="Seed of all chance.")] = None,
    workers: WorkersOption = None,
    out: OutOption = None,
    simulations_folder: Annotated[
        Path | None,
        Parameter(help="Folder of the stored simulations; beside the results if not given."),
    ] = None,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Calibrate uncertain parameters against targets by approximate Bayesian computation, and check the result."""
    load_plugins(load)
    from simkomunitas.evidence.calibration.calibration_config import read_calibration_config  # noqa: PLC0415 - --help stays quick

    told = {"targets": f"[{', '.join(targets)}]" if targets else None, "prior_draws": prior_draws, "first_seed": seed}
    plan = read_calibration_config(
        config, (*sets, *(f"{key}={value}" for key, value in told.items() if value is not None))
    )
    from simkomunitas.cli.calibration_output import prepare_calibration_output, write_calibration  # noqa: PLC0415
    from simkomunitas.cli.results_output import compile_engine_with_progress  # noqa: PLC0415
    from simkomunitas.evidence.calibration.calibration_run import calibrate_parameters  # noqa: PLC0415
    from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415
    from simkomunitas.results.atomic_files import StorageError  # noqa: PLC0415

    order = prepare_calibration_output(plan, out, simulations_folder)
    compile_engine_with_progress()
    print(f"Simulations are kept in {order.bank}", file=sys.stderr)
    try:
        found = calibrate_parameters(plan, order.bank, workers, show_progress)
    except StorageError as error:
        raise InputError([ErrorDetail("--simulations-folder", str(order.bank), "", str(error))]) from error
    write_calibration(found, order)


command = make_command(calibrate_command)

"""``simkomunitas calibrate``: which values of uncertain parameters agree with what was measured in the field."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import Jobs, Load, Out, Sets, load_own, whole_number
from simkomunitas.ground.faults import Fault, InputError

EXAMPLES = """\
Examples:
  simkomunitas calibrate experiments/calibration/calibration.yaml
  simkomunitas calibrate experiments/calibration/calibration.yaml --targets P1 P2 P5 --simulations 500
  simkomunitas calibrate experiments/calibration/calibration.yaml --out results/first --seed 2
A calibration that was stopped goes on where it was, if the same command is given again."""


def calibrate(
    config: Annotated[Path, Parameter(help="YAML file of a calibration.")],
    /,
    *,
    targets: Annotated[
        tuple[str, ...], Parameter(negative="", show_default=False, consume_multiple=True, help="Only these targets.")
    ] = (),
    simulations: Annotated[
        int | None,
        Parameter(converter=whole_number, validator=Number(gte=100, lte=1_000_000), help="Draws of the parameters."),
    ] = None,
    seed: Annotated[
        int | None, Parameter(converter=whole_number, validator=Number(gte=0, lte=2**40), help="Seed of all chance.")
    ] = None,
    jobs: Jobs = None,
    out: Out = None,
    bank: Annotated[
        Path | None,
        Parameter(help="Folder in which the simulations are kept; beside the results, if not given."),
    ] = None,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Calibrate uncertain parameters against targets, without a likelihood, and check the result."""
    load_own(load)
    from simkomunitas.evidence.calibration.plan import read_calibration  # noqa: PLC0415 - --help stays quick

    told = {"targets": f"[{', '.join(targets)}]" if targets else None, "simulations": simulations, "first_seed": seed}
    plan = read_calibration(config, (*sets, *(f"{key}={value}" for key, value in told.items() if value is not None)))
    from simkomunitas.cli.calibrating import deliver_calibration, take_calibration  # noqa: PLC0415
    from simkomunitas.cli.delivering import compile_first  # noqa: PLC0415
    from simkomunitas.evidence.calibration.calibrating import calibrate as run_calibration  # noqa: PLC0415
    from simkomunitas.experiment.disk import StorageError  # noqa: PLC0415
    from simkomunitas.pages.terminal import progress  # noqa: PLC0415

    order = take_calibration(plan, out, bank)
    compile_first()
    print(f"Simulations are kept in {order.bank}", file=sys.stderr)
    try:
        found = run_calibration(plan, order.bank, jobs, progress)
    except StorageError as error:
        raise InputError([Fault("--bank", str(order.bank), "", str(error))]) from error
    deliver_calibration(found, order)

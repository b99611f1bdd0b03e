"""``simkomunitas plan``: what an experiment costs and can show, before it is run."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.experimenting import AsNew, ExperimentFile, Weekly, Yes, cores, read
from simkomunitas.cli.options import Jobs, Load, Out, Sets, whole_number

EXAMPLES = """\
Examples:
  simkomunitas plan experiments/when_to_leave/experiment.yaml
  simkomunitas plan my_experiment.yaml --set replicates=20 --pilot 0"""

Pilot = Annotated[
    int,
    Parameter(converter=whole_number, validator=Number(gte=0, lte=1000), help="Seeds tried to see how runs differ."),
]


def plan(
    experiment: ExperimentFile,
    /,
    *,
    jobs: Jobs = None,
    out: Out = None,
    pilot: Pilot = 10,
    as_new: AsNew = False,
    weekly: Weekly = False,
    yes: Yes = False,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Say how many runs an experiment has, how long they take, and how surely they show what is looked for."""
    from simkomunitas.cli.delivering import compile_first  # noqa: PLC0415 - --help stays quick

    asked = read(experiment, sets, load, weekly=weekly)
    from simkomunitas.experiment.planning import plan as planned  # noqa: PLC0415
    from simkomunitas.pages.experiments import print_plan  # noqa: PLC0415
    from simkomunitas.pages.terminal import progress  # noqa: PLC0415

    compile_first()
    print_plan(planned(asked, out, pilot=pilot, sure=yes, as_new=as_new, stage=progress), jobs or cores())

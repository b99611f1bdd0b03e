"""``simkomunitas plan``: what an experiment costs and can show, before it is run.

Examples:
  simkomunitas plan experiments/when_to_leave/experiment.yaml
  simkomunitas plan my_experiment.yaml --set replicates=20 --pilot 0

"""

from typing import Annotated

from cyclopts.validators import Number

from simkomunitas.cli.experiment_options import (
    ExperimentFileArgument,
    KeepWeeklyOption,
    NewFolderOption,
    SkipConfirmationOption,
    default_worker_count,
    load_experiment,
)
from simkomunitas.cli.shared_options import LoadOption, OutOption, SetOption, WorkersOption, make_command, whole_option

PilotOption = Annotated[
    int, whole_option(validator=Number(gte=0, lte=1000), help="Seeds tried to see how runs differ.")
]


def plan_command(
    experiment: ExperimentFileArgument,
    /,
    *,
    jobs: WorkersOption = None,
    out: OutOption = None,
    pilot: PilotOption = 10,
    as_new: NewFolderOption = False,
    weekly: KeepWeeklyOption = False,
    yes: SkipConfirmationOption = False,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Say how many runs an experiment has, how long they take, and how surely they show what is looked for."""
    from simkomunitas.cli.results_output import compile_engine_with_progress  # noqa: PLC0415 - --help stays quick

    asked = load_experiment(experiment, sets, load, weekly=weekly)
    from simkomunitas.experiments.planning import plan as planned  # noqa: PLC0415
    from simkomunitas.reports.experiment_output import print_experiment_plan  # noqa: PLC0415
    from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415

    compile_engine_with_progress()
    print_experiment_plan(
        planned(asked, out, pilot=pilot, sure=yes, as_new=as_new, stage=show_progress), jobs or default_worker_count()
    )


command = make_command(plan_command)

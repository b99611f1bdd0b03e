"""``simkomunitas plan``: runs, time and power of an experiment, before it is run.

Examples:
  simkomunitas plan experiments/when_to_leave/experiment.yaml
  simkomunitas plan my_experiment.yaml --set replicates=20 --pilot-seeds 0

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
    int,
    whole_option(
        validator=Number(gte=0, lte=1000),
        help="Number of pilot seeds, from which the variance between runs is estimated.",
    ),
]


def plan_command(
    experiment: ExperimentFileArgument,
    /,
    *,
    workers: WorkersOption = None,
    out: OutOption = None,
    pilot_seeds: PilotOption = 10,
    new_folder: NewFolderOption = False,
    keep_weekly: KeepWeeklyOption = False,
    yes: SkipConfirmationOption = False,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Estimate the number of runs of an experiment, their time, and the statistical power of its contrasts."""
    from simkomunitas.cli.results_output import compile_engine_with_progress  # noqa: PLC0415 - --help stays quick

    asked = load_experiment(experiment, sets, load, weekly=keep_weekly)
    from simkomunitas.experiments.experiment_plan import build_experiment_plan  # noqa: PLC0415
    from simkomunitas.reports.experiment_output import print_experiment_plan  # noqa: PLC0415
    from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415

    compile_engine_with_progress()
    print_experiment_plan(
        build_experiment_plan(
            asked,
            out,
            pilot_seeds=pilot_seeds,
            skip_confirmation=yes,
            use_new_folder=new_folder,
            report_stage=show_progress,
        ),
        workers or default_worker_count(),
    )


command = make_command(plan_command)

"""``simkomunitas find-failures``: where an arm fails (scenario discovery).

Examples:
  simkomunitas find-failures experiments/examples/where.yaml
  simkomunitas find-failures experiments/examples/where_it_fails.yaml --failure "openness@year_3 < 0.2"
  simkomunitas find-failures results/where_it_fails --failure "participation@year_3 against none < 0.17" --arm balanced

"""

from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.shared_options import (
    ExperimentArgument,
    LoadOption,
    OutcomeOption,
    OutOption,
    SetOption,
    WorkersOption,
    bare_option,
    load_plugins,
    make_command,
)

FailureOption = Annotated[
    str | None,
    Parameter(help="Failure condition: outcome@period [against ARM] < LEVEL [and ...]; may also stand in the file."),
]
ArmsOption = Annotated[tuple[str, ...], bare_option(name="--arm", help="Arms to look at.")]
BoxesOption = Annotated[
    int | None, Parameter(validator=Number(gte=1, lte=10), help="Maximum number of boxes; 2 if not given.")
]
DensityOption = Annotated[
    float | None,
    Parameter(validator=Number(gt=0, lte=1), help="Minimum density: share of the cases in a box that must fail."),
]
UndefinedOption = Annotated[
    Literal["refuse", "average"] | None,
    Parameter(
        help="What to do where an outcome of --failure is undefined in some runs: refuse, or average over the others."
    ),
]


def find_failures_command(
    what: ExperimentArgument,
    /,
    *,
    failure: FailureOption = None,
    arm: ArmsOption = (),
    max_boxes: BoxesOption = None,
    min_density: DensityOption = None,
    undefined: UndefinedOption = None,
    outcome: OutcomeOption = (),
    workers: WorkersOption = None,
    out: OutOption = None,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Find the conditions under which an arm fails (scenario discovery): boxes, a decision tree and feature scores.

    A case is one combination of factor values; it fails if its mean over the seeds meets the condition.  Missing runs
    are made first.  A file may hold the question (experiment, failure, arms, max_boxes, min_density, undefined);
    options override it.
    """
    load_plugins(load)
    from simkomunitas.analysis.discovery_config import check_discovery_arms  # noqa: PLC0415 - --help stays quick
    from simkomunitas.analysis.ema_workbench import write_ema_archive  # noqa: PLC0415
    from simkomunitas.analysis.outcome_arrays import mean_outcome_table  # noqa: PLC0415
    from simkomunitas.analysis.stored_analyses import check_outcome_columns, explore_stored_results  # noqa: PLC0415
    from simkomunitas.cli.analysis_options import (  # noqa: PLC0415
        begin_analysis,
        find_or_run_results,
        read_discovery_question,
        write_analysis,
    )
    from simkomunitas.reports.analysis_files import discovery_files  # noqa: PLC0415

    said = read_discovery_question(what, failure)
    asked = said._replace(
        arms=arm or said.arms,
        max_boxes=max_boxes or said.max_boxes,
        min_density=min_density or said.min_density,
        undefined=undefined or said.undefined,
    )
    results = find_or_run_results(
        asked.experiment, workers, sets, lambda experiment: check_discovery_arms(asked, experiment.arms)
    )
    settings = {name: value for name, value in asked._asdict().items() if name != "experiment"}
    settings |= {
        "analysis": "find-failures",
        "sweep": results.design.id,
        "outcomes": check_outcome_columns(results, outcome),
    }
    finding = begin_analysis(results.design.folder, "find-failures", out, settings, results.list_seeds)
    found, clauses = explore_stored_results(results, asked, outcome)
    files = discovery_files(found, clauses, settings | {"seeds": results.list_seeds})
    files["ema_workbench.tar.gz"] = write_ema_archive(*mean_outcome_table(results.design, results.runs, results.points))
    print(files["words.md"])
    write_analysis(finding, files)


command = make_command(find_failures_command)

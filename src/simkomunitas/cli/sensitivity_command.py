"""``simkomunitas sensitivity``: what the outcomes of an experiment depend on, and how much is noise.

Examples:
  simkomunitas sensitivity experiments/examples/what_matters.yaml
  simkomunitas sensitivity results/what_matters --outcome participation@year_3

"""

from simkomunitas.cli.shared_options import (
    ExperimentArgument,
    LoadOption,
    OutcomeOption,
    OutOption,
    SetOption,
    WorkersOption,
    load_plugins,
    make_command,
)


def sensitivity_command(
    what: ExperimentArgument,
    /,
    *,
    outcome: OutcomeOption = (),
    workers: WorkersOption = None,
    out: OutOption = None,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Compute Sobol indices or Morris effects of an experiment designed for them, separated from noise.

    Missing runs are made first.  Failed runs are refused; an outcome that is undefined in any run is excluded by name.
    """
    load_plugins(load)
    from simkomunitas.analysis.sensitivity_analysis import check_sensitivity_design  # noqa: PLC0415 - --help stays quick
    from simkomunitas.analysis.stored_analyses import analyse_stored_sensitivity, check_outcome_columns  # noqa: PLC0415
    from simkomunitas.cli.analysis_options import begin_analysis, find_or_run_results, write_analysis  # noqa: PLC0415
    from simkomunitas.reports.analysis_files import sensitivity_result_files  # noqa: PLC0415

    results = find_or_run_results(
        what, workers, sets, lambda asked: check_sensitivity_design(asked.method.name, str(what))
    )
    columns = check_outcome_columns(results, outcome)
    settings = {"analysis": "sensitivity", "sweep": results.design.id, "outcomes": columns}
    finding = begin_analysis(results.design.folder, "sensitivity", out, settings, results.list_seeds)
    files = sensitivity_result_files(
        analyse_stored_sensitivity(results, outcome), results.design, settings | {"seeds": results.list_seeds}
    )
    print(files["words.md"])
    write_analysis(finding, files)


command = make_command(sensitivity_command)

"""``simkomunitas sensitivity``: on what the outcomes of an experiment depend, and how much of them is luck."""

from simkomunitas.cli.options import Jobs, Load, Out, Outcomes, Sets, What, load_own

EXAMPLES = """\
Examples:
  simkomunitas sensitivity experiments/examples/what_matters.yaml
  simkomunitas sensitivity results/what_matters --outcome participation@year_3"""


def sensitivity(
    what: What,
    /,
    *,
    outcome: Outcomes = (),
    jobs: Jobs = None,
    out: Out = None,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Sobol indices or Morris effects of an experiment whose design was made for them; luck is told apart.

    Runs that are missing are made first.  Failed runs are refused; an outcome that is undefined in any run is left
    out by name, with these runs.
    """
    load_own(load)
    from simkomunitas.analysis.sensitivity import check_design  # noqa: PLC0415 - --help stays quick
    from simkomunitas.analysis.stored import checked_columns, sensitivity_of  # noqa: PLC0415
    from simkomunitas.cli.analysing import begin, deliver, results_of  # noqa: PLC0415
    from simkomunitas.pages.analyses import sensitivity_files  # noqa: PLC0415

    results = results_of(what, jobs, sets, lambda asked: check_design(asked.method.name, str(what)))
    columns = checked_columns(results, outcome)
    settings = {"analysis": "sensitivity", "sweep": results.facts.id, "outcomes": columns}
    finding = begin(results.facts.folder, "sensitivity", out, settings, results.seeds)
    files = sensitivity_files(sensitivity_of(results, outcome), results.facts, settings | {"seeds": results.seeds})
    print(files["words.md"])
    deliver(finding, files)

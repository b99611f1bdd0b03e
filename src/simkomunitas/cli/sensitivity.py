"""``simkomunitas sensitivity``: on what the outcomes of an experiment depend, and how much of them is luck."""

from simkomunitas.cli.options import Jobs, Out, Outcomes, Sets, What

EXAMPLES = """\
Examples:
  simkomunitas sensitivity experiments/what_matters/experiment.yaml
  simkomunitas sensitivity results/what_matters --outcome participation@year_3"""


def sensitivity(
    what: What, /, *, outcome: Outcomes = (), jobs: Jobs = None, out: Out = None, sets: Sets = ()
) -> None:  # fmt: skip
    """Sobol indices or Morris effects of an experiment whose design was made for them; luck is told apart.

    Runs that are missing are made first.  Failed runs are refused; an outcome that is undefined in any run is left
    out by name, with these runs.
    """
    from simkomunitas.analysis.crossing import cases_of, check_complete, columns_of, pairs_of  # noqa: PLC0415
    from simkomunitas.analysis.sensitivity import check_design  # noqa: PLC0415
    from simkomunitas.analysis.sensitivity import sensitivity as analyse  # noqa: PLC0415
    from simkomunitas.cli.analysing import begin, check_outcomes, deliver, results_of, seeds_in  # noqa: PLC0415
    from simkomunitas.experiment.results import load_sample  # noqa: PLC0415
    from simkomunitas.ground.faults import Fault, InputError  # noqa: PLC0415
    from simkomunitas.pages.analyses import sensitivity_files  # noqa: PLC0415

    found = results_of(what, jobs, sets)
    check_design(found.facts)
    check_outcomes(outcome, found.runs)
    check_complete(found.facts, found.runs, found.failures)
    columns = columns_of(found.facts, found.runs, outcome)
    seeds = seeds_in(found.runs)
    settings = {"analysis": "sensitivity", "sweep": found.facts.id, "outcomes": columns}
    finding = begin(found.facts.folder, "sensitivity", out, settings, seeds)
    sample = load_sample(found.facts.folder)
    if sample is None:
        raise InputError([Fault(str(what), "design", found.facts.method, "a sampled design")])
    cases = list(cases_of(found.facts, found.runs, pairs_of(found.facts), columns))
    result = analyse(found.facts, sample.to_numpy(dtype=float), cases)
    if not len(result.indices):
        place, expected = str(found.facts.folder), "an outcome defined in every run"
        raise InputError([Fault(place, one.column, str(one), expected) for one in result.left_out])
    files = sensitivity_files(result, found.facts, settings | {"seeds": seeds})
    print(files["words.md"])
    deliver(finding, files)

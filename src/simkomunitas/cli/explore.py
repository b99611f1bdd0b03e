"""``simkomunitas explore``: in which villages something fails."""

from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import Jobs, Load, Out, Outcomes, Sets, What, load_own

EXAMPLES = """\
Examples:
  simkomunitas explore experiments/examples/where.yaml
  simkomunitas explore experiments/examples/where_it_fails.yaml --fails "openness@year_3 < 0.2"
  simkomunitas explore results/where_it_fails --fails "participation@year_3 against none < 0.17" --arm balanced"""


Fails = Annotated[
    str | None,
    Parameter(help="What failing is: outcome@period [against ARM] < LEVEL [and ...]; or say it in the file."),
]
Arms = Annotated[tuple[str, ...], Parameter(name="--arm", negative="", show_default=False, help="Arms to look at.")]
Boxes = Annotated[
    int | None, Parameter(validator=Number(gte=1, lte=10), help="Boxes to look for, at most; 2 if unset.")
]
Density = Annotated[
    float | None, Parameter(validator=Number(gt=0, lte=1), help="Smallest share of a box that must fail.")
]
Undefined = Annotated[
    Literal["refuse", "average"] | None,
    Parameter(help="Where an outcome of --fails is undefined in some runs: refuse, or average over the others."),
]


def explore(
    what: What,
    /,
    *,
    fails: Fails = None,
    arm: Arms = (),
    boxes: Boxes = None,
    density: Density = None,
    undefined: Undefined = None,
    outcome: Outcomes = (),
    jobs: Jobs = None,
    out: Out = None,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Find the combinations of what was varied under which an arm fails, as boxes, as a tree and as scores.

    A case is one combination; it fails when the mean over its seeds does.  Runs that are missing are made first.
    What is asked may stand in a file (experiment, fails, arms, boxes, density, undefined); options go before it.
    """
    load_own(load)
    from simkomunitas.analysis.asking import check_arms  # noqa: PLC0415 - --help stays quick
    from simkomunitas.analysis.crossing import mean_outcomes  # noqa: PLC0415
    from simkomunitas.analysis.ema import ema_archive  # noqa: PLC0415
    from simkomunitas.analysis.stored import checked_columns, exploration_of  # noqa: PLC0415
    from simkomunitas.cli.analysing import begin, deliver, question_of, results_of  # noqa: PLC0415
    from simkomunitas.pages.analyses import exploration_files  # noqa: PLC0415

    said = question_of(what, fails)
    asked = said._replace(
        arms=arm or said.arms,
        boxes=boxes or said.boxes,
        density=density or said.density,
        average=undefined == "average" if undefined else said.average,
    )
    results = results_of(asked.experiment, jobs, sets, lambda experiment: check_arms(asked, experiment.arms))
    settings = {name: value for name, value in asked._asdict().items() if name != "experiment"}
    settings |= {"analysis": "explore", "sweep": results.facts.id, "outcomes": checked_columns(results, outcome)}
    finding = begin(results.facts.folder, "explore", out, settings, results.seeds)
    found, clauses = exploration_of(results, asked, outcome)
    files = exploration_files(found, clauses, settings | {"seeds": results.seeds})
    files["ema_workbench.tar.gz"] = ema_archive(*mean_outcomes(results.facts, results.runs, results.points))
    print(files["words.md"])
    deliver(finding, files)

"""``simkomunitas explore``: in which villages something fails."""

from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import Jobs, Out, Outcomes, Sets, What

EXAMPLES = """\
Examples:
  simkomunitas explore experiments/where/where.yaml
  simkomunitas explore experiments/where/experiment.yaml --fails "independence@year_3 < 0.1"
  simkomunitas explore results/where --fails "participation@year_3 against none < 0.02" --arm balanced"""


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
    sets: Sets = (),
) -> None:
    """Find the combinations of what was varied under which an arm fails, as boxes, as a tree and as scores.

    A case is one combination; it fails when the mean over its seeds does.  Runs that are missing are made first.
    What is asked may stand in a file (experiment, fails, arms, boxes, density, undefined); options go before it.
    """
    from simkomunitas.analysis import crossing  # noqa: PLC0415
    from simkomunitas.analysis.ema import ema_archive  # noqa: PLC0415
    from simkomunitas.analysis.exploring import Effort, explored, failed, scored  # noqa: PLC0415
    from simkomunitas.analysis.failing import failing  # noqa: PLC0415
    from simkomunitas.cli.analysing import begin, check_outcomes, deliver, question_of, results_of, seeds_in  # noqa: PLC0415
    from simkomunitas.pages.analyses import Explored, exploration_files  # noqa: PLC0415

    asked = question_of(what, fails)
    asked = asked._replace(
        arms=arm or asked.arms,
        boxes=boxes or asked.boxes,
        density=density or asked.density,
        average=undefined == "average" if undefined else asked.average,
    )
    found = results_of(asked.experiment, jobs, sets)
    check_outcomes(outcome, found.runs)
    clauses = failing(asked.fails, arms=found.facts.arms)
    crossing.check_complete(found.facts, found.runs, found.failures)
    pairs = crossing.arms_to_explore(found.facts, asked.arms, clauses)
    seeds, columns = seeds_in(found.runs), crossing.columns_of(found.facts, found.runs, outcome)
    settings = {"analysis": "explore", "sweep": found.facts.id, "outcomes": columns} | {
        "fails": [str(clause) for clause in clauses],
        "arms": [pair.arm for pair in pairs],
        "boxes": asked.boxes,
        "density": asked.density,
        "average": asked.average,
    }
    finding = begin(found.facts.folder, "explore", out, settings, seeds)
    factors = crossing.rows_of_design(found.facts, found.points)
    results = []
    for pair in pairs:
        fallen = failed(found.facts, found.runs, pair.arm, clauses, asked.average)
        one = explored(factors, fallen, pair, Effort(asked.boxes, asked.density))
        known = list(crossing.cases_of(found.facts, found.runs, [pair], columns))
        scores = scored(factors, known, [("failing", fallen.astype(float))])
        results.append(Explored(one, scores, crossing.unknown(known)))
    files = exploration_files(results, clauses, settings | {"seeds": seeds})
    files["ema_workbench.tar.gz"] = ema_archive(*crossing.mean_outcomes(found.facts, found.runs, found.points))
    print(files["words.md"])
    deliver(finding, files)

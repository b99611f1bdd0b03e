"""``simkomunitas explore``: in which villages something fails."""

from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from simkomunitas.cli.options import Jobs, Out, Outcomes, Sets, What

EXAMPLES = """\
Examples:
  simkomunitas explore experiments/where/experiment.yaml --fails "independence@year_3 < 0.1"
  simkomunitas explore results/where --fails "participation@year_3 against none < 0.02" --arm balanced"""


def explore(
    what: What,
    /,
    *,
    fails: Annotated[str, Parameter(help="What failing is: outcome@period [against ARM] < LEVEL [and ...].")],
    arm: Annotated[tuple[str, ...], Parameter(negative="", show_default=False, help="Arms to look at.")] = (),
    boxes: Annotated[int, Parameter(validator=Number(gte=1, lte=10), help="Boxes to look for, at most.")] = 2,
    density: Annotated[
        float | None, Parameter(validator=Number(gt=0, lte=1), help="Smallest share of a box that must fail.")
    ] = None,
    undefined: Annotated[
        Literal["refuse", "average"],
        Parameter(help="Where an outcome of --fails is undefined in some runs: refuse, or average over the others."),
    ] = "refuse",
    outcome: Outcomes = (),
    jobs: Jobs = None,
    out: Out = None,
    sets: Sets = (),
) -> None:
    """Find the combinations of what was varied under which an arm fails, as boxes, as a tree and as scores.

    A case is one combination; it fails when the mean over its seeds does.  Runs that are missing are made first.
    """
    from simkomunitas.analysis import crossing  # noqa: PLC0415
    from simkomunitas.analysis.ema import ema_archive  # noqa: PLC0415
    from simkomunitas.analysis.exploring import Effort, explored, failed, scored  # noqa: PLC0415
    from simkomunitas.analysis.failing import failing  # noqa: PLC0415
    from simkomunitas.cli.analysing import begin, check_outcomes, deliver, results_of, seeds_in  # noqa: PLC0415
    from simkomunitas.pages.analyses import Explored, exploration_files  # noqa: PLC0415

    failing(fails)  # what can be seen to be wrong is told before the first run
    found = results_of(what, jobs, sets)
    check_outcomes(outcome, found.runs)
    clauses = failing(fails, arms=found.facts.arms)
    crossing.check_complete(found.facts, found.runs, found.failures)
    pairs = crossing.arms_to_explore(found.facts, arm, clauses)
    seeds, columns = seeds_in(found.runs), crossing.columns_of(found.facts, found.runs, outcome)
    settings = {
        "analysis": "explore",
        "sweep": found.facts.id,
        "fails": [str(clause) for clause in clauses],
        "arms": [pair.arm for pair in pairs],
        "boxes": boxes,
        "density": density,
        "undefined": undefined,
        "outcomes": columns,
    }
    finding = begin(found.facts.folder, "explore", out, settings, seeds)
    factors = crossing.rows_of_design(found.facts, found.points)
    results = []
    for pair in pairs:
        fallen = failed(found.facts, found.runs, pair.arm, clauses, undefined == "average")
        one = explored(factors, fallen, pair, Effort(boxes, density))
        known = list(crossing.cases_of(found.facts, found.runs, [pair], columns))
        scores = scored(factors, known, [("failing", fallen.astype(float))])
        results.append(Explored(one, scores, crossing.unknown(known)))
    files = exploration_files(results, clauses, settings | {"seeds": seeds})
    files["ema_workbench.tar.gz"] = ema_archive(*crossing.mean_outcomes(found.facts, found.runs, found.points))
    print(files["words.md"])
    deliver(finding, files)

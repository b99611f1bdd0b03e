"""``simkomunitas optimize``: the best use of a fixed number of facilitator hours, for several principles at once."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.options import Jobs, Load, Out, Sets, load_own

EXAMPLES = """\
Examples:
  simkomunitas optimize experiments/examples/best_use.yaml
  simkomunitas optimize experiments/examples/best_use.yaml --set optimize.generations=10 --jobs 2"""


def optimize(
    what: Annotated[Path, Parameter(help="YAML file of a scenario with a section optimize.")],
    /,
    *,
    jobs: Jobs = None,
    out: Out = None,
    load: Load = (),
    sets: Sets = (),
) -> None:
    """Search for plans that no other plan beats in every principle, and judge them again under fresh seeds.

    A search that was stopped goes on with the same command: every generation is kept.
    """
    load_own(load)
    import os  # noqa: PLC0415 - --help stays quick

    from simkomunitas.analysis.best_use import Fresh, judged_again, runs_again, search, settings_of  # noqa: PLC0415
    from simkomunitas.analysis.optimizing import read_optimization  # noqa: PLC0415

    optimization = read_optimization(what, sets)
    from simkomunitas.analysis.simulating import simulator  # noqa: PLC0415
    from simkomunitas.cli.analysing import begin, deliver  # noqa: PLC0415
    from simkomunitas.cli.delivering import compile_first  # noqa: PLC0415
    from simkomunitas.experiment.lock import locked  # noqa: PLC0415
    from simkomunitas.experiment.version import model_version  # noqa: PLC0415
    from simkomunitas.pages.analyses import best_use_files  # noqa: PLC0415
    from simkomunitas.pages.terminal import progress  # noqa: PLC0415

    folder = Path("results") / what.stem if out is None else out
    settings = settings_of(optimization, model_version().id)
    about = {"analysis": "optimize", "title": optimization.title, "question": optimization.question,
             "hypothesis": optimization.hypothesis} | settings  # fmt: skip
    fresh = list(optimization.fresh.seeds)
    finding = begin(folder, "front", folder / "front", about, fresh)
    kept = folder / "search"
    kept.mkdir(parents=True, exist_ok=True)
    compile_first()
    effort, judging = optimization.effort, optimization.judging
    with locked(folder), simulator(jobs or os.cpu_count() or 1) as crew:
        total = judging.runs_of(effort.population * effort.generations)
        with progress("Searching", total) as advance:
            known, course = search(optimization, kept, crew, advance, lambda _: None)
        with progress("Judging again", runs_again(optimization)) as advance:
            found = judged_again(optimization, known, course, Fresh(optimization, kept, crew), advance)
    files = best_use_files(found, optimization.title, about | {"fresh_seeds": fresh})
    print(files["words.md"])
    deliver(finding, files)

"""``simkomunitas optimize``: the best use of a fixed number of facilitator hours, for several principles at once.

Examples:
  simkomunitas optimize experiments/examples/best_use.yaml
  simkomunitas optimize experiments/examples/best_use.yaml --set optimize.generations=10 --workers 2

"""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from simkomunitas.cli.shared_options import LoadOption, OutOption, SetOption, WorkersOption, load_plugins, make_command


def optimize_command(
    what: Annotated[Path, Parameter(help="YAML file of a scenario with a section optimize.")],
    /,
    *,
    workers: WorkersOption = None,
    out: OutOption = None,
    load: LoadOption = (),
    sets: SetOption = (),
) -> None:
    """Search for Pareto-optimal programmes, and re-evaluate them under new seeds.

    After an interruption the same command resumes the search: every generation is stored.
    """
    load_plugins(load)
    import os  # noqa: PLC0415 - --help stays quick

    from simkomunitas.analysis.optimization_config import read_optimization  # noqa: PLC0415
    from simkomunitas.analysis.optimization_search import (  # noqa: PLC0415
        FreshEvaluation,
        evaluate_front,
        max_evaluation_runs,
        optimization_settings,
        search_plans,
    )

    optimization = read_optimization(what, sets)
    from simkomunitas.analysis.plan_simulator import open_simulator  # noqa: PLC0415
    from simkomunitas.cli.analysis_options import begin_analysis, write_analysis  # noqa: PLC0415
    from simkomunitas.cli.results_output import compile_engine_with_progress  # noqa: PLC0415
    from simkomunitas.reports.analysis_files import optimization_files  # noqa: PLC0415
    from simkomunitas.reports.terminal_output import show_progress  # noqa: PLC0415
    from simkomunitas.results.folder_lock import hold_folder_lock  # noqa: PLC0415
    from simkomunitas.simulation.model_version_id import model_version  # noqa: PLC0415

    folder = Path("results") / what.stem if out is None else out
    settings = optimization_settings(optimization, model_version().id)
    about = {"analysis": "optimize", "title": optimization.title, "question": optimization.question,
             "hypothesis": optimization.hypothesis} | settings  # fmt: skip
    fresh = list(optimization.fresh.seeds)
    finding = begin_analysis(folder, "front", folder / "front", about, fresh)
    kept = folder / "search"
    kept.mkdir(parents=True, exist_ok=True)
    compile_engine_with_progress()
    effort, judging = optimization.search_settings, optimization.evaluation
    with hold_folder_lock(folder), open_simulator(workers or os.cpu_count() or 1) as pool:
        total = judging.count_runs(effort.population_size * effort.generation_count)
        with show_progress("Searching", total) as advance:
            known, course = search_plans(optimization, kept, pool, advance, lambda _: None)
        with show_progress("Judging again", max_evaluation_runs(optimization)) as advance:
            found = evaluate_front(optimization, known, course, FreshEvaluation(optimization, kept, pool), advance)
    files = optimization_files(found, optimization.title, about | {"fresh_seeds": fresh})
    print(files["words.md"])
    write_analysis(finding, files)


command = make_command(optimize_command)

"""What the terminal shows of experiments: a plan, the end of a sweep, a run made again."""

import math
import sys
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from simkomunitas.experiment.contrasts import Prospect
from simkomunitas.experiment.design import Precision
from simkomunitas.experiment.planning import Plan
from simkomunitas.pages.terminal import ASCII_HEAD, WIDTH, duration

if TYPE_CHECKING:
    from simkomunitas.experiment.rerunning import Rerun
    from simkomunitas.experiment.sweep import Swept

FIRST = 5  # runs of a plan, and failures of a sweep, that are shown
MEGABYTE = 1_000_000


def print_plan(plan: Plan, jobs: int) -> None:
    """Print what an experiment is, costs and can show."""
    amount, experiment = plan.amount, plan.points.experiment
    auto = isinstance(experiment.replicates, Precision)
    print(f"{experiment.title or experiment.source}: {amount.points:,} points x {amount.replicates:,} replicates"
          f"{' or more' if auto else ''} = {amount.runs:,} runs{', at least' if auto else ''}")  # fmt: skip
    if not math.isnan(plan.seconds):
        print(f"Time: about {duration(plan.duration(jobs))} on {jobs} processes ({1000 * plan.seconds:.1f} ms a run)")
    finished = f"; {plan.finished:,} runs are there already" if plan.finished else ""
    print(f"Disk: about {max(1, round(amount.disk / MEGABYTE)):,} MB in {plan.folder}{finished}")
    _print_first(plan)
    if plan.prospects:
        _print_prospects(plan.prospects)
    for done in plan.failed[:FIRST]:
        print(f"A run that was tried failed: point {done.task.case}, seed {done.task.seed}: "
              f"{done.failure.message if done.failure else ''}")  # fmt: skip


def _print_first(plan: Plan) -> None:
    """The first runs."""
    columns = plan.points.experiment.columns
    seed = plan.points.experiment.first_seed
    table = _table("The first runs", ("point", *columns, "seed"))
    for number in range(min(FIRST, len(plan.points))):
        table.add_row(str(number), *(_cell(level) for level in plan.points.levels(number)), str(seed))
    _show(table)


def _print_prospects(prospects: tuple[Prospect, ...]) -> None:
    """How surely the contrasts show what is looked for."""
    table = _table("Planned contrasts", ("contrast", "outcome", "effect", "power", "SD of differences from"))
    for one in prospects:
        at = "".join(f", {value}" for _, value in one.contrast.at)
        name = f"{one.contrast.level} - {one.contrast.against}{at}"
        effect = "" if math.isnan(one.effect) else f"{one.effect:.3g}"
        chance = f"0.80 at {effect}" if math.isnan(one.power) and effect else _shown_power(one.power)
        deviation = "unknown" if math.isnan(one.deviation) else f"{one.deviation:.3g} ({one.basis})"
        table.add_row(name, one.outcome, effect if not math.isnan(one.power) else "none said", chance, deviation)
    _show(table)
    for one in prospects:
        if one.is_weak:
            print(f"Under-powered: {one.warning()}")


def _shown_power(power: float) -> str:
    """A chance to two digits, never said to be more than it is."""
    return "unknown" if math.isnan(power) else f"{math.floor(100 * power) / 100:.2f}"


def print_swept(swept: "Swept") -> None:
    """Print what a sweep has come to, with its failures and how to repeat them."""
    reused = f", {swept.reused:,} taken from other folders" if swept.reused else ""
    print(f"{swept.rows:,} runs ({swept.made:,} made now{reused}), {swept.replicates:,} replicates of each point")
    for name in swept.imprecise:
        print(f"Not as precise as asked: {name}")
    for one in swept.weak:
        print(f"Under-powered: {one.warning()}")
    failures = swept.failures
    if len(failures):
        print(f"{len(failures):,} runs have no result:")
        for _, row in failures.head(FIRST).iterrows():
            print(f"  {row['run_id']}  point {row['point']}, seed {row['seed']}: {row['kind']}: {row['message']}")
        print(f"All of them: {swept.folder / 'failures'}")
        print(f"To repeat one alone: simkomunitas rerun {failures['run_id'].iloc[0]} --in {swept.folder}")
    print(f"Results: {swept.folder}", file=sys.stderr)


def print_rerun(again: "Rerun") -> None:
    """Print what a run gave when it was made again."""
    found = again.found
    print(f"point {found.point}, seed {found.seed}")
    for name, level in again.levels.items():
        print(f"  {name}: {_cell(level)}")
    if not again.same_model:
        print("The model has changed since; this is what it gives today.")
    failure = again.done.failure
    if failure is not None:
        print(f"{failure.kind}: {failure.message}\n{failure.trace}".rstrip())
        return
    if found.values is not None:
        print("It gives exactly the same." if again.same else "It gives something else than before.")
    else:
        print(f"It has a result now{', which is kept' if again.kept else ''}.")


def _table(title: str, columns: tuple[str, ...]) -> Table:
    plain = (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"
    table = Table(box=ASCII_HEAD if plain else box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _show(table: Table) -> None:
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False).print(table)


def _cell(value: Any) -> str:  # noqa: ANN401 - any level
    """A value as a table shows it."""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return str(value)

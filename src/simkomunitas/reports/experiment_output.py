"""What the terminal shows of experiments: a plan, the end of a sweep, a run made again."""

import math
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from simkomunitas.experiments.experiment_design import Precision
from simkomunitas.experiments.experiment_plan import ExperimentPlan
from simkomunitas.experiments.planned_contrasts import ContrastPower
from simkomunitas.reports.terminal_output import TableWriter, format_duration

if TYPE_CHECKING:
    from simkomunitas.experiments.experiment_sweep import SweepResult
    from simkomunitas.experiments.run_repeat import RepeatResult

PREVIEW_RUNS = 5  # runs of a plan, and failures of a sweep, that are shown
BYTES_PER_MEGABYTE = 1_000_000


def print_experiment_plan(plan: ExperimentPlan, workers: int) -> None:
    """Print what an experiment is, costs and can show."""
    amount, experiment = plan.experiment_size, plan.points.experiment
    auto = isinstance(experiment.replicates, Precision)
    print(f"{experiment.title or experiment.source}: {amount.points:,} points x {amount.replicates:,} replicates"
          f"{' or more' if auto else ''} = {amount.run_count:,} runs{', at least' if auto else ''}")  # fmt: skip
    if not math.isnan(plan.seconds_per_run):
        print(
            f"Time: about {format_duration(plan.estimate_duration(workers))} on {workers} processes "
            f"({1000 * plan.seconds_per_run:.1f} ms a run)"
        )
    finished = f"; {plan.finished_rows:,} runs are there already" if plan.finished_rows else ""
    print(f"Disk: about {max(1, round(amount.disk_bytes / BYTES_PER_MEGABYTE)):,} MB in {plan.folder}{finished}")
    _print_first_runs(plan)
    if plan.contrast_power:
        _print_power(plan.contrast_power)
    for done in plan.failed_runs[:PREVIEW_RUNS]:
        print(f"A run that was tried failed: point {done.task.scenario_index}, seed {done.task.seed}: "
              f"{done.failure.message if done.failure else ''}")  # fmt: skip


def _print_first_runs(plan: ExperimentPlan) -> None:
    """The first runs."""
    columns, seed = plan.points.experiment.identifying_columns, plan.points.experiment.first_seed
    first = range(min(PREVIEW_RUNS, len(plan.points)))
    rows = [(str(number), *map(_format_cell, plan.points.point_levels(number)), str(seed)) for number in first]
    _print_table("The first runs", ("point", *columns, "seed"), rows)


def _print_power(prospects: tuple[ContrastPower, ...]) -> None:
    """How surely the contrasts show what is looked for."""
    head = ("contrast", "outcome", "effect", "power", "SD of differences from")
    _print_table("Planned contrasts", head, map(_prospect_row, prospects))
    for one in prospects:
        if one.is_underpowered:
            print(f"Under-powered: {one.power_warning()}")


def _prospect_row(one: ContrastPower) -> Sequence[str]:
    at = "".join(f", {value}" for _, value in one.contrast.at)
    effect = "" if math.isnan(one.smallest_effect) else f"{one.smallest_effect:.3g}"
    chance = f"0.80 at {effect}" if math.isnan(one.power) and effect else _format_power(one.power)
    deviation = (
        "unknown" if math.isnan(one.standard_deviation) else f"{one.standard_deviation:.3g} ({one.deviation_source})"
    )
    name = f"{one.contrast.level} - {one.contrast.against}{at}"
    return name, one.outcome, effect if not math.isnan(one.power) else "none said", chance, deviation


def _format_power(power: float) -> str:
    """A chance to two digits, never said to be more than it is."""
    return "unknown" if math.isnan(power) else f"{math.floor(100 * power) / 100:.2f}"


def print_sweep_result(sweep_result: "SweepResult") -> None:
    """Print what a sweep has come to, with its failures and how to repeat them."""
    reused = f", {sweep_result.reused_rows:,} taken from other folders" if sweep_result.reused_rows else ""
    print(
        f"{sweep_result.finished_rows:,} runs ({sweep_result.new_rows:,} made now{reused}), "
        f"{sweep_result.replicates:,} replicates of each point"
    )
    for name in sweep_result.imprecise_outcomes:
        print(f"Not as precise as asked: {name}")
    for one in sweep_result.underpowered_contrasts:
        print(f"Under-powered: {one.power_warning()}")
    failures = sweep_result.failures
    if len(failures):
        print(f"{len(failures):,} runs have no result:")
        for _, row in failures.head(PREVIEW_RUNS).iterrows():
            print(f"  {row['run_id']}  point {row['point']}, seed {row['seed']}: {row['kind']}: {row['message']}")
        print(f"All of them: {sweep_result.folder / 'failures'}")
        print(f"To repeat one alone: simkomunitas rerun {failures['run_id'].iloc[0]} --in {sweep_result.folder}")
    print(f"Results: {sweep_result.folder}", file=sys.stderr)


def print_rerun_result(again: "RepeatResult") -> None:
    """Print what a run gave when it was made again."""
    found = again.stored_run
    print(f"point {found.point}, seed {found.seed}")
    for name, level in again.levels.items():
        print(f"  {name}: {_format_cell(level)}")
    if not again.is_same_model:
        print("The model has changed since; this is what it gives today.")
    failure = again.run_result.failure
    if failure is not None:
        print(f"{failure.kind}: {failure.message}\n{failure.trace}".rstrip())
        return
    if found.values is not None:
        print("It gives exactly the same." if again.is_identical else "It gives something else than before.")
    else:
        print(f"It has a result now{', which is kept' if again.was_stored else ''}.")


def _print_table(title: str, columns: tuple[str, ...], rows: Iterable[Sequence[str]]) -> None:
    writer = TableWriter(sys.stdout)
    table = writer.new_table(writer.to_styled_text(title), columns)
    for column in table.columns:
        column.overflow = "fold"
    for row in rows:
        table.add_row(*map(writer.to_styled_text, row))
    writer.console.print(table)


def _format_cell(value: Any) -> str:  # noqa: ANN401 - any level
    """A value as a table shows it."""
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return str(value)

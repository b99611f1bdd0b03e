"""``simkomunitas compare --posterior``: a comparison under parameter uncertainty."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simkomunitas.base.estimation import to_json_text
from simkomunitas.base.table_files import encode_table_files
from simkomunitas.cli.results_output import (
    OutputRequest,
    compile_engine_with_progress,
    prepare_output,
    write_result_files,
)
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.config.config_reader import read_comparison
from simkomunitas.evidence.posterior_file import SHIPPED_POSTERIOR
from simkomunitas.evidence.worlds import plan_uncertainty_runs, run_uncertainty_comparison, uncertainty_json
from simkomunitas.reports.figures.figure_files import build_figure_files
from simkomunitas.reports.figures.superiority_plot import plot_superiority_figures
from simkomunitas.reports.superiority_output import print_superiority
from simkomunitas.reports.terminal_output import show_progress
from simkomunitas.results.results_manifest import package_version

if TYPE_CHECKING:
    from simkomunitas.evidence.worlds import UncertaintyResult


def compare_under_uncertainty(
    config: Path, posterior: Path | None, size: tuple[int, int], workers: int | None, out: Path | None, as_json: bool,
    sets: Sequence[str],
) -> None:  # fmt: skip
    """Run the arms in plausible worlds and say who beats whom; ``size``: worlds, and runs of each arm in each."""
    worlds, runs = size
    comparison = read_comparison(config, (*sets, f"replicates={max(2, runs)}"))
    plan = plan_uncertainty_runs(comparison, posterior or SHIPPED_POSTERIOR, worlds, runs)
    seeds = list(range(comparison.first_seed, comparison.first_seed + worlds * runs))
    order = prepare_output(
        comparison, comparison.arms, seeds, config, out, {"posterior": plan.posterior, "worlds": worlds}
    )
    compile_engine_with_progress()
    with show_progress("Simulating", len(comparison.arms) * worlds * runs) as advance:
        found = run_uncertainty_comparison(plan, workers, advance)
    document = uncertainty_json(found, package_version(), order.config)
    write_result_files(_uncertainty_files(found, document, order), order)
    if as_json:
        sys.stdout.write(to_json_text(document))
    else:
        print_superiority(found)


def _uncertainty_files(
    worlds: "UncertaintyResult", document: dict[str, Any], order: OutputRequest
) -> dict[str, str | bytes]:
    """Tables, figures in both languages, and the configuration."""
    files: dict[str, str | bytes] = {
        "config.yaml": order.source.read_bytes(),
        "scenario.yaml": to_yaml(export_resolved(worlds.plan.comparison)),
        "worlds.json": to_json_text(document),
    }
    files |= encode_table_files("beating", worlds.superiority) | encode_table_files("runs", worlds.runs)
    return files | build_figure_files(plot_superiority_figures(worlds.superiority), {"config": order.config})

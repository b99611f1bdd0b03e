"""``simkomunitas compare --posterior``: a comparison over plausible worlds."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simkomunitas.cli.delivering import Order, compile_first, deliver_files, take_order
from simkomunitas.evidence.posterior import SHIPPED
from simkomunitas.evidence.worlds import compare_worlds, plan_worlds, worlds_document
from simkomunitas.pages.figures.saving import figure_files
from simkomunitas.pages.figures.worlds import worlds_figures
from simkomunitas.pages.terminal import progress
from simkomunitas.pages.worlds import print_worlds
from simkomunitas.study.estimates import json_text
from simkomunitas.study.manifest import version
from simkomunitas.study.reading import read_comparison
from simkomunitas.study.tables import table_files
from simkomunitas.study.writing import as_yaml, resolved

if TYPE_CHECKING:
    from simkomunitas.evidence.worlds import Worlds


def compare_over_worlds(
    config: Path, posterior: Path | None, size: tuple[int, int], jobs: int | None, out: Path | None, as_json: bool,
    sets: Sequence[str],
) -> None:  # fmt: skip
    """Run the arms in plausible worlds and say who beats whom; ``size``: worlds, and runs of each arm in each."""
    worlds, runs = size
    comparison = read_comparison(config, (*sets, f"replicates={max(2, runs)}"))
    plan = plan_worlds(comparison, posterior or SHIPPED, worlds, runs)
    seeds = list(range(comparison.first_seed, comparison.first_seed + worlds * runs))
    order = take_order(comparison, comparison.arms, seeds, config, out, {"posterior": plan.posterior, "worlds": worlds})
    compile_first()
    with progress("Simulating", len(comparison.arms) * worlds * runs) as advance:
        found = compare_worlds(plan, jobs, advance)
    document = worlds_document(found, version(), order.config)
    deliver_files(_files(found, document, order), order)
    if as_json:
        sys.stdout.write(json_text(document))
    else:
        print_worlds(found)


def _files(worlds: "Worlds", document: dict[str, Any], order: Order) -> dict[str, str | bytes]:
    """Tables, figures in both languages, and the configuration."""
    files: dict[str, str | bytes] = {
        "config.yaml": order.source.read_bytes(),
        "scenario.yaml": as_yaml(resolved(worlds.plan.comparison)),
        "worlds.json": json_text(document),
    }
    files |= table_files("beating", worlds.beating) | table_files("runs", worlds.runs)
    return files | figure_files(worlds_figures(worlds.beating), {"config": order.config})

"""What ``run`` and ``compare`` have in common: the results folder, the tables on the screen, the JSON document."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.experiment.version import program_version
from simkomunitas.ground.compiled import is_warm
from simkomunitas.outcomes import HEADLINE, outcomes
from simkomunitas.pages.figures import comparison_figures, course_of_run, figure_files
from simkomunitas.pages.terminal import print_differences, print_principles, progress
from simkomunitas.pages.villages import reading_of
from simkomunitas.study.compare import Result
from simkomunitas.study.corrections import Correction
from simkomunitas.study.estimates import document, json_text
from simkomunitas.study.folder import check_target, default_folder, write_folder
from simkomunitas.study.kinds import import_reports
from simkomunitas.study.manifest import Data, Study, data_files, identity, version
from simkomunitas.study.plugins import digests, own_parts
from simkomunitas.study.scenario import Comparison, Scenario, scenario_id
from simkomunitas.study.tables import codebook, table_files
from simkomunitas.study.warming import compiled_so_far, compiling
from simkomunitas.study.weekly import WEEKLY_UNITS
from simkomunitas.study.writing import as_yaml, resolved

PERIODS = ("programme", "year_1", "year_3", "year_5")
CURVES = ("participation", "participation_mutual_help", "participation_association", "participation_governance",
          "aware", "leaders", "trust", "need", "assets_working")  # fmt: skip


class Order(NamedTuple):
    """What was asked for, settled before the first run."""

    source: Path
    config: Mapping[str, Any]
    scenarios: Mapping[str, str]
    seeds: Sequence[int]
    target: Path
    started: datetime
    data: Data  # data files and plugins, with their SHA-256, and the model
    reading: Sequence[str]  # how imported villages were read


def take_order(what: Scenario | Comparison, arms: Sequence[tuple[str, Scenario]], seeds: Sequence[int], source: Path,
               out: Path | None, more: Mapping[str, Any] | None = None) -> Order:  # fmt: skip
    """Settle where results go, and refuse with InputError, before anything is computed, what cannot be done.

    Says on standard error how imported villages were read.

    more: what the results depend on beside the configuration and the seeds.
    """
    config = resolved(what) | dict(more or {})
    reading = reading_of(import_reports(scenario for _, scenario in arms))
    data = data_files(scenario for _, scenario in arms) | plugins() | {"model": program_version()}
    name = identity(config, seeds, data)
    target = default_folder(source, name) if out is None else out
    check_target(target, name, data)
    scenarios = {arm: scenario_id(scenario) for arm, scenario in arms}
    for line in reading:
        print(line, file=sys.stderr)
    return Order(source, config, scenarios, seeds, target, datetime.now(UTC), data, reading)


def plugins() -> dict[str, str]:
    """The modules outside the package whose parts a study may use, with the SHA-256 of their files.

    The same scenario with another strategy under its name is another study.
    """
    return {f"plugin {name}": digest for name, digest in digests(own_parts().modules).items()}


def compile_first() -> None:
    """Have the engine compiled before the first use, and show how far it is."""
    if is_warm():
        return
    with progress("First use on this machine: compiling the engine", compiled_so_far().functions) as advance:
        known = 0
        for found in compiling():
            advance(found.done - known)
            known = found.done


def show(result: Result, order: Order, as_json: bool, correction: Correction = "none") -> None:
    """The document on standard output, or the tables of the five principles; ``correction``: of their stars."""
    if as_json:
        shown = [table[table["period"].isin(PERIODS)] for table in (result.outcomes, result.contrasts)]
        sys.stdout.write(json_text(document(version(), order.config, order.seeds, *shown)))
        return
    headline = [table[table["outcome"].isin(HEADLINE) & table["period"].isin(PERIODS)] for table in
                (result.outcomes, result.contrasts)]  # fmt: skip
    print_principles(headline[0])
    if len(headline[1]):
        print_differences(headline[1], headline[0], correction=correction)


def deliver(result: Result, order: Order, more: Mapping[str, str | bytes] | None = None) -> None:
    """Write the results folder and say where it is; ``more``: further files by their path inside it."""
    deliver_files(all_files(result, order) | dict(more or {}), order)


def deliver_files(files: Mapping[str, str | bytes], order: Order) -> None:
    """Write these files into the results folder, by their path inside it, and say where it is."""
    study = Study(sys.argv, order.config, order.scenarios, order.seeds, order.started, datetime.now(UTC), order.data)
    read = {"import.txt": "".join(f"{line}\n" for line in order.reading)} if order.reading else {}
    print(f"Results: {write_folder(order.target, read | dict(files), study)}", file=sys.stderr)


def all_files(result: Result, order: Order) -> dict[str, str | bytes]:
    """Tables, figures and the configuration, by their path inside the folder."""
    files: dict[str, str | bytes] = {
        "config.yaml": order.source.read_bytes(),
        "scenario.yaml": as_yaml(order.config),
        "codebook.md": codebook({name: (entry.unit, entry.meaning) for name, entry in outcomes.items()}),
    }
    for name in ("outcomes", "contrasts", "runs", "weekly"):
        files |= table_files(name, getattr(result, name))
    return files | figure_files(figures(result), {"config": order.config, "seeds": list(order.seeds)})


def figures(result: Result) -> dict[str, Any]:
    """The figures of a comparison, or of a single run."""
    if len(result.contrasts):
        return dict(comparison_figures(result.outcomes, result.contrasts, result.weekly, result.exit_week))
    weekly = result.weekly[result.weekly["series"].isin(CURVES)]
    return {"course_of_run": course_of_run(weekly, result.exit_week, WEEKLY_UNITS)}

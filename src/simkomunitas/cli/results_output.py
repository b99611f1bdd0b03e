"""What ``run`` and ``compare`` have in common: the results folder, the tables on the screen, the JSON document."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from simkomunitas.base.compilation_cache import is_engine_compiled
from simkomunitas.base.estimation import comparison_json, to_json_text
from simkomunitas.base.table_files import encode_table_files, outcome_codebook
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.config.config_file_kinds import read_import_reports
from simkomunitas.config.plugin_loader import current_plugin_state, hash_module_files
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES, outcomes
from simkomunitas.model.rules.rule_replacement import rule_texts
from simkomunitas.model.scenario_definition import Comparison, Scenario, scenario_id
from simkomunitas.reports.figures import build_figure_files, plot_comparison_figures, plot_run_series
from simkomunitas.reports.import_report import describe_imports
from simkomunitas.reports.terminal_output import print_differences, print_principles, show_progress
from simkomunitas.results.p_value_correction import CorrectionMethod
from simkomunitas.results.results_folder import check_results_target, default_results_folder, write_results_folder
from simkomunitas.results.results_manifest import (
    DataChecksums,
    StudyRecord,
    compute_study_id,
    hash_data_files,
    hash_rules,
    package_version,
)
from simkomunitas.results.scenario_comparison import ComparisonResult
from simkomunitas.simulation.engine_warm_up import compilation_progress, track_compilation
from simkomunitas.simulation.model_version_id import program_version
from simkomunitas.simulation.simulation_run import check_rules
from simkomunitas.simulation.weekly_curves import WEEKLY_UNITS

OUTPUT_PERIODS = ("programme", "year_1", "year_3", "year_5")
CURVE_SERIES = ("participation", "participation_mutual_help", "participation_association", "participation_governance",
          "aware", "leaders", "trust", "need", "assets_working")  # fmt: skip


class OutputRequest(NamedTuple):
    """What was asked for, settled before the first run."""

    source: Path
    config: Mapping[str, Any]
    scenarios: Mapping[str, str]
    seeds: Sequence[int]
    target: Path
    started: datetime
    data_files: DataChecksums  # data files and plugins, with their SHA-256, and the model
    import_notes: Sequence[str]  # how imported villages were read
    rule_texts: Mapping[str, str] = MappingProxyType({})  # functions of one's own that stand for rules, by their path


def prepare_output(what: Scenario | Comparison, arms: Sequence[tuple[str, Scenario]], seeds: Sequence[int],
    source: Path,
               out: Path | None, more: Mapping[str, Any] | None = None) -> OutputRequest:  # fmt: skip
    """Settle where results go, and refuse with InputError, before anything is computed, what cannot be done.

    Says on standard error how imported villages were read.

    more: what the results depend on beside the configuration and the seeds.
    """
    config = export_resolved(what) | dict(more or {})
    reading = describe_imports(read_import_reports(scenario for _, scenario in arms))
    told = [scenario for _, scenario in arms]
    data = hash_data_files(told) | hash_rules(told) | plugin_checksums() | {"model": program_version()}
    name = compute_study_id(config, seeds, data)
    target = default_results_folder(source, name) if out is None else out
    check_results_target(target, name, data)
    for scenario in told:
        check_rules(scenario)
    scenarios = {arm: scenario_id(scenario) for arm, scenario in arms}
    for line in reading:
        print(line, file=sys.stderr)
    texts = rule_texts(scenario.rules for scenario in told)
    return OutputRequest(source, config, scenarios, seeds, target, datetime.now(UTC), data, reading, texts)


def plugin_checksums() -> dict[str, str]:
    """The modules outside the package whose parts a study may use, with the SHA-256 of their files.

    The same scenario with another strategy under its name is another study.
    """
    return {
        f"plugin {name}": digest for name, digest in hash_module_files(current_plugin_state().plugin_modules).items()
    }


def compile_engine_with_progress() -> None:
    """Have the engine compiled before the first use, and show how far it is."""
    if is_engine_compiled():
        return
    with show_progress(
        "First use on this machine: compiling the engine", compilation_progress().total_functions
    ) as advance:
        known = 0
        for found in track_compilation():
            advance(found.compiled_functions - known)
            known = found.compiled_functions


def print_results(
    result: ComparisonResult, order: OutputRequest, as_json: bool, correction: CorrectionMethod = "none"
) -> None:
    """The document on standard output, or the tables of the five principles; ``correction``: of their stars."""
    if as_json:
        shown = [table[table["period"].isin(OUTPUT_PERIODS)] for table in (result.outcomes, result.contrasts)]
        sys.stdout.write(to_json_text(comparison_json(package_version(), order.config, order.seeds, *shown)))
        return
    headline = [table[table["outcome"].isin(HEADLINE_OUTCOMES) & table["period"].isin(OUTPUT_PERIODS)] for table in
                (result.outcomes, result.contrasts)]  # fmt: skip
    print_principles(headline[0])
    if len(headline[1]):
        print_differences(headline[1], headline[0], correction=correction)


def write_results(
    result: ComparisonResult, order: OutputRequest, more: Mapping[str, str | bytes] | None = None
) -> None:
    """Write the results folder and say where it is; ``more``: further files by their path inside it."""
    write_result_files(result_files(result, order) | dict(more or {}), order)


def write_result_files(files: Mapping[str, str | bytes], order: OutputRequest) -> None:
    """Write these files into the results folder, by their path inside it, and say where it is."""
    study = StudyRecord(
        sys.argv, order.config, order.scenarios, order.seeds, order.started, datetime.now(UTC), order.data_files
    )
    read = {"import.txt": "".join(f"{line}\n" for line in order.import_notes)} if order.import_notes else {}
    folder = write_results_folder(order.target, read | dict(order.rule_texts) | dict(files), study)
    print(f"Results: {folder}", file=sys.stderr)


def result_files(result: ComparisonResult, order: OutputRequest) -> dict[str, str | bytes]:
    """Tables, figures and the configuration, by their path inside the folder."""
    files: dict[str, str | bytes] = {
        "config.yaml": order.source.read_bytes(),
        "scenario.yaml": to_yaml(order.config),
        "codebook.md": outcome_codebook({name: (entry.unit, entry.meaning) for name, entry in outcomes.items()}),
    }
    for name in ("outcomes", "contrasts", "runs", "weekly"):
        files |= encode_table_files(name, getattr(result, name))
    return files | build_figure_files(result_figures(result), {"config": order.config, "seeds": list(order.seeds)})


def result_figures(result: ComparisonResult) -> dict[str, Any]:
    """The figures of a comparison, or of a single run."""
    if len(result.contrasts):
        return dict(plot_comparison_figures(result.outcomes, result.contrasts, result.weekly, result.exit_week))
    weekly = result.weekly[result.weekly["series"].isin(CURVE_SERIES)]
    return {"course_of_run": plot_run_series(weekly, result.exit_week, WEEKLY_UNITS)}

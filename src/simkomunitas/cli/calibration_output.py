"""What ``calibrate`` leaves behind: posterior, tables, figures, report, new defaults."""

import sys
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.base.table_files import encode_table_files
from simkomunitas.cli.analysis_options import AnalysisOutput, begin_analysis, write_analysis
from simkomunitas.config.config_export import to_yaml
from simkomunitas.evidence.calibration.calibration_config import CalibrationConfig
from simkomunitas.evidence.calibration.calibration_run import (
    CalibrationResult,
    posterior_parameter_table,
    target_fit_table,
)
from simkomunitas.evidence.calibration.default_writer import posterior_defaults
from simkomunitas.evidence.calibration.simulation_bank import bank_id, draw_seed
from simkomunitas.evidence.posterior_file import posterior_parquet
from simkomunitas.reports.calibration_report import build_calibration_report
from simkomunitas.reports.figures.calibration_plots import plot_calibration_figures
from simkomunitas.reports.figures.figure_files import build_figure_files
from simkomunitas.results.results_folder import default_results_folder
from simkomunitas.results.results_manifest import compute_study_id, format_repeat_command, git_commit, package_version
from simkomunitas.simulation.model_version_id import model_version

POSTERIOR_FILE = "posterior.parquet"
METHOD_DESCRIPTIONS = {
    "regression": "rejection ABC with regression adjustment (Beaumont, Zhang and Balding 2002)",
    "neural": "neural posterior estimation with a spline flow (Greenberg, Nonnenmacher and Macke 2019)",
}


class CalibrationOutput(NamedTuple):
    """What was asked for, settled before the first run: where results go, and where simulations are kept."""

    finding: AnalysisOutput
    bank: Path


def prepare_calibration_output(plan: CalibrationConfig, out: Path | None, bank: Path | None) -> CalibrationOutput:
    """Settle where everything goes; InputError, before anything is computed, where it cannot."""
    config = calibration_to_dict(plan) | {"bank": bank_id(plan)}
    seeds = [plan.first_seed, draw_seed(plan, plan.simulations) - 1]  # from the first to the last
    target = default_results_folder(plan.source, compute_study_id(config, seeds)) if out is None else out
    beside = target.with_name(f"{target.name}-bank") if out else Path("results") / f"bank-{config['bank']}"
    return CalibrationOutput(begin_analysis(target, "", target, config, seeds), bank or beside)


def calibration_to_dict(plan: CalibrationConfig) -> dict[str, Any]:
    """A calibration as a plain mapping with every default written out."""
    vary = {
        factor.name: {
            "from": factor.value_range.low,
            "to": factor.value_range.high,
            "scale": "log" if factor.value_range.is_log_scale else "linear",
        }
        for factor in plan.factors
        if factor.value_range
    }
    return {
        "title": plan.title,
        "targets": list(plan.targets),
        "vary": vary,
        "prior_draws": plan.simulations,
        "seeds": min(plan.seeds_per_draw),
        "seeds_by_target": {
            name: count
            for name, count in zip(plan.targets, plan.seeds_per_draw, strict=True)
            if count != min(plan.seeds_per_draw)
        },
        "first_seed": plan.first_seed,
        "accepted_percent": plan.keep_share,
        "method": plan.method,
    }


def write_calibration(found: CalibrationResult, order: CalibrationOutput) -> None:
    """Write the results folder, print the report's table of parameters, and say where everything is."""
    files = _calibration_files(found, order.finding)
    print(files["report.md"], end="")
    write_analysis(order.finding, files)


def _calibration_files(found: CalibrationResult, finding: AnalysisOutput) -> dict[str, str | bytes]:
    """Everything that is left behind, by its path inside the folder."""
    posterior = posterior_parquet(found.plan.parameter_keys, found.values, _posterior_metadata(found, finding))
    files: dict[str, str | bytes] = {
        "config.yaml": found.plan.source.read_bytes(),
        "calibration.yaml": to_yaml({key: value for key, value in finding.settings.items() if key != "bank"}),
        POSTERIOR_FILE: posterior,
        "report.md": build_calibration_report(found),
        "centre.yaml": to_yaml({"parameters": _median_as_config(found)}),
    }
    files |= encode_table_files("parameters", posterior_parameter_table(found)) | encode_table_files(
        "fit", target_fit_table(found)
    )
    return files | build_figure_files(plot_calibration_figures(found), {"config": finding.settings})


def _posterior_metadata(found: CalibrationResult, finding: AnalysisOutput) -> dict[str, Any]:
    """Where the draws come from, for the metadata of their file."""
    parameters = posterior_parameter_table(found)
    return {
        "made_by": "simkomunitas calibrate",
        "command": format_repeat_command(sys.argv),
        "version": package_version(),
        "commit": git_commit(),
        "model": model_version().id,
        "made": finding.started.isoformat(timespec="seconds"),
        "config": finding.settings,
        "bands": {summary.column_name: [summary.band.low, summary.band.high] for summary in found.bank.summaries},
        "method": METHOD_DESCRIPTIONS[found.plan.method],
        "tolerance": found.posterior.tolerance,
        "draws": len(found.values),
        "coverage_of_90_percent_intervals": dict(zip(parameters["parameter"], parameters["coverage"], strict=True)),
        "simulated_truths": found.coverage.test_count,
        "informed": dict(zip(parameters["parameter"], parameters["informed"], strict=True)),
    }


def _median_as_config(found: CalibrationResult) -> dict[str, dict[str, float]]:
    """The centre as a section of a configuration."""
    section: dict[str, dict[str, float]] = {}
    for new in posterior_defaults(_posterior_draw_values(found)):
        block, name = new.key.split(".")
        section.setdefault(block, {})[name] = new.new
    return section


def _posterior_draw_values(found: CalibrationResult) -> Any:  # noqa: ANN401 - a table
    import pandas as pd  # noqa: PLC0415

    return pd.DataFrame(found.values, columns=list(found.plan.parameter_keys))

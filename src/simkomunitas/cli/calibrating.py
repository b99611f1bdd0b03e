"""What ``calibrate`` leaves behind: posterior, tables, figures, report, new defaults."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from simkomunitas.evidence.calibration.bank import identity as bank_identity
from simkomunitas.evidence.calibration.bank import seed_of
from simkomunitas.evidence.calibration.calibrating import Calibration, fit_findings, parameter_findings
from simkomunitas.evidence.calibration.defaults import new_defaults
from simkomunitas.evidence.calibration.plan import CalibrationPlan
from simkomunitas.evidence.posterior import posterior_bytes
from simkomunitas.experiment.version import model_version
from simkomunitas.pages.calibration import calibration_report
from simkomunitas.pages.figures.calibration import calibration_figures
from simkomunitas.pages.figures.saving import figure_files
from simkomunitas.study.folder import check_target, default_folder, write_folder
from simkomunitas.study.manifest import Study, commit, identity, repeat_command, version
from simkomunitas.study.tables import table_files
from simkomunitas.study.writing import as_yaml

POSTERIOR = "posterior.parquet"
METHODS = {
    "regression": "rejection ABC with regression adjustment (Beaumont, Zhang and Balding 2002)",
    "neural": "neural posterior estimation with a spline flow (Greenberg, Nonnenmacher and Macke 2019)",
}


class CalibrationOrder(NamedTuple):
    """What was asked for, settled before the first run."""

    config: dict[str, Any]
    seeds: list[int]
    target: Path
    bank: Path
    started: datetime


def take_calibration(plan: CalibrationPlan, out: Path | None, bank: Path | None) -> CalibrationOrder:
    """Settle where everything goes; InputError, before anything is computed, where it cannot."""
    config = config_of(plan) | {"bank": bank_identity(plan)}
    seeds = [plan.first_seed, seed_of(plan, plan.simulations) - 1]  # from the first to the last
    name = identity(config, seeds)
    target = default_folder(plan.source, name) if out is None else out
    check_target(target, name)
    beside = target.with_name(f"{target.name}-bank") if out else Path("results") / f"bank-{config['bank']}"
    return CalibrationOrder(config, seeds, target, bank or beside, datetime.now(UTC))


def config_of(plan: CalibrationPlan) -> dict[str, Any]:
    """A calibration as a plain mapping with every default written out."""
    vary = {
        factor.name: {"from": factor.span.low, "to": factor.span.high, "scale": "log" if factor.span.log else "linear"}
        for factor in plan.factors
        if factor.span
    }
    return {
        "title": plan.title,
        "targets": list(plan.targets),
        "vary": vary,
        "simulations": plan.simulations,
        "seeds": min(plan.villages),
        "seeds_of": {
            name: count for name, count in zip(plan.targets, plan.villages, strict=True) if count != min(plan.villages)
        },
        "first_seed": plan.first_seed,
        "keep": plan.keep,
        "method": plan.method,
    }


def deliver_calibration(found: Calibration, order: CalibrationOrder) -> None:
    """Write the results folder, print the report's table of parameters, and say where everything is."""
    study = Study(sys.argv, order.config, {}, order.seeds, order.started, datetime.now(UTC))
    folder = write_folder(order.target, _files(found, order), study)
    print(calibration_report(found), end="")
    print(f"Results: {folder}", file=sys.stderr)


def _files(found: Calibration, order: CalibrationOrder) -> dict[str, str | bytes]:
    """Everything that is left behind, by its path inside the folder."""
    posterior = posterior_bytes(found.plan.keys, found.values, _provenance(found, order))
    files: dict[str, str | bytes] = {
        "config.yaml": found.plan.source.read_bytes(),
        "calibration.yaml": as_yaml({key: value for key, value in order.config.items() if key != "bank"}),
        POSTERIOR: posterior,
        "report.md": calibration_report(found),
        "centre.yaml": as_yaml({"parameters": _nested(found)}),
    }
    files |= table_files("parameters", parameter_findings(found)) | table_files("fit", fit_findings(found))
    return files | figure_files(calibration_figures(found), {"config": order.config})


def _provenance(found: Calibration, order: CalibrationOrder) -> dict[str, Any]:
    """Where the draws come from, for the metadata of their file."""
    parameters = parameter_findings(found)
    return {
        "made_by": "simkomunitas calibrate",
        "command": repeat_command(sys.argv),
        "version": version(),
        "commit": commit(),
        "model": model_version().id,
        "made": order.started.isoformat(timespec="seconds"),
        "config": order.config,
        "bands": {summary.name: [summary.band.low, summary.band.high] for summary in found.bank.summaries},
        "method": METHODS[found.plan.method],
        "tolerance": found.kept.tolerance,
        "draws": len(found.values),
        "coverage_of_90_percent_intervals": dict(zip(parameters["parameter"], parameters["coverage"], strict=True)),
        "simulated_truths": found.coverage.truths,
        "informed": dict(zip(parameters["parameter"], parameters["informed"], strict=True)),
    }


def _nested(found: Calibration) -> dict[str, dict[str, float]]:
    """The centre as a section of a configuration."""
    section: dict[str, dict[str, float]] = {}
    for new in new_defaults(_draws(found)):
        block, name = new.key.split(".")
        section.setdefault(block, {})[name] = new.new
    return section


def _draws(found: Calibration) -> Any:  # noqa: ANN401 - a table
    import pandas as pd  # noqa: PLC0415

    return pd.DataFrame(found.values, columns=list(found.plan.keys))

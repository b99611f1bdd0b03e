"""A calibration as a report for researchers, in Markdown."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from simkomunitas.evidence.calibration.calibration_config import CalibrationConfig
from simkomunitas.evidence.calibration.calibration_run import (
    CalibrationResult,
    posterior_parameter_table,
    target_fit_table,
)
from simkomunitas.evidence.posterior_file import MIN_NARROWING
from simkomunitas.reports.display_names import format_factor_value
from simkomunitas.reports.figures.estimate_lookup import to_row_dicts
from simkomunitas.reports.render import render_template


def build_calibration_report(found: CalibrationResult) -> str:
    """What was done, how well it fits, what is known of each parameter, and how far that can be trusted."""
    parameters, fit = posterior_parameter_table(found), target_fit_table(found)
    never, silent = fit[fit["within"] == 0], parameters[parameters["informed"] < MIN_NARROWING]["parameter"]
    return render_template(
        "calibration.md",
        plan=found.plan,
        summaries=len(found.bank.summaries),
        draws=len(found.bank.values),
        villages=_describe_seed_counts(found.plan),
        method=_describe_inference(found),
        missing=int(np.isnan(found.bank.values).any(axis=1).sum()),
        fit=map(_fit_row, to_row_dicts(fit)),
        parameters=map(
            _parameter_row, to_row_dicts(parameters.sort_values("informed", ascending=False, kind="stable"))
        ),
        truths=found.coverage.test_count,
        coverage=f"{100 * float(parameters['coverage'].mean()):.0f}",
        never=[f"{row['target']} {row['quantity'].replace('_', ' ')}" for row in to_row_dicts(never)],
        silent=[f"`{name}`" for name in silent],
    )


def _describe_inference(found: CalibrationResult) -> str:
    """What was made of the bank."""
    if found.plan.method == "neural":
        return (
            f"a neural spline flow learnt from all of them how parameters depend on measurements, and gave "
            f"{len(found.values)} draws (neural posterior estimation, Greenberg, Nonnenmacher and Macke 2019)"
        )
    return (
        f"the nearest {found.plan.keep_share} % are kept ({len(found.posterior.bank_rows)} draws, the farthest "
        f"{format_factor_value(found.posterior.tolerance)} errors of the sources away) and moved by "
        "regression adjustment "
        "(Beaumont, Zhang and Balding 2002)"
    )


def _describe_seed_counts(plan: CalibrationConfig) -> str:
    """In how many villages each draw was tried."""
    few = min(plan.seeds_per_draw)
    more = [f"{count} for {name}" for name, count in zip(plan.targets, plan.seeds_per_draw, strict=True) if count > few]
    return f"{few} villages of every situation" + (f" ({', '.join(more)})" if more else "")


def _fit_row(row: Mapping[str, Any]) -> list[str]:
    """A quantity before and after."""
    return [
        row["target"], row["quantity"].replace("_", " "), row["meaning"], _format_band(row["low"], row["high"]),
        _format_interval(row["prior_low"], row["prior_high"]), _three_digits(row["defaults"]),
        _format_interval(row["posterior_low"], row["posterior_high"]), f"{100 * row['within']:.0f}",
        _three_digits(row["centre"]), "yes" if row["low"] <= row["centre"] <= row["high"] else "**no**",
    ]  # fmt: skip


def _parameter_row(row: Mapping[str, Any]) -> list[str]:
    """What is known of a parameter."""
    return [
        f"`{row['parameter']}`", row["unit"], _format_interval(row["prior_low"], row["prior_high"]),
        _three_digits(row["default"]), _three_digits(row["centre"]), _format_interval(row["low"], row["high"]),
        f"{100 * row['informed']:.0f} %", f"{100 * row['coverage']:.0f} %",
    ]  # fmt: skip


def _format_band(low: float, high: float) -> str:
    """A band in words.

    >>> _format_band(0.25, 0.5), _format_band(0.05, float("inf"))
    ('0.25 to 0.5', 'at least 0.05')
    """
    if np.isinf(high):
        return f"at least {_three_digits(low)}"
    return f"at most {_three_digits(high)}" if np.isinf(low) else _format_interval(low, high)


def _format_interval(low: float, high: float) -> str:
    return "–" if np.isnan(low) else f"{_three_digits(low)} to {_three_digits(high)}"


def _three_digits(value: float) -> str:
    """A number with three digits."""
    return f"{value:.3g}"

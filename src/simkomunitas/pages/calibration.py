"""A calibration as a report for researchers, in Markdown."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from simkomunitas.evidence.calibration.calibrating import Calibration, fit_findings, parameter_findings
from simkomunitas.evidence.calibration.plan import CalibrationPlan
from simkomunitas.evidence.posterior import TELLS
from simkomunitas.pages.figures.tables import rows_of
from simkomunitas.pages.markdown import table
from simkomunitas.pages.naming import value_name


def calibration_report(found: Calibration) -> str:
    """What was done, how well it fits, what is known of each parameter, and how far that can be trusted."""
    parameters, fit = parameter_findings(found), fit_findings(found)
    parts = [f"# {found.plan.title or 'Calibration'}", *_what_was_done(found), *_fit(fit), *_parameters(parameters)]
    return "\n\n".join([*parts, *_trust(found, parameters, fit), ""])


def _what_was_done(found: Calibration) -> Iterator[str]:
    plan, bank = found.plan, found.bank
    missing = int(np.isnan(bank.values).any(axis=1).sum())
    yield (
        f"{len(plan.factors)} parameters against {len(bank.summaries)} quantities of the targets "
        f"{', '.join(plan.targets)}. {len(bank.values)} draws from the prior, each in {_villages(plan)}; "
        f"{_how(found)}."
    )
    yield (
        "The middle of a band is taken for what the source measured and the band for its 95 % interval; a band with "
        "one bound, or of a width that is a judgement, is met anywhere within. Priors are even over their range, or "
        "over its logarithm."
    )
    if missing:
        yield f"{missing} draws gave no value for some quantity and are left out."


def _how(found: Calibration) -> str:
    """What was made of the bank."""
    if found.plan.method == "neural":
        return (
            f"a neural spline flow learnt from all of them how parameters depend on measurements, and gave "
            f"{len(found.values)} draws (neural posterior estimation, Greenberg, Nonnenmacher and Macke 2019)"
        )
    return (
        f"the nearest {found.plan.keep} % are kept ({len(found.kept.rows)} draws, the farthest "
        f"{value_name(found.kept.tolerance)} errors of the sources away) and moved by regression adjustment "
        "(Beaumont, Zhang and Balding 2002)"
    )


def _villages(plan: CalibrationPlan) -> str:
    """In how many villages each draw was tried."""
    few = min(plan.villages)
    more = [f"{count} for {name}" for name, count in zip(plan.targets, plan.villages, strict=True) if count > few]
    return f"{few} villages of every situation" + (f" ({', '.join(more)})" if more else "")


def _fit(fit: pd.DataFrame) -> Iterator[str]:
    yield "## Fit before and after"
    rows = [
        (
            row["target"], row["quantity"].replace("_", " "), row["meaning"], _band(row["low"], row["high"]),
            _interval(row["prior_low"], row["prior_high"]), _digits(row["defaults"]),
            _interval(row["posterior_low"], row["posterior_high"]), f"{100 * row['within']:.0f}",
            _digits(row["centre"]), "yes" if row["low"] <= row["centre"] <= row["high"] else "**no**",
        )
        for row in rows_of(fit)
    ]  # fmt: skip
    heads = ["target", "quantity", "meaning", "band", "prior, 90 %", "at the present defaults", "posterior, 90 %",
             "draws in the band, %", "at the centre", "in the band"]  # fmt: skip
    yield table(heads, rows)


def _parameters(parameters: pd.DataFrame) -> Iterator[str]:
    yield "## Parameters"
    yield (
        "*Narrower*: how much less the draws spread than the prior, 0 where the targets tell nothing. *Coverage*: in "
        "how many of the simulated truths the 90 % interval held the truth."
    )
    rows = [
        (
            f"`{row['parameter']}`", row["unit"], _interval(row["prior_low"], row["prior_high"]),
            _digits(row["default"]), _digits(row["centre"]), _interval(row["low"], row["high"]),
            f"{100 * row['informed']:.0f} %", f"{100 * row['coverage']:.0f} %",
        )
        for row in rows_of(parameters.sort_values("informed", ascending=False, kind="stable"))
    ]  # fmt: skip
    heads = ["parameter", "unit", "prior", "present default", "centre", "90 % interval", "narrower", "coverage"]
    yield table(heads, rows)


def _trust(found: Calibration, parameters: pd.DataFrame, fit: pd.DataFrame) -> Iterator[str]:
    yield "## How far to trust it"
    mean = float(parameters["coverage"].mean())
    yield (
        f"Left out of the bank and calibrated against, {found.coverage.truths} simulated truths lay in "
        f"their 90 % intervals in {100 * mean:.0f} % of cases over all parameters."
    )
    never = fit[fit["within"] == 0]
    if len(never):
        names = ", ".join(f"{row['target']} {row['quantity'].replace('_', ' ')}" for row in rows_of(never))
        yield f"No draw of the posterior gives what was measured of: {names}."
    silent = parameters[parameters["informed"] < TELLS]["parameter"]
    if len(silent):
        yield f"These targets tell little about: {', '.join(f'`{name}`' for name in silent)}."


def _band(low: float, high: float) -> str:
    """A band in words.

    >>> _band(0.25, 0.5), _band(0.05, float("inf"))
    ('0.25 to 0.5', 'at least 0.05')
    """
    if np.isinf(high):
        return f"at least {_digits(low)}"
    return f"at most {_digits(high)}" if np.isinf(low) else _interval(low, high)


def _interval(low: float, high: float) -> str:
    return "–" if np.isnan(low) else f"{_digits(low)} to {_digits(high)}"


def _digits(value: float) -> str:
    """A number with three digits."""
    return f"{value:.3g}"

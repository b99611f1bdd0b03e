"""A calibration from beginning to end: bank, posterior, checks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from math import ceil
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.posterior import Draw
from simkomunitas.evidence.calibration.adjusting import Kept, infer
from simkomunitas.evidence.calibration.bank import Bank, Trial, fill, seed_of, trial_of
from simkomunitas.evidence.calibration.checking import Coverage, coverage, predict
from simkomunitas.evidence.calibration.neural import check_installed, infer_neural, neural_coverage
from simkomunitas.evidence.calibration.plan import CalibrationPlan
from simkomunitas.evidence.calibration.summaries import as_measured, errors_of
from simkomunitas.evidence.posterior import INTERVAL
from simkomunitas.rules.parameters import Parameters
from simkomunitas.study.compare import Progress
from simkomunitas.world.community import Numbers

PREDICTED = 60  # draws of the posterior that are simulated afresh
CENTRE_SEEDS = 40  # villages in which centre and present defaults are tried
FIT_COLUMNS = ("target", "quantity", "meaning", "low", "high", "prior_low", "prior_middle", "prior_high", "defaults",
               "posterior_low", "posterior_middle", "posterior_high", "within", "centre")  # fmt: skip
PARAMETER_COLUMNS = ("parameter", "unit", "prior_low", "prior_high", "log", "low", "centre", "high", "default",
                     "informed", "coverage")  # fmt: skip

Showing = Callable[[str, int], AbstractContextManager[Progress]]  # what is done, out of how many steps


class Calibration(NamedTuple):
    """What a calibration has found."""

    plan: CalibrationPlan
    bank: Bank
    kept: Kept
    values: Numbers  # draws by parameters, in their units
    coverage: Coverage
    predicted: Numbers  # draws by quantities, simulated afresh from draws of the posterior
    at_centre: Numbers  # quantities at the centre of the posterior
    at_defaults: Numbers  # quantities at the present defaults

    @property
    def centre(self) -> dict[str, float]:
        """The median of every parameter."""
        return dict(zip(self.plan.keys, map(float, np.median(self.values, axis=0)), strict=True))


def calibrate(plan: CalibrationPlan, folder: Path, jobs: int | None, showing: Showing) -> Calibration:
    """Simulate, infer, and check; ``folder``: where the bank is, or is to be; ``showing`` shows progress."""
    if plan.method == "neural":
        check_installed()
    with showing("Simulating draws", plan.simulations) as advance:
        bank = fill(plan, folder, jobs, advance)
    kept, found = inferred(plan, bank)
    values = in_units(plan, kept.places)
    trial = trial_of(plan)
    chosen = values[spread_over(len(values), PREDICTED)]
    draws = [tuple(zip(plan.keys, map(float, row), strict=True)) for row in chosen]
    fresh = seed_of(plan, plan.simulations) + 10**6
    with showing("Simulating the posterior", len(draws)) as advance:
        predicted = predict(trial, draws, fresh, jobs, advance)
    centre = tuple(zip(plan.keys, map(float, np.median(values, axis=0)), strict=True))
    at_centre, at_defaults = at_points(trial, (centre, defaults_of(plan)), fresh, jobs, showing)
    return Calibration(plan, bank, kept, values, found, predicted, at_centre, at_defaults)


def inferred(plan: CalibrationPlan, bank: Bank) -> tuple[Kept, Coverage]:
    """The posterior draws, and how often intervals found in the same way hold simulated truths."""
    measured = as_measured(bank.values, bank.summaries, plan.first_seed)
    observed = np.array([summary.measured for summary in bank.summaries])
    share = plan.keep / 100
    near = infer(bank.places, measured, observed, errors_of(bank.values, bank.summaries), share)
    if plan.method == "regression":
        return near, coverage(bank, near.rows.tolist(), share, plan.first_seed)
    kept = infer_neural(bank.places, measured, observed, len(near.rows), plan.first_seed)
    return kept, neural_coverage(bank.places, measured, near.rows.tolist(), plan.first_seed)


def at_points(
    trial: Trial, points: tuple[Draw, ...], first_seed: int, jobs: int | None, showing: Showing
) -> tuple[Numbers, ...]:
    """The quantities at several points, each in the same and in many villages."""
    many = trial._replace(villages=(CENTRE_SEEDS,) * len(trial.targets))
    with showing("Simulating the centre", len(points)) as advance:
        # Each point begins at the same seed, so that they are compared under the same luck.
        return tuple(predict(many, [point], first_seed, min(1, jobs or 1), advance)[0] for point in points)


def defaults_of(plan: CalibrationPlan) -> Draw:
    """The present defaults of the parameters that are calibrated."""
    usual = Parameters()

    def default(key: str) -> float:
        block, name = key.split(".")
        return float(getattr(getattr(usual, block), name))

    return tuple((key, default(key)) for key in plan.keys)


def in_units(plan: CalibrationPlan, places: Numbers) -> Numbers:
    """Places within the priors as values of the parameters."""
    columns = [[factor.value_at(float(place)) for place in places[:, k]] for k, factor in enumerate(plan.factors)]
    return np.array(columns, dtype=float).T


def spread_over(rows: int, count: int) -> np.ndarray:
    """So many rows, or all there are, evenly spread."""
    wanted = min(rows, count)
    return ((np.arange(wanted) + 0.5) * rows / wanted).astype(int)


def parameter_findings(found: Calibration) -> pd.DataFrame:
    """For each parameter: its prior, its interval, how much narrower that is, and how well intervals hold truths."""
    low, high = np.quantile(found.values, INTERVAL, axis=0)
    spread = found.kept.places.std(axis=0) / found.bank.places.std(axis=0)
    defaults, centre = dict(defaults_of(found.plan)), found.centre
    rows = [
        (key, factor.unit, factor.span.low, factor.span.high, factor.span.log, low[k], centre[key], high[k],
         defaults[key], max(0.0, 1 - spread[k]), found.coverage.shares[k])
        for k, (key, factor) in enumerate(zip(found.plan.keys, found.plan.factors, strict=True)) if factor.span
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(PARAMETER_COLUMNS))


def fit_findings(found: Calibration) -> pd.DataFrame:
    """For each quantity: its band, and where it lay before and lies after the calibration."""
    rows = []
    for k, summary in enumerate(found.bank.summaries):
        band, after = summary.band, found.predicted[:, k]
        rows.append((
            summary.target, band.name, band.meaning, band.low, band.high, *_middle(found.bank.values[:, k]),
            found.at_defaults[k], *_middle(after), float(((after >= band.low) & (after <= band.high)).mean()),
            found.at_centre[k],
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIT_COLUMNS))


def _middle(values: Numbers) -> tuple[float, float, float]:
    """The interval that holds nine tenths of the values, and their median; NaN where there is none."""
    known = values[~np.isnan(values)]
    if not known.size:
        return np.nan, np.nan, np.nan
    low, middle, high = np.quantile(known, (INTERVAL[0], 0.5, INTERVAL[1]))
    return float(low), float(middle), float(high)


def posterior_size(plan: CalibrationPlan) -> int:
    """How many draws a posterior has."""
    return ceil(plan.keep / 100 * plan.simulations)

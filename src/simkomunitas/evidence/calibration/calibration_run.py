"""A calibration from beginning to end: bank, posterior, checks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.posterior_draws import Draw
from simkomunitas.evidence.calibration.abc_inference import PosteriorSample, infer_posterior
from simkomunitas.evidence.calibration.calibration_checks import IntervalCoverage, check_coverage, posterior_predictive
from simkomunitas.evidence.calibration.calibration_config import CalibrationConfig
from simkomunitas.evidence.calibration.neural_posterior import (
    check_neural_coverage,
    check_sbi_installed,
    infer_neural_posterior,
)
from simkomunitas.evidence.calibration.simulation_bank import (
    BankSettings,
    SimulationBank,
    build_bank_settings,
    draw_seed,
    fill_bank,
)
from simkomunitas.evidence.calibration.summary_statistics import add_measurement_error, summary_errors
from simkomunitas.evidence.posterior_file import INTERVAL_QUANTILES
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.results.scenario_comparison import ProgressCallback

PREDICTIVE_DRAWS = 60  # draws of the posterior that are simulated afresh
MEDIAN_SEEDS = 40  # villages in which centre and present defaults are tried
FIT_COLUMNS = ("target", "quantity", "meaning", "low", "high", "prior_low", "prior_middle", "prior_high", "defaults",
               "posterior_low", "posterior_middle", "posterior_high", "within", "centre")  # fmt: skip
PARAMETER_COLUMNS = ("parameter", "unit", "prior_low", "prior_high", "log", "low", "centre", "high", "default",
                     "informed", "coverage")  # fmt: skip

ShowProgress = Callable[[str, int], AbstractContextManager[ProgressCallback]]  # what is done, out of how many steps


class CalibrationResult(NamedTuple):
    """What a calibration has found."""

    plan: CalibrationConfig
    bank: SimulationBank
    posterior: PosteriorSample
    values: Numbers  # draws by parameters, in their units
    coverage: IntervalCoverage
    posterior_predictive: Numbers  # draws by quantities, simulated afresh from draws of the posterior
    values_at_median: Numbers  # quantities at the centre of the posterior
    values_at_defaults: Numbers  # quantities at the present defaults

    @property
    def posterior_median(self) -> dict[str, float]:
        """The median of every parameter."""
        return dict(zip(self.plan.parameter_keys, map(float, np.median(self.values, axis=0)), strict=True))


def calibrate_parameters(
    plan: CalibrationConfig, folder: Path, workers: int | None, show_progress: ShowProgress
) -> CalibrationResult:
    """Simulate, infer, and check; ``folder``: where the bank is, or is to be; ``show_progress`` shows progress."""
    if plan.method == "neural":
        check_sbi_installed()
    with show_progress("Simulating draws", plan.simulations) as advance:
        bank = fill_bank(plan, folder, workers, advance)
    kept, found = infer_calibration(plan, bank)
    values = to_parameter_units(plan, kept.points)
    trial = build_bank_settings(plan)
    chosen = values[evenly_spaced_rows(len(values), PREDICTIVE_DRAWS)]
    draws = [tuple(zip(plan.parameter_keys, map(float, row), strict=True)) for row in chosen]
    fresh = draw_seed(plan, plan.simulations) + 10**6
    with show_progress("Simulating the posterior", len(draws)) as advance:
        predicted = posterior_predictive(trial, draws, fresh, workers, advance)
    centre = tuple(zip(plan.parameter_keys, map(float, np.median(values, axis=0)), strict=True))
    at_centre, at_defaults = simulate_points(trial, (centre, default_values(plan)), fresh, workers, show_progress)
    return CalibrationResult(plan, bank, kept, values, found, predicted, at_centre, at_defaults)


def infer_calibration(plan: CalibrationConfig, bank: SimulationBank) -> tuple[PosteriorSample, IntervalCoverage]:
    """The posterior draws, and how often intervals found in the same way hold simulated truths."""
    measured = add_measurement_error(bank.values, bank.summaries, plan.first_seed)
    observed = np.array([summary.source_value for summary in bank.summaries])
    share = plan.keep_share / 100
    near = infer_posterior(bank.points, measured, observed, summary_errors(bank.values, bank.summaries), share)
    if plan.method == "regression":
        return near, check_coverage(bank, near.bank_rows.tolist(), share, plan.first_seed)
    kept = infer_neural_posterior(bank.points, measured, observed, len(near.bank_rows), plan.first_seed)
    return kept, check_neural_coverage(bank.points, measured, near.bank_rows.tolist(), plan.first_seed)


def simulate_points(
    bank_settings: BankSettings,
    points: tuple[Draw, ...],
    first_seed: int,
    workers: int | None,
    show_progress: ShowProgress,
) -> tuple[Numbers, ...]:
    """The quantities at several points, each in the same and in many villages."""
    many = bank_settings._replace(seeds_per_draw=(MEDIAN_SEEDS,) * len(bank_settings.targets))
    with show_progress("Simulating the centre", len(points)) as advance:
        # Each point begins at the same seed, so that they are compared under the same noise.
        return tuple(
            posterior_predictive(many, [point], first_seed, min(1, workers or 1), advance)[0] for point in points
        )


def default_values(plan: CalibrationConfig) -> Draw:
    """The present defaults of the parameters that are calibrated."""
    usual = Parameters()

    def default_of_key(key: str) -> float:
        block, name = key.split(".")
        return float(getattr(getattr(usual, block), name))

    return tuple((key, default_of_key(key)) for key in plan.parameter_keys)


def to_parameter_units(plan: CalibrationConfig, places: Numbers) -> Numbers:
    """Places within the priors as values of the parameters."""
    columns = [[factor.coordinate_at(float(place)) for place in places[:, k]] for k, factor in enumerate(plan.factors)]
    return np.array(columns, dtype=float).T


def evenly_spaced_rows(rows: int, count: int) -> np.ndarray:
    """So many rows, or all there are, evenly spread."""
    wanted = min(rows, count)
    return ((np.arange(wanted) + 0.5) * rows / wanted).astype(int)


def posterior_parameter_table(found: CalibrationResult) -> pd.DataFrame:
    """For each parameter: its prior, its interval, how much narrower that is, and how well intervals hold truths."""
    low, high = np.quantile(found.values, INTERVAL_QUANTILES, axis=0)
    spread = found.posterior.points.std(axis=0) / found.bank.points.std(axis=0)
    defaults, centre = dict(default_values(found.plan)), found.posterior_median
    rows = [
        (key, factor.unit, factor.value_range.low, factor.value_range.high, factor.value_range.is_log_scale, low[k],
        centre[key], high[k],
         defaults[key], max(0.0, 1 - spread[k]), found.coverage.shares[k])
        for k, (key, factor) in enumerate(zip(found.plan.parameter_keys, found.plan.factors,
            strict=True)) if factor.value_range
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(PARAMETER_COLUMNS))


def target_fit_table(found: CalibrationResult) -> pd.DataFrame:
    """For each quantity: its band, and where it lay before and lies after the calibration."""
    rows = []
    for k, summary in enumerate(found.bank.summaries):
        band, after = summary.band, found.posterior_predictive[:, k]
        rows.append((
            summary.target, band.name, band.meaning, band.low, band.high, *_median_with_interval(found.bank.values[:,
            k]),
            found.values_at_defaults[k], *_median_with_interval(after),
            float(((after >= band.low) & (after <= band.high)).mean()),
            found.values_at_median[k],
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIT_COLUMNS))


def _median_with_interval(values: Numbers) -> tuple[float, float, float]:
    """The interval that holds nine tenths of the values, and their median; NaN where there is none."""
    known = values[~np.isnan(values)]
    if not known.size:
        return np.nan, np.nan, np.nan
    low, middle, high = np.quantile(known, (INTERVAL_QUANTILES[0], 0.5, INTERVAL_QUANTILES[1]))
    return float(low), float(middle), float(high)

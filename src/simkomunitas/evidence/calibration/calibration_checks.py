"""Whether a calibration can be trusted: simulated truths found again, and fresh simulations from what was found."""

import functools
import os
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.analysis.posterior_draws import Draw
from simkomunitas.evidence.calibration.abc_inference import infer_posterior
from simkomunitas.evidence.calibration.simulation_bank import BankSettings, SimulationBank, measure_draw
from simkomunitas.evidence.calibration.summary_statistics import add_measurement_error, summary_errors
from simkomunitas.evidence.posterior_file import INTERVAL_QUANTILES
from simkomunitas.model.community.community_data import Flags, Numbers
from simkomunitas.results.scenario_comparison import ProgressCallback
from simkomunitas.workers.worker_pool import map_in_processes

TEST_TRUTHS = 200  # at most, left out of the bank one after the other


class IntervalCoverage(NamedTuple):
    """In how many of the simulated truths the 90 % interval held the truth."""

    shares: Numbers  # by parameter
    test_count: int


def check_coverage(bank: SimulationBank, near: Sequence[int], keep: float, seed: int) -> IntervalCoverage:
    """Leave out members of the bank one by one, calibrate against what was measured in them, and look them up.

    near: the members that lie nearest to the real measurements, so that it is checked where it matters.
    """
    measured, errors = (
        add_measurement_error(bank.values, bank.summaries, seed),
        summary_errors(bank.values, bank.summaries),
    )
    truths = np.asarray(near[:TEST_TRUTHS])
    others = np.ones(len(measured), dtype=bool)
    held = np.zeros(bank.points.shape[1])
    for truth in truths:
        others[truth] = False
        found = infer_posterior(bank.points[others], measured[others], measured[truth], errors, keep)
        held += is_truth_covered(found.points, bank.points[truth])
        others[truth] = True
    return IntervalCoverage(held / max(1, len(truths)), len(truths))


def is_truth_covered(draws: Numbers, truth: Numbers) -> Flags:
    """Whether nine tenths of the draws hold a truth, by parameter."""
    low, high = np.quantile(draws, INTERVAL_QUANTILES, axis=0)
    return np.asarray((low <= truth) & (truth <= high))


def posterior_predictive(
    bank_settings: BankSettings,
    draws: Sequence[Draw],
    first_seed: int,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> Numbers:
    """Every quantity at every draw, in villages that no draw of the bank was tried in: draws by quantities."""
    work = functools.partial(_simulate_posterior_draw, bank_settings, tuple(draws), first_seed)
    found: list[list[float]] = []
    for values in map_in_processes(work, range(len(draws)), workers or os.cpu_count() or 1):
        found.append(values)
        if progress is not None:
            progress(1)
    return np.array(found)


def _simulate_posterior_draw(
    bank_settings: BankSettings, draws: tuple[Draw, ...], first_seed: int, number: int
) -> list[float]:
    """The quantities at one draw."""
    values = measure_draw(bank_settings, draws[number], first_seed + number * max(bank_settings.seeds_per_draw))
    return list(values.values())

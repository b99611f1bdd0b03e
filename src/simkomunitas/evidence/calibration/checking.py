"""Whether a calibration can be trusted: simulated truths found again, and fresh simulations from what was found."""

import functools
import os
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simkomunitas.analysis.posterior import Draw
from simkomunitas.evidence.calibration.adjusting import infer
from simkomunitas.evidence.calibration.bank import Bank, Trial, quantities_of
from simkomunitas.evidence.calibration.summaries import as_measured, errors_of
from simkomunitas.evidence.posterior import INTERVAL
from simkomunitas.study.compare import Progress
from simkomunitas.study.spreading import spread
from simkomunitas.world.community import Flags, Numbers

NOMINAL = 0.90
TRUTHS = 200  # at most, left out of the bank one after the other


class Coverage(NamedTuple):
    """In how many of the simulated truths the 90 % interval held the truth."""

    shares: Numbers  # by parameter
    truths: int


def coverage(bank: Bank, near: Sequence[int], keep: float, seed: int) -> Coverage:
    """Leave out members of the bank one by one, calibrate against what was measured in them, and look them up.

    near: the members that lie nearest to the real measurements, so that it is checked where it matters.
    """
    measured, errors = as_measured(bank.values, bank.summaries, seed), errors_of(bank.values, bank.summaries)
    truths = np.asarray(near[:TRUTHS])
    others = np.ones(len(measured), dtype=bool)
    held = np.zeros(bank.places.shape[1])
    for truth in truths:
        others[truth] = False
        found = infer(bank.places[others], measured[others], measured[truth], errors, keep)
        held += held_by(found.places, bank.places[truth])
        others[truth] = True
    return Coverage(held / max(1, len(truths)), len(truths))


def held_by(draws: Numbers, truth: Numbers) -> Flags:
    """Whether nine tenths of the draws hold a truth, by parameter."""
    low, high = np.quantile(draws, INTERVAL, axis=0)
    return np.asarray((low <= truth) & (truth <= high))


def predict(
    trial: Trial, draws: Sequence[Draw], first_seed: int, jobs: int | None = None, progress: Progress | None = None
) -> Numbers:
    """Every quantity at every draw, in villages that no draw of the bank was tried in: draws by quantities."""
    work = functools.partial(_predicted, trial, tuple(draws), first_seed)
    found: dict[int, list[float]] = {}
    for number, values in spread(work, range(len(draws)), jobs or os.cpu_count() or 1):
        found[number] = values
        if progress is not None:
            progress(1)
    return np.array([found[number] for number in range(len(draws))])


def _predicted(trial: Trial, draws: tuple[Draw, ...], first_seed: int, number: int) -> tuple[int, list[float]]:
    """The quantities at one draw."""
    values = quantities_of(trial, draws[number], first_seed + number * max(trial.villages))
    return number, list(values.values())

"""How much an experiment is, and what is too much of it: known before anything is made."""

import math
from pathlib import Path
from typing import NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.design import Experiment, Precision
from simkomunitas.experiments.designs import designs
from simkomunitas.experiments.folder import free_bytes
from simkomunitas.experiments.purposes import measures
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.simulation.weekly import WEEKLY

MANY_RUNS, MOST_RUNS = 1_000_000, 100_000_000  # more than that one must be sure of; more than that are never made
FILLED = 0.8  # share of the free disk that may be planned for
BYTES_OF_NUMBER, BYTES_OF_ROW = 5, 60  # as Parquet packs them


class Amount(NamedTuple):
    """How much an experiment is."""

    points: int
    replicates: int  # of each; with ``auto`` the least number
    disk: int  # bytes

    @property
    def runs(self) -> int:
        """All runs."""
        return self.points * self.replicates


def amount_of(experiment: Experiment) -> Amount:
    """How many points and runs an experiment has, without making any, and how much disk their results take."""
    method = experiment.method
    rows = designs[method.name]().count(experiment.factors, dict(method.settings)) if experiment.factors else 1
    points = rows * max(1, len(experiment.arms))
    number = experiment.replicates
    replicates = number.least if isinstance(number, Precision) else number
    row = BYTES_OF_ROW + BYTES_OF_NUMBER * len(measures())
    weeks = _weeks(experiment) * (len(WEEKLY) * BYTES_OF_NUMBER + 8) if experiment.weekly else 0
    return Amount(points, replicates, points * replicates * (row + weeks))


def _weeks(experiment: Experiment) -> int:
    """About how many weeks a run has."""
    usual = Horizon()
    lengths = [
        getattr(experiment.base.at(("horizon", name)), "value", getattr(usual, name)) for name in Horizon._fields
    ]
    return math.ceil(sum(float(length) for length in lengths if isinstance(length, int | float)))


def refuse_too_much(experiment: Experiment, folder: Path, *, sure: bool) -> Amount:
    """How much it is; InputError for what is too much, unless one is sure."""
    amount = amount_of(experiment)
    faults = []
    if amount.runs > (MOST_RUNS if sure else MANY_RUNS):
        hint = "vary less, or take fewer replicates" + ("" if amount.runs > MOST_RUNS else "; --yes if it is meant so")
        most = MOST_RUNS if sure or amount.runs > MOST_RUNS else MANY_RUNS
        found = f"{amount.points:,} points x {amount.replicates:,} replicates = {amount.runs:,} runs"
        faults.append(ErrorDetail(str(experiment.source), "vary", found, f"at most {most:,} runs", hint))
    free = free_bytes(folder)
    if amount.disk > FILLED * free and not sure:
        hint = "make room, or say --yes if it is meant so"
        found = f"about {amount.disk:,} bytes needed"
        faults.append(
            ErrorDetail(str(folder), "disk", found, f"results within 80 % of the {free:,} bytes that are free", hint)
        )
    if faults:
        raise InputError(faults)
    return amount

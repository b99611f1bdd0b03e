"""How much an experiment is, and what is too much of it: known before anything is made."""

import math
from pathlib import Path
from typing import NamedTuple

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.experiments.designs import designs
from simkomunitas.experiments.experiment_design import Experiment, Precision
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.results.atomic_files import free_disk_bytes
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES

MANY_RUNS, MOST_RUNS = 1_000_000, 100_000_000  # more than that one must be sure of; more than that are never made
MAX_DISK_SHARE = 0.8  # share of the free disk that may be planned for
BYTES_OF_NUMBER, BYTES_OF_ROW = 5, 60  # as Parquet packs them


class ExperimentSize(NamedTuple):
    """How much an experiment is."""

    points: int
    replicates: int  # of each; with ``auto`` the least number
    disk_bytes: int  # bytes

    @property
    def run_count(self) -> int:
        """All runs."""
        return self.points * self.replicates


def experiment_size(experiment: Experiment) -> ExperimentSize:
    """How many points and runs an experiment has, without making any, and how much disk their results take."""
    method = experiment.method
    rows = designs[method.name]().count_rows(experiment.factors, dict(method.settings)) if experiment.factors else 1
    points = rows * max(1, len(experiment.arms))
    number = experiment.replicates
    replicates = number.least if isinstance(number, Precision) else number
    row = BYTES_OF_ROW + BYTES_OF_NUMBER * len(list_outcome_measures())
    weeks = _approximate_weeks(experiment) * (len(WEEKLY_SERIES) * BYTES_OF_NUMBER + 8) if experiment.keep_weekly else 0
    return ExperimentSize(points, replicates, points * replicates * (row + weeks))


def _approximate_weeks(experiment: Experiment) -> int:
    """About how many weeks a run has."""
    usual = Horizon()
    lengths = [
        getattr(experiment.base_node.find_descendant(("horizon", name)), "value", getattr(usual, name))
        for name in Horizon._fields
    ]
    return math.ceil(sum(float(length) for length in lengths if isinstance(length, int | float)))


def check_experiment_size(experiment: Experiment, folder: Path, *, skip_confirmation: bool) -> ExperimentSize:
    """How much it is; InputError for what is too much, unless one is sure."""
    amount = experiment_size(experiment)
    errors = []
    if amount.run_count > (MOST_RUNS if skip_confirmation else MANY_RUNS):
        hint = "vary less, or take fewer replicates" + (
            "" if amount.run_count > MOST_RUNS else "; --yes if it is meant so"
        )
        most = MOST_RUNS if skip_confirmation or amount.run_count > MOST_RUNS else MANY_RUNS
        found = f"{amount.points:,} points x {amount.replicates:,} replicates = {amount.run_count:,} runs"
        errors.append(ErrorDetail(str(experiment.source), "vary", found, f"at most {most:,} runs", hint))
    free = free_disk_bytes(folder)
    if amount.disk_bytes > MAX_DISK_SHARE * free and not skip_confirmation:
        hint = "make room, or say --yes if it is meant so"
        found = f"about {amount.disk_bytes:,} bytes needed"
        errors.append(
            ErrorDetail(str(folder), "disk", found, f"results within 80 % of the {free:,} bytes that are free", hint)
        )
    if errors:
        raise InputError(errors)
    return amount

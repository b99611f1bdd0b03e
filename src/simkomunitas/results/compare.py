"""Many runs of several scenarios under the same seeds, and the tables they give."""

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.base.estimates import contrast_table, curve_table, outcome_table
from simkomunitas.config.checks import processes_wanted, refuse_wrong_comparison
from simkomunitas.model.community.community_data import Community, Numbers
from simkomunitas.model.community.village_descriptions import Village, build_community
from simkomunitas.model.outcomes import measure_outcomes, units_by_outcome
from simkomunitas.model.scenario import Comparison, Scenario
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.simulation.run import run_checked
from simkomunitas.simulation.spreading import handfuls, spread
from simkomunitas.simulation.weekly import WEEKLY, curves

Progress = Callable[[int], object]
Arms = tuple[tuple[str, Scenario], ...]


class SeedResult(NamedTuple):
    """One seed under every arm."""

    seed: int
    outcomes: tuple[dict[str, float], ...]  # by arm
    weekly: Numbers  # arms by curves by weeks


class Result(NamedTuple):
    """What a comparison, or a single run, has found."""

    runs: pd.DataFrame  # arm, seed, then outcome@period
    outcomes: pd.DataFrame
    contrasts: pd.DataFrame
    weekly: pd.DataFrame  # arm, week, series, mean, low, high, n
    exit_week: int  # planned


def seeds_of(comparison: Comparison) -> list[int]:
    """The seeds every arm is run with."""
    return list(range(comparison.first_seed, comparison.first_seed + comparison.replicates))


def compare(comparison: Comparison, jobs: int | None = None, progress: Progress | None = None) -> Result:
    """Run every arm under the same seeds and estimate the outcomes and the paired differences.

    jobs: processes, all cores if None; results do not depend on it.  With strategies, outcomes or rules typed in a
    notebook, which other processes cannot import, all runs are made in this one, and a sentence on standard error says
    so.  progress: told how many runs are done, bit by bit.

    Values that no file may have raise InputError with all faults, a wrong number of jobs ValueError.
    """
    refuse_wrong_comparison(comparison)
    found: dict[int, SeedResult] = {}
    for batch in _batches(comparison, processes_wanted(jobs)):
        found.update((result.seed, result) for result in batch)
        if progress is not None:
            progress(len(batch) * len(comparison.arms))
    return tables(comparison, [found[seed] for seed in seeds_of(comparison)])


def tables(comparison: Comparison, found: Sequence[SeedResult]) -> Result:
    """The tables of a comparison from the results of its seeds, in order."""
    names = [name for name, _ in comparison.arms]
    rows = [
        {"arm": name, "seed": result.seed} | result.outcomes[place]
        for place, name in enumerate(names)
        for result in found
    ]
    runs = pd.DataFrame(rows)
    curves = [curve_table(name, curves_of(place, found)) for place, name in enumerate(names)]
    return Result(
        runs=runs,
        outcomes=outcome_table(runs, units_by_outcome()),
        contrasts=contrast_table(runs, comparison.against),
        weekly=pd.concat(curves, ignore_index=True),
        exit_week=int(comparison.arms[0][1].horizon.programme_weeks),
    )


def single(arm: str, seed: int, record: RunRecord) -> Result:
    """The tables of one run: estimates without intervals, and nothing to compare them with."""
    runs = pd.DataFrame([{"arm": arm, "seed": seed} | measure_outcomes(record)])
    named = dict(zip(WEEKLY, curves(record)[:, None, :], strict=True))
    return Result(
        runs=runs,
        outcomes=outcome_table(runs, units_by_outcome()),
        contrasts=contrast_table(runs, arm),
        weekly=curve_table(arm, named),
        exit_week=max(0, record.exit_week),
    )


def curves_of(arm: int, found: Sequence[SeedResult]) -> dict[str, Numbers]:
    """The curves of one arm: seeds by weeks."""
    return {name: np.array([result.weekly[arm, k] for result in found]) for k, name in enumerate(WEEKLY)}


def run_seeds(arms: Arms, seeds: Sequence[int]) -> list[SeedResult]:
    """Every arm under each of these seeds."""
    return [run_seed(arms, seed) for seed in seeds]


def run_seed(arms: Arms, seed: int) -> SeedResult:
    """Every arm under one seed; arms in the same village meet the very same people."""
    built: dict[Village, Community] = {}
    records = []
    for _, scenario in arms:
        if scenario.village not in built:
            built[scenario.village] = build_community(scenario.village, seed)
        records.append(run_checked(scenario, seed, community=built[scenario.village]))
    return SeedResult(
        seed, tuple(measure_outcomes(record) for record in records), np.array([curves(r) for r in records])
    )


def _batches(comparison: Comparison, jobs: int) -> Iterator[list[SeedResult]]:
    """Results of the seeds, a handful at a time, in any order."""
    yield from spread(functools.partial(run_seeds, comparison.arms), handfuls(seeds_of(comparison), jobs), jobs)

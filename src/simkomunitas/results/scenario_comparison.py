"""Many runs of several scenarios under the same seeds, and the tables they give."""

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.base.estimation import estimate_contrasts, estimate_curves, estimate_outcomes
from simkomunitas.config.argument_checks import check_comparison, resolve_worker_count
from simkomunitas.model.community.community_data import Community, Numbers
from simkomunitas.model.community.village_descriptions import Village, build_community
from simkomunitas.model.outcomes import measure_outcomes, units_by_outcome
from simkomunitas.model.scenario_definition import Comparison, Scenario
from simkomunitas.model.state.run_record import RunRecord
from simkomunitas.simulation.simulation_run import prepare_rules, run_checked_scenario
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES, extract_weekly_curves
from simkomunitas.workers.worker_pool import map_in_processes, split_into_batches

ProgressCallback = Callable[[int], object]
ArmScenarios = tuple[tuple[str, Scenario], ...]


class SeedResult(NamedTuple):
    """One seed under every arm."""

    seed: int
    outcomes_by_arm: tuple[dict[str, float], ...]  # by arm
    weekly_curves: Numbers  # arms by curves by weeks


class ComparisonResult(NamedTuple):
    """What a comparison, or a single run, has found."""

    runs: pd.DataFrame  # arm, seed, then outcome@period
    outcomes: pd.DataFrame
    contrasts: pd.DataFrame
    weekly: pd.DataFrame  # arm, week, series, mean, low, high, n
    exit_week: int  # planned


def comparison_seeds(comparison: Comparison) -> list[int]:
    """The seeds every arm is run with."""
    return list(range(comparison.first_seed, comparison.first_seed + comparison.replicates))


def run_comparison(
    comparison: Comparison, workers: int | None = None, progress: ProgressCallback | None = None
) -> ComparisonResult:
    """Run every arm under the same seeds and estimate the outcomes and the paired differences.

    workers: processes, all cores if None; results do not depend on it.  With strategies, outcomes or rules typed in a
    notebook, which other processes cannot import, all runs are made in this one, and a sentence on standard error says
    so.  progress: told how many runs are done, bit by bit.

    Values that no file may have raise InputError with all errors, a wrong number of jobs ValueError.
    """
    check_comparison(comparison)
    prepare_rules(scenario for _, scenario in comparison.arms)
    found: list[SeedResult] = []
    for batch in _run_seed_batches(comparison, resolve_worker_count(workers)):
        found += batch
        if progress is not None:
            progress(len(batch) * len(comparison.arms))
    return build_comparison_tables(comparison, found)


def build_comparison_tables(comparison: Comparison, seed_results: Sequence[SeedResult]) -> ComparisonResult:
    """The tables of a comparison from the results of its seeds, in order."""
    names = [name for name, _ in comparison.arms]
    rows = [
        {"arm": name, "seed": result.seed} | result.outcomes_by_arm[place]
        for place, name in enumerate(names)
        for result in seed_results
    ]
    runs = pd.DataFrame(rows)
    curves = [estimate_curves(name, stack_arm_curves(place, seed_results)) for place, name in enumerate(names)]
    return ComparisonResult(
        runs=runs,
        outcomes=estimate_outcomes(runs, units_by_outcome()),
        contrasts=estimate_contrasts(runs, comparison.against),
        weekly=pd.concat(curves, ignore_index=True),
        exit_week=int(comparison.arms[0][1].horizon.programme_weeks),
    )


def build_single_run_tables(arm: str, seed: int, record: RunRecord) -> ComparisonResult:
    """The tables of one run: estimates without intervals, and nothing to compare them with."""
    runs = pd.DataFrame([{"arm": arm, "seed": seed} | measure_outcomes(record)])
    named = dict(zip(WEEKLY_SERIES, extract_weekly_curves(record)[:, None, :], strict=True))
    return ComparisonResult(
        runs=runs,
        outcomes=estimate_outcomes(runs, units_by_outcome()),
        contrasts=estimate_contrasts(runs, arm),
        weekly=estimate_curves(arm, named),
        exit_week=max(0, record.exit_week),
    )


def stack_arm_curves(arm: int, seed_results: Sequence[SeedResult]) -> dict[str, Numbers]:
    """The curves of one arm: seeds by weeks."""
    return {
        name: np.array([result.weekly_curves[arm, k] for result in seed_results])
        for k, name in enumerate(WEEKLY_SERIES)
    }


def run_arms_for_seeds(arms: ArmScenarios, seeds: Sequence[int]) -> list[SeedResult]:
    """Every arm under each of these seeds."""
    return [run_arms_for_seed(arms, seed) for seed in seeds]


def run_arms_for_seed(arms: ArmScenarios, seed: int) -> SeedResult:
    """Every arm under one seed; arms in the same village meet the very same people."""
    built: dict[Village, Community] = {}
    records = []
    for _, scenario in arms:
        if scenario.village not in built:
            built[scenario.village] = build_community(scenario.village, seed)
        records.append(run_checked_scenario(scenario, seed, community=built[scenario.village]))
    return SeedResult(
        seed,
        tuple(measure_outcomes(record) for record in records),
        np.array([extract_weekly_curves(r) for r in records]),
    )


def _run_seed_batches(comparison: Comparison, workers: int) -> Iterator[list[SeedResult]]:
    """Results of the seeds, a handful at a time."""
    yield from map_in_processes(
        functools.partial(run_arms_for_seeds, comparison.arms),
        split_into_batches(comparison_seeds(comparison), workers),
        workers,
    )

"""Running every arm of a comparison in many plausible worlds, and who beats whom in how many of them."""

import functools
import hashlib
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.posterior_draws import Draw, apply_draw, extract_draws, read_posterior_table
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.argument_checks import resolve_worker_count
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.evidence.worlds.superiority import probability_of_superiority
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.scenario_definition import Comparison, Scenario
from simkomunitas.model.state.run_record import REPORTED_PERIODS
from simkomunitas.results.scenario_comparison import ArmScenarios, ProgressCallback, run_arms_for_seed
from simkomunitas.workers.worker_pool import map_in_processes

SUPERIORITY_COLUMNS = ("arm", "against", "outcome", "period", "probability", "error", "low", "high", "order", "worlds",
                   "lead", "lead_low", "lead_high")  # fmt: skip
INTERVAL_QUANTILES = (0.05, 0.95)  # quantiles over worlds between which the lead is said to lie


class UncertaintyPlan(NamedTuple):
    """A comparison, and the worlds in which it is to be run."""

    comparison: Comparison
    draws: tuple[Draw, ...]
    runs: int  # of each arm in each world
    posterior: str  # SHA-256 of the file the draws are from


class UncertaintyResult(NamedTuple):
    """What every arm came to in every world."""

    plan: UncertaintyPlan
    runs: pd.DataFrame  # world, arm, seed, then outcome@period
    superiority: pd.DataFrame


def plan_uncertainty_runs(comparison: Comparison, file: Path, worlds: int, runs: int) -> UncertaintyPlan:
    """So many worlds, spread evenly through the draws of a posterior, with so many runs of each arm in each.

    A parameter that the comparison itself sets stays as it says.  A file that is not a posterior, or has too few rows,
    raises InputError.
    """
    errors: list[ErrorDetail] = []
    node = ConfigNode(str(file), str(file), "--posterior", Path())
    table = read_posterior_table(file, node, errors)
    if table is not None and len(table) < worlds:
        found, hint = f"{len(table)} rows", f"--parameter-draws {len(table)}"
        errors.append(
            ErrorDetail(str(file), "--parameter-draws", found, f"a posterior with at least {worlds} rows", hint)
        )
    if table is None or errors:
        raise InputError(errors)
    kept = table.drop(columns=[key for key in table.columns if _is_parameter_set(key, comparison.arms)])
    rows = ((np.arange(worlds) + 0.5) * len(table) / worlds).astype(int)
    return UncertaintyPlan(comparison, extract_draws(kept, rows), runs, hashlib.sha256(file.read_bytes()).hexdigest())


def _is_parameter_set(key: str, arms: ArmScenarios) -> bool:
    """Whether an arm has a parameter at another value than the usual one."""
    block, name = key.split(".")

    def parameter_value(parameters: Parameters) -> float:
        return float(getattr(getattr(parameters, block), name))

    return any(parameter_value(scenario.parameters) != parameter_value(Parameters()) for _, scenario in arms)


def run_uncertainty_comparison(
    plan: UncertaintyPlan, workers: int | None = None, progress: ProgressCallback | None = None
) -> UncertaintyResult:
    """Run every arm in every world, all arms of a world under the same seeds, and say who beats whom.

    Every world has seeds of its own, so that the worlds differ in villages and noise as well.
    """
    processes = resolve_worker_count(workers)
    found: list[dict[str, Any]] = []
    for rows in map_in_processes(functools.partial(run_draw, plan), range(len(plan.draws)), processes):
        found += rows
        if progress is not None:
            progress(len(plan.comparison.arms) * plan.runs)
    runs = pd.DataFrame(found)
    return UncertaintyResult(plan, runs, superiority_table(runs))


def run_draw(plan: UncertaintyPlan, world: int) -> list[dict[str, Any]]:
    """All runs of one world."""
    arms = tuple((name, apply_parameter_draw(scenario, plan.draws[world])) for name, scenario in plan.comparison.arms)
    first = plan.comparison.first_seed + world * plan.runs
    rows = []
    for seed in range(first, first + plan.runs):
        result = run_arms_for_seed(arms, seed)
        for (name, _), outcomes in zip(arms, result.outcomes_by_arm, strict=True):
            rows.append({"world": world, "arm": name, "seed": seed} | outcomes)
    return rows


def apply_parameter_draw(scenario: Scenario, draw: Draw) -> Scenario:
    """A scenario with the parameters of a world."""
    return scenario._replace(parameters=apply_draw(scenario.parameters, draw))


def superiority_table(runs: pd.DataFrame, outcomes: Sequence[str] = HEADLINE_OUTCOMES) -> pd.DataFrame:
    """For each pair of arms, how probably the first has more of each outcome than the second, and by how much.

    ``lead`` is the mean difference over the worlds, ``lead_low`` to ``lead_high`` holds it in nine of ten worlds.
    """
    arms = list(dict.fromkeys(runs["arm"]))
    columns = [f"{outcome}@{period}" for outcome in outcomes for period in REPORTED_PERIODS]
    known = [column for column in columns if column in runs and runs[column].notna().any()]
    values = {arm: _outcomes_by_draw(runs[runs["arm"] == arm], known) for arm in arms}
    rows = [
        _superiority_row((arm, against), column, values[arm][column] - values[against][column])
        for arm, against in itertools.combinations(arms, 2)
        for column in known
    ]
    return pd.DataFrame(rows, columns=list(SUPERIORITY_COLUMNS))


def _outcomes_by_draw(runs: pd.DataFrame, columns: Sequence[str]) -> dict[str, Numbers]:
    """The outcomes of an arm: for each column, worlds by runs."""
    ordered = runs.sort_values(["world", "seed"])
    worlds = ordered["world"].nunique()
    return {column: ordered[column].to_numpy(dtype=float).reshape(worlds, -1) for column in columns}


def _superiority_row(comparison: tuple[str, str], column: str, leads: Numbers) -> dict[str, Any]:
    """What is said of one pair of arms and one outcome in one period."""
    chance = probability_of_superiority(leads)
    outcome, _, period = column.partition("@")
    known = leads[(~np.isnan(leads)).any(axis=1)]
    means = np.nanmean(known, axis=1) if len(known) else np.array([np.nan])
    low, high = np.quantile(means, INTERVAL_QUANTILES)
    return chance._asdict() | {
        "arm": comparison[0], "against": comparison[1], "outcome": outcome, "period": period,
        "order": chance.rank_order,
        "lead": float(means.mean()), "lead_low": float(low), "lead_high": float(high),
    }  # fmt: skip


def uncertainty_json(worlds: UncertaintyResult, version: str, config: Any) -> dict[str, Any]:  # noqa: ANN401 - any configuration
    """The answer for programs: every pair, with the number of worlds and of runs behind it."""
    return {
        "version": version,
        "config": config,
        "posterior": {"sha256": worlds.plan.posterior, "parameters": [key for key, _ in worlds.plan.draws[0]]},
        "worlds": len(worlds.plan.draws),
        "runs_in_each": worlds.plan.runs,
        "first_seed": worlds.plan.comparison.first_seed,
        "pairs": worlds.superiority.to_dict("records"),
    }

"""Results of an experiment as tables of rows of the design by seeds, arm by arm and pair by pair of arms.

What failed or is undefined is never taken for a number: an outcome that is not known in every run is left out by
name, with the runs in which it is not.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.failure_conditions import FailureCondition
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.typed_columns import Numbers
from simkomunitas.experiments.experiment_factors import ARM_COLUMN
from simkomunitas.experiments.sweep_results import DesignDescription
from simkomunitas.model.outcomes import HEADLINE_OUTCOMES

DEFAULT_PERIOD = "year_3"
MAX_LISTED_RUN_IDS = 5  # run ids named in a message


class ArmComparison(NamedTuple):
    """An arm, or an arm and the one it is compared with; both empty where there are no arms."""

    arm: str
    against: str


class OutcomeArray(NamedTuple):
    """One outcome of one arm, or its paired difference from another."""

    comparison: ArmComparison
    column: str  # outcome@period
    values: Numbers  # rows of the design by seeds


class ExcludedOutcome(NamedTuple):
    """An outcome that was not analysed, and why."""

    comparison: ArmComparison
    column: str
    undefined_runs: int  # runs in which it is not defined
    total_runs: int  # of so many
    run_ids: tuple[str, ...]  # of these runs

    def __str__(self) -> str:
        named = ", ".join(self.run_ids[:MAX_LISTED_RUN_IDS]) + (
            ", ..." if len(self.run_ids) > MAX_LISTED_RUN_IDS else ""
        )
        of = f" of {self.comparison.arm}" if self.comparison.arm else ""
        return f"{self.column}{of} is undefined in {self.undefined_runs} of {self.total_runs} runs ({named})"


def list_comparisons(design: DesignDescription) -> list[ArmComparison]:
    """Every arm by itself, then every planned contrast between arms."""
    alone = [ArmComparison(arm, "") for arm in design.arms or ("",)]
    planned = [ArmComparison(str(one.level), str(one.against)) for one in design.contrasts if one.factor == ARM_COLUMN]
    return alone + list(dict.fromkeys(planned))


def select_outcomes(design: DesignDescription, runs: pd.DataFrame, asked: Sequence[str] = ()) -> list[str]:
    """The outcomes to look at: those asked for, else the experiment's, else the five principles after three years."""
    usual = [f"{name}@{DEFAULT_PERIOD}" for name in HEADLINE_OUTCOMES]
    return [name for name in (asked or design.outcomes or usual) if name in runs.columns]


def check_all_runs_present(design: DesignDescription, runs: pd.DataFrame, failures: pd.DataFrame) -> None:
    """InputError, with the first of them, if runs have failed or are missing: nothing is analysed without them."""
    seeds = runs["seed"].nunique() if len(runs) else 0
    wanted = design.points * max(seeds, 1)
    if len(failures):
        named = [f"{row.run_id} ({row.message})" for row in failures.head(MAX_LISTED_RUN_IDS).itertuples()]
        hint = f"{'; '.join(named)}; repeat them with: simkomunitas sweep ... --retry-failed"
        found = f"{len(failures)} of {wanted} have failed"
        raise InputError([ErrorDetail(str(design.folder), "runs", found, "all runs", hint)])
    if len(runs) < wanted or not seeds:
        found, hint = f"{wanted - len(runs)} of {wanted} are missing", "go on with the same sweep"
        raise InputError([ErrorDetail(str(design.folder), "runs", found, "all runs", hint)])


def outcome_array(design: DesignDescription, runs: pd.DataFrame, comparison: ArmComparison, column: str) -> Numbers:
    """An outcome of an arm, or its paired difference, by rows of the design and seeds; NaN where undefined."""
    table = _arm_outcome_array(design, runs, comparison.arm, column)
    return table - _arm_outcome_array(design, runs, comparison.against, column) if comparison.against else table


def _arm_outcome_array(design: DesignDescription, runs: pd.DataFrame, arm: str, column: str) -> Numbers:
    of_arm = runs[runs[ARM_COLUMN] == arm] if arm else runs
    rows = of_arm["point"] // max(1, len(design.arms))
    table = of_arm.assign(row=rows).pivot(index="row", columns="seed", values=column)
    return table.sort_index().sort_index(axis=1).to_numpy(dtype=float)


def build_outcome_arrays(
    design: DesignDescription, runs: pd.DataFrame, pairs: Sequence[ArmComparison], columns: Sequence[str]
) -> Iterator[OutcomeArray | ExcludedOutcome]:
    """Every outcome of every arm or pair; where it is undefined in any run, what is left out instead."""
    for pair in pairs:
        for column in columns:
            values = outcome_array(design, runs, pair, column)
            if np.isfinite(values).all():
                yield OutcomeArray(pair, column, values)
            else:
                yield describe_exclusion(design, runs, pair, column)


def describe_exclusion(
    design: DesignDescription, runs: pd.DataFrame, comparison: ArmComparison, column: str
) -> ExcludedOutcome:
    """What cannot be analysed, with the runs to blame."""
    mine = runs[runs[ARM_COLUMN].isin([comparison.arm, comparison.against])] if comparison.arm else runs
    bad = mine.loc[~np.isfinite(mine[column].to_numpy(dtype=float)), "run_id"]
    return ExcludedOutcome(comparison, column, len(bad), len(mine), tuple(dict.fromkeys(map(str, bad))))


def factor_table(design: DesignDescription, frame: pd.DataFrame) -> pd.DataFrame:
    """The values of the factors, a row for each row of the design (the arms apart)."""
    first = frame[frame["point"] % max(1, len(design.arms)) == 0].sort_values("point")
    return first[[factor.name for factor in design.factors]].reset_index(drop=True)


def list_excluded_outcomes(found: Iterable[OutcomeArray | ExcludedOutcome]) -> list[ExcludedOutcome]:
    """What was left out."""
    return [one for one in found if isinstance(one, ExcludedOutcome)]


def select_arms(
    design: DesignDescription, asked: Sequence[str], conditions: Sequence[FailureCondition]
) -> list[ArmComparison]:
    """The arms asked for; if none is, all that can fail."""
    compared = {clause.reference_arm for clause in conditions}
    usual = [arm for arm in design.arms if arm not in compared]
    return [ArmComparison(arm, "") for arm in asked or usual or ("",)]


def mean_outcome_table(
    design: DesignDescription, runs: pd.DataFrame, points: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, Numbers]]:
    """Every point with what varied, and the means over seeds of every outcome (of the runs in which it is defined)."""
    names = [str(name) for name in runs.columns if "@" in str(name)]
    means = runs.groupby("point")[names].mean().reindex(points["point"])
    varied = points[list(design.columns)].reset_index(drop=True)
    return varied, {name: means[name].to_numpy(dtype=float) for name in names}

"""Analyses of stored results: what the commands ``sensitivity`` and ``explore`` do, for notebooks and scripts.

>>> from simkomunitas.analysis.stored_analyses import analyse_stored_sensitivity
>>> table = lambda folder: analyse_stored_sensitivity(folder).indices  # table("results/what_matters")
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from simkomunitas.analysis.discovery_config import DiscoveryConfig, check_discovery_arms
from simkomunitas.analysis.failure_conditions import FailureCondition, parse_failure_conditions
from simkomunitas.analysis.feature_scores import add_significance
from simkomunitas.analysis.outcome_arrays import (
    ExcludedOutcome,
    build_outcome_arrays,
    check_all_runs_present,
    factor_table,
    list_comparisons,
    list_excluded_outcomes,
    select_arms,
    select_outcomes,
)  # fmt: skip
from simkomunitas.analysis.scenario_discovery import (
    BoxSearchSettings,
    DiscoveryResult,
    design_blocks,
    discover_scenarios,
    find_failures,
    score_factors,
)
from simkomunitas.analysis.sensitivity_analysis import SensitivityResult, analyse_sensitivity, check_sensitivity_design
from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.config.config_reader import PathLike
from simkomunitas.experiments.sweep_results import (
    DesignDescription,
    load_failures,
    load_points,
    load_runs,
    load_sample,
    read_sweep_design,
)  # fmt: skip


class SweepResults(NamedTuple):
    """The results of a sweep, all there."""

    design: DesignDescription
    runs: pd.DataFrame
    points: pd.DataFrame

    @property
    def list_seeds(self) -> list[int]:
        """The seeds of the runs, in order."""
        return sorted(int(seed) for seed in self.runs["seed"].unique())


class ArmDiscovery(NamedTuple):
    """What was found for one arm: boxes and tree, scores, and what could not be scored."""

    result: DiscoveryResult
    scores: pd.DataFrame
    excluded: Sequence[ExcludedOutcome]


def load_sweep_results(folder: PathLike) -> SweepResults:
    """The results in a folder; InputError if any run is missing or has failed."""
    facts, runs, failures = read_sweep_design(folder), load_runs(folder, allow_unfinished=True), load_failures(folder)
    check_all_runs_present(facts, runs, failures)
    return SweepResults(facts, runs, load_points(folder))


def check_outcome_columns(results: SweepResults, asked: Sequence[str]) -> list[str]:
    """The outcomes to look at; InputError for one that runs do not have."""
    known = [str(name) for name in results.runs.columns if "@" in str(name)]
    wrong = [
        ErrorDetail("--outcome", name, "", "outcome@period", suggest_name(name, known))
        for name in asked
        if name not in known
    ]
    if wrong:
        raise InputError(wrong)
    return select_outcomes(results.design, results.runs, asked)


def analyse_stored_sensitivity(folder: PathLike | SweepResults, outcomes: Sequence[str] = ()) -> SensitivityResult:
    """Sobol indices or Morris effects of a sweep whose design was made for them, and the shares of variance.

    outcomes: outcome@period; those of the experiment, if not given.  An outcome that is undefined in any run is left
    out by name; InputError where that leaves nothing, where the design is another, or where runs are missing.
    """
    results = folder if isinstance(folder, SweepResults) else load_sweep_results(folder)
    check_sensitivity_design(results.design.method, str(results.design.folder))
    columns = check_outcome_columns(results, outcomes)
    sample = load_sample(results.design.folder)
    if sample is None:
        raise InputError([ErrorDetail(str(results.design.folder), "design", results.design.method, "a sampled design")])
    cases = list(build_outcome_arrays(results.design, results.runs, list_comparisons(results.design), columns))
    found = analyse_sensitivity(results.design, sample.to_numpy(dtype=float), cases)
    if not len(found.indices):
        place, expected = str(results.design.folder), "an outcome defined in every run"
        raise InputError([ErrorDetail(place, one.column, str(one), expected) for one in found.excluded])
    return found


def explore_stored_results(
    folder: PathLike | SweepResults, asked: DiscoveryConfig | str, outcomes: Sequence[str] = ()
) -> tuple[list[ArmDiscovery], tuple[FailureCondition, ...]]:
    """Where the arms of a sweep fail, arm by arm, and the conditions of failing.

    asked: what failing is (``independence@year_3 < 0.1``), or the whole question.  outcomes: to be scored as well.
    """
    results = folder if isinstance(folder, SweepResults) else load_sweep_results(folder)
    question = DiscoveryConfig(Path(), asked) if isinstance(asked, str) else asked
    check_discovery_arms(question, results.design.arms)
    clauses = parse_failure_conditions(question.failure)
    columns = check_outcome_columns(results, outcomes)
    factors = factor_table(results.design, results.points)
    blocks = design_blocks(results.design, len(factors))
    effort = BoxSearchSettings(question.max_boxes, question.min_density)
    found = []
    for pair in select_arms(results.design, question.arms, clauses):
        fails = find_failures(results.design, results.runs, pair.arm, clauses, question.undefined == "average")
        known = list(build_outcome_arrays(results.design, results.runs, [pair], columns))
        scores = score_factors(factors, known, [("failing", fails.astype(float))], blocks)
        found.append(
            ArmDiscovery(discover_scenarios(factors, fails, pair, effort), scores, list_excluded_outcomes(known))
        )
    return _adjust_scores_jointly(found), clauses


def _adjust_scores_jointly(found: Sequence[ArmDiscovery]) -> list[ArmDiscovery]:
    """The same, where the scores of all arms are held against chance as one family of tests."""
    tables = [one.scores.assign(arm=place) for place, one in enumerate(found) if len(one.scores)]
    if not tables:
        return list(found)
    table = add_significance(pd.concat(tables, ignore_index=True))
    parts = {place: part.drop(columns="arm").reset_index(drop=True) for place, part in table.groupby("arm")}
    return [one._replace(scores=parts.get(place, one.scores)) for place, one in enumerate(found)]

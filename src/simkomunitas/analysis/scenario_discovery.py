"""Scenario discovery: in which cases something fails, as boxes, as a tree, and as scores of the factors."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.boxes import BoxQuality, box_quality, cases_in_box, union_quality
from simkomunitas.analysis.classification_tree import CROSS_VALIDATION_FOLDS, ClassificationTree, fit_tree
from simkomunitas.analysis.failure_conditions import FailureCondition
from simkomunitas.analysis.feature_scores import score_features
from simkomunitas.analysis.outcome_arrays import (
    ArmComparison,
    ExcludedOutcome,
    OutcomeArray,
    describe_exclusion,
    outcome_array,
)
from simkomunitas.analysis.prim_algorithm import (
    SIGNIFICANCE_LEVEL,
    PeelingStep,
    PrimBox,
    binomial_tail,
    cover_with_boxes,
    peel_boxes,
    select_step,
)
from simkomunitas.analysis.sensitivity_analysis import MORRIS, SOBOL
from simkomunitas.analysis.sobol_estimators import SaltelliDesign
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.typed_columns import Flags, Whole
from simkomunitas.experiments.sweep_results import DesignDescription

MIN_FAILURES = 10  # failures, and cases that do not fail, below which no box is looked for


class BoxSearchSettings(NamedTuple):
    """How boxes are looked for."""

    max_boxes: int = 2
    min_density: float | None = None  # None: the best balance of coverage and density


DEFAULT_SETTINGS = BoxSearchSettings()


class DiscoveryResult(NamedTuple):
    """What was found for one arm."""

    comparison: ArmComparison
    factors: pd.DataFrame  # a row a case: a combination of what was varied
    failures: Flags
    boxes: tuple[PrimBox, ...]  # none where nothing sets failures apart beyond chance, or too few fail
    quality: BoxQuality  # of all boxes together
    held_out_quality: BoxQuality  # of boxes found in four fifths of the cases, in the fifth that was kept aside
    peeling_steps: tuple[PeelingStep, ...]  # the way to the first box
    selected_step: PeelingStep | None
    tree: ClassificationTree | None


def find_failures(
    design: DesignDescription, runs: pd.DataFrame, arm: str, conditions: Sequence[FailureCondition],
    average: bool = False
) -> Flags:  # fmt: skip
    """Which cases fail: all conditions are met by the mean over seeds; InputError where an outcome is undefined.

    average: take the mean over the seeds in which an outcome is defined, as long as there are two for every case.
    """
    meets = []
    for clause in conditions:
        pair = ArmComparison(arm, clause.reference_arm or "")
        values = outcome_array(design, runs, pair, clause.outcome_column)
        known = np.isfinite(values)
        if not (known.all() or (average and (known.sum(axis=1) > 1).all())):
            blame = describe_exclusion(design, runs, pair, clause.outcome_column)
            hint = "take an outcome that is always defined, more replicates, or --undefined average"
            raise InputError(
                [ErrorDetail("--failure", clause.outcome_column, str(blame), "an outcome defined in every run", hint)]
            )
        meets.append([clause.is_met(float(row[defined].mean())) for row, defined in zip(values, known, strict=True)])
    return np.asarray(np.array(meets, dtype=bool).all(axis=0))


def discover_scenarios(
    factors: pd.DataFrame,
    is_failure: Flags,
    comparison: ArmComparison,
    search_settings: BoxSearchSettings = DEFAULT_SETTINGS,
) -> DiscoveryResult:
    """Boxes and a tree for the cases that fail; neither where fewer than FEWEST fail, or all but so few."""
    nothing = box_quality(np.zeros(len(is_failure), dtype=bool), is_failure)
    if min(int(is_failure.sum()), int((~is_failure).sum())) < MIN_FAILURES:
        return DiscoveryResult(comparison, factors, is_failure, (), nothing, nothing, (), None, None)
    steps = peel_boxes(factors, is_failure)
    boxes = cover_with_boxes(factors, is_failure, search_settings.max_boxes, search_settings.min_density)
    unseen = _cross_validate_boxes(factors, is_failure, search_settings) if boxes else nothing
    if not _passes_holdout_test(unseen, is_failure):
        boxes = []
    return DiscoveryResult(
        comparison=comparison,
        factors=factors,
        failures=is_failure,
        boxes=tuple(boxes),
        quality=union_quality(factors, [found.box for found in boxes], is_failure),
        held_out_quality=unseen,
        peeling_steps=tuple(steps),
        selected_step=select_step(steps, search_settings.min_density),
        tree=fit_tree(factors, is_failure),
    )


def _passes_holdout_test(held_out: BoxQuality, is_failure: Flags) -> bool:
    """Whether cases in boxes fail more often than all do, in cases the boxes were not found in: by a binomial test.

    A box is picked for being dense, so that in the cases it was found in it is dense in pure noise as well.
    """
    return (
        held_out.cases > 0
        and binomial_tail(held_out.positive_cases, held_out.cases, float(is_failure.mean())) < SIGNIFICANCE_LEVEL
    )


def _cross_validate_boxes(factors: pd.DataFrame, is_failure: Flags, search_settings: BoxSearchSettings) -> BoxQuality:
    """How boxes do in cases they were not found in: each fifth of the cases is kept aside once."""
    selection = import_optional("sklearn.model_selection", "analysis")
    folds = selection.StratifiedKFold(CROSS_VALIDATION_FOLDS, shuffle=True, random_state=1)
    held = np.zeros(len(is_failure), dtype=bool)
    for seen, aside in folds.split(factors, is_failure):
        for found in cover_with_boxes(
            factors.iloc[seen], is_failure[seen], search_settings.max_boxes, search_settings.min_density
        ):
            held[aside] |= cases_in_box(factors.iloc[aside], found.box)
    return box_quality(held, is_failure)


def score_factors(
    factors: pd.DataFrame, found: Sequence[OutcomeArray | ExcludedOutcome], more: Sequence[tuple[str, Any]],
    blocks: Whole | None = None
) -> pd.DataFrame:  # fmt: skip
    """Feature scores of the outcomes that are known in every run (mean over seeds), and of ``more`` (name, values).

    blocks: rows of the design that are not independent of each other, see ``design_blocks``.
    """
    known = [(case.column, case.values.mean(axis=1)) for case in found if isinstance(case, OutcomeArray)]
    vary = [(name, values) for name, values in [*known, *more] if np.ptp(np.asarray(values, dtype=float)) > 0]
    tables = [score_features(factors, np.asarray(values, dtype=float), name, blocks) for name, values in vary]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def design_blocks(design: DesignDescription, rows: int) -> Whole:
    """To which block each row of a design belongs: rows of one block share values, so that they are no new evidence."""
    names = len(design.factors)
    sobol = SaltelliDesign(names, bool(design.settings.get("second_order"))).block_size
    size = {SOBOL: sobol, MORRIS: names + 1}.get(design.method, 1)
    return np.arange(rows) // size

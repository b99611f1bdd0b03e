"""A small classification tree (CART): the plain second opinion beside the boxes.

Breiman, Friedman, Olshen and Stone 1984.  Its size is the smallest that predicts cases it has not seen within one
standard error of the best, so that a tree of noise is no tree at all.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.boxes import (
    Box,
    BoxQuality,
    CategorySubset,
    Limit,
    NumericRange,
    box_quality,
    category_values,
    drop_redundant_limits,
    tightest_limit,
    union_quality,
)
from simkomunitas.analysis.feature_scores import one_hot_encode
from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.typed_columns import Flags

MAX_LEAVES = 8
CROSS_VALIDATION_FOLDS = 5
MIN_LEAF_SHARE = 0.02  # share of all cases
TREE_SETTINGS = {"random_state": 1}


class TreeLeaf(NamedTuple):
    """One end of the tree: a box, and what it holds."""

    box: Box
    quality: BoxQuality


class ClassificationTree(NamedTuple):
    """A tree and how well it does: over these cases, and over cases it has not seen."""

    leaves: tuple[TreeLeaf, ...]  # densest first
    quality: BoxQuality  # of the leaves in which most cases are of interest, together
    accuracy: float  # share of unseen cases told right; cases of interest and others weigh the same
    accuracy_error: float


def fit_tree(factors: pd.DataFrame, is_positive: Flags) -> ClassificationTree:
    """The tree that tells cases of interest from others; one leaf only, where nothing tells them apart.

    ValueError when there are fewer than FOLDS cases of either kind.
    """
    if min(int(is_positive.sum()), int((~is_positive).sum())) < CROSS_VALIDATION_FOLDS:
        raise ValueError(f"a tree needs at least {CROSS_VALIDATION_FOLDS} cases of interest and as many others")
    table = one_hot_encode(factors)
    size, accuracy, error = _select_tree_size(table, is_positive)
    if size < 2:
        leaves: list[TreeLeaf] = [TreeLeaf({}, box_quality(np.ones(len(is_positive), dtype=bool), is_positive))]
    else:
        fitted = _build_classifier(size, len(table)).fit(table.to_numpy(), is_positive)
        leaves = _extract_leaves(fitted.tree_, table, factors, is_positive)
    leaves.sort(key=lambda leaf: -leaf.quality.density)
    dense = [leaf.box for leaf in leaves if leaf.quality.density > 0.5]
    return ClassificationTree(tuple(leaves), union_quality(factors, dense, is_positive), accuracy, error)


def _build_classifier(leaves: int, cases: int) -> Any:  # noqa: ANN401 - scikit-learn's tree
    least = max(1, round(MIN_LEAF_SHARE * cases))
    return import_optional("sklearn.tree", "analysis").DecisionTreeClassifier(
        max_leaf_nodes=leaves, min_samples_leaf=least, **TREE_SETTINGS
    )


def _select_tree_size(table: pd.DataFrame, is_positive: Flags) -> tuple[int, float, float]:
    """How many leaves, and the accuracy with its standard error over folds; one leaf is right half the time."""
    share = float(is_positive.mean())
    found = {1: _CrossValidationScore(-share * (1 - share), 0.0, 0.5, 0.0)}
    for leaves in range(2, MAX_LEAVES + 1):
        found[leaves] = _cross_validate_tree(leaves, table, is_positive)
    best = max(found.values(), key=lambda tried: tried.score)
    size, enough = next(pair for pair in found.items() if pair[1].score >= best.score - best.error)
    return size, enough.accuracy, enough.accuracy_error


class _CrossValidationScore(NamedTuple):
    """What a size of tree makes of cases it has not seen: minus the Brier score, and accuracy; with their errors."""

    score: float
    error: float
    accuracy: float
    accuracy_error: float


def _cross_validate_tree(leaves: int, table: pd.DataFrame, is_positive: Flags) -> _CrossValidationScore:
    selection = import_optional("sklearn.model_selection", "analysis")
    folds = selection.StratifiedKFold(CROSS_VALIDATION_FOLDS, shuffle=True, **TREE_SETTINGS)
    kinds = ("neg_brier_score", "balanced_accuracy")
    tree, numbers = _build_classifier(leaves, len(table)), table.to_numpy()
    found = selection.cross_validate(tree, numbers, is_positive, cv=folds, scoring=kinds)
    score, accuracy = (found[f"test_{kind}"] for kind in kinds)
    return _CrossValidationScore(
        score.mean(),
        score.std(ddof=1) / CROSS_VALIDATION_FOLDS**0.5,
        accuracy.mean(),
        accuracy.std(ddof=1) / CROSS_VALIDATION_FOLDS**0.5,
    )


def _extract_leaves(
    tree: Any, table: pd.DataFrame, factors: pd.DataFrame, is_positive: Flags  # noqa: ANN401 - scikit-learn's arrays
) -> list[TreeLeaf]:  # fmt: skip
    """The ends of a fitted tree as boxes."""
    reached = tree.apply(table.to_numpy(dtype=np.float32))
    leaves = []
    for end in np.unique(reached):
        held = reached == end
        box = {
            name: _leaf_limit(factors, name, held, sides)
            for name, sides in _decision_path(tree, table, int(end)).items()
        }
        leaves.append(TreeLeaf(drop_redundant_limits(box, factors), box_quality(held, is_positive)))
    return leaves


def _decision_path(tree: Any, table: pd.DataFrame, end: int) -> dict[str, set[str]]:  # noqa: ANN401 - scikit-learn's arrays
    """The factors looked at on the way to an end, and on which sides the way bounds them."""
    above = {int(child): (node, side) for node in range(tree.node_count)
             for child, side in ((tree.children_left[node], "high"), (tree.children_right[node], "low"))
             if child >= 0}  # fmt: skip
    seen: dict[str, set[str]] = {}
    while end in above:
        end, side = above[end]
        seen.setdefault(str(table.columns[tree.feature[end]][0]), set()).add(side)
    return seen


def _leaf_limit(factors: pd.DataFrame, name: str, held: Flags, sides: set[str]) -> Limit:
    """What the cases of one end have in a factor; a number is bounded only on the sides that were looked at."""
    column, everywhere = factors.loc[held, name], tightest_limit(factors[name])
    if isinstance(everywhere, NumericRange):
        low = float(column.min()) if "low" in sides else everywhere.low
        return NumericRange(low, float(column.max()) if "high" in sides else everywhere.high)
    return CategorySubset(tuple(category_values(column)))

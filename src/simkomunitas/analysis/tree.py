"""A small classification tree (CART): the plain second opinion beside the boxes.

Breiman, Friedman, Olshen and Stone 1984.  Its size is the smallest that predicts cases it has not seen within one
standard error of the best, so that a tree of noise is no tree at all.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.boxes import Box, Choice, Limit, Quality, Span, quality, reach, tidy, together, words_of
from simkomunitas.analysis.scoring import encoded
from simkomunitas.ground.columns import Flags
from simkomunitas.ground.extras import library

MOST_LEAVES = 8
FOLDS = 5
LEAST_LEAF = 0.02  # share of all cases
AGREED = {"random_state": 1}


class Leaf(NamedTuple):
    """One end of the tree: a box, and what it holds."""

    box: Box
    quality: Quality


class Tree(NamedTuple):
    """A tree and how well it does: over these cases, and over cases it has not seen."""

    leaves: tuple[Leaf, ...]  # densest first
    quality: Quality  # of the leaves in which most cases are of interest, together
    accuracy: float  # share of unseen cases told right; cases of interest and others weigh the same
    accuracy_error: float


def grown(factors: pd.DataFrame, interest: Flags) -> Tree:
    """The tree that tells cases of interest from others; one leaf only, where nothing tells them apart.

    ValueError when there are fewer than FOLDS cases of either kind.
    """
    if min(int(interest.sum()), int((~interest).sum())) < FOLDS:
        raise ValueError(f"a tree needs at least {FOLDS} cases of interest and as many others")
    table = encoded(factors)
    size, accuracy, error = _size(table, interest)
    if size < 2:
        leaves: list[Leaf] = [Leaf({}, quality(np.ones(len(interest), dtype=bool), interest))]
    else:
        fitted = _classifier(size, len(table)).fit(table.to_numpy(), interest)
        leaves = _leaves(fitted.tree_, table, factors, interest)
    leaves.sort(key=lambda leaf: -leaf.quality.density)
    dense = [leaf.box for leaf in leaves if leaf.quality.density > 0.5]
    return Tree(tuple(leaves), together(factors, dense, interest), accuracy, error)


def _classifier(leaves: int, cases: int) -> Any:  # noqa: ANN401 - scikit-learn's tree
    least = max(1, round(LEAST_LEAF * cases))
    return library("sklearn.tree", "analysis").DecisionTreeClassifier(
        max_leaf_nodes=leaves, min_samples_leaf=least, **AGREED
    )


def _size(table: pd.DataFrame, interest: Flags) -> tuple[int, float, float]:
    """How many leaves, and the accuracy with its standard error over folds; one leaf is right half the time."""
    share = float(interest.mean())
    found = {1: _Tried(-share * (1 - share), 0.0, 0.5, 0.0)}
    for leaves in range(2, MOST_LEAVES + 1):
        found[leaves] = _tried(leaves, table, interest)
    best = max(found.values(), key=lambda tried: tried.score)
    size, enough = next(pair for pair in found.items() if pair[1].score >= best.score - best.error)
    return size, enough.accuracy, enough.accuracy_error


class _Tried(NamedTuple):
    """What a size of tree makes of cases it has not seen: minus the Brier score, and accuracy; with their errors."""

    score: float
    error: float
    accuracy: float
    accuracy_error: float


def _tried(leaves: int, table: pd.DataFrame, interest: Flags) -> _Tried:
    selection = library("sklearn.model_selection", "analysis")
    folds = selection.StratifiedKFold(FOLDS, shuffle=True, **AGREED)
    kinds = ("neg_brier_score", "balanced_accuracy")
    tree, numbers = _classifier(leaves, len(table)), table.to_numpy()
    found = selection.cross_validate(tree, numbers, interest, cv=folds, scoring=kinds)
    score, accuracy = (found[f"test_{kind}"] for kind in kinds)
    return _Tried(score.mean(), score.std(ddof=1) / FOLDS**0.5, accuracy.mean(), accuracy.std(ddof=1) / FOLDS**0.5)


def _leaves(
    tree: Any, table: pd.DataFrame, factors: pd.DataFrame, interest: Flags  # noqa: ANN401 - scikit-learn's arrays
) -> list[Leaf]:  # fmt: skip
    """The ends of a fitted tree as boxes."""
    reached = tree.apply(table.to_numpy(dtype=np.float32))
    leaves = []
    for end in np.unique(reached):
        held = reached == end
        box = {name: _limit(factors, name, held, sides) for name, sides in _path(tree, table, int(end)).items()}
        leaves.append(Leaf(tidy(box, factors), quality(held, interest)))
    return leaves


def _path(tree: Any, table: pd.DataFrame, end: int) -> dict[str, set[str]]:  # noqa: ANN401 - scikit-learn's arrays
    """The factors looked at on the way to an end, and on which sides the way bounds them."""
    above = {int(child): (node, side) for node in range(tree.node_count)
             for child, side in ((tree.children_left[node], "high"), (tree.children_right[node], "low"))
             if child >= 0}  # fmt: skip
    seen: dict[str, set[str]] = {}
    while end in above:
        end, side = above[end]
        seen.setdefault(str(table.columns[tree.feature[end]][0]), set()).add(side)
    return seen


def _limit(factors: pd.DataFrame, name: str, held: Flags, sides: set[str]) -> Limit:
    """What the cases of one end have in a factor; a number is bounded only on the sides that were looked at."""
    column, everywhere = factors.loc[held, name], reach(factors[name])
    if isinstance(everywhere, Span):
        low = float(column.min()) if "low" in sides else everywhere.low
        return Span(low, float(column.max()) if "high" in sides else everywhere.high)
    return Choice(tuple(words_of(column)))

"""Feature scores: which factors tell anything about an outcome, interactions and curves included.

A forest of extremely randomized trees (Geurts, Ernst and Wehenkel 2006, https://doi.org/10.1007/s10994-006-6226-1)
shares one out among the factors.  Whether a factor tells anything is tested on cases that the trees have not seen:
with its values shuffled among them, the trees err more (Breiman 2001, https://doi.org/10.1023/A:1010933404324), beyond
what chance does from case to case (Tansey et al. 2022, https://doi.org/10.1080/10618600.2021.1923520).  What is seen
and what is not is drawn several times, and twice the median p-value counts, so that no single draw decides
(Meinshausen, Meier and Buehlmann 2009, https://doi.org/10.1198/jasa.2009.tm08647).  Mutual information is the second
opinion: it looks at one factor at a time.

The test asks for factors that vary independently of each other, as they do in a sample or a grid.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simkomunitas.analysis.boxes import category_values, is_numeric_factor
from simkomunitas.base.estimation import estimate_means, two_sided_p_values
from simkomunitas.base.optional_libraries import import_optional
from simkomunitas.base.typed_columns import Numbers, Whole
from simkomunitas.results.p_value_correction import SIGNIFICANCE_LEVEL, adjust_p_values

TREE_COUNT = 300
SPLITS, SHUFFLES = 9, 5  # draws of the cases that are kept aside, and shuffles of a factor among them
FOREST_SEED = 1  # of trees, splits and shuffles
MIN_P_VALUE = 1e-300
SCORE_COLUMNS = ("factor", "outcome", "score", "p", "information", "explained")


def one_hot_encode(factors: pd.DataFrame) -> pd.DataFrame:
    """Factors as numbers only: a number as it is, a category as one column of 0 and 1 for each of its words.

    Columns are named ``(factor, word)``; the word of a number is empty.
    """
    columns: dict[tuple[str, str], Numbers] = {}
    for name in map(str, factors.columns):
        column = factors[name]
        if is_numeric_factor(column):
            columns[name, ""] = column.to_numpy(dtype=float)
        else:
            told = column.astype(str).to_numpy()
            columns |= {(name, word): (told == word).astype(float) for word in category_values(column)}
    return pd.DataFrame(columns)


def score_features(factors: pd.DataFrame, values: Numbers, outcome: str, blocks: Whole | None = None) -> pd.DataFrame:
    """The score of every factor for one outcome (a number for each case; no NaN), highest first.

    ``score`` sums to one over factors; ``p`` is how easily chance would make a factor tell as much, of this factor
    alone; ``information`` is mutual information in nats; ``explained`` the share of variance that trees explain of
    cases they have not seen.  blocks: cases of the same block are not independent of each other; each is one by
    itself, if not given.
    """
    table = one_hot_encode(factors)
    names = _column_factors(table)
    blocks = np.arange(len(values)) if blocks is None else blocks
    score = _sum_by_factor(names, _build_forest(TREE_COUNT).fit(table.to_numpy(), values).feature_importances_)
    unseen = _holdout_scores(table, values, blocks)
    told = _mutual_information(factors, values)
    rows = [
        (name, outcome, score[name], unseen.p[name], told[name], unseen.explained_variance)
        for name in sorted(score, key=lambda name: -score[name])
    ]
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS))


def add_significance(table: pd.DataFrame) -> pd.DataFrame:
    """Scores of one analysis, with ``tells``: by chance alone any factor tells in at most 5 of 100 analyses.

    The p-values of all factors and outcomes in the table are raised by the method of Holm, so that the more is looked
    at, the more is asked of each.
    """
    p = adjust_p_values(table["p"].to_numpy(dtype=float), "holm")
    return table.assign(p=p, tells=p < SIGNIFICANCE_LEVEL)


class HoldoutScore(NamedTuple):
    """What trees make of cases they have not seen."""

    p: dict[str, float]  # by factor
    explained_variance: float  # share of the variance, median over splits


def _holdout_scores(table: pd.DataFrame, values: Numbers, blocks: Whole) -> HoldoutScore:
    """Half of the blocks is kept aside, again and again; twice the median p over these splits holds its level."""
    selection = import_optional("sklearn.model_selection", "analysis")
    splits = selection.GroupShuffleSplit(SPLITS, test_size=0.5, random_state=FOREST_SEED)
    names, found, explained = list(dict.fromkeys(_column_factors(table))), [], []
    for seen, aside in splits.split(table, values, blocks):
        forest = _build_forest(TREE_COUNT // 3).fit(table.iloc[seen].to_numpy(), values[seen])
        losses = (values[aside] - forest.predict(table.iloc[aside].to_numpy())) ** 2
        explained.append(1 - losses.sum() / max(((values[aside] - values[seen].mean()) ** 2).sum(), MIN_P_VALUE))
        more = np.array(
            [_loss_when_shuffled(forest, table.iloc[aside], values[aside], name) - losses for name in names]
        )
        found.append(_one_sided_p_value(pd.DataFrame(more.T).groupby(blocks[aside]).mean().to_numpy()))
    p = np.minimum(1.0, 2 * np.median(found, axis=0))
    return HoldoutScore(dict(zip(names, p.tolist(), strict=True)), max(0.0, float(np.median(explained))))


def _loss_when_shuffled(forest: Any, table: pd.DataFrame, values: Numbers, name: str) -> Numbers:  # noqa: ANN401 - scikit-learn's
    """Squared errors of a forest, case by case, where it is told a factor in shuffled order; mean over shuffles."""
    utils, numbers = import_optional("sklearn.utils", "analysis"), table.to_numpy()
    own = [place for place, factor in enumerate(_column_factors(table)) if factor == name]
    shuffled = np.tile(numbers, (SHUFFLES, 1, 1))
    for number, part in enumerate(shuffled):
        part[:, own] = utils.shuffle(numbers[:, own], random_state=FOREST_SEED + number)
    told = forest.predict(shuffled.reshape(-1, numbers.shape[1])).reshape(SHUFFLES, -1)
    return np.asarray(((values - told) ** 2).mean(axis=0))


def _one_sided_p_value(more: Numbers) -> Numbers:
    """P of each column's mean being no more than 0; 1 where nothing differs."""
    found = estimate_means(more)
    p = np.nan_to_num(two_sided_p_values(found.estimate, found.se, found.n), nan=1.0)
    return np.where(found.estimate > 0, p / 2, 1 - p / 2)


def _build_forest(tree_count: int) -> Any:  # noqa: ANN401 - scikit-learn's forest
    forest = import_optional("sklearn.ensemble", "analysis")
    return forest.ExtraTreesRegressor(
        tree_count, max_features=0.6, min_samples_leaf=3, bootstrap=True, random_state=FOREST_SEED
    )


def _column_factors(table: pd.DataFrame) -> list[str]:
    """The factor each column of an encoded table belongs to."""
    return [str(name) for name in table.columns.get_level_values(0)]


def _sum_by_factor(names: list[str], importances: Numbers) -> dict[str, float]:
    """Importances of the columns summed over each factor."""
    summed = dict.fromkeys(names, 0.0)
    for name, importance in zip(names, importances, strict=True):
        summed[name] += float(importance)
    return summed


def _mutual_information(factors: pd.DataFrame, values: Numbers) -> dict[str, float]:
    """Mutual information of each factor and the outcome, in nats."""
    chosen: Any = import_optional("sklearn.feature_selection", "analysis")
    numbers = {str(name): is_numeric_factor(factors[name]) for name in factors.columns}
    codes = np.column_stack([
        factors[name].to_numpy(dtype=float) if number else pd.Categorical(factors[name].astype(str)).codes
        for name, number in numbers.items()
    ])  # fmt: skip
    words = [not number for number in numbers.values()]
    found = chosen.mutual_info_regression(codes, values, discrete_features=words, random_state=FOREST_SEED)
    return dict(zip(numbers, map(float, found), strict=True))

"""Feature scores: which factors tell anything about an outcome, interactions and curves included.

A forest of extremely randomized trees (Geurts, Ernst and Wehenkel 2006, https://doi.org/10.1007/s10994-006-6226-1)
shares one out among the factors.  Beside every factor it is given a shuffled copy, which can tell nothing; a factor
counts as telling something when it scores higher than any of the copies (Kursa and Rudnicki 2010,
https://doi.org/10.18637/jss.v036.i11).  Mutual information is the second opinion: it looks at one factor at a time.
"""

from typing import Any

import numpy as np
import pandas as pd

from simkomunitas.analysis.boxes import is_number, words_of
from simkomunitas.ground.columns import Numbers
from simkomunitas.ground.extras import library

TREES = 300
SCORE_COLUMNS = ("factor", "outcome", "score", "chance", "tells", "information", "explained")


def encoded(factors: pd.DataFrame) -> pd.DataFrame:
    """Factors as numbers only: a number as it is, a category as one column of 0 and 1 for each of its words.

    Columns are named ``(factor, word)``; the word of a number is empty.
    """
    columns: dict[tuple[str, str], Numbers] = {}
    for name in map(str, factors.columns):
        column = factors[name]
        if is_number(column):
            columns[name, ""] = column.to_numpy(dtype=float)
        else:
            told = column.astype(str).to_numpy()
            columns |= {(name, word): (told == word).astype(float) for word in words_of(column)}
    return pd.DataFrame(columns)


def scores(factors: pd.DataFrame, values: Numbers, outcome: str, seed: int = 1) -> pd.DataFrame:
    """The score of every factor for one outcome (a number for each case; no NaN), highest first.

    ``score`` sums to one over factors and copies; ``chance`` is the best score of a copy; ``information`` is mutual
    information in nats; ``explained`` the share of variance that trees explain of cases they have not seen.
    """
    forest, table = library("sklearn.ensemble", "analysis"), encoded(factors)
    shuffled = _shuffled(table, seed)
    trees = forest.ExtraTreesRegressor(
        TREES, max_features=0.6, min_samples_leaf=3, bootstrap=True, oob_score=True, random_state=seed
    )
    trees.fit(np.hstack([table.to_numpy(), shuffled.to_numpy()]), values)
    names = _factors_of(table)
    own, copies = np.split(trees.feature_importances_, 2)
    score, chance = _by_factor(names, own), max(_by_factor(names, copies).values())
    told = _information(factors, values, seed)
    rows = [
        (name, outcome, score[name], chance, score[name] > chance, told[name], max(0.0, float(trees.oob_score_)))
        for name in sorted(score, key=lambda name: -score[name])
    ]
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS))


def _shuffled(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Every factor in an order of its own; the columns of one category stay together."""
    utils = library("sklearn.utils", "analysis")
    names = list(dict.fromkeys(_factors_of(table)))
    parts = [utils.shuffle(table[[name]], random_state=seed + place) for place, name in enumerate(names)]
    together: pd.DataFrame = pd.concat([part.reset_index(drop=True) for part in parts], axis=1)
    return together


def _factors_of(table: pd.DataFrame) -> list[str]:
    """The factor each column of an encoded table belongs to."""
    return [str(name) for name in table.columns.get_level_values(0)]


def _by_factor(names: list[str], importances: Numbers) -> dict[str, float]:
    """Importances of the columns summed over each factor."""
    summed = dict.fromkeys(names, 0.0)
    for name, importance in zip(names, importances, strict=True):
        summed[name] += float(importance)
    return summed


def _information(factors: pd.DataFrame, values: Numbers, seed: int) -> dict[str, float]:
    """Mutual information of each factor and the outcome, in nats."""
    chosen: Any = library("sklearn.feature_selection", "analysis")
    numbers = {str(name): is_number(factors[name]) for name in factors.columns}
    codes = np.column_stack([
        factors[name].to_numpy(dtype=float) if number else pd.Categorical(factors[name].astype(str)).codes
        for name, number in numbers.items()
    ])  # fmt: skip
    words = [not number for number in numbers.values()]
    found = chosen.mutual_info_regression(codes, values, discrete_features=words, random_state=seed)
    return dict(zip(numbers, map(float, found), strict=True))

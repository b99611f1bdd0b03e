"""What the runs say: means and paired differences over seeds, each with its 95 % interval.

A *run* is one row: its ``arm``, its ``seed``, and a column ``outcome@period`` for every outcome.
NaN in such a column means that there was nothing to measure (no group existed, say); it is left
out and ``n`` says how many seeds remain.  Periods are called ``programme``, ``year_1`` and so on.
"""

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

OUTCOME_COLUMNS = ("arm", "outcome", "period", "estimate", "se", "low", "high", "n", "unit")
CONTRAST_COLUMNS = ("arm", "against", "outcome", "period", "estimate", "se", "low", "high", "n")
CURVE_COLUMNS = ("arm", "week", "series", "mean", "low", "high", "n")


class Estimates(NamedTuple):
    """Means of several columns of values, with what is needed to judge them; NaN where it cannot be known."""

    estimate: Values
    se: Values
    low: Values
    high: Values
    n: NDArray[np.int64]


def estimates(values: Values) -> Estimates:
    """Mean of each column over the seeds (rows), ignoring NaN, with standard error and 95 % t-interval.

    Without any value the mean is NaN; with a single one the error is.  Infinite values raise ValueError.

    >>> estimates(np.array([[1.0], [2.0], [3.0], [np.nan]])).estimate
    array([2.])
    """
    if np.isinf(values).any():
        raise ValueError("a run has an infinite outcome; a value that does not exist is NaN")
    n = np.sum(~np.isnan(values), axis=0)
    # Averaging distances from one of the values keeps equal values exactly equal: no change gives exactly 0.
    origin = _first_known(values)
    distance = values - origin
    mean = _divided(np.nansum(distance, axis=0), n)
    spread = np.nansum((distance - mean) ** 2, axis=0)
    se = np.sqrt(_divided(spread, (n - 1.0) * n))
    reach = se * t_quantile(n - 1)
    estimate = origin + mean
    return Estimates(estimate, se, estimate - reach, estimate + reach, n)


def _first_known(values: Values) -> Values:
    """The first value of each column that is not NaN; NaN where there is none."""
    if not len(values):
        return np.full(values.shape[1], np.nan)
    first: Values = values[np.argmax(~np.isnan(values), axis=0), np.arange(values.shape[1])]
    return first


def _divided(above: Values, below: NDArray[Any]) -> Values:
    """A quotient that is NaN where it has no meaning."""
    return np.asarray(np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0))


def t_quantile(freedom: ArrayLike, confidence: float = 0.95) -> Any:  # noqa: ANN401 - of numbers a number, else an array
    """How many standard errors a two-sided t-interval reaches to each side; NaN without a degree of freedom.

    >>> t_quantile([1, 10, 99]).round(3).tolist()
    [12.706, 2.228, 1.984]
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - many commands need no interval

    return stdtrit(freedom, (1 + confidence) / 2)


def p_values(estimate: Values, se: Values, n: NDArray[np.int64]) -> Values:
    """Two-sided p of each mean against 0, by the t-test that belongs to the interval; NaN where there is none.

    >>> p_values(np.array([2.2622]), np.array([1.0]), np.array([10])).round(4)
    array([0.05])
    """
    from scipy.special import stdtr  # noqa: PLC0415 - many commands need no test

    with np.errstate(divide="ignore"):  # a mean without any spread is either 0 or certainly not
        ratio = np.divide(np.abs(estimate), se, out=0.0 * se, where=(estimate != 0) | np.isnan(se))
    return np.asarray(2 * stdtr(n - 1, -ratio))


def outcome_table(runs: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Every outcome of every arm in every period: mean over seeds, standard error, 95 % interval, seeds used, unit.

    Rows keep the order of arms and of columns in ``runs``.  An outcome without a unit raises KeyError.
    """
    columns = _outcome_columns(runs)
    tables = [_rows(group, columns, {"arm": arm}) for arm, group in _arms(runs).items()]
    table = _stacked(tables, OUTCOME_COLUMNS[:-1])
    table["unit"] = [units[name] for name in table["outcome"]]
    return table


def contrast_table(runs: pd.DataFrame, against: str) -> pd.DataFrame:
    """Paired differences of every other arm from the arm ``against``, over the seeds that both have.

    The same seed is the same village with the same luck, so most of the noise cancels.
    ValueError when no arm is called ``against`` or an arm has the same seed twice.
    """
    arms = {name: group.set_index("seed") for name, group in _arms(runs).items()}
    if against not in arms:
        raise ValueError(f"no arm is called {against!r}; there are {', '.join(arms)}")
    columns = _outcome_columns(runs)
    tables = [
        _rows(_paired(group[columns], arms[against][columns]), columns, {"arm": arm, "against": against})
        for arm, group in arms.items()
        if arm != against
    ]
    return _stacked(tables, CONTRAST_COLUMNS)


def _paired(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Differences seed by seed, for the seeds found on both sides."""
    if ours.index.has_duplicates or theirs.index.has_duplicates:
        raise ValueError("an arm has the same seed twice; differences cannot be paired")
    shared = ours.index.intersection(theirs.index)
    return ours.loc[shared] - theirs.loc[shared]


def _arms(runs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The runs of each arm, in the order in which the arms appear."""
    return {str(arm): group for arm, group in runs.groupby("arm", sort=False)}


def _outcome_columns(runs: pd.DataFrame) -> list[str]:
    return [str(column) for column in runs.columns if "@" in str(column)]


def _rows(group: pd.DataFrame, columns: list[str], labels: dict[str, str]) -> pd.DataFrame:
    """One row for each column ``outcome@period`` of one group of runs."""
    names = [column.rpartition("@") for column in columns]
    found = estimates(group[columns].to_numpy(dtype=float))
    places = {"outcome": [name for name, _, _ in names], "period": [period for _, _, period in names]}
    return pd.DataFrame(places | found._asdict()).assign(**labels)


def _stacked(tables: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    if not tables:
        return pd.DataFrame({column: [] for column in columns})
    return pd.concat(tables, ignore_index=True)[list(columns)]


def curve_table(arm: str, series: Mapping[str, Values]) -> pd.DataFrame:
    """Weekly mean curves of one arm: for each series an array of seeds by weeks gives mean and 95 % interval."""
    tables = []
    for name, values in series.items():
        found = estimates(np.asarray(values, dtype=float))
        weeks = {"arm": arm, "week": np.arange(len(found.n)), "series": name, "mean": found.estimate}
        tables.append(pd.DataFrame(weeks | {"low": found.low, "high": found.high, "n": found.n}))
    return _stacked(tables, CURVE_COLUMNS)


def document(
    version: str, config: Mapping[str, Any], seeds: Iterable[int], outcomes: pd.DataFrame, contrasts: pd.DataFrame
) -> dict[str, Any]:
    """The answer of a comparison as one JSON document; what is not known is null, never NaN."""
    return {
        "version": version,
        "config": json_value(config),
        "seeds": [int(seed) for seed in seeds],
        "outcomes": _records(outcomes, OUTCOME_COLUMNS),
        "contrasts": _records(contrasts, CONTRAST_COLUMNS),
    }


def _records(table: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [json_value(row) for row in table[list(columns)].to_dict("records")]


def json_value(value: Any) -> Any:  # noqa: ANN401 - whatever a configuration holds
    """A value as strict JSON has it: no NaN, no NumPy, names as text.

    >>> json_value({"share": float("nan"), "weeks": (1, 2)})
    {'share': None, 'weeks': [1, 2]}
    """
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(name): json_value(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.as_posix() if isinstance(value, PurePath) else value


def json_text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Strict JSON in plain ASCII; a value that JSON does not know raises TypeError instead of bending the format."""
    return json.dumps(json_value(value), indent=1, allow_nan=False) + "\n"

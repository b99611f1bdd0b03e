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

FloatArray = NDArray[np.float64]

OUTCOME_COLUMNS = ("arm", "outcome", "period", "estimate", "se", "low", "high", "n", "unit")
CONTRAST_COLUMNS = ("arm", "against", "outcome", "period", "estimate", "se", "low", "high", "n")
CURVE_COLUMNS = ("arm", "week", "series", "mean", "low", "high", "n")


class MeanEstimates(NamedTuple):
    """Means of several columns of values, with what is needed to judge them; NaN where it cannot be known."""

    estimate: FloatArray
    se: FloatArray
    low: FloatArray
    high: FloatArray
    n: NDArray[np.int64]


def estimate_means(values: FloatArray) -> MeanEstimates:
    """Mean of each column over the seeds (rows), ignoring NaN, with standard error and 95 % t-interval.

    Without any value the mean is NaN; with a single one the error is.  Infinite values raise ValueError.

    >>> estimate_means(np.array([[1.0], [2.0], [3.0], [np.nan]])).estimate
    array([2.])
    """
    if np.isinf(values).any():
        raise ValueError("a run has an infinite outcome; a value that does not exist is NaN")
    n = np.sum(~np.isnan(values), axis=0)
    # Averaging distances from one of the values keeps equal values exactly equal: no change gives exactly 0.
    origin = _first_non_missing(values)
    distance = values - origin
    mean = _safe_divide(np.nansum(distance, axis=0), n)
    spread = np.nansum((distance - mean) ** 2, axis=0)
    se = np.sqrt(_safe_divide(spread, (n - 1.0) * n))
    reach = se * t_quantile(n - 1)
    estimate = origin + mean
    return MeanEstimates(estimate, se, estimate - reach, estimate + reach, n)


def _first_non_missing(values: FloatArray) -> FloatArray:
    """The first value of each column that is not NaN; NaN where there is none."""
    if not len(values):
        return np.full(values.shape[1], np.nan)
    first: FloatArray = values[np.argmax(~np.isnan(values), axis=0), np.arange(values.shape[1])]
    return first


def _safe_divide(numerator: FloatArray, denominator: NDArray[Any]) -> FloatArray:
    """A quotient that is NaN where it has no meaning."""
    return np.asarray(np.divide(numerator, denominator, out=np.full(denominator.shape, np.nan), where=denominator > 0))


def t_quantile(degrees_of_freedom: ArrayLike, confidence: float = 0.95) -> Any:  # noqa: ANN401 - of numbers a number, else an array
    """How many standard errors a two-sided t-interval reaches to each side; NaN without a degree of freedom.

    >>> t_quantile([1, 10, 99]).round(3).tolist()
    [12.706, 2.228, 1.984]
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - many commands need no interval

    return stdtrit(degrees_of_freedom, (1 + confidence) / 2)


def two_sided_p_values(estimate: FloatArray, standard_error: FloatArray, n: NDArray[np.int64]) -> FloatArray:
    """Two-sided p of each mean against 0, by the t-test that belongs to the interval; NaN where there is none.

    >>> two_sided_p_values(np.array([2.2622]), np.array([1.0]), np.array([10])).round(4)
    array([0.05])
    """
    from scipy.special import stdtr  # noqa: PLC0415 - many commands need no test

    with np.errstate(divide="ignore"):  # a mean without any spread is either 0 or certainly not
        ratio = np.divide(
            np.abs(estimate), standard_error, out=0.0 * standard_error, where=(estimate != 0) | np.isnan(standard_error)
        )
    return np.asarray(2 * stdtr(n - 1, -ratio))


def estimate_outcomes(runs: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Every outcome of every arm in every period: mean over seeds, standard error, 95 % interval, seeds used, unit.

    Rows keep the order of arms and of columns in ``runs``.  An outcome without a unit raises KeyError.
    """
    columns = _list_outcome_columns(runs)
    tables = [_estimate_rows(group, columns, {"arm": arm}) for arm, group in _group_runs_by_arm(runs).items()]
    table = _concatenate_tables(tables, OUTCOME_COLUMNS[:-1])
    table["unit"] = [units[name] for name in table["outcome"]]
    return table


def estimate_contrasts(runs: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Paired differences of every other arm from the arm ``reference``, over the seeds that both have.

    The same seed is the same village with the same random numbers, so most of the noise cancels.
    ValueError when no arm is called ``reference`` or an arm has the same seed twice.
    """
    arms = {name: group.set_index("seed") for name, group in _group_runs_by_arm(runs).items()}
    if reference not in arms:
        raise ValueError(f"no arm is called {reference!r}; there are {', '.join(arms)}")
    columns = _list_outcome_columns(runs)
    tables = [
        _estimate_rows(
            _differences_by_seed(group[columns], arms[reference][columns]), columns, {"arm": arm, "against": reference}
        )
        for arm, group in arms.items()
        if arm != reference
    ]
    return _concatenate_tables(tables, CONTRAST_COLUMNS)


def _differences_by_seed(arm_runs: pd.DataFrame, reference_runs: pd.DataFrame) -> pd.DataFrame:
    """Differences seed by seed, for the seeds found on both sides."""
    if arm_runs.index.has_duplicates or reference_runs.index.has_duplicates:
        raise ValueError("an arm has the same seed twice; differences cannot be paired")
    shared = arm_runs.index.intersection(reference_runs.index)
    return arm_runs.loc[shared] - reference_runs.loc[shared]


def _group_runs_by_arm(runs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The runs of each arm, in the order in which the arms appear."""
    return {str(arm): group for arm, group in runs.groupby("arm", sort=False)}


def _list_outcome_columns(runs: pd.DataFrame) -> list[str]:
    return [str(column) for column in runs.columns if "@" in str(column)]


def _estimate_rows(group: pd.DataFrame, columns: list[str], labels: dict[str, str]) -> pd.DataFrame:
    """One row for each column ``outcome@period`` of one group of runs."""
    names = [column.rpartition("@") for column in columns]
    found = estimate_means(group[columns].to_numpy(dtype=float))
    places = {"outcome": [name for name, _, _ in names], "period": [period for _, _, period in names]}
    return pd.DataFrame(places | found._asdict()).assign(**labels)


def _concatenate_tables(tables: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    if not tables:
        return pd.DataFrame({column: [] for column in columns})
    return pd.concat(tables, ignore_index=True)[list(columns)]


def estimate_curves(arm: str, series: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Weekly mean curves of one arm: for each series an array of seeds by weeks gives mean and 95 % interval."""
    tables = []
    for name, values in series.items():
        found = estimate_means(np.asarray(values, dtype=float))
        weeks = {"arm": arm, "week": np.arange(len(found.n)), "series": name, "mean": found.estimate}
        tables.append(pd.DataFrame(weeks | {"low": found.low, "high": found.high, "n": found.n}))
    return _concatenate_tables(tables, CURVE_COLUMNS)


def comparison_json(
    version: str, config: Mapping[str, Any], seeds: Iterable[int], outcomes: pd.DataFrame, contrasts: pd.DataFrame
) -> dict[str, Any]:
    """The answer of a comparison as one JSON document; what is not known is null, never NaN."""
    return {
        "version": version,
        "config": to_json_value(config),
        "seeds": [int(seed) for seed in seeds],
        "outcomes": _table_records(outcomes, OUTCOME_COLUMNS),
        "contrasts": _table_records(contrasts, CONTRAST_COLUMNS),
    }


def _table_records(table: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [to_json_value(row) for row in table[list(columns)].to_dict("records")]


def to_json_value(value: Any) -> Any:  # noqa: ANN401 - whatever a configuration holds
    """A value as strict JSON has it: no NaN, no NumPy, names as text.

    >>> to_json_value({"share": float("nan"), "weeks": (1, 2)})
    {'share': None, 'weeks': [1, 2]}
    """
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(name): to_json_value(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [to_json_value(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.as_posix() if isinstance(value, PurePath) else value


def to_json_text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Strict JSON in plain ASCII; a value that JSON does not know raises TypeError instead of bending the format."""
    return json.dumps(to_json_value(value), indent=1, allow_nan=False) + "\n"

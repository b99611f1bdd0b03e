"""Rows of results as Arrow tables: which columns there are, and how runs fill them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from simkomunitas.experiments.experiment_design import DesignPoints, Experiment
from simkomunitas.experiments.experiment_factors import ARM_COLUMN, Factor
from simkomunitas.experiments.experiment_targets import list_outcome_measures
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.simulation.weekly_curves import WEEKLY_SERIES
from simkomunitas.workers.run_batch import RunFailure, RunResult

RUN_COLUMNS = pa.schema([("run_id", pa.string()), ("point", pa.int32()), ("seed", pa.int64())])
FAILURE_FIELDS = (("kind", pa.string()), ("attempts", pa.int32()), ("message", pa.string()), ("trace", pa.string()))


class RunRow(NamedTuple):
    """A run as one row: the point it is shown under, its name, and what became of it."""

    point: int
    run_id: str
    run_result: RunResult


def run_columns_schema(experiment: Experiment) -> pa.Schema:
    """The columns that say which run a row is: ``compute_run_id``, ``point``, ``seed``, and what varies."""
    factors = {ARM_COLUMN: pa.string()} | {factor.name: _factor_column_type(factor) for factor in experiment.factors}
    return pa.schema([*RUN_COLUMNS, *((name, factors[name]) for name in experiment.identifying_columns)])


def _factor_column_type(factor: Factor) -> pa.DataType:
    """The type of the column of a factor."""
    if factor.value_range is not None:
        return pa.int64() if factor.value_range.is_integer else pa.float64()
    kinds = {type(level.label) for level in factor.levels}
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    return pa.float64() if kinds <= {int, float} else pa.string()


def build_run_table(rows: Sequence[RunRow], points: DesignPoints) -> pa.Table:
    """One row a run, one column an ``outcome@period``; null where there was nothing to measure."""
    values = np.array([row.run_result.values for row in rows])
    outcomes = {name: _nullable_column(values[:, place]) for place, name in enumerate(list_outcome_measures())}
    return _with_run_columns(rows, points, outcomes)


def build_failure_table(rows: Sequence[RunRow], points: DesignPoints) -> pa.Table:
    """One row a run that has no result: which one, and why."""
    failures = [row.run_result.failure or RunFailure("", 0, "", "") for row in rows]
    columns = {name: pa.array([getattr(failure, name) for failure in failures], kind) for name, kind in FAILURE_FIELDS}
    return _with_run_columns(rows, points, columns)


def build_weekly_table(rows: Sequence[RunRow], points: DesignPoints) -> pa.Table:
    """One row a run and week, one column a series."""
    lengths = [row.run_result.weekly.shape[1] for row in rows]
    head = _build_run_columns(rows, points).take(pa.array(np.repeat(np.arange(len(rows)), lengths)))
    curves = np.concatenate([row.run_result.weekly for row in rows], axis=1)
    weeks = pa.array(np.concatenate([np.arange(length) for length in lengths]), pa.int32())
    return _append_columns(
        head, {"week": weeks} | {name: _nullable_column(curves[place]) for place, name in enumerate(WEEKLY_SERIES)}
    )


def _with_run_columns(rows: Sequence[RunRow], points: DesignPoints, columns: dict[str, Any]) -> pa.Table:
    return _append_columns(_build_run_columns(rows, points), columns)


def _append_columns(head: pa.Table, columns: dict[str, Any]) -> pa.Table:
    """A table with further columns, all put there at once."""
    return pa.table(dict(zip(head.column_names, head.columns, strict=True)) | columns)


def _build_run_columns(rows: Sequence[RunRow], points: DesignPoints) -> pa.Table:
    """Which run each row is."""
    schema = run_columns_schema(points.experiment)
    levels = [points.point_levels(row.point) for row in rows]
    known: list[Any] = [
        [row.run_id for row in rows],
        [row.point for row in rows],
        [row.run_result.task.seed for row in rows],
    ]
    varied: list[Any] = [
        [level[place] for level in levels] for place in range(len(points.experiment.identifying_columns))
    ]
    columns = [
        pa.array([str(value) for value in column] if pa.types.is_string(field.type) else column, field.type)
        for column, field in zip([*known, *varied], schema, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _nullable_column(values: Numbers) -> pa.Array:
    """A column of numbers, null where there is none."""
    return pa.array(np.ascontiguousarray(values), pa.float64(), mask=np.isnan(values))

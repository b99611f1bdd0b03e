"""Rows of results as Arrow tables: which columns there are, and how runs fill them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from simkomunitas.experiments.design import Experiment, Points
from simkomunitas.experiments.factors import ARM, Factor
from simkomunitas.experiments.purposes import measures
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.simulation.weekly import WEEKLY
from simkomunitas.workers.batch import Done, Failure

HEAD = pa.schema([("run_id", pa.string()), ("point", pa.int32()), ("seed", pa.int64())])
FAILURE = (("kind", pa.string()), ("attempts", pa.int32()), ("message", pa.string()), ("trace", pa.string()))


class Row(NamedTuple):
    """A run as one row: the point it is shown under, its name, and what became of it."""

    point: int
    run_id: str
    done: Done


def head_schema(experiment: Experiment) -> pa.Schema:
    """The columns that say which run a row is: ``run_id``, ``point``, ``seed``, and what varies."""
    factors = {ARM: pa.string()} | {factor.name: _kind_of(factor) for factor in experiment.factors}
    return pa.schema([*HEAD, *((name, factors[name]) for name in experiment.columns)])


def _kind_of(factor: Factor) -> pa.DataType:
    """The type of the column of a factor."""
    if factor.span is not None:
        return pa.int64() if factor.span.whole else pa.float64()
    kinds = {type(level.label) for level in factor.levels}
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    return pa.float64() if kinds <= {int, float} else pa.string()


def run_table(rows: Sequence[Row], points: Points) -> pa.Table:
    """One row a run, one column an ``outcome@period``; null where there was nothing to measure."""
    values = np.array([row.done.values for row in rows])
    outcomes = {name: _numbers(values[:, place]) for place, name in enumerate(measures())}
    return _with_head(rows, points, outcomes)


def failure_table(rows: Sequence[Row], points: Points) -> pa.Table:
    """One row a run that has no result: which one, and why."""
    failures = [row.done.failure or Failure("", 0, "", "") for row in rows]
    columns = {name: pa.array([getattr(failure, name) for failure in failures], kind) for name, kind in FAILURE}
    return _with_head(rows, points, columns)


def weekly_table(rows: Sequence[Row], points: Points) -> pa.Table:
    """One row a run and week, one column a series."""
    lengths = [row.done.weekly.shape[1] for row in rows]
    head = _head(rows, points).take(pa.array(np.repeat(np.arange(len(rows)), lengths)))
    curves = np.concatenate([row.done.weekly for row in rows], axis=1)
    weeks = pa.array(np.concatenate([np.arange(length) for length in lengths]), pa.int32())
    return _beside(head, {"week": weeks} | {name: _numbers(curves[place]) for place, name in enumerate(WEEKLY)})


def _with_head(rows: Sequence[Row], points: Points, columns: dict[str, Any]) -> pa.Table:
    return _beside(_head(rows, points), columns)


def _beside(head: pa.Table, columns: dict[str, Any]) -> pa.Table:
    """A table with further columns, all put there at once."""
    return pa.table(dict(zip(head.column_names, head.columns, strict=True)) | columns)


def _head(rows: Sequence[Row], points: Points) -> pa.Table:
    """Which run each row is."""
    schema = head_schema(points.experiment)
    levels = [points.levels(row.point) for row in rows]
    known: list[Any] = [[row.run_id for row in rows], [row.point for row in rows], [row.done.task.seed for row in rows]]
    varied: list[Any] = [[level[place] for level in levels] for place in range(len(points.experiment.columns))]
    columns = [
        pa.array([str(value) for value in column] if pa.types.is_string(field.type) else column, field.type)
        for column, field in zip([*known, *varied], schema, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _numbers(values: Numbers) -> pa.Array:
    """A column of numbers, null where there is none."""
    return pa.array(np.ascontiguousarray(values), pa.float64(), mask=np.isnan(values))

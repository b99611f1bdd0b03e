"""Draws of the uncertain parameters, from a table with a column for each of them (``turnout.coefficient_norm``)."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.setting_tables import parameter_table
from simkomunitas.model.rules.parameters import Parameters, replace_parameter

Draw = tuple[tuple[str, float], ...]  # parameters by their key and what they are; empty: as the scenario has them
PARAMETERS_PREFIX = "parameters."


def read_posterior_draws(
    path: Path, node: ConfigNode, count: int, errors: list[ErrorDetail]
) -> tuple[tuple[Draw, ...], tuple[Draw, ...]]:
    """Two sets of ``count`` rows, spread evenly through the file, without rows in common where there are enough.

    A column that is no parameter, a value outside its range, or a file that cannot be read is an error.
    """
    table = read_posterior_table(path, node, errors)
    if table is not None and len(table) < count:
        errors.append(node.build_error(f"at least {count} rows", f"it has {len(table)}"))
    if table is None or errors:
        return ((),), ((),)
    first = ((np.arange(count) + 0.5) * len(table) / count).astype(int)
    return extract_draws(table, first), extract_draws(table, (first + max(1, len(table) // (2 * count))) % len(table))


def read_posterior_table(path: Path, node: ConfigNode, errors: list[ErrorDetail]) -> pd.DataFrame | None:
    """A row a draw, a column for each parameter under its key; None, and errors of ``node``, if it is not one."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        errors.append(node.build_error("a Parquet file", printable_value(str(error))))
        return None
    before = len(errors)
    columns = _check_columns(table, node, errors)
    return None if len(errors) > before else table.rename(columns=columns).astype(float)


def extract_draws(table: pd.DataFrame, rows: Iterable[int]) -> tuple[Draw, ...]:
    """Some rows of a posterior as draws."""
    values = table.to_numpy(dtype=float)
    return tuple(tuple(zip(table.columns, map(float, values[row]), strict=True)) for row in rows)


def _check_columns(table: pd.DataFrame, node: ConfigNode, errors: list[ErrorDetail]) -> dict[str, str]:
    """The columns of parameters with their keys, ``group.name``; columns that are none are errors."""
    about = {row.key.removeprefix(PARAMETERS_PREFIX): row.quantity for row in parameter_table()}
    found = {str(name): str(name).removeprefix(PARAMETERS_PREFIX) for name in table.columns}
    for name, key in found.items():
        if key not in about:
            errors.append(
                ErrorDetail(
                    node.location,
                    node.key,
                    printable_value(name),
                    "columns that are parameters",
                    suggest_name(key, about),
                )
            )
        elif not pd.api.types.is_numeric_dtype(table[name]):
            errors.append(ErrorDetail(node.location, node.key, printable_value(name), "columns of numbers"))
        elif not table[name].map(about[key].allows).all():
            expected = f"{about[key].describe_range()} in every row of column {name}"
            errors.append(ErrorDetail(node.location, node.key, "others, or none", expected))
    return found


def apply_draw(parameters: Parameters, draw: Draw) -> Parameters:
    """The parameters with those of a draw in their places."""
    for key, value in draw:
        parameters = replace_parameter(parameters, key, value)
    return parameters

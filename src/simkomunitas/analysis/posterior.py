"""Draws of the uncertain parameters, from a table with a column for each of them (``turnout.weight_norm``)."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from simkomunitas.ground.catalogue import did_you_mean
from simkomunitas.ground.faults import Fault, shown
from simkomunitas.rules.parameters import Parameters, with_value
from simkomunitas.study.nodes import Node
from simkomunitas.study.settings import parameter_table

Draw = tuple[tuple[str, float], ...]  # parameters by their key and what they are; empty: as the scenario has them
TOP = "parameters."


def read_draws(path: Path, node: Node, count: int, faults: list[Fault]) -> tuple[tuple[Draw, ...], tuple[Draw, ...]]:
    """Two sets of ``count`` rows, spread evenly through the file, without rows in common where there are enough.

    A column that is no parameter, a value outside its range, or a file that cannot be read is a fault.
    """
    table = read_posterior(path, node, faults)
    if table is not None and len(table) < count:
        faults.append(node.fault(f"at least {count} rows", f"it has {len(table)}"))
    if table is None or faults:
        return ((),), ((),)
    first = ((np.arange(count) + 0.5) * len(table) / count).astype(int)
    return draws_of(table, first), draws_of(table, (first + max(1, len(table) // (2 * count))) % len(table))


def read_posterior(path: Path, node: Node, faults: list[Fault]) -> pd.DataFrame | None:
    """A row a draw, a column for each parameter under its key; None, and faults of ``node``, if it is not one."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        faults.append(node.fault("a Parquet file", shown(str(error))))
        return None
    before = len(faults)
    columns = _checked(table, node, faults)
    return None if len(faults) > before else table.rename(columns=columns).astype(float)


def draws_of(table: pd.DataFrame, rows: Iterable[int]) -> tuple[Draw, ...]:
    """Some rows of a posterior as draws."""
    values = table.to_numpy(dtype=float)
    return tuple(tuple(zip(table.columns, map(float, values[row]), strict=True)) for row in rows)


def _checked(table: pd.DataFrame, node: Node, faults: list[Fault]) -> dict[str, str]:
    """The columns of parameters with their keys, ``group.name``; columns that are none are faults."""
    about = {row.key.removeprefix(TOP): row.about for row in parameter_table()}
    found = {str(name): str(name).removeprefix(TOP) for name in table.columns}
    for name, key in found.items():
        if key not in about:
            faults.append(
                Fault(node.place, node.key, shown(name), "columns that are parameters", did_you_mean(key, about))
            )
        elif not pd.api.types.is_numeric_dtype(table[name]):
            faults.append(Fault(node.place, node.key, shown(name), "columns of numbers"))
        elif not table[name].between(about[key].low, about[key].high).all():
            expected = f"numbers from {about[key].low:g} to {about[key].high:g} in column {name}"
            faults.append(Fault(node.place, node.key, "others, or none", expected))
        elif about[key].whole and (table[name] % 1 != 0).any():
            faults.append(Fault(node.place, node.key, "others", f"whole numbers in column {name}"))
    return found


def drawn(parameters: Parameters, draw: Draw) -> Parameters:
    """The parameters with those of a draw in their places."""
    for key, value in draw:
        parameters = with_value(parameters, key, value)
    return parameters

"""Tables of numbers whose columns say what they are: one class gives types, storage and the state-variable table.

A class lists its fields as ``trust: Annotated[float, "in the organizers, 0 to 1"]``, or, with several numbers a row,
as ``habit: Annotated[Numbers, 4, "by arena"]``.  A row is read and written as ``minds[i].trust``, a whole column as
``minds.trust``; compiled code sees a pointer to the row and copies nothing.
"""

from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]
Row_co = TypeVar("Row_co", covariant=True)
KINDS: dict[Any, Any] = {
    float: np.float64, int: np.int64, bool: np.bool_, np.uint64: np.uint64, Numbers: np.float64, Whole: np.int64,
    Flags: np.uint8,  # several flags a row: compiled code knows no nested booleans
}  # fmt: skip


class Table(Protocol[Row_co]):
    """Rows of one class, by number; columns by name."""

    size: int

    def __getitem__(self, row: int) -> Row_co:
        """The row with this number; a window, not a copy."""


class ColumnField(NamedTuple):
    """One column: its name, its type as Python has it, how many numbers a row holds, and what it means."""

    name: str
    kind: Any
    shape: tuple[int, ...]
    meaning: str


def column_fields(row: type) -> list[ColumnField]:
    """The columns a class lists, in order."""
    listed = []
    for name, hint in get_type_hints(row, include_extras=True).items():
        kind, *shape, meaning = get_args(hint)
        listed.append(ColumnField(name, kind, tuple(shape), meaning))
    return listed


@cache
def row_dtype(row: type) -> np.dtype[np.void]:
    """How rows of a class are stored."""
    return np.dtype([(field.name, KINDS[field.kind], field.shape) for field in column_fields(row)], align=True)


def empty_table(row: type, size: int) -> Any:  # noqa: ANN401 - a Table of the class, with columns as attributes
    """A table of so many rows, all numbers zero."""
    return np.zeros(size, row_dtype(row)).view(np.recarray)


def single_row(row: type, **values: Any) -> Any:  # noqa: ANN401 - a row of the class
    """A single row with these values, the others zero."""
    table = np.zeros(1, row_dtype(row))
    for name, value in values.items():
        table[name][0] = value
    return table.view(np.recarray)[0]


def to_compiled_record(values: Any) -> Any:  # noqa: ANN401 - a NamedTuple of numbers, arrays and NamedTuples
    """The same values as one record that compiled code reads through a pointer, under the same names."""
    table = np.zeros(1, _record_dtype(_record_parts(values)))
    table[0] = values
    return table.view(np.recarray)[0]


def _record_parts(values: Any) -> tuple[tuple[Any, ...], ...]:  # noqa: ANN401
    """Names, kinds and shapes of the values; for a NamedTuple among them, again its parts."""
    return tuple((name, *_column_kind(value)) for name, value in zip(values._fields, values, strict=True))


def _column_kind(value: Any) -> tuple[Any, ...]:  # noqa: ANN401
    if isinstance(value, float):
        return (np.float64,)
    if hasattr(value, "_fields"):
        return (_record_parts(value),)
    array = np.asarray(value)
    return array.dtype, array.shape


@cache
def _record_dtype(parts: tuple[tuple[Any, ...], ...]) -> np.dtype[np.void]:
    """How a record of such parts is stored; the same again for the same parts, as Numba looks long at a new one."""
    return np.dtype(
        [(name, _record_dtype(kind), *shape) if isinstance(kind, tuple) else (name, kind, *shape)
         for name, kind, *shape in parts],
        align=True,
    )  # fmt: skip

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
Integers = NDArray[np.int32]  # whole numbers that need no more than 32 bits: rows, weeks, counts
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]
# Without a sign, so that compiled code need not ask whether one counts from the end.
RowNumbers = NDArray[np.uint32]
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


def column_fields(row: Any) -> tuple[ColumnField, ...]:  # noqa: ANN401 - a class
    """The columns that a class lists, in order."""
    return _column_fields(row)


@cache
def _column_fields(row: Any) -> tuple[ColumnField, ...]:  # noqa: ANN401 - a class
    listed = []
    for name, hint in get_type_hints(row, include_extras=True).items():
        if not get_args(hint):
            continue  # of the class as such, not a column
        kind, *shape, meaning = get_args(hint)
        listed.append(ColumnField(name, kind, tuple(shape), meaning))
    return tuple(listed)


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


class Constants:
    """Numbers that do not change while compiled code runs: read as ``parameters.turnout.coefficient_norm``."""

    def __init__(self, record: Any) -> None:  # noqa: ANN401 - a table of one row
        self.__dict__.update(_record=record, _row=record[0], _address=record.ctypes.data)

    @property
    def dtype(self) -> np.dtype[np.void]:
        """How the numbers are stored."""
        dtype: np.dtype[np.void] = self._record.dtype
        return dtype

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a number, an array, or again a record of these
        return getattr(self._row, name)

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - what the record holds under this name
        setattr(self._row, name, value)


def to_compiled_record(values: Any) -> Constants:  # noqa: ANN401 - a NamedTuple of numbers, arrays and NamedTuples
    """The same values as one record that compiled code reads through a pointer, under the same names."""
    table = np.zeros(1, _record_dtype(_record_parts(values)))
    table[0] = values
    return Constants(table.view(np.recarray))


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

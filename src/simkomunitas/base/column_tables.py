"""Tables that are stored by column: one array a column, which compiled code reads through one pointer.

A class lists its columns as ``trust: Annotated[Numbers, "in the organizers, 0 to 1"]``, or, with several numbers a row,
as ``habit: Annotated[Numbers, 4, "by arena"]``.  A number is read and written as ``minds.trust[i]`` or
``minds.habit[i, arena]``; a column of several is stored one after the other, so that a pass over all rows in one arena
goes straight through memory.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from simkomunitas.base.typed_columns import Flags, Integers, Keys, Numbers, RowNumbers, Whole, column_fields

COLUMN_TYPES: dict[Any, Any] = {
    Numbers: np.float64, Integers: np.int32, Whole: np.int64, Flags: np.bool_, Keys: np.uint64,
    RowNumbers: np.uint32,
}  # fmt: skip


if TYPE_CHECKING:

    def row_number(place: object) -> int:
        """The number of a row as it is counted with; as it is kept, without a sign, it is not."""
else:
    row_number = np.int64


class Columns:
    """Base of the tables stored by column; ``size`` is the number of rows.

    Assigning to a column fills it: ``minds.trust = 0.4`` gives all rows this value, and never puts another array in its
    place, as compiled code knows where the columns lie.
    """

    size: int

    def __init__(self, **columns: NDArray[Any]) -> None:
        """The arrays of all columns, by name; they are taken over as they are where type and order are right."""
        arrays = {}
        for field in column_fields(type(self)):
            arrays[field.name] = np.asfortranarray(columns[field.name], COLUMN_TYPES[field.kind])
        self.__dict__.update(arrays, size=len(next(iter(arrays.values()))))
        layout = [self.size]
        for array in arrays.values():
            layout += [array.ctypes.data, *array.shape]
        addresses = np.array(layout, np.int64)
        self.__dict__.update(_layout=addresses, _address=addresses.ctypes.data)

    @classmethod
    def zeros(cls, size: int) -> Self:
        """A table of so many rows, all numbers zero."""
        return cls(
            **{
                field.name: np.zeros((size, *field.shape), COLUMN_TYPES[field.kind], order="F")
                for field in column_fields(cls)
            }
        )

    def __setattr__(self, name: str, values: Any) -> None:  # noqa: ANN401 - whatever fills a column
        getattr(self, name)[...] = values

    def __getitem__(self, name: str) -> NDArray[Any]:
        """A column by its name; KeyError if there is none."""
        if name not in self.column_names():
            raise KeyError(name)
        column: NDArray[Any] = getattr(self, name)
        return column

    def __setitem__(self, name: str, values: Any) -> None:  # noqa: ANN401 - whatever fills a column
        self[name][...] = values

    def __len__(self) -> int:
        return self.size

    @classmethod
    def column_names(cls) -> list[str]:
        """The names of the columns, in order."""
        return [field.name for field in column_fields(cls)]

    def columns(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Every column with its name, in order."""
        return ((name, getattr(self, name)) for name in self.column_names())

    @classmethod
    def row_type(cls, name: str) -> np.dtype[Any]:
        """What a row holds in a column: a number, or several."""
        field = next(field for field in column_fields(cls) if field.name == name)
        return np.dtype((COLUMN_TYPES[field.kind], field.shape))

    def rows(self, chosen: Any) -> Self:  # noqa: ANN401 - a slice, or an array of rows or flags
        """A table of these rows alone: a copy."""
        return type(self)(**{name: np.array(column[chosen]) for name, column in self.columns()})

    def tobytes(self) -> bytes:
        """Every number of the table, column by column."""
        return b"".join(column.tobytes(order="F") for _, column in self.columns())

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_columns, (type(self), dict(self.columns()))


def _rebuild_columns(kind: type[Columns], columns: dict[str, NDArray[Any]]) -> Columns:
    """A table from its columns, as pickle and copy need it."""
    return kind(**{name: np.array(column) for name, column in columns.items()})

"""How compiled code reads a table that is stored by column: through one pointer to where its columns lie.

Numba hands a tuple of arrays over array by array, half a dozen numbers each, at every call of every function; with
fifty columns that costs more time to compile, and to call, than the work itself.  Here a table is one pointer to a
list of whole numbers: the number of rows, then the address and the shape of each column (``Columns``).  That list never
changes while compiled code runs, and the compiler is told so: it reads an address once, before the loop.
"""

import importlib
from typing import Any

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]

from simkomunitas.base.column_tables import Columns
from simkomunitas.base.typed_columns import Constants

cgutils: Any = importlib.import_module("numba.core.cgutils")  # these say nothing of their types
types: Any = importlib.import_module("numba.core.types")
templates: Any = importlib.import_module("numba.core.typing.templates")
extending: Any = importlib.import_module("numba.extending")
arrays: Any = importlib.import_module("numba.np.arrayobj")
numba_type: Any = numba.from_dtype


class ColumnsType(types.Type):  # type: ignore[misc]
    """The type of a table to Numba: its columns and their types."""

    def __init__(self, name: str, columns: tuple[tuple[str, Any], ...]) -> None:
        self.arrays: dict[str, Any] = dict(columns)
        super().__init__(name=f"{name}({', '.join(f'{column}: {kind}' for column, kind in columns)})")

    def layout_place(self, column: str) -> int:
        """Where the address of a column stands in the list of whole numbers."""
        names = list(self.arrays)
        place: int = 1 + sum(1 + self.arrays[name].ndim for name in names[: names.index(column)])
        return place


_known_types: dict[type[Columns], ColumnsType] = {}


@extending.typeof_impl.register(Columns)  # type: ignore[untyped-decorator]
def _type_of_columns(table: Columns, _: object) -> ColumnsType:
    kind = type(table)
    if kind not in _known_types:
        columns = tuple((name, _array_type(column)) for name, column in table.columns())
        _known_types[kind] = ColumnsType(kind.__name__, columns)
    return _known_types[kind]


def _array_type(column: Any) -> Any:  # noqa: ANN401 - as Numba has it
    return types.Array(numba_type(column.dtype), column.ndim, "C" if column.ndim == 1 else "F")


@extending.register_model(ColumnsType)
class _ColumnsModel(extending.models.OpaqueModel):  # type: ignore[misc]
    """A pointer of which nothing is said."""


@extending.unbox(ColumnsType)  # type: ignore[untyped-decorator]
def _unbox_columns(_: Any, table: Any, context: Any) -> Any:  # noqa: ANN401 - as Numba has it
    address = context.pyapi.object_getattr_string(table, "_address")
    pointer = context.pyapi.long_as_voidptr(address)
    context.pyapi.decref(address)
    return extending.NativeValue(pointer)


@extending.infer_getattr
class _ColumnsAttributes(templates.AttributeTemplate):  # type: ignore[misc]
    key = ColumnsType

    def generic_resolve(self, kind: ColumnsType, attribute: str) -> Any:  # noqa: ANN401 - as Numba has it
        return types.intp if attribute == "size" else kind.arrays.get(attribute)


@extending.lower_getattr_generic(ColumnsType)  # type: ignore[untyped-decorator]
def _lower_column(context: Any, builder: Any, kind: ColumnsType, table: Any, attribute: str) -> Any:  # noqa: ANN401 - as Numba has it
    whole = context.get_value_type(types.intp)
    layout = builder.bitcast(table, whole.as_pointer())

    def entry(place: int) -> Any:  # noqa: ANN401 - as Numba has it
        number = builder.load(builder.gep(layout, [ir.Constant(whole, place)]))
        number.set_metadata("invariant.load", builder.module.add_metadata([]))
        return number

    if attribute == "size":
        return entry(0)
    array_type, place = kind.arrays[attribute], kind.layout_place(attribute)
    item = context.get_abi_sizeof(context.get_data_type(array_type.dtype))
    shape = [entry(place + 1 + axis) for axis in range(array_type.ndim)]
    strides = [ir.Constant(whole, item)]
    for length in shape[:-1]:  # the rows of a column lie side by side
        strides.append(builder.mul(strides[-1], length))
    array = context.make_array(array_type)(context, builder)
    data = builder.inttoptr(entry(place), array.data.type)
    arrays.populate_array(
        array, data=data, shape=cgutils.pack_array(builder, shape), strides=cgutils.pack_array(builder, strides),
        itemsize=ir.Constant(whole, item), meminfo=None, parent=None,
    )  # fmt: skip
    return array._getvalue()


class ConstantsType(types.Type):  # type: ignore[misc]
    """The type of a record of constants to Numba: where each number stands."""

    def __init__(self, dtype: Any) -> None:  # noqa: ANN401 - of NumPy
        self.dtype = dtype
        super().__init__(name=f"Constants({dtype})")


@extending.typeof_impl.register(Constants)  # type: ignore[untyped-decorator]
def _type_of_constants(constants: Constants, _: object) -> ConstantsType:
    return ConstantsType(constants.dtype)


@extending.register_model(ConstantsType)
class _ConstantsModel(extending.models.OpaqueModel):  # type: ignore[misc]
    """A pointer of which nothing is said."""


extending.unbox(ConstantsType)(_unbox_columns)


@extending.infer_getattr
class _ConstantsAttributes(templates.AttributeTemplate):  # type: ignore[misc]
    key = ConstantsType

    def generic_resolve(self, kind: ConstantsType, attribute: str) -> Any:  # noqa: ANN401 - a type of Numba
        if attribute not in kind.dtype.names:
            return None
        field = kind.dtype.fields[attribute][0]
        if field.names:
            return ConstantsType(field)
        if field.shape:
            return types.Array(numba_type(field.base), len(field.shape), "C")
        return numba_type(field)


@extending.lower_getattr_generic(ConstantsType)  # type: ignore[untyped-decorator]
def _lower_constant(context: Any, builder: Any, kind: ConstantsType, constants: Any, attribute: str) -> Any:  # noqa: ANN401
    field, offset = kind.dtype.fields[attribute][:2]
    whole = context.get_value_type(types.intp)
    place = builder.gep(constants, [ir.Constant(whole, offset)])
    if field.names:
        return place
    data_type = context.get_data_type(numba_type(field.base))
    pointer = builder.bitcast(place, data_type.as_pointer())
    if not field.shape:
        number = builder.load(pointer)
        number.set_metadata("invariant.load", builder.module.add_metadata([]))
        return context.data_model_manager[numba_type(field)].from_data(builder, number)
    array = context.make_array(types.Array(numba_type(field.base), len(field.shape), "C"))(context, builder)
    strides = [field.base.itemsize * int(np.prod(field.shape[axis + 1 :])) for axis in range(len(field.shape))]
    arrays.populate_array(
        array, data=pointer, shape=cgutils.pack_array(builder, [ir.Constant(whole, n) for n in field.shape]),
        strides=cgutils.pack_array(builder, [ir.Constant(whole, n) for n in strides]),
        itemsize=ir.Constant(whole, field.base.itemsize), meminfo=None, parent=None,
    )  # fmt: skip
    return array._getvalue()

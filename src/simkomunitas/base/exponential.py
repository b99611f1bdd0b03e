"""The exponential function in a form that a compiler can work out for many numbers at once.

The one of the C library is called number by number, and a pass that calls it goes through the residents one by one.
Here x is split into a whole power of two and a rest, for which a polynomial stands.  Of 10 million numbers from -700 to
700 none lies farther than 2 units in the last place from the exact value.  Compiled and in plain Python it gives the
same bits, on every machine: no step of it may be fused or taken in another order.
"""

import importlib
import struct
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]

from simkomunitas.base.compilation_cache import IS_PURE_PYTHON, compiled

types: Any = importlib.import_module("numba.core.types")  # these say nothing of their types
intrinsic: Any = importlib.import_module("numba.extending").intrinsic

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93145751953125e-1, 1.42860682030941723212e-6  # their sum is the logarithm of two [Cephes]
TO_WHOLE = 6755399441055744.0  # 1.5 times two to the 52nd: added to a number it leaves the nearest whole one
LARGEST = 700.0  # beyond it, and below its negative, the result is that of the bound


@intrinsic  # type: ignore[untyped-decorator]
def _compiled_bits(_: Any, number: Any) -> Any:  # noqa: ANN401 - as Numba has it
    def generate(__: Any, builder: Any, ___: Any, arguments: Any) -> Any:  # noqa: ANN401
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(number), generate


@intrinsic  # type: ignore[untyped-decorator]
def _compiled_number(_: Any, bits: Any) -> Any:  # noqa: ANN401 - as Numba has it
    def generate(__: Any, builder: Any, ___: Any, arguments: Any) -> Any:  # noqa: ANN401
        return builder.bitcast(arguments[0], ir.DoubleType())

    return types.float64(bits), generate


def _plain_bits(number: float) -> int:
    return int(struct.unpack("<q", struct.pack("<d", number))[0])


def _plain_number(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<q", bits))[0])


PLAIN_FUNCTIONS = ((_compiled_bits, _plain_bits), (_compiled_number, _plain_number))  # what compiled ones are in Python
bits_of: Any = _plain_bits if IS_PURE_PYTHON else _compiled_bits
number_of: Any = _plain_number if IS_PURE_PYTHON else _compiled_number


@compiled
def exponential(x: float) -> float:
    """E to the power of x; beyond plus or minus 700 that of the bound.

    >>> exponential(0.0), round(exponential(1.0), 12)
    (1.0, 2.718281828459)
    """
    bounded = max(-LARGEST, min(LARGEST, x))
    shifted = bounded * LOG2_E + TO_WHOLE
    power = shifted - TO_WHOLE
    rest = (bounded - power * LN2_HIGH) - power * LN2_LOW
    series = 1.0 + rest * (1.0 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24 + rest * (1 / 120 + rest * (
        1 / 720 + rest * (1 / 5040 + rest * (1 / 40320 + rest * (1 / 362880 + rest * (1 / 3628800 + rest * (
            1 / 39916800 + rest * (1 / 479001600 + rest * (1 / 6227020800)))))))))))))  # fmt: skip
    power_of_two: float = number_of((bits_of(shifted) - bits_of(TO_WHOLE) + 1023) << 52)
    return series * power_of_two

"""Parameters that say what they are: default, kind or unit, range, meaning and source in one line.

``rate: Annotated[float, Quantity("…", "1/week", 0, 1, BANDURA_1997)] = 0.1``
``gate: Annotated[float, Quantity("…", SHARE, 0, 1)] = 0.5``
"""

from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple, get_args, get_type_hints

from simkomunitas.base.references import ASSUMED, Source

SLIDER_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
MAX_SLIDER_POSITIONS = 120  # positions of a slider, about


class QuantityKind(NamedTuple):
    """A kind of number, and what follows from it wherever the number is checked, drawn, moved, shown or stored.

    A kind is called for another unit of the same kind: ``SHARE("share of calls")``.
    """

    name: str
    unit: str = ""  # where the quantity names no other
    low: float = -inf  # no quantity of the kind has a wider range
    high: float = inf
    is_whole: bool = False  # counted: between two whole numbers nothing changes, or the engine cannot tell them apart
    display_multiplier: int = 1  # of a value where people look at it

    def __call__(self, unit: str) -> "QuantityKind":
        """The kind with a unit of its own."""
        return self._replace(unit=unit)

    def allows(self, value: float) -> bool:
        """Whether a number is of this kind."""
        if self == POWER_OF_TWO and int(value) & (int(value) - 1):
            return False
        return self.low <= value <= self.high and not (self.is_whole and value % 1)

    def slider_step(self, low: float, high: float) -> float:
        """How far one position of a slider from ``low`` to ``high`` goes."""
        steps = () if self.is_whole else SLIDER_STEPS
        return next((step for step in steps if (high - low) / step <= MAX_SLIDER_POSITIONS), 1.0)

    def describe_range(self, low: float, high: float) -> str:
        """What is allowed, in words.

        >>> SHARE.describe_range(0, 0.5), YES_NO.describe_range(0, 1), WHOLE_NUMBER.describe_range(2, 9)
        ('a number from 0 to 0.5 (share)', '0 or 1', 'a whole number from 2 to 9')
        """
        if self == YES_NO:
            return "0 or 1"
        number = POWER_OF_TWO.name if self == POWER_OF_TWO else "whole number" if self.is_whole else "number"
        unit = f" ({self.unit})" if self.unit else ""
        return f"a {number} from {_format_bound(low)} to {_format_bound(high)}{unit}"


def _format_bound(bound: float) -> str:
    """A bound with all its digits, those of a large whole number too."""
    return str(bound) if isinstance(bound, int) else f"{bound:.15g}"


NUMBER = QuantityKind("number")
WHOLE_NUMBER = QuantityKind("whole number", is_whole=True)
POWER_OF_TWO = QuantityKind("power of two", low=1, is_whole=True)  # of designs; nothing that varies
SHARE = QuantityKind("share", "share", 0, 1, display_multiplier=100)
YES_NO = QuantityKind("yes or no", "yes or no", 0, 1, is_whole=True)
HOURS = QuantityKind("hours", "hours", 0)
WEEKS = QuantityKind("weeks", "weeks", 0, is_whole=True)
MONEY = QuantityKind("money", "thousand rupiah", 0, is_whole=True)


@dataclass(frozen=True)
class Quantity:
    """What a reader, a YAML file and the app must know of a number; ValueError for a range its kind cannot have."""

    meaning: str
    kind_or_unit: QuantityKind | str  # a unit is that of a number
    low: float
    high: float
    source: Source = ASSUMED

    def __post_init__(self) -> None:
        """Refuse a range that a quantity of the kind cannot have."""
        if not (self.low < self.high and self.kind.allows(self.low) and self.kind.allows(self.high)):
            raise ValueError(f"{self.meaning}: the kind {self.kind.name} has no range from {self.low} to {self.high}")

    @property
    def kind(self) -> QuantityKind:
        """The kind of number that it is."""
        return NUMBER(self.kind_or_unit) if isinstance(self.kind_or_unit, str) else self.kind_or_unit

    @property
    def unit(self) -> str:
        """The unit; empty for what is only counted."""
        return self.kind.unit

    def allows(self, value: float) -> bool:
        """Whether it can have a value."""
        return self.low <= value <= self.high and self.kind.allows(value)

    def describe_range(self) -> str:
        """What it can be, in words: ``a whole number from 0 to 520 (weeks)``."""
        return self.kind.describe_range(self.low, self.high)


def block_quantities(block: type) -> dict[str, Quantity]:
    """The quantities of a block of parameters, by name, in the order in which they are written."""
    hints = get_type_hints(block, include_extras=True)
    return {name: get_args(hint)[1] for name, hint in hints.items()}


class ParameterRow(NamedTuple):
    """One line of the parameter table."""

    key: str
    default: float
    quantity: Quantity


def parameter_rows(blocks: Any) -> list[ParameterRow]:  # noqa: ANN401 - any NamedTuple of blocks
    """Every parameter of a NamedTuple of blocks, in order, under its dotted key."""
    return [
        ParameterRow(f"{block}.{name}", float(getattr(default, name)), about)
        for block, default in blocks._asdict().items()
        for name, about in block_quantities(type(default)).items()
    ]

"""Parameters that say what they are: default, unit, range, meaning and source in one line.

``rate: Annotated[float, Quantity("…", "1/week", 0, 1, BANDURA_1997)] = 0.1``
"""

from typing import Any, NamedTuple, get_args, get_type_hints

from simkomunitas.base.references import ASSUMED, Source


class Quantity(NamedTuple):
    """What a reader, a YAML file and the app must know of one parameter."""

    meaning: str
    unit: str
    low: float
    high: float
    source: Source = ASSUMED
    whole: bool = False  # counted: between two whole numbers nothing changes, or the engine cannot tell them apart


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

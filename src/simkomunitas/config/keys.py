"""How a key of a configuration is checked: rules made from the blocks of parameters and from the catalogues."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.nodes import Dotted

DECIMAL_COMMA = re.compile(r"([-+]?[0-9]{1,3}(?:\.[0-9]{3})*|[-+]?[0-9]+),([0-9]+)")
THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{3}){2,}")


def refused(expected: str, hint: str = "") -> PydanticCustomError:
    """What a validator raises: what it expected instead, and how to mend it."""
    return PydanticCustomError("refused", "refused", {"expected": expected, "hint": hint})


def span(about: Quantity) -> str:
    """What is allowed for a quantity, in words."""
    if about.unit == "yes or no":
        return "0 or 1"
    kind = "a whole number" if about.whole else "a number"
    return f"{kind} from {about.low:.15g} to {about.high:.15g} ({about.unit})"


def number(about: Quantity, value: object) -> float:
    """A number that a quantity may have; anything else is refused, also what can be read in two ways."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refused(span(about), separators(value))
    if not about.low <= value <= about.high:
        raise refused(span(about), separators(value))
    if isinstance(value, Dotted) and about.low <= value * 1000 <= about.high:
        raise refused("a number that can be read in one way only", separators(value))
    if about.whole and value != int(value):
        raise refused(span(about))
    return float(value) + 0.0  # minus zero is zero


def whole(low: int, high: int, default: int, meaning: str) -> tuple[Any, Any]:
    """A key for a whole number within a range."""

    def check(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise refused(f"a whole number from {low} to {high}", separators(value))

    return Annotated[int, BeforeValidator(check)], Field(default, ge=low, le=high, description=meaning)


def separators(value: object) -> str:
    """A hint for somebody who writes numbers in the Indonesian way, or puts them in quotes.

    >>> separators("0,5"), separators(Dotted(25.0))
    ('write 0.5: decimals take a point', 'write 25 or 25000, without a point between thousands')
    """
    if isinstance(value, Dotted):
        return f"write {float(value):.15g} or {value * 1000:.0f}, without a point between thousands"
    if isinstance(value, float):
        return f"write {value:.0f}" if value.is_integer() else ""
    if not isinstance(value, str):
        return ""
    if found := DECIMAL_COMMA.fullmatch(value):
        return f"write {found[1].replace('.', '')}.{found[2]}: decimals take a point"
    if THOUSANDS.fullmatch(value):
        return f"write {value.replace('.', '')}, without points between thousands"
    return "take away the quotes" if re.fullmatch(r"[-+]?[0-9.]+", value) else ""


class Strict(BaseModel):
    """No conversions, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def nothing_is_empty(value: object) -> object:
    """A section without entries (all of them comments) keeps every default."""
    return {} if value is None else value


Fields = dict[str, Any]


def section(name: str, fields: Fields, about: str = "") -> Any:  # noqa: ANN401 - a type made at run time
    """The type of a mapping with these keys."""
    return create_model(name, __base__=Strict, __doc__=about, **fields)


def optional(model: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a type made at run time
    """A section that may be left out or left empty."""
    return Annotated[model, BeforeValidator(nothing_is_empty)], Field(default_factory=model)


@lru_cache(maxsize=None, typed=True)
def block(default: Any) -> Any:  # noqa: ANN401 - any NamedTuple of quantities, switches or blocks
    """The type of the section for a block of parameters."""
    kind = type(default)
    hints = get_type_hints(kind, include_extras=True)
    fields = {name: _field(name, hint, getattr(default, name)) for name, hint in hints.items()}
    return section(kind.__name__, fields, kind.__doc__ or "")


def _field(name: str, hint: Any, default: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a type hint and a value
    """One key of a section: a number with its range, a switch, or a section of its own."""
    if hasattr(default, "_asdict"):
        return optional(block(default))
    about = get_args(hint)[1]
    if isinstance(default, bool):
        return bool, Field(default, description=getattr(about, "meaning", str(about)))
    checked = Annotated[float, BeforeValidator(partial(number, about))]
    kind: dict[str, Any] = {"type": "integer", "default": int(default)} if about.whole else {}
    described = Field(
        float(default),
        ge=about.low,
        le=about.high,
        description=f"{about.meaning} [{about.unit}]",
        json_schema_extra=kind | {"unit": about.unit, "source": str(about.source)},
    )
    return checked, described


def known(catalogue: Mapping[str, object], what: str) -> Any:  # noqa: ANN401 - a type made at run time
    """A name in a catalogue, as it is at the moment of reading."""

    def check(name: str) -> str:
        if name in catalogue:
            return name
        raise refused(what, suggest_name(name, catalogue))

    def tell(schema: dict[str, Any]) -> None:
        schema["enum"] = list(catalogue)

    return Annotated[str, AfterValidator(check), Field(json_schema_extra=tell)]


def word(value: object) -> str:
    """A word for a table: text, or a number or true or false as a table would have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    raise refused("a word or a number")

"""How a key of a configuration is checked: rules made from the blocks of parameters and from the catalogues."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.quantity import Quantity
from simkomunitas.config.config_nodes import DottedNumber

DECIMAL_COMMA_PATTERN = re.compile(r"([-+]?[0-9]{1,3}(?:\.[0-9]{3})*|[-+]?[0-9]+),([0-9]+)")
THOUSANDS_PATTERN = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{3}){2,}")


def value_error(expected: str, fix: str = "") -> PydanticCustomError:
    """What a validator raises: what it expected instead, and how to mend it."""
    return PydanticCustomError("refused", "refused", {"expected": expected, "hint": fix})


def format_allowed_range(quantity: Quantity) -> str:
    """What is allowed for a quantity, in words."""
    if quantity.unit == "yes or no":
        return "0 or 1"
    kind = "a whole number" if quantity.whole else "a number"
    return f"{kind} from {quantity.low:.15g} to {quantity.high:.15g} ({quantity.unit})"


def validate_number(quantity: Quantity, value: object) -> float:
    """A number that a quantity may have; anything else is refused, also what can be read in two ways."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise value_error(format_allowed_range(quantity), suggest_number_spelling(value))
    if not quantity.low <= value <= quantity.high:
        raise value_error(format_allowed_range(quantity), suggest_number_spelling(value))
    if isinstance(value, DottedNumber) and quantity.low <= value * 1000 <= quantity.high:
        raise value_error("a number that can be read in one way only", suggest_number_spelling(value))
    if quantity.whole and value != int(value):
        raise value_error(format_allowed_range(quantity))
    return float(value) + 0.0  # minus zero is zero


def integer_field(low: int, high: int, default: int, description: str) -> tuple[Any, Any]:
    """A key for a whole number within a range."""

    def check_integer(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise value_error(f"a whole number from {low} to {high}", suggest_number_spelling(value))

    return Annotated[int, BeforeValidator(check_integer)], Field(default, ge=low, le=high, description=description)


def suggest_number_spelling(value: object) -> str:
    """A hint for somebody who writes numbers in the Indonesian way, or puts them in quotes.

    >>> suggest_number_spelling("0,5"), suggest_number_spelling(DottedNumber(25.0))
    ('write 0.5: decimals take a point', 'write 25 or 25000, without a point between thousands')
    """
    if isinstance(value, DottedNumber):
        return f"write {float(value):.15g} or {value * 1000:.0f}, without a point between thousands"
    if isinstance(value, float):
        return f"write {value:.0f}" if value.is_integer() else ""
    if not isinstance(value, str):
        return ""
    if found := DECIMAL_COMMA_PATTERN.fullmatch(value):
        return f"write {found[1].replace('.', '')}.{found[2]}: decimals take a point"
    if THOUSANDS_PATTERN.fullmatch(value):
        return f"write {value.replace('.', '')}, without points between thousands"
    return "take away the quotes" if re.fullmatch(r"[-+]?[0-9.]+", value) else ""


class StrictModel(BaseModel):
    """No conversions, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def empty_section_if_none(value: object) -> object:
    """A section without entries (all of them comments) keeps every default."""
    return {} if value is None else value


FieldDefinitions = dict[str, Any]


def build_section_model(name: str, fields: FieldDefinitions, description: str = "") -> Any:  # noqa: ANN401 - a type made at run time
    """The type of a mapping with these keys."""
    return create_model(name, __base__=StrictModel, __doc__=description, **fields)


def optional_section(model: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a type made at run time
    """A section that may be left out or left empty."""
    return Annotated[model, BeforeValidator(empty_section_if_none)], Field(default_factory=model)


@lru_cache(maxsize=None, typed=True)
def build_block_model(default: Any) -> Any:  # noqa: ANN401 - any NamedTuple of quantities, switches or blocks
    """The type of the section for a block of parameters."""
    kind = type(default)
    hints = get_type_hints(kind, include_extras=True)
    fields = {name: _block_field(name, hint, getattr(default, name)) for name, hint in hints.items()}
    return build_section_model(kind.__name__, fields, kind.__doc__ or "")


def _block_field(name: str, fix: Any, default: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a type hint and a value
    """One key of a section: a number with its range, a switch, or a section of its own."""
    if hasattr(default, "_asdict"):
        return optional_section(build_block_model(default))
    about = get_args(fix)[1]
    if isinstance(default, bool):
        return bool, Field(default, description=getattr(about, "meaning", str(about)))
    checked = Annotated[float, BeforeValidator(partial(validate_number, about))]
    kind: dict[str, Any] = {"type": "integer", "default": int(default)} if about.whole else {}
    described = Field(
        float(default),
        ge=about.low,
        le=about.high,
        description=f"{about.meaning} [{about.unit}]",
        json_schema_extra=kind | {"unit": about.unit, "source": str(about.source)},
    )
    return checked, described


def catalogue_name_type(catalogue: Mapping[str, object], expected: str) -> Any:  # noqa: ANN401 - a type made at run time
    """A name in a catalogue, as it is at the moment of reading."""

    def check_catalogue_name(name: str) -> str:
        if name in catalogue:
            return name
        raise value_error(expected, suggest_name(name, catalogue))

    def add_enum(schema: dict[str, Any]) -> None:
        schema["enum"] = list(catalogue)

    return Annotated[str, AfterValidator(check_catalogue_name), Field(json_schema_extra=add_enum)]


def parse_cell_word(value: object) -> str:
    """A word for a table: text, or a number or true or false as a table would have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:.15g}"
    raise value_error("a word or a number")

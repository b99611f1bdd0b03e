"""JSON from outside: only what a browser can write, and only so much of it."""

import json
import math
from typing import Any, NoReturn

MAX_DEPTH = 16  # lists and mappings in one another
MAX_NUMBER_LENGTH = 25  # characters: a browser writes 1e21 and beyond with an exponent


def parse_strict_json(text: str | bytes, most: int, max_depth: int = MAX_DEPTH) -> Any:  # noqa: ANN401 - JSON
    """The value in a text of at most so many characters; ValueError for whatever no browser writes.

    Refused are texts that are too long or nested too deep, numbers that are not finite or too long, and halves of
    characters, which no file and no socket takes.
    """
    if len(text) > most:
        raise ValueError("too long")
    try:
        value = json.loads(
            text, parse_constant=_refuse_constant, parse_int=_parse_integer, parse_float=_parse_finite_number
        )
    except RecursionError:
        raise ValueError("nested too deep") from None
    _check_parts(value, max_depth)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _parse_integer(digits: str) -> int:
    if len(digits) > MAX_NUMBER_LENGTH:
        raise ValueError("a number with too many digits")
    return int(digits)


def _parse_finite_number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number beyond all bounds")
    return number


def _check_parts(value: Any, max_depth: int) -> None:  # noqa: ANN401 - JSON
    """Refuse a value that is nested too deep or holds half a character; without recursion, whatever it is."""
    waiting = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, str):
            part.encode()  # UnicodeEncodeError is a ValueError
        elif isinstance(part, list | dict):
            if depth > max_depth:
                raise ValueError("nested too deep")
            waiting += [(inner, depth + 1) for inner in part]
            waiting += [(inner, depth + 1) for inner in part.values()] if isinstance(part, dict) else []

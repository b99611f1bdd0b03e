"""What is wrong with an entry that somebody adds to a catalogue: names, shapes, ranges, signatures."""

import inspect
import math
import numbers
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.input_errors import ErrorDetail, printable_value


def find_class_errors(place: str, entry: Any, base: type, *, closed: bool) -> Iterator[ErrorDetail]:  # noqa: ANN401
    """Whether an entry is a class made from ``base`` that can be made without inputs.

    An attribute that ``base`` has under nearly the same name is refused; where it is ``closed``, any other attribute
    whose name does not begin with _, because nobody would look at it.
    """
    if not isinstance(entry, type) or not issubclass(entry, base):
        yield ErrorDetail(place, "class", printable_value(entry), f"a class made from {base.__name__}")
        return
    known = [name for name in dir(base) if not name.startswith("_")] + list(base.__annotations__)
    own = {name for kind in entry.__mro__ if kind not in base.__mro__ for name in vars(kind)}
    for name in sorted(name for name in own if not name.startswith("_") and name not in known):
        hint = suggest_name(name, known)
        if closed or hint.startswith("did"):
            yield ErrorDetail(place, name, "", f"no attribute of {base.__name__}, so it would be ignored", hint)
    try:
        entry()
    except Exception as error:
        yield ErrorDetail(place, "class", f"{type(error).__name__}: {error}", "a class that can be made without inputs")


def find_signature_errors(place: str, key: str, function: Any, *inputs: str) -> Iterator[ErrorDetail]:  # noqa: ANN401
    """Whether something can be called with these inputs, one after the other."""
    expected = f"a function of ({', '.join(inputs)})"
    if not callable(function):
        yield ErrorDetail(place, key, printable_value(function), expected)
        return
    try:
        signature = inspect.signature(function)
    except ValueError:  # some functions of libraries do not tell
        return
    try:
        signature.bind(*inputs)
    except TypeError:
        yield ErrorDetail(place, key, f"{signature}", expected)


def find_weight_errors(place: str, key: str, weights: Any, names: Sequence[str], what: str) -> Iterator[ErrorDetail]:  # noqa: ANN401
    """Whether these are weights by name: known names, finite numbers of at least 0, not all of them 0."""
    if not isinstance(weights, Mapping) or not weights:
        yield ErrorDetail(
            place, key, printable_value(weights), f"weights by the name of {what}", f"known: {', '.join(names)}"
        )
        return
    for name, weight in weights.items():
        if name not in names:
            yield ErrorDetail(place, f"{key}.{name}", "", what, suggest_name(str(name), names))
        elif not is_number(weight) or not 0 <= weight < math.inf:
            yield ErrorDetail(place, f"{key}.{name}", printable_value(weight), "a number of at least 0")
    if not any(weight != 0 for weight in weights.values()):
        yield ErrorDetail(place, key, "all 0", "at least one weight above 0")


def is_number(value: object) -> bool:
    """Whether a value is one real number, of Python or of NumPy, NaN among them; True and False are none."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def find_source_errors(place: str, sources: Any, kind: type) -> Iterator[ErrorDetail]:  # noqa: ANN401
    """Whether these are sources, in a tuple."""
    if not isinstance(sources, tuple) or not all(isinstance(source, kind) for source in sources):
        hint = "with one source a comma at the end: (BANDURA_1997,)"
        yield ErrorDetail(place, "sources", printable_value(sources), "a tuple of sources", hint)

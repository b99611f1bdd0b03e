"""Names that do not exist: what was probably meant, or what to write instead."""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import ParamSpec, TypeVar

from simkomunitas.base.catalogue import suggest_name

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def build_missing_name_error(owner: str, name: str, known: Iterable[str], hints: Mapping[str, str]) -> AttributeError:
    """What to raise for a name that an object does not have.

    >>> build_missing_name_error("simkomunitas", "compair", ["compare", "run"], {})
    AttributeError("simkomunitas has no 'compair'; did you mean 'compare'?")
    """
    if name.startswith("_"):
        return AttributeError(f"{owner} has no {name!r}")
    every = {one for one in known if not one.startswith("_")}
    twins = {one.lower() for one in every if not one.islower()} & every  # names that differ in capitals alone
    public = [one for one in every if one.lower() not in twins or one.islower() == name.islower()]
    return AttributeError(f"{owner} has no {name!r}; {hints.get(name) or suggest_name(name, public)}")


def suggest_arguments(
    hints: Mapping[str, str], target: Callable[..., object] | None = None
) -> Callable[[Callable[Given, Returned]], Callable[Given, Returned]]:
    """Decorate a function so that an argument it does not have raises TypeError with a hint at what to write.

    target: the function that takes what this one passes on; without it, a function with ``**`` takes any name.
    """

    def decorate(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
        known = {one: part for taker in (function, target or function) for one, part in _parameters_of(taker).items()}
        is_open = target is None and any(one.kind is one.VAR_KEYWORD for one in known.values())

        @functools.wraps(function)
        def call(*args: Given.args, **named: Given.kwargs) -> Returned:
            for name in named:
                if name in hints or (name not in known and not is_open):
                    hint = hints.get(name) or suggest_name(name, known)
                    raise TypeError(f"sk.{function.__name__} has no argument {name!r}; {hint}")
            return function(*args, **named)

        return call

    return decorate


def _parameters_of(function: Callable[..., object]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(function).parameters

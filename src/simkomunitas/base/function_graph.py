"""Functions made anew with some of those that they call replaced, so that no part of a program has to be copied."""

from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any

from simkomunitas.base.compilation_cache import PACKAGE, python_function

Function = Callable[..., Any]
Finish = Callable[[Function, Any], Function]  # what is called, from an original and the copy that takes its place


class FunctionGraph:
    """A function and all that it calls, rebuilt from below wherever something has been replaced."""

    def __init__(self, replacements: Mapping[int, Function], finish: Finish) -> None:
        """replacements: by ``id`` of what they replace."""
        self._rebuilt: dict[int, Function] = dict(replacements)
        self._finish = finish

    def rebuild(self, original: Function) -> Function:
        """The function with what was replaced below it; itself, where nothing was."""
        if id(original) not in self._rebuilt:
            self._rebuilt[id(original)] = self._rebuild_anew(original)
        return self._rebuilt[id(original)]

    def _rebuild_anew(self, original: Function) -> Function:
        plain = python_function(original)
        called = {name: plain.__globals__[name] for name in _global_names(plain.__code__) if name in plain.__globals__}
        changed = {
            name: new
            for name, old in called.items()
            if (id(old) in self._rebuilt or _is_own_function(old)) and (new := self.rebuild(old)) is not old
        }
        return self._finish(original, _copy_function(plain, changed) if changed else plain)


def _copy_function(function: Any, changed: Mapping[str, Function]) -> FunctionType:  # noqa: ANN401 - a plain function
    """The same code among other names."""
    copy = FunctionType(
        function.__code__, function.__globals__ | dict(changed), function.__name__, function.__defaults__,
        function.__closure__,
    )  # fmt: skip
    copy.__qualname__, copy.__doc__ = function.__qualname__, function.__doc__
    return copy


def _global_names(code: CodeType) -> Iterator[str]:
    """The names that a piece of code looks up, those within it included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)


def _is_own_function(value: object) -> bool:
    """Whether a value is a function of this package, compiled or not."""
    plain = python_function(value) if callable(value) else None
    return isinstance(plain, FunctionType) and plain.__module__.partition(".")[0] == PACKAGE.name

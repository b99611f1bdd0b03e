"""A function of one's own in the place of a rule: kept as text, so that every process has it and its content a name."""

import __future__

import ast
import builtins
import hashlib
import importlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from simkomunitas.base.source_digest import syntax_digest

ALLOWED_BUILTINS = ("abs", "bool", "float", "int", "len", "max", "min", "range", "round")
ALLOWED_MODULES = ("math", "numpy")  # and the rules of the model; nothing else is the same in every process
MODULE_NAME = f"{__name__}.functions"  # what the functions take for their module


class FunctionText(NamedTuple):
    """A function as it was written, and the line of the file on which it begins."""

    line: int
    text: str


@dataclass(frozen=True)
class RuleReplacement:
    """A plain Python function that stands in the place of a rule.

    Where it was written serves messages and breakpoints, and is no part of what it is.
    """

    function: str  # its name
    parts: tuple[FunctionText, ...]  # the functions that it calls, then itself
    constants: tuple[tuple[str, float], ...] = ()  # numbers of its file that it uses, by name
    imports: tuple[tuple[str, str], ...] = ()  # names from elsewhere: ("exp", "math.exp")
    file: str = ""

    @property
    def reference(self) -> str:
        """How a file of a scenario names it."""
        return f"{self.file}:{self.function}"

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits for what it does: comments, docstrings, file and lines do not count."""
        texts = [syntax_digest(part.text.encode()) for part in self.parts]
        whole = json.dumps([self.function, texts, self.constants, self.imports])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def text(self) -> str:
        """A file of Python with the function and all that it needs."""
        modules = dict.fromkeys(_import_line(name, origin) for name, origin in self.imports)
        numbers = [f"{name} = {value!r}" for name, value in self.constants]
        return "\n\n\n".join([*("\n".join(lines) for lines in (modules, numbers) if lines),
                              *(part.text.rstrip() for part in self.parts)]) + "\n"  # fmt: skip

    def build_function(self) -> Callable[..., Any]:
        """The function itself, made anew; a breakpoint in its file stops in it."""
        namespace: dict[str, Any] = {"__name__": MODULE_NAME, "__builtins__": _allowed_builtins()}
        namespace |= dict(self.constants) | {name: _import_name(origin) for name, origin in self.imports}
        for part in self.parts:
            tree = ast.increment_lineno(ast.parse(part.text), part.line - 1)
            exec(compile(tree, self.file, "exec", __future__.annotations.compiler_flag), namespace)
        function: Callable[..., Any] = namespace[self.function]
        return function


RuleReplacements = tuple[tuple[str, RuleReplacement], ...]  # by the name of the rule, in their order


def _allowed_builtins() -> dict[str, Any]:
    return {name: getattr(builtins, name) for name in ALLOWED_BUILTINS}


def _import_name(origin: str) -> Any:  # noqa: ANN401 - a module, a function or a number
    """What a name stands for: a module, or something in it."""
    if origin in ALLOWED_MODULES:
        return importlib.import_module(origin)
    module, _, name = origin.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _import_line(name: str, origin: str) -> str:
    module, _, last = origin.rpartition(".")
    renamed = "" if name in (last, origin) else f" as {name}"
    return f"from {module} import {last}{renamed}" if module else f"import {origin}{renamed}"


def rule_texts(replacements: Iterable[RuleReplacements]) -> dict[str, str]:
    """The files of all functions that stand for rules in some scenarios, by the names they have in a results folder."""
    return {f"rules/{name}-{one.function}-{one.digest}.py": one.text for rows in replacements for name, one in rows}

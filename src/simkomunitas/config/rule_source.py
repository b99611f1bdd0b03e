"""From a Python file, or a function in memory, to the text of a rule of one's own and of everything it needs.

A file is only read, never run: what it would do when it is loaded has no part in the rule.
"""

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.compilation_cache import python_function
from simkomunitas.config.scalar_checks import UnfitValueError
from simkomunitas.model.rules import rules
from simkomunitas.model.rules.rule_replacement import (
    ALLOWED_BUILTINS,
    ALLOWED_MODULES,
    FunctionText,
    RuleReplacement,
)

FunctionNode = ast.FunctionDef
FORBIDDEN: dict[type[ast.AST], str] = {
    ast.Global: "keeps something between two calls (global)",
    ast.Nonlocal: "keeps something between two calls (nonlocal)",
    ast.Import: "imports something; imports stand at the top of the file",
    ast.ImportFrom: "imports something; imports stand at the top of the file",
    ast.With: "opens something (with)",
    ast.Try: "catches errors (try)",
    ast.Yield: "gives its values one by one (yield)",
    ast.Await: "waits for something (await)",
    ast.Lambda: "holds a function of its own (lambda)",
    ast.ClassDef: "holds a class",
    ast.Delete: "deletes something (del)",
    ast.Starred: "takes or passes a list with *",
}


class Module(NamedTuple):
    """What the names of a file stand for, as far as a rule may use them."""

    file: str
    functions: Mapping[str, FunctionText]
    constants: Mapping[str, float]
    imports: Mapping[str, str]


def replace_by_file(path: Path, name: str) -> RuleReplacement:
    """The function of that name in a file; UnfitValueError where there is none, or it cannot stand for a rule."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, ValueError, SyntaxError) as error:
        raise UnfitValueError("a file of Python", f"{path.name}: {str(error).splitlines()[0]}") from error
    module = _read_module(path, text, tree)
    if name not in module.functions:
        raise UnfitValueError("a function of that file", suggest_name(name, module.functions))
    return _assemble_replacement(name, module)


def replace_by_function(function: Callable[..., Any]) -> RuleReplacement:
    """A function in memory; UnfitValueError where it is none that was written down, or it cannot stand for a rule."""
    plain = python_function(function)
    if not isinstance(plain, FunctionType):
        raise UnfitValueError("a plain function", "write it with def, in a file or a cell of a notebook")
    known = plain.__globals__ | dict(inspect.getclosurevars(plain).nonlocals)
    found = {name: python_function(value) for name, value in known.items()}
    plain_functions = {name: value for name, value in found.items() if isinstance(value, FunctionType)}
    imports = {name: origin for name, value in known.items() if (origin := _import_origin(value))}
    own = {name: value for name, value in plain_functions.items() if name not in imports} | {plain.__name__: plain}
    used = _reachable_names(plain.__name__, own)
    module = Module(
        inspect.getsourcefile(plain) or "",
        {name: _function_text(own[name]) for name in used if name in own},
        {name: float(value) for name, value in known.items() if _is_constant(value)},
        imports,
    )
    return _assemble_replacement(plain.__name__, module)


def _function_text(function: FunctionType) -> FunctionText:
    try:
        lines, first = inspect.getsourcelines(function)
    except (OSError, TypeError) as error:
        raise UnfitValueError("a function whose text can be found", "write it in a file or a cell") from error
    return FunctionText(max(1, first), textwrap.dedent("".join(lines)))


def _reachable_names(name: str, functions: Mapping[str, FunctionType]) -> set[str]:
    """A function and those that it calls, and so on."""
    found, left = set[str](), [name]
    while left:
        one = left.pop()
        if one in functions and one not in found:
            found.add(one)
            left += functions[one].__code__.co_names
    return found


def _import_origin(value: object) -> str:
    """How a module, or something in one, is imported; empty for what a rule may not use."""
    if isinstance(value, ModuleType):
        return value.__name__ if value.__name__ in ALLOWED_MODULES else ""
    name = getattr(value, "__name__", "")
    if getattr(math, name, None) is value:
        return f"math.{name}"
    return f"{value.__module__}.{name}" if rules.get(name) is value else ""


def _is_constant(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read_module(path: Path, text: str, tree: ast.Module) -> Module:
    """Functions, numbers and imports at the top level of a file."""
    functions: dict[str, FunctionText] = {}
    constants: dict[str, float] = {}
    imports: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            lines = text.splitlines()[first - 1 : node.end_lineno]
            functions[node.name] = FunctionText(first, "\n".join(lines))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            constants |= _read_constants(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            imports |= dict(_read_imports(node))
    return Module(str(path.resolve()), functions, constants, imports)


def _read_constants(node: ast.Assign | ast.AnnAssign) -> dict[str, float]:
    """The numbers that a line at the top level gives names to."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    try:
        value = ast.literal_eval(node.value) if node.value is not None else None
    except ValueError:
        return {}
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return dict.fromkeys(names, float(value)) if isinstance(value, int | float) else {}


def _read_imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """The names that a line imports and a rule may use."""
    for one in node.names:
        name = one.asname or one.name
        if isinstance(node, ast.Import) and one.name in ALLOWED_MODULES:
            yield name, one.name
        elif isinstance(node, ast.ImportFrom) and (node.module == "math" or one.name in rules):
            rule_module = getattr(rules.get(one.name), "__module__", "")
            if node.module in {"math", rule_module}:
                yield name, f"{node.module}.{one.name}"


def _assemble_replacement(name: str, module: Module) -> RuleReplacement:
    """A function with the functions, numbers and imports that it needs; UnfitValueError for what it may not do."""
    ordered: dict[str, FunctionText] = {}
    constants: dict[str, float] = {}
    imports: dict[str, str] = {}

    def add(one: str) -> None:
        text = module.functions[one]
        node = _parse_function(text)
        _check_statements(node)
        for used in _names_from_outside(node):
            if used in module.functions:
                if used != one and used not in ordered:
                    add(used)
            elif used in module.constants:
                constants[used] = module.constants[used]
            elif used in module.imports:
                imports[used] = module.imports[used]
            else:
                raise _unknown_name_error(one, used)
        ordered[one] = text

    add(name)
    parts = tuple(ordered.values())
    return RuleReplacement(name, parts, tuple(sorted(constants.items())), tuple(sorted(imports.items())), module.file)


def _parse_function(text: FunctionText) -> FunctionNode:
    (node,) = ast.parse(text.text).body
    if not isinstance(node, ast.FunctionDef):
        raise UnfitValueError("a plain function", "write it with def")
    return node


def _unknown_name_error(function: str, name: str) -> UnfitValueError:
    return UnfitValueError(
        "a function of its inputs alone, with math, numpy, numbers and functions of the same file",
        f"{function} uses {name}",
    )


def _check_statements(node: FunctionNode) -> None:
    """UnfitValueError for a function that keeps state, changes its inputs or does more than work out a value."""
    if node.decorator_list:
        raise UnfitValueError("a function without decorators", f"take the line above {node.name} away")
    for part in ast.walk(node):
        if part is node:
            continue
        said = FORBIDDEN.get(type(part), "")
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            said = "holds a function of its own"
        elif isinstance(part, ast.Attribute | ast.Subscript) and not isinstance(part.ctx, ast.Load):
            said = "changes what it is given"
        elif isinstance(part, ast.Attribute) and (part.attr.startswith("_") or part.attr == "random"):
            said = f"uses .{part.attr}"
        if said:
            raise UnfitValueError(
                "a function that gives the same for the same inputs and changes nothing",
                f"{node.name} {said}, line {part.lineno if hasattr(part, 'lineno') else node.lineno} of its text",
            )


def _names_from_outside(node: FunctionNode) -> Iterable[str]:
    """The names that a function uses and does not define, in their order; annotations do not count."""
    arguments = node.args
    inside = {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    names = [part for line in node.body for part in ast.walk(line) if isinstance(part, ast.Name)]
    inside |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
    outside = dict.fromkeys(name.id for name in names if isinstance(name.ctx, ast.Load))
    return [name for name in outside if name not in inside and name not in ALLOWED_BUILTINS]

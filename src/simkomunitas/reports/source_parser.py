"""What the modules of the model say about themselves: schedule, docstrings, comments, constants, steps."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, NamedTuple

from simkomunitas.base.compilation_cache import python_function
from simkomunitas.model import weekly_schedule as week

UNREMARKABLE_NUMBERS = ("0", "1", "0.0", "1.0")
STEP = re.compile(r"^    (?:# (\d+) (.+)|(\w+)\(.*\))$", re.MULTILINE)
MEMBER = re.compile(r"""^    "?(\w+)"?(?:: ([^=#]+?))?(?: = ([^#]+?))?,?(?:  # (.+))?$""", re.MULTILINE)
TOOL_MARK = re.compile(r"\s*# (noqa|fmt|type):?\b.*$")


class NamedValue(NamedTuple):
    """Something with a name and a value, and the comment beside it."""

    name: str
    value: str
    comment: str


class ScheduleStep(NamedTuple):
    """One step of the schedule: its number, what it is called, and the processes in it."""

    number: int
    title: str
    processes: tuple[Callable[..., Any], ...]


class ModuleText(NamedTuple):
    """A module as it describes itself."""

    path: str  # such as engine/attend
    title: str
    about: str
    functions: list[tuple[str, str]]  # names and docstrings
    code: str


def list_modules(*packages: ModuleType) -> list[ModuleType]:
    """Every module of these packages, each package itself before what is in it; a module stands for itself."""
    found: list[ModuleType] = []
    for package in packages:
        names = [one.name for one in walk_packages(getattr(package, "__path__", ()), f"{package.__name__}.")]
        found += [package, *map(import_module, names)]
    return found


def module_path(module: ModuleType) -> str:
    """The name of a module inside the package, such as ``engine/attend``."""
    return module.__name__.removeprefix("simkomunitas.").replace(".", "/")


def describe_module(module: ModuleType) -> ModuleText:
    """What a module is about, what each of its functions says of itself, and its steps."""
    title, _, about = (module.__doc__ or "").partition("\n")
    functions = [
        (name, inspect.cleandoc(thing.__doc__))
        for name, thing in vars(module).items()
        if inspect.isroutine(python_function(thing)) and thing.__module__ == module.__name__ and thing.__doc__
    ]
    return ModuleText(module_path(module), title, about, functions, code_of(module))


def code_of(module: ModuleType) -> str:
    """The steps of a module: its source without imports, docstrings, tables of columns, and marks for tools."""
    source = inspect.getsource(module)
    nodes = list(_told_elsewhere(ast.parse(source)))
    hidden = {line for node in nodes for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    kept = [TOOL_MARK.sub("", line) for number, line in enumerate(source.splitlines(), 1) if number not in hidden]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _told_elsewhere(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        if isinstance(node, ast.ClassDef) and "Annotated[" in ast.unparse(node):
            yield node
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            yield node.body[0]


def weekly_schedule() -> list[ScheduleStep]:
    """The steps of a week, as ``simulate_week`` calls them under its numbered comments."""
    steps = [ScheduleStep(0, "a clean sheet", ())]
    for number, title, process in STEP.findall(inspect.getsource(python_function(week.simulate_week))):
        if process:
            steps[-1] = steps[-1]._replace(processes=(*steps[-1].processes, python_function(getattr(week, process))))
        else:
            steps.append(ScheduleStep(int(number), title, ()))
    return steps


def process_modules() -> list[ModuleType]:
    """The modules in which the processes of the week stand, in the order of the schedule."""
    names = [process.__module__ for step in weekly_schedule() for process in step.processes]
    return [import_module(name) for name in dict.fromkeys(names)]


def class_members(kind: type) -> list[NamedValue]:
    """The members of an enumeration or the fields of a named tuple, with the comment beside each."""
    return _members(inspect.getsource(kind).partition('"""\n\n')[2])


def tuple_members(module: ModuleType, name: str) -> list[NamedValue]:
    """The words of a tuple, with the comment beside each."""
    return _members(inspect.getsource(module).partition(f"\n{name} = (")[2].partition("\n)")[0])


def _members(text: str) -> list[NamedValue]:
    block = text.partition("\n    def ")[0]
    return [NamedValue(name, value or kind, comment) for name, kind, value, comment in MEMBER.findall(block)]


def find_named_constants(module: ModuleType) -> list[NamedValue]:
    """The named numbers of a module, with their comments."""
    source = inspect.getsource(module)
    lines = source.splitlines()
    return [
        NamedValue(name, value, _comment(lines[node.lineno - 1]))
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for name, value in _numbers_named(node, source)
    ]


def _comment(line: str) -> str:
    return TOOL_MARK.sub("", line).partition("  # ")[2]


def _numbers_named(node: ast.Assign, source: str) -> Iterator[tuple[str, str]]:
    """Each name on the left with its number on the right; nothing where the right is no number."""
    names, value = node.targets[0], node.value
    if not any(map(_is_numeric_node, ast.walk(value))) or "range(" in ast.unparse(value):
        return
    pairs = [(names, value)]
    if isinstance(names, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(names.elts, value.elts, strict=True))
    for one, other in pairs:
        if isinstance(one, ast.Name):
            yield one.id, " ".join((ast.get_source_segment(source, other) or "").split())


def _is_numeric_node(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def unnamed_numbers(module: ModuleType) -> list[tuple[str, str]]:
    """Function and line of each number but 0 and 1 that has no name; those in brackets only count columns."""
    source = inspect.getsource(module)
    found = {
        node.lineno: function.name
        for function in ast.parse(source).body
        if isinstance(function, ast.FunctionDef)
        for node in _numbers_in(function)
        if ast.unparse(node) not in UNREMARKABLE_NUMBERS
    }
    lines = source.splitlines()
    return [(found[line], lines[line - 1].strip()) for line in sorted(found)]


def _numbers_in(function: ast.FunctionDef) -> Iterator[ast.Constant]:
    nodes = list(ast.walk(function))
    counting = {id(part) for node in nodes if isinstance(node, ast.Subscript) for part in ast.walk(node.slice)}
    return (
        node for node in nodes if isinstance(node, ast.Constant) and _is_numeric_node(node) and id(node) not in counting
    )

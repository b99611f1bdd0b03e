"""What the sources of the model say about themselves: the schedule, comments, constants, draws."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeGuard

PACKAGE = Path(__file__).parents[1]
PLAIN = ("0", "1", "0.0", "1.0")
MARKS = re.compile(r"\s*# (fmt: (skip|on|off)|noqa\b[^#]*|type: ignore\S*( # .*)?)$")


class Source(NamedTuple):
    """One file of the model."""

    name: str  # such as engine/attend
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        """Its lines, the first one at 0."""
        return self.text.splitlines()

    @property
    def about(self) -> str:
        """What the file says of itself."""
        return ast.get_docstring(self.tree) or ""

    @property
    def functions(self) -> list[ast.FunctionDef]:
        """Its functions, in order."""
        return [node for node in self.tree.body if isinstance(node, ast.FunctionDef)]


class Named(NamedTuple):
    """Something with a name and a value, and the comment beside it."""

    name: str
    value: str
    comment: str
    where: str


class Step(NamedTuple):
    """One line of the schedule: what it is called, and the processes in it."""

    title: str
    processes: tuple[str, ...]


@cache
def read(name: str) -> Source:
    """A file of the package, by its path without ending, such as ``engine/week``."""
    text = (PACKAGE / f"{name}.py").read_text(encoding="utf-8")
    return Source(name, text, ast.parse(text))


def files_of(folder: str) -> list[str]:
    """The names of all files of a folder, those of folders in it too; what only starts a package comes first."""
    paths = sorted((PACKAGE / folder).rglob("*.py"))
    return [path.relative_to(PACKAGE).with_suffix("").as_posix() for path in paths]


def comments(source: Source) -> dict[int, str]:
    """The comment in each line that has one; lines count from 1."""
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    found = {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}
    told = {line: MARKS.sub("", f" {text}").strip() for line, text in found.items()}
    return {line: text.lstrip("# ") for line, text in told.items() if text}


def schedule() -> list[Step]:
    """The steps of a week, as ``live_week`` calls them, under its numbered comments."""
    source = read("engine/week")
    week = next(function for function in source.functions if function.name == "live_week")
    told, steps = comments(source), [Step("0 a clean sheet", ())]
    line = week.body[0].end_lineno or 0
    for statement in week.body[1:]:
        for place in range(line + 1, statement.lineno):
            if place in told:
                steps.append(Step(told[place], ()))
        line = statement.end_lineno or 0
        steps[-1] = steps[-1]._replace(processes=(*steps[-1].processes, _called(statement)))
    return steps


def _called(statement: ast.stmt) -> str:
    """The name of the function that a line of the schedule calls."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return ast.unparse(statement.value.func)
    raise ValueError(f"the schedule has a line that is no process: {ast.unparse(statement)}")


def homes() -> dict[str, str]:
    """In which file each process of the schedule stands."""
    imports = [node for node in read("engine/week").tree.body if isinstance(node, ast.ImportFrom)]
    return {
        alias.name: str(node.module).removeprefix("simkomunitas.").replace(".", "/")
        for node in imports
        for alias in node.names
    }


def docstring(name: str, file: str) -> str:
    """What a function says of itself."""
    return next(ast.get_docstring(node) or "" for node in read(file).functions if node.name == name)


def bare_code(source: Source) -> str:
    """A file as its steps alone: without what stands in tables, docstrings, imports, and marks for tools."""
    dropped = {line for node in _without_use(source.tree) for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    kept = [MARKS.sub("", text) for line, text in enumerate(source.lines, 1) if line not in dropped]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _without_use(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    """What a reader of the steps can do without: docstrings, imports, marks for the compiler, tables of columns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) or _is_table(node):
            yield node
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            yield node.body[0]
        if isinstance(node, ast.FunctionDef):
            yield from (mark for mark in node.decorator_list if ast.unparse(mark) in ("compiled", "rule"))


def _is_table(node: ast.AST) -> TypeGuard[ast.ClassDef]:
    """Whether a class lists columns or parameters, each with its meaning beside it."""
    return isinstance(node, ast.ClassDef) and "Annotated[" in ast.unparse(node)


def members(file: str, owner: str) -> list[Named]:
    """The members of a class, or the elements of a tuple, with the comment beside each."""
    source = read(file)
    told = comments(source)
    return [
        Named(name, value, told.get(line, ""), file)
        for node in source.tree.body
        for name, value, line in _parts(node, owner)
    ]


def _parts(node: ast.stmt, owner: str) -> Iterator[tuple[str, str, int]]:
    """Name, value and line of each part of a class or of a tuple of words."""
    if isinstance(node, ast.ClassDef) and node.name == owner:
        for part in node.body:
            if isinstance(part, ast.Assign):
                yield ast.unparse(part.targets[0]), ast.unparse(part.value), part.lineno
            elif isinstance(part, ast.AnnAssign):
                yield ast.unparse(part.target), ast.unparse(part.annotation), part.lineno
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == owner and isinstance(node.value, ast.Tuple):
        for place, element in enumerate(node.value.elts):
            yield str(ast.literal_eval(element)), str(place), element.lineno


def constants(file: str) -> list[Named]:
    """The named numbers of a file, with their comments."""
    source = read(file)
    told = comments(source)
    return [
        Named(name, value, told.get(node.lineno, ""), file)
        for node in source.tree.body
        if isinstance(node, ast.Assign)
        for name, value in _assigned(node, source)
    ]


def _assigned(node: ast.Assign, source: Source) -> Iterator[tuple[str, str]]:
    """Each name on the left with its number on the right; nothing where the right is no number."""
    names, value = node.targets[0], node.value
    if not any(_is_number(part) for part in ast.walk(value)) or "range(" in ast.unparse(value):
        return
    if isinstance(names, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from ((ast.unparse(one), _said(other, source)) for one, other in zip(names.elts, value.elts, strict=True))
    elif isinstance(names, ast.Name):
        yield names.id, _said(value, source)


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


def _said(node: ast.expr, source: Source) -> str:
    """A value as it is written."""
    return " ".join((ast.get_source_segment(source.text, node) or "").split())


def numbers(file: str) -> list[tuple[str, str]]:
    """Lines of functions in which a number other than 0 and 1 stands without a name: function and line."""
    source = read(file)
    found: dict[int, str] = {}
    for function in source.functions:
        places = {id(part) for node in ast.walk(function) for part in _places(node)}
        for node in ast.walk(function):
            if _is_number(node) and ast.unparse(node) not in PLAIN and id(node) not in places:
                found[getattr(node, "lineno", 0)] = function.name
    return [(found[line], source.lines[line - 1].strip()) for line in sorted(found)]


def _places(node: ast.AST) -> Iterator[ast.AST]:
    """Numbers that only count columns: those in brackets after a name."""
    if isinstance(node, ast.Subscript):
        yield from ast.walk(node.slice)


def uses(word: str, names: list[str]) -> list[tuple[str, str]]:
    """Where a member of an enumeration such as ``Purpose.TALK`` is used: file and function."""
    return [(name, function) for name in names for function in _users(word, name)]


def _users(word: str, name: str) -> list[str]:
    """The functions that name a member of an enumeration, or a constant of the file that stands for it."""
    stands = {one for one, words in _standing(name) if word in words} | {word}
    return [function for function, words in _spoken(name) if stands & words]


@cache
def _standing(name: str) -> list[tuple[str, frozenset[str]]]:
    """Each name that a file gives to something, and the words on the right of it."""
    given = [node for node in read(name).tree.body if isinstance(node, ast.Assign)]
    return [(ast.unparse(one), _words(other)) for node in given for one, other in _pairs(node)]


@cache
def _spoken(name: str) -> list[tuple[str, frozenset[str]]]:
    """Each function of a file, and the words in it."""
    functions = [node for node in ast.walk(read(name).tree) if isinstance(node, ast.FunctionDef)]
    return [(node.name, _words(node)) for node in functions]


def _pairs(node: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    names, value = node.targets[0], node.value
    if isinstance(names, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(names.elts, value.elts, strict=True))
    return [(names, value)]


def _words(node: ast.AST) -> frozenset[str]:
    """The names in a piece of code, and the members named with their owner."""
    return frozenset(ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute))

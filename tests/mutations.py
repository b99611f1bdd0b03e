"""Mistakes that a tired hand might make in a source: the operators of mutation testing.

Texts for readers (docstrings, messages, annotations) are left alone, and so is what any test at all would notice.
"""

import ast
import copy
import functools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
SWAPPED = {"min": "max", "any": "all", "floor": "ceil", "argmin": "argmax", "cumsum": "cumprod"}
SWAPPED |= {other: one for one, other in SWAPPED.items()}
NAME = re.compile(r"[a-z]\w+")  # of a series, of a column; not a message
ONE = ast.Constant(1)


class Mistake(NamedTuple):
    """A change of one place in one file."""

    file: str  # in the package
    number: int  # among all mistakes that can be made in this file
    line: int
    code: str  # the line as it stands
    before: str
    after: str

    def __str__(self) -> str:
        return f"src/simkomunitas/{self.file}:{self.line}  {self.code}\n    {self.before}  ->  {self.after}"


def changed(node: ast.AST, **fields: object) -> ast.AST:
    """The same node but for these fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def variants(node: ast.AST, names: list[str]) -> Iterator[ast.AST]:
    """What a tired hand might have written instead."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in COMPARISONS[type(operator)]:
                    yield changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp() if type(node.op) in OPERATORS:
            yield changed(node, op=OPERATORS[type(node.op)]())
        case ast.UnaryOp(op=ast.USub() | ast.Not() | ast.Invert()):
            yield node.operand
        case ast.IfExp():
            yield changed(node, body=node.orelse, orelse=node.body)
        case ast.Constant():
            yield from constants(node.value, names)
        case ast.Slice():
            yield changed(node, lower=ast.BinOp(node.lower, ast.Add(), ONE) if node.lower else ONE)
            yield changed(node, upper=ast.BinOp(node.upper, ast.Sub(), ONE) if node.upper else ast.Constant(-1))
        case ast.Call():
            yield from calls(node)
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()


def constants(value: object, names: list[str]) -> Iterator[ast.AST]:
    """Numbers a little larger, the other truth value, the next of the names in this file."""
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, float):
        yield ast.Constant(1.1 * value or 1.0)
    elif value in names and len(names) > 1:
        yield ast.Constant(names[(names.index(value) + 1) % len(names)])


def calls(node: ast.Call) -> Iterator[ast.AST]:
    """The opposite function, the first two inputs in the other order, a range of one more."""
    match node.func:
        case ast.Name(id=name) if name in SWAPPED:
            yield changed(node, func=ast.Name(SWAPPED[name]))
        case ast.Attribute(attr=name) if name in SWAPPED:
            yield changed(node, func=changed(node.func, attr=SWAPPED[name]))
        case ast.Name(id="range"):
            place = min(1, len(node.args) - 1)
            more = ast.BinOp(node.args[place], ast.Add(), ONE)
            yield changed(node, args=[*node.args[:place], more, *node.args[place + 1 :]])
    kinds = {type(part) for part in node.args[:2]}  # of two kinds, any test would notice
    if len(node.args) > 1 and len(kinds) == 1 and ast.dump(node.args[0]) != ast.dump(node.args[1]):
        yield changed(node, args=[node.args[1], node.args[0], *node.args[2:]])


Put = Callable[[ast.AST], None]


def places(node: ast.AST, put: Put | None = None) -> Iterator[tuple[ast.AST, Put]]:
    """Every place where something else could stand; no annotations, decorators, texts or messages of errors."""
    if put is not None:
        yield node, put
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        parts = value if isinstance(value, list) else [value]
        for place, part in enumerate(parts):
            if isinstance(part, ast.AST) and not is_text(part):
                yield from places(
                    part,
                    functools.partial(value.__setitem__, place)
                    if isinstance(value, list)
                    else functools.partial(setattr, node, name),
                )


def is_text(node: ast.AST) -> bool:
    """Whether a part of a file is there for readers, or for the type checker."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.Raise() | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def names_in(tree: ast.AST) -> list[str]:
    """Names of things that are given to functions, in the order of the alphabet."""
    given = (part for node in ast.walk(tree) if isinstance(node, ast.Call) for part in node.args)
    texts = {part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return sorted(text for text in texts if NAME.fullmatch(text))


def planted(source: str, file: str = "") -> Iterator[tuple[Mistake, ast.Module]]:
    """All mistakes that can be made in a source, each with the tree that has it until the next one is asked for."""
    tree, lines = ast.parse(source), source.splitlines()
    names, number = names_in(tree), 0
    for node, put in places(tree):
        for other in variants(node, names):
            put(other)
            line = node.lineno
            yield Mistake(file, number, line, lines[line - 1].strip(), ast.unparse(node), ast.unparse(other)), tree
            put(node)
            number += 1

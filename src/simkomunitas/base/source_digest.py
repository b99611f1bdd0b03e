"""A name for what a source file does: comments, docstrings, citations and the layout of lines do not count.

What a quantity means and who measured it stand beside its bounds, and change no number.  Hashed is the syntax tree,
not the text, and in a form of our own: ``ast.dump`` writes the same tree differently in different Pythons.
"""

import ast
import hashlib
from collections.abc import Callable, Iterator

CITATIONS = "simkomunitas.base.references"  # names imported from here are citations
DESCRIBED_CALLS = ("Quantity", "Switch", "WHOLE_NUMBER", "SHARE", "HOURS", "WEEKS", "MONEY")  # with words for readers
DESCRIPTIVE_ARGUMENTS = ("meaning", "source")  # of a quantity: what a reader is told
IGNORED_FIELDS = ("kind", "type_comment", "ctx")  # fields of a node that say nothing about what it does


def syntax_digest(source: bytes) -> str:
    """Sixteen hexadecimal digits, the same for sources that do the same by the rules above, under every Python.

    Raises SyntaxError for what is no Python.
    """
    tree = ast.parse(source)
    written: list[str] = []
    _serialize_node(tree, frozenset(_citation_names(tree)), written.append)
    return hashlib.sha256("\0".join(written).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _citation_names(tree: ast.Module) -> Iterator[str]:
    """The names under which a file knows the literature."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == CITATIONS:
            yield from (name.asname or name.name for name in node.names)


def _serialize_node(
    node: ast.AST, citations: frozenset[str], add: Callable[[str], None], *, worded: bool = False
) -> None:
    """Write a node and all below it, each part after the name of its place; ``worded``: its words are for readers."""
    add(node.__class__.__name__)
    if isinstance(node, ast.Constant):
        add(repr(node.value))
        return
    worded = worded or _called_name(node) in DESCRIBED_CALLS
    for name in node._fields:
        value = getattr(node, name, None)
        if value is None or value == [] or name in IGNORED_FIELDS:
            continue
        add(name)
        for part in value if isinstance(value, list) else [value]:
            if not isinstance(part, ast.AST):
                add(repr(part))
            elif not (
                _has_no_effect(part, citations)
                or (worded and _is_description(part))
                or _is_empty_format_end(part, node)
            ):
                _serialize_node(part, citations, add, worded=name == "slice" and _called_name(node) == "Annotated")
    add(")")


def _called_name(node: ast.AST) -> str:
    """The name of what is called, or given parameters in square brackets; empty for anything else."""
    whole = node.func if isinstance(node, ast.Call) else node.value if isinstance(node, ast.Subscript) else None
    return whole.id if isinstance(whole, ast.Name) else ""


def _has_no_effect(node: ast.AST, citations: frozenset[str]) -> bool:
    """Whether a node does nothing: a docstring, a citation, the import of citations."""
    if isinstance(node, ast.Name):
        return node.id in citations
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return isinstance(node, ast.ImportFrom) and node.module == CITATIONS


def _is_description(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in DESCRIPTIVE_ARGUMENTS
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_empty_format_end(node: ast.AST, above: ast.AST) -> bool:
    """Whether this is the empty end that Python 3.12 alone writes to the text of some formats."""
    return isinstance(above, ast.JoinedStr) and isinstance(node, ast.Constant) and node.value == ""

"""The key ``rules`` of a scenario: functions of one's own in the place of rules, each checked before anything runs."""

import ast
import inspect
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.compilation_cache import python_function
from simkomunitas.base.input_errors import ErrorDetail
from simkomunitas.config.config_nodes import UNREADABLE, ConfigNode
from simkomunitas.config.file_includes import resolve_file_name
from simkomunitas.config.rule_source import replace_by_file, replace_by_function
from simkomunitas.config.scalar_checks import UnfitValueError
from simkomunitas.model.rules import rules
from simkomunitas.model.rules.rule_replacement import RuleReplacement

EXPECTED = "a function of one's own: FILE.py:FUNCTION"


def read_rule(node: ConfigNode, errors: list[ErrorDetail]) -> Any:  # noqa: ANN401 - a replacement, None, or UNREADABLE
    """The function that a value names, or is; None for none; UNREADABLE, and errors, if it cannot stand there."""
    name = node.key.rpartition(".")[2]
    if name not in rules:
        errors.append(ErrorDetail(node.location, node.key, "", "no such rule", suggest_name(name, rules)))
        return UNREADABLE
    found = _read_replacement(node, errors)
    if isinstance(found, RuleReplacement):
        _check_signature(name, found)
    return found


def _read_replacement(node: ConfigNode, errors: list[ErrorDetail]) -> Any:  # noqa: ANN401 - as above
    value = node.value
    if value is None or isinstance(value, RuleReplacement):
        return value
    if callable(value):
        return replace_by_function(value)
    if not isinstance(value, str) or not value.rpartition(":")[0]:
        raise UnfitValueError(EXPECTED, "write for instance my_rules.py:my_function")
    place, _, function = value.rpartition(":")
    path = _find_file(place, node, errors)
    return UNREADABLE if path is None else replace_by_file(path, function)


def _find_file(place: str, node: ConfigNode, errors: list[ErrorDetail]) -> Path | None:
    """The file that a reference names: a file beside the scenario, or a module that Python finds."""
    if place.endswith(".py") or "/" in place or "\\" in place:
        path = resolve_file_name(node._replace(value=place), errors)
        if path is not None and path.suffix != ".py":
            raise UnfitValueError(EXPECTED, f"{path.name} is no file of Python")
        return path
    file = getattr(sys.modules.get(place), "__file__", None)
    found = None if file else PathFinder.find_spec(place)
    origin = file or (found.origin if found else None)
    if origin is None or not origin.endswith(".py"):
        raise UnfitValueError(EXPECTED, f"there is no file {place}.py here, and no module of that name")
    return Path(origin)


def _check_signature(name: str, replacement: RuleReplacement) -> None:
    """UnfitValueError for a function that does not take what the rule takes."""
    wanted = list(inspect.signature(python_function(rules[name])).parameters)
    (node,) = ast.parse(replacement.parts[-1].text).body
    assert isinstance(node, ast.FunctionDef)
    arguments = node.args
    given = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    others = [*arguments.kwonlyargs, *arguments.defaults, arguments.vararg, arguments.kwarg]
    if len(given) != len(wanted) or any(other is not None for other in others):
        wanted_text, given_text = ", ".join(wanted), ast.unparse(arguments)
        raise UnfitValueError(
            f"a function that takes {len(wanted)} inputs: ({wanted_text})", f"{node.name} takes ({given_text})"
        )

"""Behavioural rules: one pure function of plain numbers for each equation of the model.

A rule reads like the paper it comes from.  The engine calls it compiled, the tests call it plain.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.base.compilation_cache import compiled

Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")

rules: Catalogue[Callable[..., Any]] = Catalogue("rule", __name__)


def rule(function: Callable[Inputs, Output]) -> Callable[Inputs, Output]:
    """Compile a rule and list it; its docstring has the equation, the units and the source."""
    fast = compiled(function)
    rules.add(function.__name__)(fast)
    return fast

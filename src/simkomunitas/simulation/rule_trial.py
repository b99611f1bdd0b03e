"""Rules of one's own are tried before they are used: a small village lives for some weeks, every answer is checked.

What a rule may take and give follows from the rule it replaces: a probability or a share lies from 0 to 1, whatever is
given is a number, and the same inputs give the same.
"""

import inspect
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from simkomunitas.base.compilation_cache import python_function
from simkomunitas.base.function_graph import Function
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.programme.programme_settings import Horizon
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.rules import rules
from simkomunitas.model.rules.rule_replacement import RuleReplacements
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.vocabulary import STAGES
from simkomunitas.simulation.rule_engine import interpret_weeks

TRIAL_ADULTS, TRIAL_HAMLETS, TRIAL_WEEKS, TRIAL_SEED = 24, 2, 30, 1
SHARE_WORDS = ("_probability", "_share", "_degree", "_level")  # how rules are called that give a number from 0 to 1
UNIT_MARK = "[0 to 1]"  # and what stands in the first line of others
KINDS: dict[str, tuple[type, ...]] = {
    "float": (int, float, np.floating),
    "bool": (bool, np.bool_),
    "int": (int, np.integer),
}
KIND_WORDS = {"float": "a number", "bool": "True or False", "int": "a whole number"}


class RuleAnswerError(Exception):
    """What a rule gave that it must not give, and for which inputs."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found, expected)
        self.found, self.expected = found, expected


def find_rule_errors(replacements: RuleReplacements, live_trial: Callable[[Function], None]) -> Iterator[ErrorDetail]:
    """What is wrong with rules of one's own, one error a rule; nothing where a small village could live with them.

    live_trial: lives through the trial with this in the place of ``simulate_weeks``.
    """
    for name, replacement in replacements:
        try:
            live_trial(interpret_weeks({name: _watch_answers(name, replacement.build_function())}))
        except RuleAnswerError as error:
            yield ErrorDetail(replacement.reference, f"rules.{name}", error.found, error.expected)
        except Exception as error:
            found = f"{type(error).__name__}: {error}".splitlines()[0][:100]
            expected = "a function that gives a number for every input"
            yield ErrorDetail(replacement.reference, f"rules.{name}", found, expected)


def build_trial_scenario() -> Scenario:
    """A small village with every strategy, for some weeks."""
    shares = tuple((strategy, 1 / len(strategies)) for strategy in strategies)
    usual = SyntheticVillage()
    people = usual.people._replace(adults=TRIAL_ADULTS, hamlets=TRIAL_HAMLETS)
    programme = Programme(strategies=(shares,) * len(STAGES))
    return Scenario(usual._replace(people=people), programme, Horizon(TRIAL_WEEKS, 0))


def _watch_answers(name: str, function: Function) -> Function:
    """The function, with every answer checked against what the rule may give."""
    original: Any = python_function(rules[name])
    kind = inspect.signature(original).return_annotation
    kind = kind if isinstance(kind, str) else getattr(kind, "__name__", "float")
    is_share = kind == "float" and (name.endswith(SHARE_WORDS) or UNIT_MARK in (original.__doc__ or "").splitlines()[0])

    def watched(*inputs: Any) -> Any:  # noqa: ANN401 - as the rule
        answer: Any = function(*inputs)
        where = f"{printable_value(answer)} for ({', '.join(printable_value(one, 30) for one in inputs)})"
        kinds: Any = KINDS[kind]
        if not isinstance(answer, kinds) or (kind != "bool" and isinstance(answer, bool)):
            raise RuleAnswerError(where, KIND_WORDS[kind])
        if not math.isfinite(answer):
            raise RuleAnswerError(where, "a finite number")
        if is_share and not 0.0 <= answer <= 1.0:
            raise RuleAnswerError(where, "a number from 0 to 1")
        if function(*inputs) != answer:
            raise RuleAnswerError(where, "the same for the same inputs")
        return answer

    return watched

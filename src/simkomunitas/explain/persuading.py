"""What would have changed a resident's mind: one circumstance at a time, everything else as it was, the same lot drawn.

Each decision is taken again with one of its terms at its best.  She would have come where the lot that was drawn lies
below the new chance.  This says what one circumstance would have done to one decision, not what would have followed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from simkomunitas.explain.happenings import Decision
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import TurnoutParameters, logistic_probability

FULL_CONVICTION = 2.0  # efficacy and trust each half above the middle, and full ownership
PROGRAMME_ARENA = "programme"


class Persuasion(NamedTuple):
    """One circumstance, and in how many of the decisions to stay away it would have brought her."""

    circumstance: str  # the name of a term, or ``hours``
    would_have_come: int
    stayed: int


def best(parameters: TurnoutParameters) -> dict[str, float]:
    """The terms a programme can change, each at its best, in log-odds."""
    return {
        "invitation": parameters.coefficient_invitation,
        "benefit": parameters.coefficient_benefit,
        "norm": parameters.coefficient_norm,
        "belief": FULL_CONVICTION * parameters.coefficient_belief,
        "habit": parameters.coefficient_habit,
        "time": 0.0,
        "status": 0.0,
        "fatigue": 0.0,
        "clash": 0.0,
    }


def persuasions(made: Iterable[Decision], parameters: Parameters) -> list[Persuasion]:
    """What would have brought her to programme activities she stayed away from, the most persuasive first.

    Decisions she never took, because no hours were left, count under ``hours``.
    """
    stayed = [decision for decision in made if decision.arena == PROGRAMME_ARENA and not decision.came]
    found = dict.fromkeys(("hours", *best(parameters.turnout)), 0)
    for decision in stayed:
        for name in swayed(decision, parameters.turnout):
            found[name] += 1
    helped = [Persuasion(name, count, len(stayed)) for name, count in found.items() if count]
    return sorted(helped, key=lambda one: (-one.would_have_come, one.circumstance))


def swayed(decision: Decision, parameters: TurnoutParameters) -> list[str]:
    """The circumstances each of which alone would have brought her to an event she stayed away from."""
    if decision.probability == 0.0:
        return ["hours"]
    return [
        name
        for name, value in best(parameters).items()
        if value > getattr(decision.terms, name)
        and decision.drawn < logistic_probability(decision.utility + value - getattr(decision.terms, name))
    ]

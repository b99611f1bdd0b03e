"""What would have changed a resident's mind: one circumstance at a time, everything else as it was, the same lot drawn.

Each decision is taken again with one of its terms at its best.  She would have come where the lot that was drawn lies
below the new chance.  This says what one circumstance would have done to one decision, not what would have followed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from simkomunitas.explain.event_descriptions import AttendanceDecision
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import TurnoutParameters, logistic_probability

MAX_CONVICTION = 2.0  # efficacy and trust each half above the middle, and full ownership
PROGRAMME_ARENA = "programme"


class CircumstanceEffect(NamedTuple):
    """One circumstance, and in how many of the decisions to stay away it would have brought her."""

    circumstance: str  # the name of a term, or ``hours``
    attendances_gained: int
    absence_count: int


def most_favourable_terms(parameters: TurnoutParameters) -> dict[str, float]:
    """The terms a programme can change, each at its best, in log-odds."""
    return {
        "invitation": parameters.coefficient_invitation,
        "benefit": parameters.coefficient_benefit,
        "norm": parameters.coefficient_norm,
        "belief": MAX_CONVICTION * parameters.coefficient_belief,
        "habit": parameters.coefficient_habit,
        "time": 0.0,
        "status": 0.0,
        "fatigue": 0.0,
        "clash": 0.0,
    }


def count_decisive_circumstances(
    decisions: Iterable[AttendanceDecision], parameters: Parameters
) -> list[CircumstanceEffect]:
    """What would have brought her to programme activities she stayed away from, the most persuasive first.

    Decisions she never took, because no hours were left, count under ``hours``.
    """
    stayed = [decision for decision in decisions if decision.arena == PROGRAMME_ARENA and not decision.came]
    found = dict.fromkeys(("hours", *most_favourable_terms(parameters.turnout)), 0)
    for decision in stayed:
        for name in find_decisive_circumstances(decision, parameters.turnout):
            found[name] += 1
    helped = [CircumstanceEffect(name, count, len(stayed)) for name, count in found.items() if count]
    return sorted(helped, key=lambda one: (-one.attendances_gained, one.circumstance))


def find_decisive_circumstances(decision: AttendanceDecision, parameters: TurnoutParameters) -> list[str]:
    """The circumstances each of which alone would have brought her to an event she stayed away from."""
    if decision.probability == 0.0:
        return ["hours"]
    return [
        name
        for name, value in most_favourable_terms(parameters).items()
        if value > getattr(decision.terms, name)
        and decision.drawn < logistic_probability(decision.utility + value - getattr(decision.terms, name))
    ]

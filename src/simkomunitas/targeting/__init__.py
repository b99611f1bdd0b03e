"""Targeting rules: whom to call on first.  Each file of this folder is one rule."""

from collections.abc import Callable

from simkomunitas.ground.catalogue import Catalogue
from simkomunitas.ground.entry_checks import source_faults
from simkomunitas.ground.faults import InputError
from simkomunitas.ground.sources import Source
from simkomunitas.targeting._rule import TargetingRule, View, preferences, rule_faults
from simkomunitas.world.community import Numbers

__all__ = ["TargetingRule", "View", "preferences", "targeting_rule", "targeting_rules"]

targeting_rules: Catalogue[TargetingRule] = Catalogue("targeting rule", __name__, rule_faults)


def targeting_rule(*sources: Source) -> Callable[[Callable[[View], Numbers]], TargetingRule]:
    """List a function of a View under its own name; it gives each resident a preference from 0 to 1.

    Without parentheses, or with what is no source, raises InputError.
    """
    if faults := tuple(source_faults("@targeting_rule", sources, Source)):
        raise InputError(faults)

    def listed(function: Callable[[View], Numbers]) -> TargetingRule:
        entry = TargetingRule(function, function.__name__, function.__doc__ or "", sources)
        return targeting_rules.add(function.__name__)(entry)

    return listed

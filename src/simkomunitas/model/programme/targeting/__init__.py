"""Targeting rules: whom to call on first.  Each file of this folder is one rule.

>>> import simkomunitas as sk
>>> next(iter(sk.targeting))
'central'
"""

from collections.abc import Callable

from simkomunitas.base.catalogue import Catalogue
from simkomunitas.base.entry_validation import find_source_errors
from simkomunitas.base.input_errors import InputError
from simkomunitas.base.references import Source
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting._targeting_rule import (
    TargetingRule,
    TargetingView,
    find_targeting_errors,
    visit_preferences,
)

__all__ = ["TargetingRule", "TargetingView", "targeting_rule", "targeting_rules", "visit_preferences"]

targeting_rules: Catalogue[TargetingRule] = Catalogue("targeting rule", __name__, find_targeting_errors)


def targeting_rule(*sources: Source) -> Callable[[Callable[[TargetingView], Numbers]], TargetingRule]:
    """List a function of a View under its own name; it gives each resident a preference from 0 to 1.

    Without parentheses, or with what is no source, raises InputError.
    """
    if errors := tuple(find_source_errors("@targeting_rule", sources, Source)):
        raise InputError(errors)

    def register_function(function: Callable[[TargetingView], Numbers]) -> TargetingRule:
        entry = TargetingRule(function, function.__name__, function.__doc__ or "", sources)
        return targeting_rules.add(function.__name__)(entry)

    return register_function

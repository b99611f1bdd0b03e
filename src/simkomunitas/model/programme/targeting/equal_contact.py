"""Leave nobody out."""

from simkomunitas.base.references import ASSUMED
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting import TargetingView, targeting_rule


@targeting_rule(ASSUMED)
def equal_contact(view: TargetingView) -> Numbers:
    """Those who were visited least, by lot among equals."""
    preference: Numbers = (1.0 + view.lots) / (2.0 * (1.0 + view.contacts))
    return preference

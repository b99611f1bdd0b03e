"""Anybody may be visited."""

from simkomunitas.base.references import ASSUMED
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting import TargetingView, targeting_rule


@targeting_rule(ASSUMED)
def random(view: TargetingView) -> Numbers:
    """Residents are drawn by lot, a new draw every four weeks."""
    return view.lots

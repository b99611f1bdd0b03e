"""Anybody may be visited."""

from simkomunitas.ground.sources import ASSUMED
from simkomunitas.targeting import View, targeting_rule
from simkomunitas.world.community import Numbers


@targeting_rule(ASSUMED)
def random(view: View) -> Numbers:
    """Residents are drawn by lot, a new draw every four weeks."""
    return view.luck

"""Leave nobody out."""

from simkomunitas.ground.sources import ASSUMED
from simkomunitas.targeting import View, targeting_rule
from simkomunitas.world.community import Numbers


@targeting_rule(ASSUMED)
def equal_contact(view: View) -> Numbers:
    """Those who were visited least, by lot among equals."""
    return (1.0 + view.luck) / (2.0 * (1.0 + view.contacts))

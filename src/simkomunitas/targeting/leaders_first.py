"""Go to those who lead."""

import numpy as np

from simkomunitas.ground.sources import BANERJEE_2013
from simkomunitas.targeting import View, targeting_rule
from simkomunitas.world.community import Numbers


@targeting_rule(BANERJEE_2013)
def leaders_first(view: View) -> Numbers:
    """Officials and local leaders first, then anybody by lot."""
    return np.where(view.leads, 1.0, 0.5 * view.luck)

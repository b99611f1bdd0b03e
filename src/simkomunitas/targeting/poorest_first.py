"""Go to the poorest."""

import numpy as np

from simkomunitas.ground.sources import BEARD_2007
from simkomunitas.targeting import View, targeting_rule
from simkomunitas.world.community import Numbers


@targeting_rule(BEARD_2007)
def poorest_first(view: View) -> Numbers:
    """The poorest first, whom programmes reach last."""
    return np.asarray(1.0 - view.community.residents.wealth)

"""Go to the poorest."""

import numpy as np

from simkomunitas.base.references import BEARD_2007
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting import TargetingView, targeting_rule


@targeting_rule(BEARD_2007)
def poorest_first(view: TargetingView) -> Numbers:
    """The poorest first, whom programmes reach last."""
    return np.asarray(1.0 - view.community.residents.wealth)

"""Go to those who lead."""

import numpy as np

from simkomunitas.base.references import BANERJEE_2013
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting import TargetingView, targeting_rule


@targeting_rule(BANERJEE_2013)
def leaders_first(view: TargetingView) -> Numbers:
    """Officials and local leaders first, then anybody by lot."""
    return np.where(view.leads, 1.0, 0.5 * view.lots)

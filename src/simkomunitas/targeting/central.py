"""The best connected first."""

import numpy as np

from simkomunitas.ground.sources import KIM_2015
from simkomunitas.targeting import View, targeting_rule
from simkomunitas.world.community import Numbers


@targeting_rule(KIM_2015)
def central(view: View) -> Numbers:
    """Those with the most ties first; hubs of advice need not be hubs of change."""
    degree = np.diff(view.community.ties.start).astype(float)
    return np.asarray(degree / max(1.0, float(degree.max())))

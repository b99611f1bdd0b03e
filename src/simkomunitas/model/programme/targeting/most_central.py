"""The best connected first."""

import numpy as np

from simkomunitas.base.references import KIM_2015
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting import TargetingView, targeting_rule


@targeting_rule(KIM_2015)
def central(view: TargetingView) -> Numbers:
    """Those with the most ties first; hubs of advice need not be hubs of change."""
    degree = np.diff(view.community.ties.start).astype(float)
    return np.asarray(degree / max(1.0, float(degree.max())))

"""Go from one to the next."""

import numpy as np

from simkomunitas.base.references import VERBA_1995
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting import TargetingView, targeting_rule


@targeting_rule(VERBA_1995)
def snowball(view: TargetingView) -> Numbers:
    """Acquaintances of those who take part first, then anybody by lot."""
    ties = view.community.ties
    rows = np.repeat(np.arange(view.lots.size), np.diff(ties.start))
    near = np.bincount(rows, weights=view.participant[ties.neighbour], minlength=view.lots.size)
    return np.where(view.participant, 0.0, np.where(near > 0, 0.5 + 0.5 * view.lots, 0.5 * view.lots))

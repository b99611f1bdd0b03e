"""Ask anybody for a friend."""

import numpy as np

from simkomunitas.base.references import KIM_2015
from simkomunitas.model.community.community_data import Numbers
from simkomunitas.model.programme.targeting import TargetingView, targeting_rule


@targeting_rule(KIM_2015)
def nominated_friends(view: TargetingView) -> Numbers:
    """A friend named by a resident drawn by lot: her friends are met more often than she is."""
    ties = view.community.ties
    degree = np.diff(ties.start)
    askers = np.flatnonzero(degree)
    place = (view.choice[askers] * degree[askers]).astype(np.int64)
    named = ties.neighbour[ties.start[askers] + place]
    preference = np.zeros(view.lots.size)
    np.maximum.at(preference, named, view.lots[askers])
    return preference

"""Ask anybody for a friend."""

import numpy as np

from simkomunitas.ground.sources import KIM_2015
from simkomunitas.targeting import View, targeting_rule
from simkomunitas.world.community import Numbers


@targeting_rule(KIM_2015)
def nominated_friends(view: View) -> Numbers:
    """A friend named by a resident drawn by lot: her friends are met more often than she is."""
    ties = view.community.ties
    degree = np.diff(ties.start)
    askers = np.flatnonzero(degree)
    place = (view.choice[askers] * degree[askers]).astype(np.int64)
    named = ties.neighbour[ties.start[askers] + place]
    preference = np.zeros(view.luck.size)
    np.maximum.at(preference, named, view.luck[askers])
    return preference

"""Go from one to the next."""

import numpy as np

from simkomunitas.ground.sources import VERBA_1995
from simkomunitas.targeting import View, targeting_rule
from simkomunitas.world.community import Numbers


@targeting_rule(VERBA_1995)
def snowball(view: View) -> Numbers:
    """Acquaintances of those who take part first, then anybody by lot."""
    ties = view.community.ties
    rows = np.repeat(np.arange(view.luck.size), np.diff(ties.start))
    near = np.bincount(rows, weights=view.participant[ties.neighbour], minlength=view.luck.size)
    return np.where(view.participant, 0.0, np.where(near > 0, 0.5 + 0.5 * view.luck, 0.5 * view.luck))

"""A community as it stands before the first week: its residents as columns, who knows whom, what is lacking."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]

NOBODY = -1
DOMAINS = ("education", "health", "economy", "environment", "infrastructure")
TIE_KINDS = ("household", "kin", "neighbour", "association", "friend")


class Residents(NamedTuple):
    """Who the residents are: one row a resident, one column a fact; nothing here changes in a run."""

    key: Keys  # who she is to chance: stays with her when rows are renumbered
    female: Flags
    age: Whole  # years
    education: Numbers  # years of schooling, 0 to 20
    wealth: Numbers  # rank in the community, 0 poorest to 1 richest
    household: Whole  # number of the household, 0 upwards
    hamlet: Whole  # number of the hamlet, 0 upwards
    social_group: Whole  # number of the social group (clan, faith, origin), 0 upwards
    free_hours: Numbers  # hours a week not bound by work and care
    disposition: Numbers  # lasting liking for public life, standard normal
    cooperation: Whole  # 0 free rider, 1 conditional cooperator, 2 hump-shaped
    association: Whole  # number of the association she belongs to, or NOBODY
    official: Flags  # holds a formal office in hamlet or village


class Ties(NamedTuple):
    """Who knows whom: the neighbours of resident i are ``neighbour[start[i]:start[i + 1]]``, in rising order.

    Ties are mutual, join two different residents, and stand once at each end.
    """

    start: Whole
    neighbour: Whole
    kind: Whole  # place in TIE_KINDS, same length as neighbour


class Community(NamedTuple):
    """Residents, their ties and their needs; what a run starts from."""

    residents: Residents
    ties: Ties
    severity: Numbers  # need of each hamlet (rows) in each of DOMAINS (columns), 0 none to 1 acute
    ids: tuple[str, ...]  # what each resident is called in the files, in row order
    hamlets: tuple[str, ...]  # what each hamlet is called


COOPERATION_TYPES = ("free_rider", "conditional", "hump_shaped")

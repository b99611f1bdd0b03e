"""A community as it stands before the first week: its residents as columns, who knows whom, what is lacking."""

from typing import Annotated, NamedTuple

import numpy as np

from simkomunitas.base.typed_columns import Flags, Keys, Numbers, Table, Whole, empty_table
from simkomunitas.model.random_draws import prepare_pair_keys
from simkomunitas.model.vocabulary import COOPERATION_TYPES, DOMAINS, TIE_KINDS

__all__ = [
    "COOPERATION_TYPES",
    "DOMAINS",
    "MAX_TIES",
    "NOBODY",
    "TIE_KINDS",
    "Community",
    "EngineCommunity",
    "Flags",
    "Keys",
    "Numbers",
    "ResidentData",
    "Residents",
    "Ties",
    "Whole",
    "to_engine_community",
]  # fmt: skip

NOBODY = -1  # stands where else the row of a resident stands
MAX_TIES = 0xFFFF  # of one resident: sixteen bits count who of them came


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

    def __repr__(self) -> str:
        ties = self.ties.neighbour.size // 2
        return f"Community({len(self.ids)} residents in {len(self.hamlets)} hamlets, {ties} ties)"


class ResidentData:
    """Who a resident is: one row of the engine's table; nothing here changes in a run."""

    key: Annotated[np.uint64, "who she is to chance: stays with her when rows are renumbered"]
    female: Annotated[bool, "woman"]
    age: Annotated[int, "years"]
    education: Annotated[float, "years of schooling, 0 to 20"]
    wealth: Annotated[float, "rank in the community, 0 poorest to 1 richest"]
    household: Annotated[int, "number of the household"]
    hamlet: Annotated[int, "number of the hamlet"]
    social_group: Annotated[int, "number of the social group (clan, faith, origin)"]
    free_hours: Annotated[float, "hours a week not bound by work and care"]
    disposition: Annotated[float, "lasting liking for public life, standard normal"]
    cooperation: Annotated[int, "at the start: 0 free rider, 1 conditional cooperator, 2 hump-shaped"]
    association: Annotated[int, "number of the association she belongs to"]
    official: Annotated[bool, "holds a formal office in hamlet or village"]


class EngineCommunity(NamedTuple):
    """The part of a community that the engine reads: people as rows, and their ties."""

    residents: Table[ResidentData]
    ties: Ties
    key_halves: Keys  # by resident: her key, made ready to be the first of a pair
    first_member: Whole  # by hamlet: its residents are ``members[begins[h]:begins[h + 1]]``, in rising order
    members: Whole


def to_engine_community(community: Community) -> EngineCommunity:
    """The people of a community as rows, and their ties, without names."""
    table = empty_table(ResidentData, community.residents.key.size)
    for name, column in community.residents._asdict().items():
        table[name] = column
    hamlet, count = community.residents.hamlet, len(community.hamlets)
    begins = np.searchsorted(np.sort(hamlet), np.arange(count + 1))
    return EngineCommunity(
        table, community.ties, prepare_pair_keys(table.key), begins, np.argsort(hamlet, kind="stable")
    )

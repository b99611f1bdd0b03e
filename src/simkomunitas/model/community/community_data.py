"""A community as it stands before the first week: its residents as columns, who knows whom, what is lacking."""

from typing import Annotated, NamedTuple

import numpy as np

import simkomunitas.base.compiled_columns  # noqa: F401 - teaches Numba what a table by columns is
from simkomunitas.base.column_tables import Columns
from simkomunitas.base.typed_columns import Flags, Integers, Keys, Numbers, RowNumbers, Whole
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


class ResidentData(Columns):
    """Who the residents are, as the engine reads it: a column each; nothing here changes in a run."""

    key: Annotated[Keys, "who she is to chance: stays with her when rows are renumbered"]
    female: Annotated[Flags, "woman"]
    age: Annotated[Integers, "years"]
    education: Annotated[Numbers, "years of schooling, 0 to 20"]
    wealth: Annotated[Numbers, "rank in the community, 0 poorest to 1 richest"]
    household: Annotated[Integers, "number of the household"]
    hamlet: Annotated[Integers, "number of the hamlet"]
    social_group: Annotated[Integers, "number of the social group (clan, faith, origin)"]
    free_hours: Annotated[Numbers, "hours a week not bound by work and care"]
    disposition: Annotated[Numbers, "lasting liking for public life, standard normal"]
    cooperation: Annotated[Integers, "at the start: 0 free rider, 1 conditional cooperator, 2 hump-shaped"]
    association: Annotated[Integers, "number of the association she belongs to"]
    official: Annotated[Flags, "holds a formal office in hamlet or village"]


class EngineTies(Columns):
    """Who knows whom, as the engine reads it: the neighbours of i are ``neighbour[start[i]:start[i + 1]]``."""

    start: Annotated[Whole, "by resident: where her neighbours begin; and one past the last"]
    degree: Annotated[Numbers, "by resident: how many she knows, and 1 where that is nobody"]
    neighbour: Annotated[RowNumbers, "whom she knows, in rising order"]
    key_half: Annotated[Keys, "by resident: her key, made ready to be the first of a pair"]


class HamletMembers(Columns):
    """Who lives in a hamlet: the residents of h stand in the rows from ``first_row[h]`` to ``first_row[h + 1]``."""

    first_row: Annotated[RowNumbers, "by hamlet: the row of its first resident; and one past the last row"]


class EngineCommunity(NamedTuple):
    """The part of a community that the engine reads: people by columns, their ties, and who lives where."""

    residents: ResidentData
    ties: EngineTies
    members: HamletMembers


def in_hamlet_order(community: Community) -> Community:
    """The same community with its residents in the order of their hamlets, as the engine goes through them.

    Residents of one hamlet keep their order; a community that has this order already is given back as it is.
    """
    hamlet = community.residents.hamlet
    if bool((np.diff(hamlet) >= 0).all()):
        return community
    order = np.argsort(hamlet, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    ties, residents = community.ties, community.residents._asdict()
    owner = np.repeat(np.arange(hamlet.size), np.diff(ties.start))
    by_row = np.lexsort((place[ties.neighbour], place[owner]))
    start = np.concatenate([[0], np.cumsum(np.diff(ties.start)[order])])
    return community._replace(
        residents=Residents(**{name: column[order] for name, column in residents.items()}),
        ties=Ties(start, place[ties.neighbour][by_row], ties.kind[by_row]),
        ids=tuple(community.ids[row] for row in order),
    )


def to_engine_community(community: Community) -> EngineCommunity:
    """The people of a community by columns, and their ties, without names."""
    residents, ties = community.residents, community.ties
    first_row = np.searchsorted(residents.hamlet, np.arange(len(community.hamlets) + 1))
    degree, halves = np.maximum(1, np.diff(ties.start)), prepare_pair_keys(residents.key)
    return EngineCommunity(
        ResidentData(**residents._asdict()),
        EngineTies(start=ties.start, degree=degree, neighbour=ties.neighbour, key_half=halves),
        HamletMembers(first_row=first_row),
    )

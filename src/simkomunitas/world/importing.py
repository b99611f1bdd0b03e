"""Real villages: residents and ties read from files, and refused where they do not say clearly what they mean."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.ground.patience import with_signs
from simkomunitas.world import facts
from simkomunitas.world.census import Census, read_census
from simkomunitas.world.community import NOBODY, TIE_KINDS, Community, Flags, Keys, Numbers, Residents, Ties, Whole
from simkomunitas.world.draws import Purpose
from simkomunitas.world.facts import Slot
from simkomunitas.world.files import ResidentsFile, TiesFile
from simkomunitas.world.graphml import Edge
from simkomunitas.world.networks import networks, ties_from_edges
from simkomunitas.world.nominations import Nominations, read_nominations
from simkomunitas.world.reading import abridged, refuse
from simkomunitas.world.village import Institutions, Networks, People

WHOLE_VILLAGE = "whole village"  # the one hamlet of a village whose hamlets are not known
DRAWN_WHERE_EMPTY = ("sex", "age", "education", "wealth", "free_hours", "official")
USUAL_NETWORK = "hamlets"  # what ties are drawn by where there is no list of them
DRAWN_WHERE_MISSING = ("social_group", "association")

Column = TypeVar("Column", Numbers, Whole)


class ImportReport(NamedTuple):
    """What was found in the files, and what was added or left out."""

    residents: int
    ties: int
    drawn: tuple[tuple[str, int], ...]  # fact, and how many residents had it drawn
    self_ties: int  # rows that tie somebody to herself: left out
    other_layers: int  # rows of layers that were not asked for: left out
    merged_associations: int  # associations beyond the largest of a hamlet and one more: taken as that one
    weightless: int  # rows of ties whose weight is 0: left out
    weighted: bool  # whether ties have weights, of which only 0 is heeded
    women: int
    houses: int
    hamlets: int
    unconnected: int  # residents without a tie
    respelled: tuple[tuple[str, str], ...]  # columns that the files spell otherwise than the description, and how


class Imported(NamedTuple):
    """A community from files, and the report on how it was read."""

    community: Community
    report: ImportReport


def imported_community(
    residents: ResidentsFile, network: TiesFile | None, people: People, institutions: Institutions, seed: int
) -> Community:
    """The community that the files describe; what they do not say is drawn; faulty files raise InputError."""
    return import_village(residents, network, people, institutions, seed).community


def import_village(
    residents: ResidentsFile, network: TiesFile | None, people: People, institutions: Institutions, seed: int
) -> Imported:
    """The community that the files describe, with a report; all faults of both files are in one InputError.

    Without a list of ties they are drawn as in a synthetic village, from households, hamlets and who is alike.
    Residents stand in canonical order and are known to chance by their ids, so that the order of rows in the files,
    the direction of ties and columns that are not used change nothing.
    """
    try:
        census, nominations = _both(residents, network)
    except InputError as error:
        raise InputError(abridged(error.faults)) from None
    inhabitants = _residents(census, people, seed)
    if nominations is None:
        ties = networks[USUAL_NETWORK](inhabitants, Networks(), seed)
    else:
        ties = _ties(census.ids, inhabitants.household, nominations.used)
    hamlets = census.names.get("hamlet", (WHOLE_VILLAGE,))
    severity = facts.severity(len(hamlets), institutions.need, seed)
    community = Community(inhabitants, ties, severity, census.ids, hamlets)
    return Imported(community, _report(community, census, nominations))


def _both(residents: ResidentsFile, network: TiesFile | None) -> tuple[Census, Nominations | None]:
    """Both files, each read to its end before either is refused."""
    if network is None:
        return read_census(residents), None
    try:
        census = read_census(residents)
    except InputError as error:
        refuse([*error.faults, *_faults_of_ties(network)])
        raise
    return census, read_nominations(network, census.ids)


def _faults_of_ties(network: TiesFile) -> tuple[Fault, ...]:
    """What is wrong with the list of ties by itself, whoever the residents may be."""
    try:
        read_nominations(network, None)
    except InputError as error:
        return error.faults
    return ()


def _report(community: Community, census: Census, nominations: Nominations | None) -> ImportReport:
    everybody, ties = len(census.ids), community.ties
    named = nominations or Nominations((), 0, 0, weighted=False)
    drawn = {fact: everybody for fact in DRAWN_WHERE_MISSING if fact not in census.labels}
    drawn |= {fact: everybody for fact in DRAWN_WHERE_EMPTY if fact not in census.numbers}
    drawn |= {fact: int(np.isnan(numbers).sum()) for fact, numbers in census.numbers.items()}
    drawn |= {} if nominations else {"ties": everybody}
    return ImportReport(
        residents=everybody,
        ties=ties.neighbour.size // 2,
        drawn=tuple(sorted((fact, count) for fact, count in drawn.items() if count)),
        self_ties=sum(edge.source == edge.target for edge in named.used),
        other_layers=named.others,
        merged_associations=_merged(census),
        weightless=named.weightless,
        weighted=named.weighted,
        women=int(community.residents.female.sum()),
        houses=np.unique(community.residents.household).size,
        hamlets=len(community.hamlets),
        unconnected=int((np.diff(ties.start) == 0).sum()),
        respelled=census.respelled + named.respelled,
    )


def _keys(ids: Iterable[str]) -> Keys:
    """Who each resident is to chance: the first eight bytes of the SHA-256 of her id, whatever row she stands in."""
    digests = [hashlib.sha256(text.encode()).digest()[:8] for text in ids]
    return np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)


def _residents(census: Census, people: People, seed: int) -> Residents:
    """Residents with the facts of the census, and with drawn ones where it is silent."""
    key = _keys(census.ids)
    household = census.labels.get("household", np.arange(key.size))
    hamlet = census.labels.get("hamlet", np.zeros(key.size, dtype=np.int64))
    female = _said(census, "sex", _shares(Slot.SEX, key, seed) < people.women) > 0.5
    age = _said(census, "age", facts.ages(key, seed)).astype(np.int64)
    wealth = _wealth(census, _shares(Slot.WEALTH, key, seed))
    education = _said(census, "education", facts.education(key, wealth, age, seed))
    turn = facts.turn(key, seed, female=female, age=age, education=education, wealth=wealth)
    minority = (_shares(Slot.SOCIAL_GROUP, key, seed) >= people.largest_group).astype(np.int64)
    return Residents(
        key=key,
        female=female,
        age=age,
        education=education,
        wealth=wealth,
        household=household,
        hamlet=hamlet,
        social_group=census.labels.get("social_group", minority),
        free_hours=_said(census, "free_hours", facts.free_hours(key, female, wealth, people.free_hours, seed)),
        disposition=facts.disposition(key, seed),
        cooperation=facts.cooperation(key, people, seed),
        association=_associations(census, hamlet, facts.association(key, hamlet, female, people.members, seed)),
        official=_said(census, "official", facts.officials(turn, hamlet, household, people.officials)) > 0.5,
    )


def _shares(slot: Slot, key: Keys, seed: int) -> Numbers:
    return facts.draws(Purpose.POPULATION, slot, key, seed)


def _said(census: Census, fact: str, drawn: Numbers | Whole | Flags) -> Numbers:
    """What the census says of a fact, and what was drawn where it says nothing."""
    said = census.numbers.get(fact)
    return drawn.astype(np.float64) if said is None else np.where(np.isnan(said), drawn, said)


def _wealth(census: Census, drawn: Numbers) -> Numbers:
    """Wealth as a rank among those whose wealth is known, and drawn for the others."""
    said = census.numbers.get("wealth", np.full(drawn.size, np.nan))
    wealth, known = drawn.copy(), ~np.isnan(said)
    wealth[known] = facts.ranks(said[known])
    return wealth


def _ties(ids: tuple[str, ...], household: Whole, used: Sequence[Edge]) -> Ties:
    """Mutual ties from nominations; those within a household and of layers named like TIE_KINDS are of that kind."""
    row = {text: place for place, text in enumerate(ids)}
    friend = TIE_KINDS.index("friend")
    kinds = {kind: place for place, kind in enumerate(TIE_KINDS)}
    told = with_signs(used, "Tying residents", len(used))
    pairs = [(row[edge.source], row[edge.target], kinds.get(edge.layer, friend)) for edge in told]
    first, second, kind = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
    together = household[first] == household[second]
    return ties_from_edges(len(ids), first, second, np.where(together, TIE_KINDS.index("household"), kind))


def _associations(census: Census, hamlet: Whole, drawn: Whole) -> Whole:
    """The association of each resident: in each hamlet the largest that the file names, and all others as one."""
    said = census.labels.get("association")
    if said is None:
        return drawn
    numbers = np.full(said.size, NOBODY)
    for h in np.unique(hamlet):
        here = (hamlet == h) & (said >= 0)
        names, counts = np.unique(said[here], return_counts=True)
        if names.size:
            numbers[here] = 2 * h + (said[here] != names[np.argmax(counts)])
    return numbers


def _merged(census: Census) -> int:
    """How many associations were taken together with another of their hamlet."""
    said = census.labels.get("association")
    if said is None:
        return 0
    hamlet = census.labels.get("hamlet", np.zeros(said.size, dtype=np.int64))
    return sum(max(0, np.unique(said[(hamlet == h) & (said >= 0)]).size - 2) for h in np.unique(hamlet))

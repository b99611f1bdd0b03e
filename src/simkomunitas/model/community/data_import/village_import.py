"""Real villages: residents and ties read from files, and refused where they do not say clearly what they mean."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.base.progress_messages import report_progress
from simkomunitas.model.community import resident_facts
from simkomunitas.model.community.community_data import NOBODY, Community, Flags, Keys, Numbers, Residents, Ties, Whole
from simkomunitas.model.community.data_import.census_table import Census, read_census
from simkomunitas.model.community.data_import.data_file_formats import ResidentsFile, TiesFile
from simkomunitas.model.community.data_import.graphml_reader import NamedTie
from simkomunitas.model.community.data_import.nomination_list import Nominations, read_nominations
from simkomunitas.model.community.data_import.table_reader import abridge_errors, raise_errors
from simkomunitas.model.community.networks import networks, ties_from_edges
from simkomunitas.model.community.resident_facts import DrawSlot
from simkomunitas.model.community.village_settings import InstitutionSettings, NetworkSettings, PopulationSettings
from simkomunitas.model.random_draws import DrawPurpose
from simkomunitas.model.vocabulary import ASSOCIATIONS_PER_HAMLET, TIE_KINDS

WHOLE_VILLAGE = "whole village"  # the one hamlet of a village whose hamlets are not known
FACTS_DRAWN_IF_EMPTY = ("sex", "age", "education", "wealth", "free_hours", "official")
DEFAULT_NETWORK = "hamlets"  # what ties are drawn by where there is no list of them
FACTS_DRAWN_IF_MISSING = ("social_group", "association")

Column = TypeVar("Column", Numbers, Whole)


class ImportReport(NamedTuple):
    """What was found in the files, and what was added or left out."""

    residents: int
    ties: int
    drawn_facts: tuple[tuple[str, int], ...]  # fact, and how many residents had it drawn
    self_ties: int  # rows that tie somebody to herself: left out
    ties_of_other_layers: int  # rows of layers that were not asked for: left out
    merged_associations: int  # associations beyond the largest of a hamlet and one more: taken as that one
    ties_without_weight: int  # rows of ties whose weight is 0: left out
    ties_with_weight: bool  # whether ties have weights, of which only 0 is heeded
    women: int
    households: int
    hamlets: int
    residents_without_ties: int  # residents without a tie
    respelled_columns: tuple[
        tuple[str, str], ...
    ]  # columns that the files spell otherwise than the description, and how


class ImportedCommunity(NamedTuple):
    """A community from files, and the report on how it was read."""

    community: Community
    report: ImportReport


def read_community(
    residents: ResidentsFile,
    network: TiesFile | None,
    people: PopulationSettings,
    institutions: InstitutionSettings,
    seed: int,
) -> Community:
    """The community that the files describe; what they do not say is drawn; faulty files raise InputError."""
    return read_community_with_report(residents, network, people, institutions, seed).community


def read_community_with_report(
    residents: ResidentsFile,
    network: TiesFile | None,
    people: PopulationSettings,
    institutions: InstitutionSettings,
    seed: int,
) -> ImportedCommunity:
    """The community that the files describe, with a report; all errors of both files are in one InputError.

    Without a list of ties they are drawn as in a synthetic village, from households, hamlets and who is alike.
    Residents stand in canonical order and are known to chance by their ids, so that the order of rows in the files,
    the direction of ties and columns that are not used change nothing.
    """
    try:
        census, nominations = _read_both_files(residents, network)
    except InputError as error:
        raise InputError(abridge_errors(error.errors)) from None
    inhabitants = _build_residents(census, people, seed)
    if nominations is None:
        ties = networks[DEFAULT_NETWORK](inhabitants, NetworkSettings(), seed)
    else:
        ties = _build_mutual_ties(census.ids, inhabitants.household, nominations.ties)
    hamlets = census.names.get("hamlet", (WHOLE_VILLAGE,))
    severity = resident_facts.draw_need_severity(len(hamlets), institutions.need, seed)
    community = Community(inhabitants, ties, severity, census.ids, hamlets)
    return ImportedCommunity(community, _build_import_report(community, census, nominations))


def _read_both_files(residents: ResidentsFile, network: TiesFile | None) -> tuple[Census, Nominations | None]:
    """Both files, each read to its end before either is refused."""
    if network is None:
        return read_census(residents), None
    try:
        census = read_census(residents)
    except InputError as error:
        raise_errors([*error.errors, *_find_tie_errors(network)])
        raise
    return census, read_nominations(network, census.ids)


def _find_tie_errors(network: TiesFile) -> tuple[ErrorDetail, ...]:
    """What is wrong with the list of ties by itself, whoever the residents may be."""
    try:
        read_nominations(network, None)
    except InputError as error:
        return error.errors
    return ()


def _build_import_report(community: Community, census: Census, nominations: Nominations | None) -> ImportReport:
    everybody, ties = len(census.ids), community.ties
    named = nominations or Nominations((), 0, 0, ties_with_weight=False)
    drawn = {fact: everybody for fact in FACTS_DRAWN_IF_MISSING if fact not in census.labels}
    drawn |= {fact: everybody for fact in FACTS_DRAWN_IF_EMPTY if fact not in census.numbers}
    drawn |= {fact: int(np.isnan(numbers).sum()) for fact, numbers in census.numbers.items()}
    drawn |= {} if nominations else {"ties": everybody}
    return ImportReport(
        residents=everybody,
        ties=ties.neighbour.size // 2,
        drawn_facts=tuple(sorted((fact, count) for fact, count in drawn.items() if count)),
        self_ties=sum(edge.source == edge.target for edge in named.ties),
        ties_of_other_layers=named.ties_of_other_layers,
        merged_associations=_count_merged_associations(census),
        ties_without_weight=named.ties_without_weight,
        ties_with_weight=named.ties_with_weight,
        women=int(community.residents.female.sum()),
        households=np.unique(community.residents.household).size,
        hamlets=len(community.hamlets),
        residents_without_ties=int((np.diff(ties.start) == 0).sum()),
        respelled_columns=census.respelled_columns + named.respelled_columns,
    )


def _resident_keys(ids: Iterable[str]) -> Keys:
    """Who each resident is to chance: the first eight bytes of the SHA-256 of her id, whatever row she stands in."""
    digests = [hashlib.sha256(text.encode()).digest()[:8] for text in ids]
    return np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)


def _build_residents(census: Census, people: PopulationSettings, seed: int) -> Residents:
    """Residents with the facts of the census, and with drawn ones where it is silent."""
    key = _resident_keys(census.ids)
    household = census.labels.get("household", np.arange(key.size))
    hamlet = census.labels.get("hamlet", np.zeros(key.size, dtype=np.int64))
    female = _census_or_drawn(census, "sex", _draw_shares(DrawSlot.SEX, key, seed) < people.women) > 0.5
    age = _census_or_drawn(census, "age", resident_facts.draw_ages(key, seed)).astype(np.int64)
    wealth = _wealth_ranks(census, _draw_shares(DrawSlot.WEALTH, key, seed))
    education = _census_or_drawn(census, "education", resident_facts.draw_education(key, wealth, age, seed))
    turn = resident_facts.office_priority(key, seed, female=female, age=age, education=education, wealth=wealth)
    minority = (_draw_shares(DrawSlot.SOCIAL_GROUP, key, seed) >= people.largest_group).astype(np.int64)
    return Residents(
        key=key,
        female=female,
        age=age,
        education=education,
        wealth=wealth,
        household=household,
        hamlet=hamlet,
        social_group=census.labels.get("social_group", minority),
        free_hours=_census_or_drawn(
            census, "free_hours", resident_facts.draw_free_hours(key, female, wealth, people.free_hours, seed)
        ),
        disposition=resident_facts.draw_disposition(key, seed),
        cooperation=resident_facts.draw_cooperation_types(key, people, seed),
        association=_assign_associations(
            census, hamlet, resident_facts.draw_associations(key, hamlet, female, people.members, seed)
        ),
        official=_census_or_drawn(
            census, "official", resident_facts.choose_officials(turn, hamlet, household, people.officials)
        )
        > 0.5,
    )


def _draw_shares(slot: DrawSlot, key: Keys, seed: int) -> Numbers:
    return resident_facts.draw_uniforms(DrawPurpose.POPULATION, slot, key, seed)


def _census_or_drawn(census: Census, fact: str, drawn: Numbers | Whole | Flags) -> Numbers:
    """What the census says of a fact, and what was drawn where it says nothing."""
    said = census.numbers.get(fact)
    return drawn.astype(np.float64) if said is None else np.where(np.isnan(said), drawn, said)


def _wealth_ranks(census: Census, drawn: Numbers) -> Numbers:
    """Wealth as a rank among those whose wealth is known, and drawn for the others."""
    said = census.numbers.get("wealth", np.full(drawn.size, np.nan))
    wealth, known = drawn.copy(), ~np.isnan(said)
    wealth[known] = resident_facts.rank_values(said[known])
    return wealth


def _build_mutual_ties(ids: tuple[str, ...], household: Whole, used: Sequence[NamedTie]) -> Ties:
    """Mutual ties from nominations; those within a household and of layers named like TIE_KINDS are of that kind."""
    row = {text: place for place, text in enumerate(ids)}
    friend = TIE_KINDS.index("friend")
    kinds = {kind: place for place, kind in enumerate(TIE_KINDS)}
    told = report_progress(used, "Tying residents", len(used))
    pairs = [(row[edge.source], row[edge.target], kinds.get(edge.layer, friend)) for edge in told]
    first, second, kind = np.array(pairs, dtype=np.int64).reshape(-1, 3).T
    together = household[first] == household[second]
    return ties_from_edges(len(ids), first, second, np.where(together, TIE_KINDS.index("household"), kind))


def _assign_associations(census: Census, hamlet: Whole, drawn: Whole) -> Whole:
    """The association of each resident: in each hamlet the largest that the file names, and all others as one."""
    said = census.labels.get("association")
    if said is None:
        return drawn
    numbers = np.full(said.size, NOBODY)
    for h in np.unique(hamlet):
        here = (hamlet == h) & (said >= 0)
        names, counts = np.unique(said[here], return_counts=True)
        if names.size:
            numbers[here] = ASSOCIATIONS_PER_HAMLET * h + (said[here] != names[np.argmax(counts)])
    return numbers


def _count_merged_associations(census: Census) -> int:
    """How many associations were taken together with another of their hamlet."""
    said = census.labels.get("association")
    if said is None:
        return 0
    hamlet = census.labels.get("hamlet", np.zeros(said.size, dtype=np.int64))
    return sum(max(0, np.unique(said[(hamlet == h) & (said >= 0)]).size - 2) for h in np.unique(hamlet))

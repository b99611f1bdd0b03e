"""What changes in a run: minds, hamlets, groups, and the programme office."""

from typing import Annotated, Any, NamedTuple

import numpy as np

from simkomunitas.base.column_tables import Columns
from simkomunitas.base.typed_columns import (
    Flags,
    Integers,
    Keys,
    Numbers,
    RowNumbers,
    Table,
    Whole,
    empty_table,
    single_row,
)
from simkomunitas.model.community.community_data import NOBODY, Community
from simkomunitas.model.state.weekly_counts import WEEKLY_COUNTS
from simkomunitas.model.vocabulary import ARENAS, ASSOCIATION_GROUP, COMMITTEE, GROUPS_PER_HAMLET, SAVINGS_GROUP

FACILITATOR = -2  # stands where else the row of a resident stands
NEVER = -10_000  # a week long before any run
RESTING_BELIEF = 0.4  # where trust and efficacy lie without experience
LEGITIMACY, LEGITIMACY_OF_OFFICE = 0.5, 0.8  # how far people follow one of them, and one in office, at the start
PERIOD_COUNT = 6  # the programme, and each of the first five years after it
POOREST_RANK = 0.4  # below this wealth rank: the poorer two fifths
POORER_RANK = 0.6  # below this wealth rank: those whom captured projects leave out
NO_ASSET, WORKING, BROKEN = 0, 1, 2  # of a need: what was built for it
STANDS, FELL = 1, 2  # of an asset that worked when the facilitators left
NO_ANSWER, DECLINED, TOOK_UP = 0, 1, 2  # to the offer of a loan or coupon
TALK, CIVIC, SKILLS, MOBILIZING = 0, 1, 2, 3  # what fills an activity, as columns
INITIAL_NORMS = (0.45, 0.5, 0.05, 0.15)  # by arena: share who come, as remembered at the start


class ResidentState(Columns):
    """What changes in residents, a column each."""

    aware: Annotated[Flags, "knows of the activities"]
    knows_decision: Annotated[Flags, "knows the last decision of her hamlet and its cash box"]
    leads: Annotated[Flags, "is a local leader (Penggerak Swadaya Masyarakat)"]
    trust: Annotated[Numbers, "in the organizers, 0 to 1"]
    efficacy: Annotated[Numbers, "belief that acting together works, 0 to 1"]
    ownership: Annotated[Numbers, "feeling that the projects are hers, 0 to 1"]
    motive: Annotated[Numbers, "unpaid motive left, 0 to 1"]
    belief: Annotated[Numbers, "what she expects others to give, 0 to 1"]
    skill: Annotated[Numbers, "civic skill, 0 to 1"]
    fatigue: Annotated[Numbers, "0 to 1"]
    income: Annotated[Numbers, "against the start, 1 unchanged"]
    load: Annotated[Numbers, "activities she leads a week, running mean"]
    benefits: Annotated[Numbers, "projects that benefited her"]
    legitimacy: Annotated[Numbers, "how far others follow her, 0 to 1"]
    habit: Annotated[Numbers, 4, "by arena, 0 to 1"]
    came: Annotated[Flags, 4, "by arena: to the last event"]
    last_came: Annotated[Integers, 4, "by arena: week"]
    attendances: Annotated[Integers, 6, "programme activities attended, by period"]
    acquaintance: Annotated[Integers, 2, "people met at activities, rows"]
    cooperation: Annotated[Integers, "type now: 0 free rider, 1 conditional, 2 hump-shaped"]
    news_week: Annotated[Integers, "week she heard of the activities"]
    informer: Annotated[Integers, "who told her: row, facilitator or nobody"]
    last_invited: Annotated[Integers, "to a programme activity: week"]
    last_gave: Annotated[Integers, "to a project: week"]
    last_spoke: Annotated[Integers, "in a programme activity: week"]
    savings_group: Annotated[Integers, "number of her savings group"]
    offered: Annotated[Flags, "has decided on joining a savings group"]
    answer: Annotated[Integers, "to the offer of a loan or coupon: 0 none yet, 1 no, 2 yes"]
    led_since: Annotated[Integers, "week she became a leader"]
    declined: Annotated[Integers, "week she last declined to lead"]
    feedback: Annotated[Integers, "week of the last talk with a mentor or peer"]
    refreshed: Annotated[Integers, "week of the last training as a leader"]
    contacts: Annotated[Integers, "visits by facilitators"]
    last_contact: Annotated[Integers, "week of the last visit"]
    preference: Annotated[Numbers, "how much facilitators would visit her first, 0 to 1"]
    inviter: Annotated[Integers, 4, "this week, by arena: who asked her"]
    coming: Annotated[Flags, 4, "this week, by arena: comes"]
    concerned: Annotated[Flags, 4, "this week, by arena: an event was hers to come to"]
    news: Annotated[Integers, "this week: 0 silent, 1 talks of the activities, 2 talks as one who takes part"]
    tells: Annotated[Flags, "this week: can tell of a fresh decision"]
    heard: Annotated[Integers, "this week: who told her"]
    learnt: Annotated[Flags, "this week: heard of the decision"]
    presses: Annotated[Flags, "this week: joined a delegation to the authority"]
    giving: Annotated[Numbers, "this week: share of her time worked at the event"]
    spoke: Annotated[Flags, "this week: spoke and decided"]
    given_hours: Annotated[Numbers, "this week: hours given to public life"]


class HamletState:
    """What changes in a hamlet."""

    adults: Annotated[int, "adult residents"]
    leaders: Annotated[int, "local leaders, officials apart"]
    norm: Annotated[Numbers, 4, "by arena: share who come, as remembered, 0 to 1"]
    turnout: Annotated[Numbers, 4, "by arena: share who came to the last event"]
    shock_until: Annotated[int, "first week that the last shock no longer touches"]
    severity: Annotated[Numbers, 5, "by domain: need, 0 to 1"]
    problem_since: Annotated[Whole, 5, "by domain: week an open problem arose"]
    project: Annotated[int, "domain that is worked on"]
    started: Annotated[int, "week the project was chosen"]
    progressed: Annotated[int, "week somebody last worked on it"]
    labour: Annotated[float, "hours given to it so far"]
    money: Annotated[float, "thousand rupiah so far"]
    gifts: Annotated[float, "of these, given by outsiders"]
    technical: Annotated[float, "skilled hours so far"]
    needed: Annotated[Numbers, 3, "hours, thousand rupiah and skilled hours it takes"]
    captured: Annotated[bool, "the decision was captured by the better-off"]
    permitted: Annotated[bool, "the authority does not stand in the way"]
    helped: Annotated[bool, "facilitators worked on it, or outsiders paid more than half"]
    association_alive: Annotated[Flags, 2, "by association: it meets"]
    asset: Annotated[Whole, 5, "by domain: 0 none, 1 working, 2 broken"]
    condition: Annotated[Numbers, 5, "by domain: of the asset, 0 to 1"]
    fund: Annotated[Whole, 5, "by domain: dues saved for repair, thousand rupiah"]
    paying: Annotated[float, "share of users who paid the committee when it last collected, 0 to 1"]
    asset_cohort: Annotated[
        Whole, 5, "by domain: 0 did not work when the facilitators left, 1 has worked since, 2 broke"
    ]
    held: Annotated[Whole, 4, "this week, by arena: 0 no event, 1 in the hamlet, 2 in the village hall"]
    eligible: Annotated[Whole, 4, "this week, by arena: those whom the event concerns"]
    present: Annotated[Whole, 4, "this week, by arena: those who came"]
    caller: Annotated[int, "this week: who called the programme activity"]
    content: Annotated[Numbers, 4, "this week: talk, civic training, skills training, mobilization"]
    attempt: Annotated[int, "this week: 1 facilitators press the authority, 2 residents do"]
    sums: Annotated[Numbers, 6, "this week: sums over those who came"]


class GroupState:
    """A community organization; each hamlet has room for two associations, two savings groups and a committee."""

    kind: Annotated[int, "0 association, 1 savings group, 2 committee"]
    alive: Annotated[bool, "meets"]
    cohort: Annotated[bool, "was alive when the facilitators left"]
    founded: Annotated[int, "week"]
    cash: Annotated[int, "thousand rupiah"]
    turnout: Annotated[float, "share of members at its meetings, running mean"]
    members: Annotated[int, "residents"]
    accompanied: Annotated[int, "week of the last support by facilitators"]


class ProgrammeState:
    """The programme as a whole."""

    stage: Annotated[int, "number of the stage, or nobody without a programme"]
    stage_since: Annotated[int, "week"]
    left: Annotated[int, "week the facilitators left"]
    rounds: Annotated[int, "turns of the development cycle"]
    turn_since: Annotated[int, "week this turn of the cycle began"]
    started: Annotated[int, "projects started in this turn of the cycle"]
    finished: Annotated[int, "of these, finished"]
    understanding: Annotated[float, "of custom and calendar, 0 to 1"]
    link: Annotated[float, "formal link to the authority, 0 to 1"]
    ally: Annotated[float, "support by NGOs, firms and neighbours, 0 to 1"]
    called_locally: Annotated[float, "share of activities that residents called, running mean"]
    bank: Annotated[Numbers, 11, "by activity: hours planned and not yet worked"]
    worked: Annotated[float, "hours the facilitators have worked"]
    turn: Annotated[Whole, 11, "by activity: number of the hamlet whose turn it is"]
    tally: Annotated[Whole, len(WEEKLY_COUNTS), "this week: counts of what happened"]


class Workspace(Columns):
    """Working space of a week; what is looked up across ties lies close together here, a number for each resident."""

    company: Annotated[Integers, 4, "by arena: how many of those a resident knows came to its last event"]
    participants: Annotated[RowNumbers, 4, "by arena: who came to an event this week, in rising order"]
    participant_counts: Annotated[Integers, "by arena: how many came to an event this week"]
    changes: Annotated[RowNumbers, "who of a hamlet comes again, or does not come any more"]
    talk: Annotated[Integers, "by resident: what she talks of this week"]
    unheard: Annotated[Integers, "by resident: what of this would be new to her"]
    lowest_keys: Annotated[Numbers, "by resident: the lowest number drawn by those who told her"]
    asked: Annotated[Numbers, "how much it counts who asked a resident to the event in hand, 0 to 1"]
    utilities: Annotated[Numbers, 4, "by arena: of coming"]
    sources: Annotated[Keys, "by arena: the stream of this week's draws"]


class CommunityState(NamedTuple):
    """All that changes in a run."""

    resident_states: ResidentState
    hamlets: Table[HamletState]
    groups: Table[GroupState]
    programme: ProgrammeState
    workspace: Workspace


def initial_skill(schooling: Numbers) -> Numbers:
    """Civic skill before any training: what school has left [0 to 1]; schooling in years."""
    return np.asarray(0.1 + 0.02 * schooling)


def habit_at_equilibrium(share: float) -> float:
    """Habit of somebody who has long come to this share of events, see rules.learning.updated_habit [0 to 1]."""
    return share / (share + 0.25 * (1.0 - share))


def initial_resident_states(community: Community) -> ResidentState:
    """Minds before the first week: officials know what is going on, others do not."""
    residents = community.residents
    minds: Any = ResidentState.zeros(residents.key.size)  # assigning fills a column
    minds.aware = minds.knows_decision = residents.official
    minds.trust = minds.efficacy = RESTING_BELIEF
    minds.motive = minds.income = 1.0
    minds.belief = 0.5
    minds.legitimacy = np.where(residents.official, LEGITIMACY_OF_OFFICE, LEGITIMACY)
    minds.habit = [habit_at_equilibrium(share) for share in INITIAL_NORMS]
    minds.skill = initial_skill(residents.education)
    minds.cooperation = residents.cooperation
    for name in ("last_came", "news_week", "last_invited", "last_gave", "last_spoke", "led_since", "declined",
                 "feedback", "refreshed", "last_contact"):  # fmt: skip
        minds[name] = NEVER
    for name in ("acquaintance", "informer", "savings_group", "inviter", "heard"):
        minds[name] = NOBODY
    states: ResidentState = minds
    return states


def count_association_members(community: Community) -> Whole:
    """How many belong to each of the two associations of every hamlet: hamlets by 2."""
    count = community.severity.shape[0]
    belongs = community.residents.association
    return np.asarray(np.bincount(belongs[belongs >= 0], minlength=2 * count).reshape(count, 2))


def initial_hamlet_states(community: Community) -> Any:  # noqa: ANN401 - a Table[Hamlet] with columns
    """Hamlets before the first week: needs, but no projects and no assets of a programme."""
    hamlets = empty_table(HamletState, community.severity.shape[0])
    hamlets.adults = np.bincount(community.residents.hamlet, minlength=hamlets.size)
    hamlets.norm = INITIAL_NORMS
    hamlets.association_alive = count_association_members(community) > 0
    hamlets.severity = community.severity
    hamlets.needed = 1.0
    hamlets.project = hamlets.caller = NOBODY
    for name in ("shock_until", "problem_since", "started", "progressed"):
        hamlets[name] = NEVER
    return hamlets


def initial_group_states(community: Community, committees: float) -> Any:  # noqa: ANN401 - a Table[Group] with columns
    """Groups before the first week: associations that have members, and committees in this share of the hamlets."""
    count = community.severity.shape[0]
    groups = empty_table(GroupState, count * GROUPS_PER_HAMLET)
    members = np.zeros((count, GROUPS_PER_HAMLET), np.int64)
    members[:, :2] = count_association_members(community)
    groups.kind = np.tile([ASSOCIATION_GROUP, ASSOCIATION_GROUP, SAVINGS_GROUP, SAVINGS_GROUP, COMMITTEE], count)
    groups.members = members.ravel()
    with_committee = np.arange(count) < int(committees * count + 0.5)
    groups.alive = (groups.members > 0) | ((groups.kind == COMMITTEE) & np.repeat(with_committee, GROUPS_PER_HAMLET))
    groups.turnout = 0.5
    groups.founded = groups.accompanied = NEVER
    return groups


def empty_workspace(residents: int) -> Workspace:
    """Working space for so many residents."""
    return Workspace(
        company=np.zeros((residents, len(ARENAS))),
        participants=np.zeros((residents + 1, len(ARENAS))),
        participant_counts=np.zeros(len(ARENAS)),
        changes=np.zeros(residents + 1),
        talk=np.zeros(residents),
        unheard=np.zeros(residents),
        lowest_keys=np.zeros(residents),
        asked=np.zeros(residents),
        utilities=np.zeros((residents, len(ARENAS))),
        sources=np.zeros(len(ARENAS)),
    )


def initial_community_state(community: Community, allies: float, committees: float) -> CommunityState:
    """Everything as it stands before the first week.

    allies: support by NGOs and firms [0 to 1]; committees: hamlets that have one [share].
    """
    minds, office = (
        initial_resident_states(community),
        single_row(ProgrammeState, stage=NOBODY, left=NEVER, ally=allies),
    )
    groups = initial_group_states(community, committees)
    return CommunityState(minds, initial_hamlet_states(community), groups, office, empty_workspace(minds.size))

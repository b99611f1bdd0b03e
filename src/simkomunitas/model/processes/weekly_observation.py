"""Step 14, observation: what is written down of a week."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, Numbers
from simkomunitas.model.processes.need_process import felt_severity
from simkomunitas.model.state.community_state import NO_ASSET, POOREST_RANK, STANDS, WORKING, CommunityState
from simkomunitas.model.state.weekly_counts import HAMLET_WOMEN, WEEKLY_COUNTS
from simkomunitas.model.vocabulary import (
    ARENA_COUNT,
    ASSOCIATION_GROUP,
    COMMITTEE,
    DOMAIN_COUNT,
    GOVERNANCE,
    PROGRAMME,
    SAVINGS_GROUP,
)

STATE_SERIES = (
    "participation_mutual_help", "participation_association", "participation_programme", "participation_governance",
    "aware", "invited", "contributed", "decided", "leads", "knows_decision",
    "women_came", "men_came", "poor_came", "rest_came", "women_spoke", "men_spoke", "poor_spoke", "rest_spoke",
    "women_aware", "men_aware", "trust", "efficacy", "ownership", "motive", "skill", "belief", "fatigue", "income",
    "conditional", "free_riders", "leader_load", "acquaintances", "members_saving", "need", "associations_alive",
    "savings_groups_alive", "committees_alive", "groups_cohort", "groups_cohort_alive", "assets_built",
    "assets_working", "assets_cohort", "assets_cohort_working", "understanding", "link", "ally", "stage",
    "projects_open", "projects_waiting", "general_participation", "benefits_poor", "benefits_rest",
)  # fmt: skip
SERIES_NAMES = STATE_SERIES + WEEKLY_COUNTS
FUNNEL_WEEKS = 4  # how far back the funnel looks
STATE_COUNT = len(STATE_SERIES)
(AWARE, INVITED, CONTRIBUTED, DECIDED, LEADS, KNOWS, WOMEN_CAME, MEN_CAME, POOR_CAME, REST_CAME, WOMEN_SPOKE,
 MEN_SPOKE, POOR_SPOKE, REST_SPOKE, WOMEN_AWARE, MEN_AWARE, TRUST, EFFICACY, OWNERSHIP, MOTIVE, SKILL, BELIEF, FATIGUE,
 INCOME, CONDITIONAL, FREE_RIDERS, LOAD, ACQUAINTANCES, SAVING, NEED, ASSOCIATIONS, SAVINGS, COMMITTEES, GROUPS_COHORT,
 GROUPS_COHORT_ALIVE, BUILT, STANDING, ASSETS_COHORT, ASSETS_COHORT_WORKING, UNDERSTANDING, LINK, ALLY, STAGE, OPEN,
 WAITING, GENERAL, BENEFITS_POOR, BENEFITS_REST) = range(4, 52)  # fmt: skip


@compiled
def observe_week(now: int, society: EngineCommunity, state: CommunityState, row: Numbers) -> None:
    """Write one row of the record: shares of adults, counts, means; ``row`` has a place for each of SERIES."""
    row[:] = 0.0
    observe_residents(now, society, state, row)
    observe_beliefs(society, state, row)
    observe_hamlets(state, row)
    observe_groups(state, row)
    for k in range(len(WEEKLY_COUNTS)):
        row[STATE_COUNT + k] = state.programme.tally[k]


@compiled
def safe_share(count: float, total: float) -> float:
    """A share, 0 where there is nobody [0 to 1]."""
    return count / max(1.0, total)


@compiled
def observe_residents(now: int, society: EngineCommunity, state: CommunityState, row: Numbers) -> None:
    """Who took part within four weeks, by arena, by step of the funnel, by sex and wealth."""
    minds, residents = state.resident_states, society.residents
    n = minds.size
    one = 1.0 / n  # the share that one resident is
    women, poor = 0, 0
    for i in range(n):
        general = False
        for arena in range(ARENA_COUNT):
            lately = now - minds[i].last_came[arena] < FUNNEL_WEEKS
            row[arena] += lately * one
            general |= lately and arena != PROGRAMME
        row[GENERAL] += general * one
        came = now - minds[i].last_came[PROGRAMME] < FUNNEL_WEEKS
        spoke = now - minds[i].last_spoke < FUNNEL_WEEKS
        row[AWARE] += minds[i].aware * one
        row[INVITED] += (now - minds[i].last_invited < FUNNEL_WEEKS) * one
        row[CONTRIBUTED] += (now - minds[i].last_gave < FUNNEL_WEEKS) * one
        row[DECIDED] += spoke * one
        row[LEADS] += minds[i].leads * one
        row[KNOWS] += minds[i].knows_decision * one
        is_poor = residents[i].wealth < POOREST_RANK
        women += residents[i].female
        poor += is_poor
        row[WOMEN_CAME if residents[i].female else MEN_CAME] += came
        row[POOR_CAME if is_poor else REST_CAME] += came
        row[BENEFITS_POOR if is_poor else BENEFITS_REST] += minds[i].benefits
        row[WOMEN_SPOKE if residents[i].female else MEN_SPOKE] += spoke
        row[POOR_SPOKE if is_poor else REST_SPOKE] += spoke
        row[WOMEN_AWARE if residents[i].female else MEN_AWARE] += minds[i].aware
        if minds[i].coming[GOVERNANCE]:
            count_meeting_attendance(i, is_poor, society, state)
    for k in (WOMEN_CAME, WOMEN_SPOKE, WOMEN_AWARE):
        row[k] = safe_share(row[k], women)
    for k in (MEN_CAME, MEN_SPOKE, MEN_AWARE):
        row[k] = safe_share(row[k], n - women)
    for k in (POOR_CAME, POOR_SPOKE, BENEFITS_POOR):
        row[k] = safe_share(row[k], poor)
    for k in (REST_CAME, REST_SPOKE, BENEFITS_REST):
        row[k] = safe_share(row[k], n - poor)


@compiled
def count_meeting_attendance(i: int, is_poor: bool, society: EngineCommunity, state: CommunityState) -> None:
    """Count women and the poor among those who came to hamlet and to village meetings."""
    tally = state.programme.tally
    level = state.hamlets[society.residents[i].hamlet].held[GOVERNANCE]
    first = HAMLET_WOMEN + 3 * (level - 1)
    tally[first] += society.residents[i].female
    tally[first + 1] += is_poor
    tally[first + 2] += 1


@compiled
def observe_beliefs(society: EngineCommunity, state: CommunityState, row: Numbers) -> None:
    """Means over the residents."""
    minds = state.resident_states
    n = minds.size
    one = 1.0 / n  # the share that one resident is
    leaders = 0.0
    for i in range(n):
        row[TRUST] += minds[i].trust / n
        row[EFFICACY] += minds[i].efficacy / n
        row[OWNERSHIP] += minds[i].ownership / n
        row[MOTIVE] += minds[i].motive / n
        row[SKILL] += minds[i].skill / n
        row[BELIEF] += minds[i].belief / n
        row[FATIGUE] += minds[i].fatigue / n
        row[INCOME] += minds[i].income / n
        row[CONDITIONAL] += (minds[i].cooperation == 1) * one
        row[FREE_RIDERS] += (minds[i].cooperation == 0) * one
        met = minds[i].acquaintance
        row[ACQUAINTANCES] += (int(met[0] != NOBODY) + int(met[1] != NOBODY)) * one
        row[SAVING] += (minds[i].savings_group != NOBODY) * one
        if minds[i].leads:
            row[LOAD] += minds[i].load
            leaders += 1.0
    row[LOAD] = safe_share(row[LOAD], leaders)


@compiled
def observe_hamlets(state: CommunityState, row: Numbers) -> None:
    """Needs, projects, assets, and the standing of the programme."""
    hamlets, office = state.hamlets, state.programme
    h_count, d_count = hamlets.size, DOMAIN_COUNT
    for h in range(h_count):
        row[OPEN] += hamlets[h].project != NOBODY
        row[WAITING] += hamlets[h].project != NOBODY and not hamlets[h].permitted
        for d in range(d_count):
            row[NEED] += felt_severity(hamlets[h], d) / (h_count * d_count)
            row[BUILT] += hamlets[h].asset[d] != NO_ASSET
            row[STANDING] += hamlets[h].asset[d] == WORKING
            if hamlets[h].asset_cohort[d]:
                row[ASSETS_COHORT] += 1.0
                row[ASSETS_COHORT_WORKING] += hamlets[h].asset_cohort[d] == STANDS
    row[UNDERSTANDING] = office.understanding
    row[LINK] = office.link
    row[ALLY] = office.ally
    row[STAGE] = office.stage


@compiled
def observe_groups(state: CommunityState, row: Numbers) -> None:
    """Groups by kind, and how many of those alive at exit still are."""
    groups = state.groups
    for g in range(groups.size):
        if groups[g].alive:
            if groups[g].kind == ASSOCIATION_GROUP:
                row[ASSOCIATIONS] += 1.0
            elif groups[g].kind == SAVINGS_GROUP:
                row[SAVINGS] += 1.0
            elif groups[g].kind == COMMITTEE:
                row[COMMITTEES] += 1.0
        if groups[g].cohort:
            row[GROUPS_COHORT] += 1.0
            row[GROUPS_COHORT_ALIVE] += groups[g].alive and groups[g].founded < state.programme.left

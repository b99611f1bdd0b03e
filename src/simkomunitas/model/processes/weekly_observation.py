"""Step 14, observation: what is written down of a week."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, Numbers
from simkomunitas.model.processes.need_process import felt_severity
from simkomunitas.model.processes.turnout_records import participant_row
from simkomunitas.model.state.community_state import NO_ASSET, POOREST_RANK, STANDS, WORKING, CommunityState
from simkomunitas.model.state.weekly_counts import HAMLET_WOMEN, WEEKLY_COUNTS
from simkomunitas.model.vocabulary import (
    ARENA_COUNT,
    ASSOCIATION,
    ASSOCIATION_GROUP,
    COMMITTEE,
    DOMAIN_COUNT,
    GOVERNANCE,
    MUTUAL_HELP,
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
    observe_arenas(now, state, row)
    observe_funnel(now, state, row)
    observe_groups_of_people(now, society, state, row)
    workspace = state.workspace
    for place in range(workspace.participant_counts[GOVERNANCE]):
        count_meeting_attendance(participant_row(place, GOVERNANCE, workspace), society, state)


@compiled
def is_lately(now: int, week: int) -> bool:
    """Whether a week lies within those on which the funnel looks back."""
    return now - week < FUNNEL_WEEKS


@compiled
def observe_arenas(now: int, state: CommunityState, row: Numbers) -> None:
    """Shares of adults who came to each arena, and to any but the programme."""
    last_came, n = state.resident_states.last_came, state.resident_states.size
    general = 0
    for arena in range(ARENA_COUNT):
        came = 0
        for i in range(n):
            came += is_lately(now, last_came[i, arena])
        row[arena] = came / n
    for i in range(n):
        latest = max(last_came[i, MUTUAL_HELP], last_came[i, ASSOCIATION], last_came[i, GOVERNANCE])
        general += is_lately(now, latest)
    row[GENERAL] = general / n


@compiled
def observe_funnel(now: int, state: CommunityState, row: Numbers) -> None:
    """Shares of adults on each step from knowing to leading."""
    minds, n = state.resident_states, state.resident_states.size
    aware, invited, gave, spoke, leads, knows = 0, 0, 0, 0, 0, 0
    for i in range(n):
        aware += minds.aware[i]
        invited += is_lately(now, minds.last_invited[i])
        gave += is_lately(now, minds.last_gave[i])
        spoke += is_lately(now, minds.last_spoke[i])
        leads += minds.leads[i]
        knows += minds.knows_decision[i]
    row[AWARE], row[INVITED], row[CONTRIBUTED] = aware / n, invited / n, gave / n
    row[DECIDED], row[LEADS], row[KNOWS] = spoke / n, leads / n, knows / n


@compiled
def observe_groups_of_people(now: int, society: EngineCommunity, state: CommunityState, row: Numbers) -> None:
    """Shares of women and men, and of the poorer two fifths and the rest, who came, spoke, know, and benefit."""
    minds, residents, n = state.resident_states, society.residents, state.resident_states.size
    women, women_came, women_spoke, women_aware = 0, 0, 0, 0
    poor, poor_came, poor_spoke, came_all, spoke_all, aware_all = 0, 0, 0, 0, 0, 0
    for i in range(n):
        female, is_poor = residents.female[i], residents.wealth[i] < POOREST_RANK
        came, spoke = is_lately(now, minds.last_came[i, PROGRAMME]), is_lately(now, minds.last_spoke[i])
        women += female
        women_came += female & came
        women_spoke += female & spoke
        women_aware += female & minds.aware[i]
        poor += is_poor
        poor_came += is_poor & came
        poor_spoke += is_poor & spoke
        came_all += came
        spoke_all += spoke
        aware_all += minds.aware[i]
    row[WOMEN_CAME], row[MEN_CAME] = safe_share(women_came, women), safe_share(came_all - women_came, n - women)
    row[WOMEN_SPOKE], row[MEN_SPOKE] = safe_share(women_spoke, women), safe_share(spoke_all - women_spoke, n - women)
    row[WOMEN_AWARE], row[MEN_AWARE] = safe_share(women_aware, women), safe_share(aware_all - women_aware, n - women)
    row[POOR_CAME], row[REST_CAME] = safe_share(poor_came, poor), safe_share(came_all - poor_came, n - poor)
    row[POOR_SPOKE], row[REST_SPOKE] = safe_share(poor_spoke, poor), safe_share(spoke_all - poor_spoke, n - poor)
    poor_benefits, rest_benefits = 0.0, 0.0
    for i in range(n):
        is_poor = residents.wealth[i] < POOREST_RANK
        poor_benefits += minds.benefits[i] if is_poor else 0.0
        rest_benefits += 0.0 if is_poor else minds.benefits[i]
    row[BENEFITS_POOR], row[BENEFITS_REST] = safe_share(poor_benefits, poor), safe_share(rest_benefits, n - poor)


@compiled
def count_meeting_attendance(i: int, society: EngineCommunity, state: CommunityState) -> None:
    """Count women and the poor among those who came to hamlet and to village meetings."""
    tally = state.programme.tally
    level = state.hamlets[society.residents.hamlet[i]].held[GOVERNANCE]
    first = HAMLET_WOMEN + 3 * (level - 1)
    tally[first] += society.residents.female[i]
    tally[first + 1] += society.residents.wealth[i] < POOREST_RANK
    tally[first + 2] += 1


@compiled
def observe_beliefs(society: EngineCommunity, state: CommunityState, row: Numbers) -> None:
    """Means over the residents."""
    minds = state.resident_states
    n = minds.size
    trust, efficacy, ownership, motive, skill, belief, fatigue, income = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(n):
        trust += minds.trust[i]
        efficacy += minds.efficacy[i]
        ownership += minds.ownership[i]
        motive += minds.motive[i]
        skill += minds.skill[i]
        belief += minds.belief[i]
        fatigue += minds.fatigue[i]
        income += minds.income[i]
    row[TRUST], row[EFFICACY], row[OWNERSHIP], row[MOTIVE] = trust / n, efficacy / n, ownership / n, motive / n
    row[SKILL], row[BELIEF], row[FATIGUE], row[INCOME] = skill / n, belief / n, fatigue / n, income / n
    conditional, free_riders, met, saving, leaders = 0, 0, 0, 0, 0
    for i in range(n):
        conditional += minds.cooperation[i] == 1
        free_riders += minds.cooperation[i] == 0
        met += int(minds.acquaintance[i, 0] != NOBODY) + int(minds.acquaintance[i, 1] != NOBODY)
        saving += minds.savings_group[i] != NOBODY
        leaders += minds.leads[i]
    row[CONDITIONAL], row[FREE_RIDERS] = conditional / n, free_riders / n
    row[ACQUAINTANCES], row[SAVING] = met / n, saving / n
    load = 0.0
    for i in range(n):
        load += minds.load[i] if minds.leads[i] else 0.0
    row[LOAD] = safe_share(load, leaders)


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

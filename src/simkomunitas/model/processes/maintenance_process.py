"""Step 12, maintenance: wear, dues, repair, and the life of groups."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.domain_facts import DOMAIN_EXCLUDABILITY
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.need_process import has_committee
from simkomunitas.model.processes.turnout_records import participant_row
from simkomunitas.model.processes.week_reset import reset_sums
from simkomunitas.model.random_draws import DrawPurpose, complete_pair_key, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.belief_rules import weekly_rate
from simkomunitas.model.rules.cooperation_rules import contribution_share
from simkomunitas.model.rules.economy_rules import dues_for_upkeep, whole_amount
from simkomunitas.model.rules.maintenance_rules import (
    NEW_GROUP_TURNOUT,
    WORN_CONDITION,
    committee_strength,
    group_end_probability,
    monthly_wear,
    paying_probability,
    turnout_memory,
    willingness_to_pay,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.project_rules import money_needed
from simkomunitas.model.state.community_state import (
    BROKEN,
    FELL,
    STANDS,
    WORKING,
    CommunityState,
    GroupState,
    HamletState,
)
from simkomunitas.model.state.weekly_counts import ASSETS_BROKEN, DUES_ASKED, DUES_PAID, GROUPS_ENDED, GROUPS_FOUNDED
from simkomunitas.model.vocabulary import (
    ASSOCIATION,
    ASSOCIATION_GROUP,
    ASSOCIATIONS_PER_HAMLET,
    COMMITTEE,
    DOMAIN_COUNT,
    GROUPS_PER_HAMLET,
    SAVINGS_GROUP,
    WEEKS_PER_MONTH,
    WEEKS_PER_QUARTER,
)

DUES, GROUP_END = int(DrawPurpose.DUES), int(DrawPurpose.GROUP_END)
BROKE, GROUP_ENDED, GROUP_FOUNDED = int(EventKind.BROKE), int(EventKind.GROUP_ENDED), int(EventKind.GROUP_FOUNDED)
ASKED, PAID = range(2)  # sums of a hamlet: users asked for dues, and those who paid


@compiled
def maintain_assets(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Once in four weeks assets wear, users pay or do not, and what can be repaired is."""
    hamlets = state.hamlets
    reset_sums(state)
    for h in range(hamlets.size):
        if (now + h) % WEEKS_PER_MONTH != 2:
            continue
        for d in range(DOMAIN_COUNT):
            if hamlets[h].asset[d] != WORKING:
                continue
            hamlets[h].condition[d] -= monthly_wear(parameters.maintenance)
            hamlets[h].fund[d] += collect_dues(h, d, now, seed, society, state, parameters, plan)
            cost = whole_amount(money_needed(hamlets[h].adults, parameters.projects))
            if hamlets[h].condition[d] < WORN_CONDITION and hamlets[h].fund[d] >= cost:
                hamlets[h].fund[d] -= cost
                hamlets[h].condition[d] = 1.0
            elif hamlets[h].condition[d] <= 0.0:
                hamlets[h].asset[d] = BROKEN
                if hamlets[h].asset_cohort[d] == STANDS:
                    hamlets[h].asset_cohort[d] = FELL
                state.programme.tally[ASSETS_BROKEN] += 1
                log_event(log, now, BROKE, NOBODY, d, h)
        hamlets[h].paying = hamlets[h].sums[PAID] / max(1.0, hamlets[h].sums[ASKED])


@compiled
def collect_dues(
    h: int,
    d: int,
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
) -> int:
    """Dues paid for one asset [thousand rupiah].

    Private users keep theirs going themselves; what others use as well needs a committee that collects.
    """
    minds, hamlet, tally = state.resident_states, state.hamlets[h], state.programme.tally
    excludability = max(DOMAIN_EXCLUDABILITY[d], plan.course.exclusion)
    if excludability < 1.0 and not has_committee(h, state):
        return 0
    source = random_stream(seed, DUES, now)
    asked, paid = 0, 0
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        contribution = contribution_share(minds.cooperation[i], minds.belief[i], 0.0, 0.0, parameters.cooperation)
        given = willingness_to_pay(contribution, minds.motive[i])
        asked += 1
        if draw_uniform(source, complete_pair_key(society.ties.key_half[i], d)) < paying_probability(
            excludability, given
        ):
            paid += 1
    tally[DUES_ASKED] += asked
    tally[DUES_PAID] += paid
    if excludability < 1.0:
        hamlet.sums[ASKED] += asked
        hamlet.sums[PAID] += paid
    return dues_for_upkeep(paid, parameters.economy)


@compiled
def update_group_turnout(society: EngineCommunity, state: CommunityState) -> None:
    """Running turnout of every group: of associations who came, of committees the leaders or the users who pay."""
    groups, minds, hamlets = state.groups, state.resident_states, state.hamlets
    reset_sums(state)
    for place in range(state.workspace.participant_counts[ASSOCIATION]):
        i = participant_row(place, ASSOCIATION, state.workspace)
        h = society.residents.hamlet[i]
        if society.residents.association[i] != NOBODY:
            hamlets[h].sums[society.residents.association[i] - ASSOCIATIONS_PER_HAMLET * h] += 1.0
        if minds.savings_group[i] != NOBODY:
            hamlets[h].sums[minds.savings_group[i] - h * GROUPS_PER_HAMLET] += 1.0
    for g in range(groups.size):
        h, slot = g // GROUPS_PER_HAMLET, g % GROUPS_PER_HAMLET
        if not groups[g].alive or hamlets[h].held[ASSOCIATION] == 0:
            continue
        share = committee_strength(hamlets[h].paying, hamlets[h].leaders)
        if groups[g].kind != COMMITTEE:
            share = hamlets[h].sums[slot] / max(1, groups[g].members)
        groups[g].turnout = turnout_memory(groups[g].turnout, share)


@compiled
def end_inactive_groups(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """Groups end by chance, the likelier the fewer come and if nobody leads; associations may be founded again."""
    groups = state.groups
    source = random_stream(seed, GROUP_END, now)
    for g in range(groups.size):
        hamlet = state.hamlets[g // GROUPS_PER_HAMLET]
        drawn = draw_uniform(source, pair_key(g, 0))
        if groups[g].alive:
            led = hamlet.leaders > 0 or groups[g].kind == ASSOCIATION_GROUP
            led = led or now - groups[g].accompanied <= WEEKS_PER_QUARTER
            if drawn < group_end_probability(groups[g].turnout, led, parameters.maintenance):
                end_group(g, now, society, state, log)
        elif drawn < founding_chance(groups[g], hamlet):
            groups[g].alive = True
            groups[g].founded = now
            groups[g].turnout = NEW_GROUP_TURNOUT
            hamlet.association_alive[g % GROUPS_PER_HAMLET] = 1
            state.programme.tally[GROUPS_FOUNDED] += 1
            log_event(log, now, GROUP_FOUNDED, NOBODY, NOBODY, g)


@compiled
def founding_chance(group: GroupState, hamlet: HamletState) -> float:
    """Chance that an association that has ended is founded again this week, by how used people are to associations."""
    if group.kind == ASSOCIATION_GROUP and group.members > 0:
        return weekly_rate(hamlet.norm[ASSOCIATION])
    return 0.0


@compiled
def end_group(g: int, now: int, society: EngineCommunity, state: CommunityState, log: EventLog) -> None:
    """A group ends; members of a savings group belong to none any more."""
    groups, minds = state.groups, state.resident_states
    groups[g].alive = False
    state.programme.tally[GROUPS_ENDED] += 1
    log_event(log, now, GROUP_ENDED, NOBODY, NOBODY, g)
    if groups[g].kind == ASSOCIATION_GROUP:
        state.hamlets[g // GROUPS_PER_HAMLET].association_alive[g % GROUPS_PER_HAMLET] = 0
    if groups[g].kind == SAVINGS_GROUP:
        groups[g].members = 0
        first_row = society.members.first_row
        first, last = row_number(first_row[g // GROUPS_PER_HAMLET]), row_number(first_row[g // GROUPS_PER_HAMLET + 1])
        for i in range(first, last):
            if minds.savings_group[i] == g:
                minds.savings_group[i] = NOBODY
                minds.offered[i] = False  # and may be asked again

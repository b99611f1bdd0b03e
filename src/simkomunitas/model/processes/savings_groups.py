"""Savings groups: who joins one."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EventKind, EventLog, log_event
from simkomunitas.model.processes.week_reset import reset_sums
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import joining_utility, logistic_probability, poverty_degree
from simkomunitas.model.state.community_state import CommunityState
from simkomunitas.model.vocabulary import GROUPS_PER_HAMLET, SAVINGS_GROUP

OFFER = int(DrawPurpose.OFFER)
JOINED = int(EventKind.JOINED)
HEARD = 0  # sum of a hamlet: 1 where word of a group has gone round


@compiled
def draw_open_group(h: int, drawn: float, state: CommunityState) -> int:
    """One of the savings groups alive in a hamlet, by a number drawn [0 to 1); NOBODY if none is alive."""
    groups = state.groups
    alive = 0
    for g in range(h * GROUPS_PER_HAMLET, (h + 1) * GROUPS_PER_HAMLET):
        alive += groups[g].kind == SAVINGS_GROUP and groups[g].alive
    place = int(drawn * alive)
    for g in range(h * GROUPS_PER_HAMLET, (h + 1) * GROUPS_PER_HAMLET):
        if groups[g].kind == SAVINGS_GROUP and groups[g].alive:
            if place == 0:
                return g
            place -= 1
    return NOBODY


@compiled
def decide_group_membership(
    i: int, now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """A resident decides on joining once, when she hears of it; to the poorest, dues are what they would gain."""
    minds, residents = state.resident_states, society.residents
    source = random_stream(seed, OFFER, now)
    g = draw_open_group(residents.hamlet[i], draw_uniform(source, pair_key(residents.key[i], 1)), state)
    if g == NOBODY:
        return
    minds.offered[i] = True
    utility = joining_utility(-poverty_degree(residents.wealth[i]), residents.disposition[i], parameters.turnout)
    if draw_uniform(source, residents.key[i]) < logistic_probability(utility):
        minds.savings_group[i] = g
        state.groups[g].members += 1
        log_event(log, now, JOINED, i, NOBODY, g)


@compiled
def is_anybody_told(now: int, state: CommunityState) -> bool:
    """Whether anybody hears this week of the activities, or a hamlet of a new group."""
    minds, told = state.resident_states, 0
    for i in range(minds.size):
        told += minds.news_week[i] == now
    for h in range(state.hamlets.size):
        told += state.hamlets[h].sums[HEARD] > 0.0
    return told > 0


@compiled
def offer_groups(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """Savings groups are offered to those who hear of them this week, new ones to all who know of the activities."""
    minds, groups = state.resident_states, state.groups
    reset_sums(state)
    for g in range(groups.size):
        if groups[g].kind == SAVINGS_GROUP and groups[g].alive and groups[g].founded == now:
            state.hamlets[g // GROUPS_PER_HAMLET].sums[HEARD] = 1.0
    if not is_anybody_told(now, state):
        return
    first_row = society.members.first_row
    for h in range(state.hamlets.size):
        word_of_group = state.hamlets[h].sums[HEARD] > 0.0
        for i in range(row_number(first_row[h]), row_number(first_row[h + 1])):
            hears = (minds.news_week[i] == now) | word_of_group
            if minds.aware[i] & hears & (not minds.offered[i]):
                decide_group_membership(i, now, seed, society, state, parameters, log)

"""Step 4, invitation and turnout: who comes, in four arenas with one budget of time."""

import numpy as np

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled, inlined
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, ResidentData
from simkomunitas.model.processes.engine_inputs import CAME_AT_ALL, DRAWN, PROBABILITY, TIME, DecisionTrace, EnginePlan
from simkomunitas.model.processes.event_utilities import (
    compute_event_utilities,
    event_setting,
    invitation_strength,
    mark_open_events,
    utility_terms,
)
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, random_stream
from simkomunitas.model.rules.economy_rules import hours_after_income
from simkomunitas.model.rules.event_rules import (
    duty_probability,
    hours_after_shock,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import (
    time_cost,
    turnout_probability,
)
from simkomunitas.model.state.community_state import (
    CommunityState,
    ResidentState,
    Workspace,
)
from simkomunitas.model.vocabulary import (
    ARENA_COUNT,
    MUTUAL_HELP,
    PROGRAMME,
)

TURNOUT = int(DrawPurpose.TURNOUT)


@inlined
def weekly_free_hours(
    i: int, shock: float, residents: ResidentData, minds: ResidentState, parameters: Parameters
) -> float:
    """Free hours of a resident this week, after what income has freed and a shock has taken [hours]."""
    hours = hours_after_income(residents.free_hours[i], minds.income[i], parameters.economy)
    return hours_after_shock(hours, shock)


@compiled
def shock_severity(h: int, now: int, state: CommunityState, plan: EnginePlan) -> float:
    """The share of their hours that a shock takes from the residents of a hamlet this week [0 to 1]."""
    return plan.shocks.severity if now < state.hamlets[h].shock_until else 0.0


@compiled
def decide_turnout(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    watch: DecisionTrace,
) -> None:
    """All residents decide at once, on last week's world: the most attractive event first, as long as hours last."""
    for arena in range(ARENA_COUNT):
        state.workspace.sources[arena] = random_stream(seed, TURNOUT + arena, now)
    for h in range(state.hamlets.size):
        held, first_arena, last_arena = 0, 0, 0
        for arena in range(ARENA_COUNT):
            if state.hamlets[h].held[arena] > 0:
                mark_open_events(h, arena, society, state)
                compute_event_utilities(h, arena, society, state, parameters, plan)
                first_arena = arena if held == 0 else first_arena
                held, last_arena = held + 1, arena
        if held == 1:
            attend_only_event(h, last_arena, now, society, state, parameters, plan)
        elif held == 2:
            attend_two_events(h, first_arena, last_arena, now, society, state, parameters, plan)
        elif held > 2:
            choose_among_events(h, now, society, state, parameters, plan, watch)
    if plan.watched_resident != NOBODY:
        trace_decisions(plan.watched_resident, now, society, state, parameters, plan, watch)


@inlined
def attendance_probability(
    utility: float, cost: float, left: float, duty: float, is_caller: bool, parameters: Parameters
) -> float:
    """Probability to come to an event [0 to 1].

    utility, cost: of the event and of its time [log-odds]; left: free hours that are left [hours]; duty: how far nobody
    may miss it [0 to 1]; is_caller: whoever calls an activity comes.
    """
    limitless = parameters.turnout.coefficient_time == 0.0  # time does not count at all
    in_time = (left >= parameters.calendar.event_hours) | limitless
    p = max(1.0 if is_caller else 0.0, turnout_probability(utility, cost))
    return duty_probability(p, duty) * (
        1.0 if in_time else 0.0
    )  # without a branch, so that a pass takes many residents at once


@compiled
def event_duty(arena: int, plan: EnginePlan) -> float:
    """How far nobody may miss an event: mutual help as far as the place has it, others not at all [0 to 1]."""
    return plan.duty if arena == MUTUAL_HELP else 0.0


@compiled
def event_caller(h: int, arena: int, state: CommunityState) -> int:
    """Who called an event, if a resident did: a row, or else a number below nought."""
    return int(state.hamlets[h].caller) if arena == PROGRAMME else NOBODY


@compiled
def attend_only_event(
    h: int, arena: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters,
    plan: EnginePlan,
) -> None:  # fmt: skip
    """The only event of a hamlet this week: everybody whom it concerns comes or does not."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    residents, minds, workspace = society.residents, state.resident_states, state.workspace
    shock, event = shock_severity(h, now, state, plan), parameters.calendar.event_hours
    source, duty, caller = workspace.sources[arena], event_duty(arena, plan), event_caller(h, arena, state)
    for i in range(first, last):
        left = weekly_free_hours(i, shock, residents, minds, parameters)
        cost = time_cost(event, left, parameters.turnout)
        p = attendance_probability(workspace.utilities[i, arena], cost, left, duty, i == caller, parameters)
        minds.coming[i, arena] = minds.concerned[i, arena] & (draw_uniform(source, residents.key[i]) < p)


@compiled
def attend_two_events(
    h: int, one: int, other: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters,
    plan: EnginePlan,
) -> None:  # fmt: skip
    """Two events in a hamlet this week: each resident decides on the more attractive first, then on the other.

    The same as ``choose_events_by_utility``, as a pass that takes many residents at once.
    """
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    residents, minds, workspace = society.residents, state.resident_states, state.workspace
    shock, event = shock_severity(h, now, state, plan), parameters.calendar.event_hours
    duty, other_duty = event_duty(one, plan), event_duty(other, plan)
    caller, other_caller = event_caller(h, one, state), event_caller(h, other, state)
    source, other_source = workspace.sources[one], workspace.sources[other]
    for i in range(first, last):
        left = weekly_free_hours(i, shock, residents, minds, parameters)
        utility, other_utility = workspace.utilities[i, one], workspace.utilities[i, other]
        concerns, other_concerns = minds.concerned[i, one], minds.concerned[i, other]
        drawn, other_drawn = draw_uniform(source, residents.key[i]), draw_uniform(other_source, residents.key[i])
        calls, other_calls = i == caller, i == other_caller
        in_order = utility >= other_utility
        cost = time_cost(event, left, parameters.turnout)
        p = attendance_probability(
            utility if in_order else other_utility, cost, left, duty if in_order else other_duty,
            (calls & in_order) | (other_calls & (not in_order)), parameters,
        )  # fmt: skip
        comes = (concerns if in_order else other_concerns) & ((drawn if in_order else other_drawn) < p)
        left -= event if comes else 0.0
        cost = time_cost(event, left, parameters.turnout)
        p = attendance_probability(
            other_utility if in_order else utility, cost, left, other_duty if in_order else duty,
            (other_calls & in_order) | (calls & (not in_order)), parameters,
        )  # fmt: skip
        comes_then = (other_concerns if in_order else concerns) & ((other_drawn if in_order else drawn) < p)
        minds.coming[i, one] = comes if in_order else comes_then
        minds.coming[i, other] = comes_then if in_order else comes


@compiled
def choose_among_events(
    h: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan,
    watch: DecisionTrace,
) -> None:  # fmt: skip
    """A hamlet with several events this week: each resident takes them in the order of their utility to her."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        choose_events_by_utility(i, h, now, False, society, state, parameters, plan, watch)


@inlined
def choose_events_by_utility(
    i: int, h: int, now: int, is_traced: bool, society: EngineCommunity, state: CommunityState,
    parameters: Parameters, plan: EnginePlan, watch: DecisionTrace,
) -> None:  # fmt: skip
    """The most attractive event first, then the next, as long as the free hours of the week last."""
    residents, minds, workspace = society.residents, state.resident_states, state.workspace
    event = parameters.calendar.event_hours
    left = weekly_free_hours(i, shock_severity(h, now, state, plan), residents, minds, parameters)
    open_arenas = open_event_bits(i, minds)
    while open_arenas != 0:
        arena = arena_of_highest_utility(i, open_arenas, workspace)
        open_arenas ^= 1 << arena
        cost = time_cost(event, left, parameters.turnout)
        is_caller = i == event_caller(h, arena, state)
        p = attendance_probability(
            workspace.utilities[i, arena], cost, left, event_duty(arena, plan), is_caller, parameters
        )
        drawn = draw_uniform(workspace.sources[arena], residents.key[i])
        comes = drawn < p
        minds.coming[i, arena] = comes
        left -= event * comes
        if is_traced:
            watch[now, arena, TIME] = cost
            watch[now, arena, PROBABILITY] = p
            watch[now, arena, DRAWN] = drawn
            watch[now, arena, CAME_AT_ALL] = comes


@inlined
def open_event_bits(i: int, minds: ResidentState) -> int:
    """The arenas with an event that concerns a resident, a bit each."""
    bits = 0
    for arena in range(ARENA_COUNT):
        bits |= minds.concerned[i, arena] << arena
    return bits


@inlined
def arena_of_highest_utility(i: int, open_arenas: int, workspace: Workspace) -> int:
    """The open arena of the highest utility, the first among equals."""
    best, highest = 0, -np.inf
    for arena in range(ARENA_COUNT):
        if open_arenas & (1 << arena) and workspace.utilities[i, arena] > highest:
            best, highest = arena, workspace.utilities[i, arena]
    return best


@compiled
def trace_decisions(
    i: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan,
    watch: DecisionTrace,
) -> None:  # fmt: skip
    """Write down why a resident came or stayed away: the same decisions once more, for her alone."""
    residents, minds, workspace = society.residents, state.resident_states, state.workspace
    hamlet = state.hamlets[residents.hamlet[i]]
    for arena in range(ARENA_COUNT):
        if minds.concerned[i, arena]:
            inviter = minds.inviter[i, arena]
            asked = invitation_strength(inviter, minds.legitimacy[inviter] if inviter >= 0 else 0.0, plan)
            setting = event_setting(arena, hamlet, state.programme.understanding, parameters, plan)
            neighbours = workspace.company[i, arena] / society.ties.degree[i]
            terms = utility_terms(i, arena, setting, asked, neighbours, residents, minds, parameters)
            for k in range(len(terms)):
                watch[now, arena, k] = terms[k]
    choose_events_by_utility(i, residents.hamlet[i], now, True, society, state, parameters, plan, watch)

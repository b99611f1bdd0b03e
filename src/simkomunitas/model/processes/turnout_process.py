"""Step 4, invitation and turnout: who comes, in four arenas with one budget of time."""

import numpy as np

from simkomunitas.base.compilation_cache import compiled, inlined
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, Numbers, ResidentData
from simkomunitas.model.processes.company_counts import acquaintances_present
from simkomunitas.model.processes.engine_inputs import CAME_AT_ALL, DRAWN, PROBABILITY, TIME, DecisionTrace, EnginePlan
from simkomunitas.model.processes.need_process import expected_gain
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, random_stream
from simkomunitas.model.rules.economy_rules import hours_after_income
from simkomunitas.model.rules.event_rules import (
    arena_conviction,
    calendar_clash,
    duty_probability,
    event_benefit,
    facilitated_openness,
    hours_after_shock,
    invitation_weight,
    learnt_conviction,
    membership_benefit,
    programme_formality,
    social_norm,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import (
    TurnoutTerms,
    logistic_probability,
    status_cost,
    time_cost,
    turnout_utility,
)
from simkomunitas.model.state.community_state import FACILITATOR, CommunityState, HamletState, ResidentState, Workspace
from simkomunitas.model.vocabulary import (
    ARENA_COUNT,
    ASSOCIATION,
    ASSOCIATIONS_PER_HAMLET,
    GOVERNANCE,
    MUTUAL_HELP,
    PROGRAMME,
)

TURNOUT = int(DrawPurpose.TURNOUT)


@inlined
def is_event_open_to(who: ResidentData, mind: ResidentState, hamlet: HamletState, arena: int) -> bool:
    """Whether an event of this arena concerns a resident this week."""
    if hamlet.held[arena] == 0:
        return False
    if arena == ASSOCIATION:
        belongs = (
            who.association != NOBODY
            and hamlet.association_alive[who.association - ASSOCIATIONS_PER_HAMLET * who.hamlet] > 0
        )
        return belongs or mind.savings_group != NOBODY
    if arena == PROGRAMME:
        return mind.aware
    return True


@inlined
def utility_terms(
    who: ResidentData, mind: ResidentState, hamlet: HamletState, arena: int, asked: float, neighbours: float,
    understanding: float,
    parameters: Parameters, plan: EnginePlan,
) -> TurnoutTerms:  # fmt: skip
    """What speaks for and against coming, before the time it takes.

    asked: how strongly she was asked [0 to 1]; neighbours: share of those she knows who came [0 to 1].
    """
    turnout = parameters.turnout
    status = status_cost(who.female, who.wealth, room_formality(hamlet, arena, plan), turnout)
    return TurnoutTerms(
        arena_intercept(arena, parameters),
        turnout.sd_disposition * who.disposition,
        turnout.coefficient_invitation * asked,
        turnout.coefficient_benefit * expected_benefit(who, mind, hamlet, arena, plan),
        turnout.coefficient_norm * social_norm(neighbours, hamlet.norm[arena]),
        turnout.coefficient_belief * conviction_level(mind, arena, parameters.learning.transfer_share),
        turnout.coefficient_habit * mind.habit[arena],
        0.0,
        status,
        -turnout.coefficient_fatigue * mind.fatigue,
        custom_clash(hamlet, arena, understanding, parameters.place.coefficient_clash),
    )


@compiled
def arena_intercept(arena: int, parameters: Parameters) -> float:
    """Pull of an arena on its own [log-odds]."""
    if arena == MUTUAL_HELP:
        return parameters.turnout.intercept_mutual_help
    if arena == ASSOCIATION:
        return parameters.turnout.intercept_association
    if arena == PROGRAMME:
        return parameters.turnout.intercept_programme
    return parameters.turnout.intercept_governance


@compiled
def invitation_strength(inviter: int, legitimacy: float, plan: EnginePlan) -> float:
    """How much it counts who asks: residents by their legitimacy, facilitators by their credibility [0 to 1]."""
    if inviter >= 0:
        return invitation_weight(legitimacy)
    if inviter == FACILITATOR:
        return plan.facilitation.credibility
    return 0.0


@compiled
def expected_benefit(
    who: ResidentData, mind: ResidentState, hamlet: HamletState, arena: int, plan: EnginePlan
) -> float:
    """What she may gain: the need the hamlet works on or feels most, payment, or a savings group [0 to 1]."""
    if arena == ASSOCIATION:
        return membership_benefit(mind.savings_group != NOBODY)
    if arena != PROGRAMME:
        return 0.0
    reward = plan.course.reward if hamlet.caller == FACILITATOR else 0.0
    return event_benefit(expected_gain(who.wealth, hamlet), reward)


@compiled
def conviction_level(mind: ResidentState, arena: int, transfer: float) -> float:
    """What a resident is convinced of, as far as it counts in an arena."""
    learnt = learnt_conviction(mind.efficacy, mind.trust, mind.ownership)
    return arena_conviction(learnt, mind.motive, transfer, arena == PROGRAMME, arena == MUTUAL_HELP)


@compiled
def activity_openness(hamlet: HamletState, plan: EnginePlan) -> float:
    """How far an activity invites people to speak: by the facilitators' style and model, or by custom [0 to 1]."""
    if hamlet.caller == FACILITATOR:
        return facilitated_openness(plan.facilitation.participatory, plan.conduct.open_room)
    return plan.open_meetings


@compiled
def room_formality(hamlet: HamletState, arena: int, plan: EnginePlan) -> float:
    """How formal the room is [0 none, 1 hamlet meeting, 2 village hall]."""
    if arena == PROGRAMME:
        return programme_formality(activity_openness(hamlet, plan))
    if arena == GOVERNANCE:
        return float(hamlet.held[GOVERNANCE])
    return 0.0


@compiled
def custom_clash(hamlet: HamletState, arena: int, understanding: float, push: float) -> float:
    """Push of an activity that outsiders planned without understanding custom and calendar [log-odds]."""
    if arena == PROGRAMME and hamlet.caller == FACILITATOR:
        return calendar_clash(understanding, push)
    return 0.0


@compiled
def weekly_free_hours(
    who: ResidentData, mind: ResidentState, hamlet: HamletState, now: int, parameters: Parameters, plan: EnginePlan
) -> float:
    """Free hours of a resident this week, after what income has freed and a shock has taken [hours]."""
    hours = hours_after_income(who.free_hours, mind.income, parameters.economy)
    if now < hamlet.shock_until:
        return hours_after_shock(hours, plan.shocks.severity)
    return hours


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
    minds, desk = state.resident_states, state.workspace
    for arena in range(ARENA_COUNT):
        desk.sources[arena] = random_stream(seed, TURNOUT + arena, now)
    for i in range(minds.size):
        who, mind = society.residents[i], minds[i]
        hamlet = state.hamlets[who.hamlet]
        events = mark_open_events(who, mind, hamlet)
        if events > 0:
            compute_event_utilities(i, now, society, state, parameters, plan, watch)
            choose_events_by_utility(i, events, now, desk, who, mind, hamlet, parameters, plan, watch)


@inlined
def mark_open_events(who: ResidentData, mind: ResidentState, hamlet: HamletState) -> int:
    """Mark which events of the week are hers to come to, and count them."""
    events = 0
    for arena in range(ARENA_COUNT):
        mind.concerned[arena] = is_event_open_to(who, mind, hamlet, arena)
        events += mind.concerned[arena]
    return events


@inlined
def compute_event_utilities(
    i: int,
    now: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    watch: DecisionTrace,
) -> None:
    """The utility of every event that concerns a resident, before the time it takes."""
    minds, utilities = state.resident_states, state.workspace.utilities
    who, mind = society.residents[i], minds[i]
    hamlet = state.hamlets[who.hamlet]
    degree = society.ties.start[i + 1] - society.ties.start[i]
    for arena in range(ARENA_COUNT):
        utilities[arena] = -np.inf
        if mind.concerned[arena]:
            share = acquaintances_present(i, arena, state.workspace) / max(1, degree)
            inviter = mind.inviter[arena]
            legitimacy = minds[inviter].legitimacy if inviter >= 0 else 0.0
            asked = invitation_strength(inviter, legitimacy, plan)
            terms = utility_terms(
                who, mind, hamlet, arena, asked, share, state.programme.understanding, parameters, plan
            )
            utilities[arena] = turnout_utility(terms)
            if plan.watched_resident == i:
                for k in range(len(terms)):
                    watch[now, arena, k] = terms[k]


@inlined
def choose_events_by_utility(
    i: int, events: int, now: int, desk: Workspace, who: ResidentData, mind: ResidentState, hamlet: HamletState,
    parameters: Parameters, plan: EnginePlan, watch: DecisionTrace,
) -> None:  # fmt: skip
    """The most attractive event first, then the next, as long as the free hours of the week last."""
    event = parameters.calendar.event_hours
    limitless = parameters.turnout.coefficient_time == 0.0  # time does not count at all
    left = weekly_free_hours(who, mind, hamlet, now, parameters, plan)
    for _ in range(events):
        arena = arena_of_highest_utility(desk.utilities)
        cost = time_cost(event, left, parameters.turnout)
        p = logistic_probability(desk.utilities[arena] + cost)
        if arena == PROGRAMME and hamlet.caller == i:
            p = 1.0  # who calls an activity comes
        if arena == MUTUAL_HELP:
            p = duty_probability(p, plan.duty)
        if left < event and not limitless:
            p = 0.0
        drawn = draw_uniform(desk.sources[arena], who.key)
        comes = drawn < p
        mind.coming[arena] = comes
        left -= event * comes
        if plan.watched_resident == i:
            watch[now, arena, TIME] = cost
            watch[now, arena, PROBABILITY] = p
            watch[now, arena, DRAWN] = drawn
            watch[now, arena, CAME_AT_ALL] = comes
        desk.utilities[arena] = -np.inf


@inlined
def arena_of_highest_utility(utilities: Numbers) -> int:
    """The arena of the highest utility, the first among equals."""
    best = 0
    for arena in range(1, ARENA_COUNT):
        if utilities[arena] > utilities[best]:
            best = arena
    return best

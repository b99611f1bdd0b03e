"""Step 4, invitation and turnout: who comes, in four arenas with one budget of time."""

import numpy as np

from simkomunitas.engine.company import ARENA_COUNT, acquainted
from simkomunitas.engine.needs import expected_gain
from simkomunitas.engine.plan import CAME_AT_ALL, DRAWN, PROBABILITY, TIME, Plan, Watch
from simkomunitas.ground.compiled import compiled, inlined
from simkomunitas.rules.economy import hours_after_income
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.turnout import TurnoutTerms, logistic, status_cost, time_cost, turnout_utility
from simkomunitas.world.community import NOBODY, Numbers, Resident, Society
from simkomunitas.world.draws import Purpose, stream, uniform
from simkomunitas.world.state import (
    ASSOCIATION,
    FACILITATOR,
    GOVERNANCE,
    MUTUAL_HELP,
    PROGRAMME,
    Desk,
    Hamlet,
    Mind,
    State,
)

TURNOUT = int(Purpose.TURNOUT)
SAVING = 0.5  # what a member expects of her savings group
HALF = 0.5  # neighbours and hamlet weigh the same in the norm, being known and legitimacy in an invitation


@inlined
def is_held(who: Resident, mind: Mind, hamlet: Hamlet, arena: int) -> bool:
    """Whether an event of this arena concerns a resident this week."""
    if hamlet.held[arena] == 0:
        return False
    if arena == ASSOCIATION:
        belongs = who.association != NOBODY and hamlet.association_alive[who.association - 2 * who.hamlet] > 0
        return belongs or mind.savings_group != NOBODY
    if arena == PROGRAMME:
        return mind.aware
    return True


@inlined
def utility_terms(
    who: Resident, mind: Mind, hamlet: Hamlet, arena: int, asked: float, neighbours: float, understanding: float,
    parameters: Parameters, plan: Plan,
) -> TurnoutTerms:  # fmt: skip
    """What speaks for and against coming, before the time it takes.

    asked: how strongly she was asked [0 to 1]; neighbours: share of those she knows who came [0 to 1].
    """
    turnout = parameters.turnout
    status = status_cost(who.female, who.wealth, formality(hamlet, arena, plan), turnout)
    return TurnoutTerms(
        arena_inclination(arena, parameters),
        turnout.spread_disposition * who.disposition,
        turnout.weight_invitation * asked,
        turnout.weight_benefit * expected_benefit(who, mind, hamlet, arena, plan),
        turnout.weight_norm * HALF * (neighbours + hamlet.norm[arena]),
        turnout.weight_belief * conviction(mind, arena, parameters.learning.transfer),
        turnout.weight_habit * mind.habit[arena],
        0.0,
        status,
        -turnout.weight_fatigue * mind.fatigue,
        clash(hamlet, arena, understanding, parameters.place.clash),
    )


@compiled
def arena_inclination(arena: int, parameters: Parameters) -> float:
    """Pull of an arena on its own [log-odds]."""
    if arena == MUTUAL_HELP:
        return parameters.turnout.inclination_mutual_help
    if arena == ASSOCIATION:
        return parameters.turnout.inclination_association
    if arena == PROGRAMME:
        return parameters.turnout.inclination_programme
    return parameters.turnout.inclination_governance


@compiled
def invitation_strength(inviter: int, legitimacy: float, plan: Plan) -> float:
    """How much it counts who asks: residents by their legitimacy, facilitators by their credibility [0 to 1]."""
    if inviter >= 0:
        return HALF + HALF * legitimacy
    if inviter == FACILITATOR:
        return plan.facilitation.credibility
    return 0.0


@compiled
def expected_benefit(who: Resident, mind: Mind, hamlet: Hamlet, arena: int, plan: Plan) -> float:
    """What she may gain: the need the hamlet works on or feels most, payment, or a savings group [0 to 1]."""
    if arena == ASSOCIATION:
        return SAVING if mind.savings_group != NOBODY else 0.0
    if arena != PROGRAMME:
        return 0.0
    reward = plan.course.reward if hamlet.caller == FACILITATOR else 0.0
    return expected_gain(who.wealth, hamlet) + reward


@compiled
def conviction(mind: Mind, arena: int, transfer: float) -> float:
    """Efficacy, trust and ownership against the middle, and what is missing of the unpaid motive.

    Learnt in the programme, the first three count elsewhere only by the transfer coefficient; the motive counts
    wherever work is unpaid and for all.
    """
    learnt = (mind.efficacy - 0.5) + (mind.trust - 0.5) + mind.ownership
    if arena == PROGRAMME:
        return learnt + mind.motive - 1.0
    if arena == MUTUAL_HELP:
        return transfer * learnt + mind.motive - 1.0
    return transfer * learnt


@compiled
def openness(hamlet: Hamlet, plan: Plan) -> float:
    """How far an activity invites people to speak: by the facilitators' style and model, or by custom [0 to 1]."""
    if hamlet.caller == FACILITATOR:
        return min(1.0, max(0.0, plan.facilitation.participatory + plan.conduct.open_room))
    return plan.open_meetings


@compiled
def formality(hamlet: Hamlet, arena: int, plan: Plan) -> float:
    """How formal the room is [0 none, 1 hamlet meeting, 2 village hall]."""
    if arena == PROGRAMME:
        return 1.0 - openness(hamlet, plan)
    if arena == GOVERNANCE:
        return float(hamlet.held[GOVERNANCE])
    return 0.0


@compiled
def clash(hamlet: Hamlet, arena: int, understanding: float, push: float) -> float:
    """Push of an activity that outsiders planned without understanding custom and calendar [log-odds]."""
    if arena == PROGRAMME and hamlet.caller == FACILITATOR:
        return -push * (1.0 - understanding)
    return 0.0


@compiled
def hours_free(who: Resident, mind: Mind, hamlet: Hamlet, now: int, parameters: Parameters, plan: Plan) -> float:
    """Free hours of a resident this week, after what income has freed and a shock has taken [hours]."""
    hours = hours_after_income(who.free_hours, mind.income, parameters.economy)
    if now < hamlet.shock_until:
        return hours * (1.0 - plan.shocks.severity)
    return hours


@compiled
def decide_turnout(
    now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, watch: Watch
) -> None:
    """All residents decide at once, on last week's world: the most attractive event first, as long as hours last."""
    minds, desk = state.minds, state.desk
    for arena in range(ARENA_COUNT):
        desk.sources[arena] = stream(seed, TURNOUT + arena, now)
    for i in range(minds.size):
        who, mind = society.residents[i], minds[i]
        hamlet = state.hamlets[who.hamlet]
        events = mark_concerned(who, mind, hamlet)
        if events > 0:
            weigh_events(i, now, society, state, parameters, plan, watch)
            choose_events(i, events, now, desk, who, mind, hamlet, parameters, plan, watch)


@inlined
def mark_concerned(who: Resident, mind: Mind, hamlet: Hamlet) -> int:
    """Mark which events of the week are hers to come to, and count them."""
    events = 0
    for arena in range(ARENA_COUNT):
        mind.concerned[arena] = is_held(who, mind, hamlet, arena)
        events += mind.concerned[arena]
    return events


@inlined
def weigh_events(
    i: int, now: int, society: Society, state: State, parameters: Parameters, plan: Plan, watch: Watch
) -> None:
    """The utility of every event that concerns a resident, before the time it takes."""
    minds, utilities = state.minds, state.desk.utilities
    who, mind = society.residents[i], minds[i]
    hamlet = state.hamlets[who.hamlet]
    degree = society.ties.start[i + 1] - society.ties.start[i]
    for arena in range(ARENA_COUNT):
        utilities[arena] = -np.inf
        if mind.concerned[arena]:
            share = acquainted(i, arena, state.desk) / max(1, degree)
            inviter = mind.inviter[arena]
            legitimacy = minds[inviter].legitimacy if inviter >= 0 else 0.0
            asked = invitation_strength(inviter, legitimacy, plan)
            terms = utility_terms(who, mind, hamlet, arena, asked, share, state.office.understanding, parameters, plan)
            utilities[arena] = turnout_utility(terms)
            if plan.watched == i:
                for k in range(len(terms)):
                    watch[now, arena, k] = terms[k]


@inlined
def choose_events(
    i: int, events: int, now: int, desk: Desk, who: Resident, mind: Mind, hamlet: Hamlet,
    parameters: Parameters, plan: Plan, watch: Watch,
) -> None:  # fmt: skip
    """The most attractive event first, then the next, as long as the free hours of the week last."""
    event = parameters.calendar.event_hours
    limitless = parameters.turnout.weight_time == 0.0  # time does not count at all
    left = hours_free(who, mind, hamlet, now, parameters, plan)
    for _ in range(events):
        arena = most_attractive(desk.utilities)
        cost = time_cost(event, left, parameters.turnout)
        p = logistic(desk.utilities[arena] + cost)
        if arena == PROGRAMME and hamlet.caller == i:
            p = 1.0  # who calls an activity comes
        if arena == MUTUAL_HELP:
            p += plan.duty * (1.0 - p)
        if left < event and not limitless:
            p = 0.0
        drawn = uniform(desk.sources[arena], who.key)
        comes = drawn < p
        mind.coming[arena] = comes
        left -= event * comes
        if plan.watched == i:
            watch[now, arena, TIME] = cost
            watch[now, arena, PROBABILITY] = p
            watch[now, arena, DRAWN] = drawn
            watch[now, arena, CAME_AT_ALL] = comes
        desk.utilities[arena] = -np.inf


@inlined
def most_attractive(utilities: Numbers) -> int:
    """The arena of the highest utility, the first among equals."""
    best = 0
    for arena in range(1, ARENA_COUNT):
        if utilities[arena] > utilities[best]:
            best = arena
    return best

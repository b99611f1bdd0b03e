"""Step 4, invitation and turnout: who is asked, who comes, in four arenas with one budget of time."""

import numpy as np

from simkomunitas.engine.entries import become_aware
from simkomunitas.engine.needs import expected_gain
from simkomunitas.engine.plan import CAME_AT_ALL, DRAWN, PROBABILITY, TIME, Event, Log, Plan, Watch, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.economy import hours_after_income
from simkomunitas.rules.information import asking_probability
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.turnout import TurnoutTerms, logistic, status_cost, time_cost, turnout_utility
from simkomunitas.world.community import NOBODY, Keys, Numbers, Resident, Society, Whole
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import (
    ASSOCIATION,
    FACILITATOR,
    GOVERNANCE,
    MUTUAL_HELP,
    NEVER,
    PROGRAMME,
    Hamlet,
    Mind,
    State,
)

TURNOUT, ASKING = int(Purpose.TURNOUT), int(Purpose.ASKING)
INVITED = int(Event.INVITED)
ARENA_COUNT = 4
FIELD, MOST = 16, 0xFFFF  # bits of a count of neighbours, and the most it can hold
MONTH = 4
SAVING = 0.5  # what a member expects of her savings group
HALF = 0.5  # neighbours and hamlet weigh the same in the norm, being known and legitimacy in an invitation


@compiled
def invite(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Leaders and officials ask everybody they know in the hamlet; facilitators ask whom they visited.

    A newcomer whom nobody else asks is asked along by whoever brought her the news.
    """
    minds, ties, residents = state.minds, society.ties, society.residents
    custom = stream(seed, ASKING, NEVER)
    for j in range(minds.size):
        if (minds[j].leads or residents[j].official) and calls_together(state.hamlets[residents[j].hamlet]):
            for place in range(ties.start[j], ties.start[j + 1]):
                ask(ties.neighbour[place], j, custom, society, state, parameters)
    for i in range(minds.size):
        h = residents[i].hamlet
        if not calls_together(state.hamlets[h]):
            continue
        for slot in range(2):
            if minds[i].acquaintance[slot] != NOBODY:
                ask(i, minds[i].acquaintance[slot], custom, society, state, parameters)
        if minds[i].inviter[PROGRAMME] == NOBODY and now - minds[i].last_contact < MONTH:
            minds[i].inviter[PROGRAMME] = FACILITATOR
        if minds[i].inviter[PROGRAMME] == NOBODY and is_newcomer(now, minds[i], parameters):
            minds[i].inviter[PROGRAMME] = minds[i].informer
        if state.hamlets[h].held[PROGRAMME] > 0 and minds[i].inviter[PROGRAMME] != NOBODY:
            minds[i].last_invited = now
            become_aware(i, minds[i].inviter[PROGRAMME], now, state, log)
        note_invitations(i, now, minds[i], state.hamlets[h], log)


@compiled
def is_newcomer(now: int, mind: Mind, parameters: Parameters) -> bool:
    """Whether a resident has heard of the activities as long as it is news, and has not come since."""
    return now - mind.news_week <= parameters.information.news_weeks and mind.last_came[PROGRAMME] < mind.news_week


@compiled
def note_invitations(i: int, now: int, mind: Mind, hamlet: Hamlet, log: Log) -> None:
    """Write down who asked a resident to each event of the week."""
    for arena in range(ARENA_COUNT):
        if hamlet.held[arena] > 0 and mind.inviter[arena] != NOBODY:
            note(log, now, INVITED, i, mind.inviter[arena], arena)


@compiled
def calls_together(hamlet: Hamlet) -> bool:
    """Whether the hamlet has an event this week to which people are asked."""
    return bool(hamlet.held[MUTUAL_HELP] + hamlet.held[PROGRAMME] + hamlet.held[GOVERNANCE] > 0)


@compiled
def ask(i: int, j: int, custom: np.uint64, society: Society, state: State, parameters: Parameters) -> None:
    """Resident i is asked by j of her hamlet: leaders ask to the programme, officials to what they hold or called."""
    h = society.residents[i].hamlet
    if society.residents[j].hamlet != h or not asks(society.residents[j], society.residents[i], custom, parameters):
        return
    official = society.residents[j].official
    if official:
        heed(i, j, MUTUAL_HELP, society, state)
        heed(i, j, GOVERNANCE, society, state)
    if state.minds[j].leads or (official and state.hamlets[h].caller == j):
        heed(i, j, PROGRAMME, society, state)


@compiled
def asks(one: Resident, other: Resident, custom: np.uint64, parameters: Parameters) -> bool:
    """Whether it is the custom of one to ask the other."""
    alike = one.female == other.female or one.household == other.household
    return uniform(custom, pair(one.key, other.key)) < asking_probability(alike, parameters.information)


@compiled
def heed(i: int, j: int, arena: int, society: Society, state: State) -> None:
    """Of all who ask her, a resident heeds the most legitimate; among equals the one with the smaller key."""
    minds, residents = state.minds, society.residents
    other = minds[i].inviter[arena]
    if other != NOBODY:
        if minds[j].legitimacy < minds[other].legitimacy:
            return
        if minds[j].legitimacy == minds[other].legitimacy and residents[j].key >= residents[other].key:
            return
    minds[i].inviter[arena] = j


@compiled
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


@compiled
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
    minds, ties = state.minds, society.ties
    sources = np.empty(ARENA_COUNT, np.uint64)
    for arena in range(ARENA_COUNT):
        sources[arena] = stream(seed, TURNOUT + arena, now)
    came = packed_attendance(state)
    utilities = np.empty(ARENA_COUNT)
    for i in range(minds.size):
        who, mind = society.residents[i], minds[i]
        hamlet = state.hamlets[who.hamlet]
        if hamlet.held[0] + hamlet.held[1] + hamlet.held[2] + hamlet.held[3] == 0:
            continue
        neighbours = 0
        for place in range(ties.start[i], ties.start[i + 1]):
            neighbours += came[ties.neighbour[place]]
        degree = ties.start[i + 1] - ties.start[i]
        for arena in range(ARENA_COUNT):
            utilities[arena] = -np.inf
            if is_held(who, mind, hamlet, arena):
                share = ((neighbours >> (FIELD * arena)) & MOST) / max(1, degree)
                inviter = mind.inviter[arena]
                legitimacy = minds[inviter].legitimacy if inviter >= 0 else 0.0
                asked = invitation_strength(inviter, legitimacy, plan)
                terms = utility_terms(
                    who, mind, hamlet, arena, asked, share, state.office.understanding, parameters, plan
                )
                utilities[arena] = turnout_utility(terms)
                if plan.watched == i:
                    for k in range(len(terms)):
                        watch[now, arena, k] = terms[k]
        choose_events(i, now, utilities, who, mind, hamlet, sources, parameters, plan, watch)


@compiled
def choose_events(
    i: int, now: int, utilities: Numbers, who: Resident, mind: Mind, hamlet: Hamlet, sources: Keys,
    parameters: Parameters, plan: Plan, watch: Watch,
) -> None:  # fmt: skip
    """The most attractive event first, then the next, as long as the free hours of the week last."""
    event = parameters.calendar.event_hours
    limitless = parameters.turnout.weight_time == 0.0  # time does not count at all
    left = hours_free(who, mind, hamlet, now, parameters, plan)
    while True:
        arena = most_attractive(utilities)
        if utilities[arena] == -np.inf:
            return
        cost = time_cost(event, left, parameters.turnout)
        p = logistic(utilities[arena] + cost)
        if arena == PROGRAMME and hamlet.caller == i:
            p = 1.0  # who calls an activity comes
        if arena == MUTUAL_HELP:
            p += plan.duty * (1.0 - p)
        if left < event and not limitless:
            p = 0.0
        drawn = uniform(sources[arena], who.key)
        if drawn < p:
            mind.coming[arena] = True
            left -= event
        if plan.watched == i:
            watch[now, arena, TIME] = cost
            watch[now, arena, PROBABILITY] = p
            watch[now, arena, DRAWN] = drawn
            watch[now, arena, CAME_AT_ALL] = 1.0 if drawn < p else 0.0
        utilities[arena] = -np.inf


@compiled
def packed_attendance(state: State) -> Whole:
    """For each resident, whether she came to the last event of each arena: four counts of 16 bits in one number.

    Adding these numbers up over neighbours counts those who came to all four arenas at once.
    """
    packed = np.zeros(state.minds.size, np.int64)
    for i in range(state.minds.size):
        for arena in range(ARENA_COUNT):
            packed[i] += np.int64(state.minds[i].came[arena]) << (FIELD * arena)
    return packed


@compiled
def most_attractive(utilities: Numbers) -> int:
    """The arena of the highest utility, the first among equals."""
    best = 0
    for arena in range(1, ARENA_COUNT):
        if utilities[arena] > utilities[best]:
            best = arena
    return best

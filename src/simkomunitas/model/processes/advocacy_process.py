"""Step 9, advocacy: residents press the authority, and it grants, refuses or punishes."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.need_process import case_for_authority, felt_severity, has_committee, meet_problem
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.advocacy_rules import (
    QUORUM_SHARE,
    REFUSAL_EFFECT,
    concession_utility,
    demand_pressure,
    fear_of_reprisal,
    mobilization_utility,
    public_funds,
    punishment_probability,
)
from simkomunitas.model.rules.belief_rules import belief_after_failure, belief_after_success
from simkomunitas.model.rules.need_rules import felt_injustice
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import logistic_probability
from simkomunitas.model.state.community_state import CommunityState
from simkomunitas.model.state.weekly_counts import CONCESSIONS, MONEY_OUTSIDE, REFUSALS, REPRISALS
from simkomunitas.model.vocabulary import PROGRAMME, WEEKS_PER_HALF_YEAR, WEEKS_PER_QUARTER

MOBILIZATION, CONCESSION_DRAW, REPRISAL_DRAW = (
    int(DrawPurpose.MOBILIZATION),
    int(DrawPurpose.CONCESSION),
    int(DrawPurpose.REPRISAL),
)
CONCESSION, REPRISAL = int(EventKind.CONCESSION), int(EventKind.REPRISAL)
BY_FACILITATORS, BY_RESIDENTS = 1, 2  # who put a demand to the authority


@compiled
def press_authority(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Every attempt of the week: those put by facilitators, and once a quarter those that hamlets put by themselves."""
    hamlets = state.hamlets
    for h in range(hamlets.size):
        d = case_for_authority(h, state, plan)
        if d == NOBODY:
            continue
        if hamlets[h].attempt == 0 and (now + h) % WEEKS_PER_QUARTER == 0 and is_self_organized_case(h, d, state, plan):
            hamlets[h].attempt = BY_RESIDENTS
        if hamlets[h].attempt > 0:
            attempt_delegation(h, d, now, seed, society, state, parameters, plan, log)


@compiled
def is_self_organized_case(h: int, d: int, state: CommunityState, plan: EnginePlan) -> bool:
    """Whether residents put a case by themselves: leaders do for a project.

    For a committee that has no project leaders do, too, or the committee where it is elected, once there is a link.
    """
    if d == state.hamlets[h].project:
        return state.hamlets[h].leaders > 0
    return state.programme.link > 0.0 and (state.hamlets[h].leaders > 0 or plan.course.elected_committee > 0.0)


@compiled
def attempt_delegation(
    h: int,
    d: int,
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """One delegation: who joins, what the authority answers, and what that does to those who joined."""
    hamlets, office = state.hamlets, state.programme
    confrontation = plan.conduct.confrontation if hamlets[h].attempt == BY_FACILITATORS else 0.0
    mobilized = mobilize_residents(h, d, confrontation, now, seed, society, state, parameters)
    if plan.course.elected_committee > 0.0 and has_committee(h, state):
        mobilized += QUORUM_SHARE
    pressure = demand_pressure(mobilized, confrontation)
    leaning = concession_utility(pressure, plan.authority_openness, office.link, office.ally, parameters.advocacy)
    key = pair_key(h, 1)
    if draw_uniform(random_stream(seed, CONCESSION_DRAW, now), key) < logistic_probability(leaning):
        grant_demand(h, d, now, state, log)
        respond_to_answer(h, True, 1.0, society, state, parameters)
        return
    state.programme.tally[REFUSALS] += 1
    respond_to_answer(h, False, REFUSAL_EFFECT, society, state, parameters)
    punished = punishment_probability(confrontation, parameters.advocacy)
    if draw_uniform(random_stream(seed, REPRISAL_DRAW, now), key) < punished:
        state.programme.tally[REPRISALS] += 1
        respond_to_answer(h, False, 1.0, society, state, parameters)
        log_event(log, now, REPRISAL, NOBODY, NOBODY, h)


@compiled
def mobilize_residents(
    h: int,
    d: int,
    confrontation: float,
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
) -> float:
    """Share of the hamlet's adults who join; marks them in ``minds.presses`` [0 to 1]."""
    minds, residents, hamlets = state.resident_states, society.residents, state.hamlets
    source = random_stream(seed, MOBILIZATION, now)
    need = felt_severity(hamlets[h], d)
    joined, fear = 0, fear_of_reprisal(confrontation)
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        minds.presses[i] = False
        if not minds.aware[i]:
            continue
        belongs = now - minds.last_came[i, PROGRAMME] <= WEEKS_PER_HALF_YEAR or minds.savings_group[i] != NOBODY
        injustice = felt_injustice(need, residents.wealth[i])
        identity = 1.0 if belongs else 0.0
        utility = mobilization_utility(injustice, minds.efficacy[i], identity, fear, parameters.advocacy)
        if draw_uniform(source, residents.key[i]) < logistic_probability(utility):
            minds.presses[i] = True
            joined += 1
    return joined / max(1, hamlets[h].adults)


@compiled
def grant_demand(h: int, d: int, now: int, state: CommunityState, log: EventLog) -> None:
    """What the authority grants: leave and money for a project that waits for it, or else a service that improves."""
    hamlets = state.hamlets
    by_facilitators = hamlets[h].attempt == BY_FACILITATORS
    if d == hamlets[h].project:
        grant_permission(h, by_facilitators, state)
    else:
        meet_problem(h, d, by_facilitators, state)
    state.programme.tally[CONCESSIONS] += 1
    log_event(log, now, CONCESSION, NOBODY, d, h)


@compiled
def grant_permission(h: int, by_facilitators: bool, state: CommunityState) -> None:
    """The authority gives leave, and money; with facilitators in front, the project counts as helped."""
    hamlets = state.hamlets
    hamlets[h].permitted = True
    public = public_funds(hamlets[h].needed[1])
    hamlets[h].money += public
    state.programme.tally[MONEY_OUTSIDE] += public
    if by_facilitators:
        hamlets[h].helped = True


@compiled
def respond_to_answer(
    h: int, granted: bool, share: float, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Those who joined take heart or lose it; share: how strongly [0 to 1]."""
    minds = state.resident_states
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        if minds.presses[i]:
            if granted:
                minds.efficacy[i] = belief_after_success(minds.efficacy[i], share, parameters.beliefs)
                minds.ownership[i] = belief_after_success(minds.ownership[i], share, parameters.beliefs)
            else:
                minds.efficacy[i] = belief_after_failure(minds.efficacy[i], share, parameters.beliefs)

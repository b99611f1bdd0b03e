"""Step 1, programme control: stages and their gates, taper, exit."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.programme.programme_settings import GateGoal
from simkomunitas.model.rules.programme_rules import awakening_level, preparation_measure
from simkomunitas.model.state.community_state import NEVER, POOREST_RANK, STANDS, WORKING, CommunityState
from simkomunitas.model.vocabulary import (
    AWAKENING,
    DOMAIN_COUNT,
    EVALUATION,
    IMPLEMENTATION,
    PLANNING,
    PREPARATION,
    PROGRAMME,
    WEEKS_PER_QUARTER,
    WEEKS_PER_YEAR,
)

TASK, POWER = int(GateGoal.TASK), int(GateGoal.POWER)
STAGE, LEFT = int(EventKind.STAGE), int(EventKind.LEFT)


@compiled
def control_programme(
    now: int, society: EngineCommunity, state: CommunityState, plan: EnginePlan, log: EventLog
) -> None:
    """The programme starts, passes its gates, and ends; without one the planned end is marked all the same."""
    office = state.programme
    if office.left != NEVER:
        return
    if now >= plan.programme_weeks or (plan.is_programme_present and is_capacity_gate_open(now, state, plan)):
        end_programme(now, state, log)
    elif plan.is_programme_present:
        pass_stage_gates(now, society, state, plan, log)


@compiled
def is_capacity_gate_open(now: int, state: CommunityState, plan: EnginePlan) -> bool:
    """Whether the capacity gate is open: after the first year, once residents call enough activities themselves."""
    enough = state.programme.called_locally >= plan.course.exit_gate
    return plan.outlook.leaves_at_gate and now >= WEEKS_PER_YEAR and enough


@compiled
def end_programme(now: int, state: CommunityState, log: EventLog) -> None:
    """The facilitators leave; what works on this day is followed up."""
    office, hamlets, groups = state.programme, state.hamlets, state.groups
    office.left = now
    office.stage = NOBODY
    for g in range(groups.size):
        groups[g].cohort = groups[g].alive
    for h in range(hamlets.size):
        for d in range(DOMAIN_COUNT):
            hamlets[h].asset_cohort[d] = STANDS if hamlets[h].asset[d] == WORKING else 0
    log_event(log, now, LEFT, NOBODY, NOBODY, 0)


@compiled
def pass_stage_gates(
    now: int, society: EngineCommunity, state: CommunityState, plan: EnginePlan, log: EventLog
) -> None:
    """Begin the programme, or go on to the next stage when its gate is open or its time is up."""
    office = state.programme
    stage = office.stage
    if stage == NOBODY:
        enter_stage(now, PREPARATION, state, log)
        return
    spent = now - office.stage_since
    shortest, longest, gate = plan.gates[stage, 0], plan.gates[stage, 1], plan.gates[stage, 2]
    if spent < shortest:
        return
    if spent < longest and gate_measure(now, stage, society, state, plan) < gate:
        return
    if stage < EVALUATION:
        enter_stage(now, stage + 1, state, log)
    elif plan.course.repeat_cycle > 0.0:
        office.rounds += 1
        enter_stage(now, PLANNING, state, log)


@compiled
def enter_stage(now: int, stage: int, state: CommunityState, log: EventLog) -> None:
    """Enter a stage; planning begins a new turn of the development cycle."""
    office = state.programme
    office.stage = stage
    office.stage_since = now
    if stage == PLANNING:
        office.turn_since = now
        office.started = 0
        office.finished = 0
    log_event(log, now, STAGE, NOBODY, NOBODY, stage)


@compiled
def gate_measure(now: int, stage: int, society: EngineCommunity, state: CommunityState, plan: EnginePlan) -> float:
    """What opens the gate of a stage, in view of the goal of the organizing model [0 to 1].

    Preparation: the mean of understanding and trust.  Awakening: people who know (task), who know and lead (process),
    or poor who came (power).  Planning: hamlets with a project.  Implementation: projects finished of those begun.
    Evaluation: residents who know the decision and the cash box.
    """
    office = state.programme
    if stage == PREPARATION:
        return preparation_measure(office.understanding, mean_trust(state))
    if stage == AWAKENING:
        return awakening_measure(now, society, state, plan)
    if stage == PLANNING:
        return share_with_project(state)
    if stage == IMPLEMENTATION:
        return office.finished / max(1, office.started)
    return share_informed_of_decision(state)


@compiled
def awakening_measure(now: int, society: EngineCommunity, state: CommunityState, plan: EnginePlan) -> float:
    """People who know, who know and lead, or poor who came; see ``gate_measure`` [0 to 1]."""
    minds = state.resident_states
    aware, poor, came = 0, 0, 0
    for i in range(minds.size):
        aware += minds.aware[i]
        if society.residents.wealth[i] < POOREST_RANK:
            poor += 1
            came += now - minds.last_came[i, PROGRAMME] <= WEEKS_PER_QUARTER
    if plan.conduct.goal == POWER:
        return came / max(1, poor)
    if plan.conduct.goal == TASK:
        return aware / minds.size
    leaders = 0
    for h in range(state.hamlets.size):
        leaders += state.hamlets[h].leaders
    return awakening_level(aware / minds.size, leaders / state.hamlets.size)


@compiled
def mean_trust(state: CommunityState) -> float:
    """Mean trust of the residents in the organizers [0 to 1]."""
    total = 0.0
    for i in range(state.resident_states.size):
        total += state.resident_states.trust[i]
    return total / state.resident_states.size


@compiled
def share_with_project(state: CommunityState) -> float:
    """Share of hamlets that work on a project [0 to 1]."""
    count = 0
    for h in range(state.hamlets.size):
        count += state.hamlets[h].project != NOBODY
    return count / state.hamlets.size


@compiled
def share_informed_of_decision(state: CommunityState) -> float:
    """Share of residents who know the decision and the cash box [0 to 1]."""
    count = 0
    for i in range(state.resident_states.size):
        count += state.resident_states.knows_decision[i]
    return count / state.resident_states.size

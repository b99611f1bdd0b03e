"""Step 1, programme control: stages and their gates, taper, exit."""

from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.world.community import DOMAINS, NOBODY, Society
from simkomunitas.world.programme import Goal
from simkomunitas.world.state import NEVER, POOREST, PROGRAMME, STANDS, WORKING, State

TASK, POWER = int(Goal.TASK), int(Goal.POWER)
STAGE, LEFT = int(Event.STAGE), int(Event.LEFT)
PREPARATION, AWAKENING, PLANNING, IMPLEMENTATION, EVALUATION = range(5)
QUARTER, FIRST_YEAR = 13, 52  # weeks
DOMAIN_COUNT = len(DOMAINS)


@compiled
def control_programme(now: int, society: Society, state: State, plan: Plan, log: Log) -> None:
    """The programme starts, passes its gates, and ends; without one the planned end is marked all the same."""
    office = state.office
    if office.left != NEVER:
        return
    if now >= plan.programme_weeks or (plan.present and may_leave(now, state, plan)):
        leave(now, state, log)
    elif plan.present:
        pass_gates(now, society, state, plan, log)


@compiled
def may_leave(now: int, state: State, plan: Plan) -> bool:
    """Whether the capacity gate is open: after the first year, once residents call enough activities themselves."""
    enough = state.office.called_locally >= plan.course.exit_gate
    return plan.outlook.goes_at_gate and now >= FIRST_YEAR and enough


@compiled
def leave(now: int, state: State, log: Log) -> None:
    """The facilitators leave; what works on this day is followed up."""
    office, hamlets, groups = state.office, state.hamlets, state.groups
    office.left = now
    office.stage = NOBODY
    for g in range(groups.size):
        groups[g].cohort = groups[g].alive
    for h in range(hamlets.size):
        for d in range(DOMAIN_COUNT):
            hamlets[h].asset_cohort[d] = STANDS if hamlets[h].asset[d] == WORKING else 0
    note(log, now, LEFT, NOBODY, NOBODY, 0)


@compiled
def pass_gates(now: int, society: Society, state: State, plan: Plan, log: Log) -> None:
    """Begin the programme, or go on to the next stage when its gate is open or its time is up."""
    office = state.office
    stage = office.stage
    if stage == NOBODY:
        enter(now, PREPARATION, state, log)
        return
    spent = now - office.stage_since
    shortest, longest, gate = plan.gates[stage, 0], plan.gates[stage, 1], plan.gates[stage, 2]
    if spent < shortest:
        return
    if spent < longest and gate_measure(now, stage, society, state, plan) < gate:
        return
    if stage < EVALUATION:
        enter(now, stage + 1, state, log)
    elif plan.course.repeat_cycle > 0.0:
        office.rounds += 1
        enter(now, PLANNING, state, log)


@compiled
def enter(now: int, stage: int, state: State, log: Log) -> None:
    """Enter a stage; planning begins a new turn of the development cycle."""
    office = state.office
    office.stage = stage
    office.stage_since = now
    if stage == PLANNING:
        office.turn_since = now
        office.started = 0
        office.finished = 0
    note(log, now, STAGE, NOBODY, NOBODY, stage)


@compiled
def gate_measure(now: int, stage: int, society: Society, state: State, plan: Plan) -> float:
    """What opens the gate of a stage, in view of the goal of the organizing model [0 to 1].

    Preparation: the mean of understanding and trust.  Awakening: people who know (task), who know and lead (process),
    or poor who came (power).  Planning: hamlets with a project.  Implementation: projects finished of those begun.
    Evaluation: residents who know the decision and the cash box.
    """
    office = state.office
    if stage == PREPARATION:
        return 0.5 * (office.understanding + mean_trust(state))
    if stage == AWAKENING:
        return awakening_measure(now, society, state, plan)
    if stage == PLANNING:
        return share_with_project(state)
    if stage == IMPLEMENTATION:
        return office.finished / max(1, office.started)
    return share_who_know_decision(state)


@compiled
def awakening_measure(now: int, society: Society, state: State, plan: Plan) -> float:
    """People who know, who know and lead, or poor who came; see ``gate_measure`` [0 to 1]."""
    minds = state.minds
    aware, poor, came = 0, 0, 0
    for i in range(minds.size):
        aware += minds[i].aware
        if society.residents[i].wealth < POOREST:
            poor += 1
            came += now - minds[i].last_came[PROGRAMME] <= QUARTER
    if plan.conduct.goal == POWER:
        return came / max(1, poor)
    if plan.conduct.goal == TASK:
        return aware / minds.size
    leaders = 0
    for h in range(state.hamlets.size):
        leaders += state.hamlets[h].leaders
    return 0.5 * (aware / minds.size + min(1.0, leaders / state.hamlets.size))


@compiled
def mean_trust(state: State) -> float:
    """Mean trust of the residents in the organizers [0 to 1]."""
    total = 0.0
    for i in range(state.minds.size):
        total += state.minds[i].trust
    return total / state.minds.size


@compiled
def share_with_project(state: State) -> float:
    """Share of hamlets that work on a project [0 to 1]."""
    count = 0
    for h in range(state.hamlets.size):
        count += state.hamlets[h].project != NOBODY
    return count / state.hamlets.size


@compiled
def share_who_know_decision(state: State) -> float:
    """Share of residents who know the decision and the cash box [0 to 1]."""
    count = 0
    for i in range(state.minds.size):
        count += state.minds[i].knows_decision
    return count / state.minds.size

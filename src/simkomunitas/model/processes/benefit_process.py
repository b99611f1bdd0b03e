"""Step 8, benefits: what a finished or failed project does to needs and to minds."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.need_process import meet_problem
from simkomunitas.model.rules.belief_rules import belief_after_failure, belief_after_success
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import POORER_RANK, WORKING, CommunityState
from simkomunitas.model.state.weekly_counts import PROJECTS_FAILED, PROJECTS_FINISHED
from simkomunitas.model.vocabulary import PLANNING

FINISHED, FAILED = int(EventKind.FINISHED), int(EventKind.FAILED)


@compiled
def finish_project(
    h: int,
    now: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """The project is done; people think the better of it, or the worse where the better-off keep it to themselves."""
    hamlets, minds = state.hamlets, state.resident_states
    d = hamlets[h].project
    if not hamlets[h].captured:
        deliver_benefit(h, d, state)
    state.programme.tally[PROJECTS_FINISHED] += 1
    if state.programme.stage >= PLANNING and hamlets[h].started >= state.programme.turn_since:
        state.programme.finished += 1
    for i in range(minds.size):
        if society.residents[i].hamlet != h:
            continue
        if hamlets[h].captured and society.residents[i].wealth < POORER_RANK:
            minds[i].trust = belief_after_failure(minds[i].trust, 1.0, parameters.beliefs)
            minds[i].efficacy = belief_after_failure(
                minds[i].efficacy, parameters.beliefs.vicarious_ratio, parameters.beliefs
            )
            continue
        share = project_involvement(i, h, state, parameters)
        if minds[i].leads and not hamlets[h].captured:
            minds[i].legitimacy = belief_after_success(minds[i].legitimacy, 1.0, parameters.beliefs)
        minds[i].benefits += 1.0
        minds[i].trust = belief_after_success(minds[i].trust, share, parameters.beliefs)
        minds[i].efficacy = belief_after_success(minds[i].efficacy, share, parameters.beliefs)
        if share == 1.0:
            minds[i].ownership = belief_after_success(minds[i].ownership, 1.0, parameters.beliefs)
    log_event(log, now, FINISHED, NOBODY, d, h)
    hamlets[h].project = NOBODY


@compiled
def deliver_benefit(h: int, d: int, state: CommunityState) -> None:
    """What the project was for: an asset stands, its problem is met, what money is left is kept for repair."""
    hamlets = state.hamlets
    hamlets[h].asset[d] = WORKING
    hamlets[h].condition[d] = 1.0
    hamlets[h].fund[d] += int(hamlets[h].money - hamlets[h].needed[1])
    meet_problem(h, d, hamlets[h].helped, state)


@compiled
def project_involvement(i: int, h: int, state: CommunityState, parameters: Parameters) -> float:
    """1 for those who gave to the project or spoke on it, less for those who watched [0 to 1]."""
    since = state.hamlets[h].started
    if state.resident_states[i].last_gave >= since or state.resident_states[i].last_spoke >= since:
        return 1.0
    return parameters.beliefs.vicarious_ratio


@compiled
def abandon_project(
    h: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """The project has failed: those who gave lose heart most, and trust in the organizers suffers."""
    hamlets, minds = state.hamlets, state.resident_states
    for i in range(minds.size):
        if society.residents[i].hamlet == h:
            share = project_involvement(i, h, state, parameters)
            if minds[i].leads:
                minds[i].legitimacy = belief_after_failure(minds[i].legitimacy, 1.0, parameters.beliefs)
            minds[i].trust = belief_after_failure(minds[i].trust, share, parameters.beliefs)
            minds[i].efficacy = belief_after_failure(minds[i].efficacy, share, parameters.beliefs)
            minds[i].ownership = belief_after_failure(minds[i].ownership, share, parameters.beliefs)
    state.programme.tally[PROJECTS_FAILED] += 1
    log_event(log, now, FAILED, NOBODY, hamlets[h].project, h)
    hamlets[h].project = NOBODY

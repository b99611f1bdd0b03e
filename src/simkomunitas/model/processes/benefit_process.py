"""Step 8, benefits: what a finished or failed project does to needs and to minds."""

from simkomunitas.base.column_tables import row_number
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
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        if hamlets[h].captured and society.residents.wealth[i] < POORER_RANK:
            minds.trust[i] = belief_after_failure(minds.trust[i], 1.0, parameters.beliefs)
            minds.efficacy[i] = belief_after_failure(
                minds.efficacy[i], parameters.beliefs.vicarious_ratio, parameters.beliefs
            )
            continue
        share = project_involvement(i, h, state, parameters)
        if minds.leads[i] and not hamlets[h].captured:
            minds.legitimacy[i] = belief_after_success(minds.legitimacy[i], 1.0, parameters.beliefs)
        minds.benefits[i] += 1.0
        minds.trust[i] = belief_after_success(minds.trust[i], share, parameters.beliefs)
        minds.efficacy[i] = belief_after_success(minds.efficacy[i], share, parameters.beliefs)
        if share == 1.0:
            minds.ownership[i] = belief_after_success(minds.ownership[i], 1.0, parameters.beliefs)
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
    if state.resident_states.last_gave[i] >= since or state.resident_states.last_spoke[i] >= since:
        return 1.0
    return parameters.beliefs.vicarious_ratio


@compiled
def abandon_project(
    h: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """The project has failed: those who gave lose heart most, and trust in the organizers suffers."""
    hamlets, minds = state.hamlets, state.resident_states
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        share = project_involvement(i, h, state, parameters)
        if minds.leads[i]:
            minds.legitimacy[i] = belief_after_failure(minds.legitimacy[i], 1.0, parameters.beliefs)
        minds.trust[i] = belief_after_failure(minds.trust[i], share, parameters.beliefs)
        minds.efficacy[i] = belief_after_failure(minds.efficacy[i], share, parameters.beliefs)
        minds.ownership[i] = belief_after_failure(minds.ownership[i], share, parameters.beliefs)
    state.programme.tally[PROJECTS_FAILED] += 1
    log_event(log, now, FAILED, NOBODY, hamlets[h].project, h)
    hamlets[h].project = NOBODY

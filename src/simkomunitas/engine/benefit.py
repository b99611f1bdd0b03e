"""Step 8, benefits: what a finished or failed project does to needs and to minds."""

from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.beliefs import after_failure, after_success
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.state import NEVER, POORER, WORKING, State
from simkomunitas.world.tallies import (
    PROBLEMS_DUE,
    PROBLEMS_MET,
    PROBLEMS_MET_LOCALLY,
    PROJECTS_FAILED,
    PROJECTS_FINISHED,
)

FINISHED, FAILED = int(Event.FINISHED), int(Event.FAILED)
PLANNING = 2
EASED = 0.4  # severity left once a problem has been met


@compiled
def finish(h: int, now: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log) -> None:
    """The project is done: an asset stands, a problem is met, and people think the better, or the worse, of it."""
    hamlets, minds = state.hamlets, state.minds
    d = hamlets[h].project
    hamlets[h].asset[d] = WORKING
    hamlets[h].condition[d] = 1.0
    hamlets[h].fund[d] += int(hamlets[h].money - hamlets[h].needed[1])  # what is left over is kept for repair
    state.office.tally[PROJECTS_FINISHED] += 1
    if state.office.stage >= PLANNING and hamlets[h].started >= state.office.turn_since:
        state.office.finished += 1
    meet_problem(h, d, state)
    for i in range(minds.size):
        if society.residents[i].hamlet != h:
            continue
        if hamlets[h].captured and society.residents[i].wealth < POORER:
            minds[i].trust = after_failure(minds[i].trust, 1.0, parameters.beliefs)
            minds[i].efficacy = after_failure(minds[i].efficacy, parameters.beliefs.vicarious, parameters.beliefs)
            continue
        share = nearness(i, h, state, parameters)
        if minds[i].leads and not hamlets[h].captured:
            minds[i].legitimacy = after_success(minds[i].legitimacy, 1.0, parameters.beliefs)
        minds[i].benefits += 1.0
        minds[i].trust = after_success(minds[i].trust, share, parameters.beliefs)
        minds[i].efficacy = after_success(minds[i].efficacy, share, parameters.beliefs)
        if share == 1.0:
            minds[i].ownership = after_success(minds[i].ownership, 1.0, parameters.beliefs)
    note(log, now, FINISHED, NOBODY, d, h)
    hamlets[h].project = NOBODY


@compiled
def nearness(i: int, h: int, state: State, parameters: Parameters) -> float:
    """1 for those who gave to the project or spoke on it, less for those who watched [0 to 1]."""
    since = state.hamlets[h].started
    if state.minds[i].last_gave >= since or state.minds[i].last_spoke >= since:
        return 1.0
    return parameters.beliefs.vicarious


@compiled
def meet_problem(h: int, d: int, state: State) -> None:
    """An open problem of this domain is met; without outsiders, it counts as met locally."""
    hamlets, tally = state.hamlets, state.office.tally
    hamlets[h].severity[d] *= EASED
    if hamlets[h].problem_since[d] == NEVER:
        return
    tally[PROBLEMS_DUE] += 1
    tally[PROBLEMS_MET] += 1
    if not hamlets[h].helped:
        tally[PROBLEMS_MET_LOCALLY] += 1
    hamlets[h].problem_since[d] = NEVER


@compiled
def give_up(h: int, now: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """The project has failed: those who gave lose heart most, and trust in the organizers suffers."""
    hamlets, minds = state.hamlets, state.minds
    for i in range(minds.size):
        if society.residents[i].hamlet == h:
            share = nearness(i, h, state, parameters)
            if minds[i].leads:
                minds[i].legitimacy = after_failure(minds[i].legitimacy, 1.0, parameters.beliefs)
            minds[i].trust = after_failure(minds[i].trust, share, parameters.beliefs)
            minds[i].efficacy = after_failure(minds[i].efficacy, share, parameters.beliefs)
            minds[i].ownership = after_failure(minds[i].ownership, share, parameters.beliefs)
    state.office.tally[PROJECTS_FAILED] += 1
    note(log, now, FAILED, NOBODY, hamlets[h].project, h)
    hamlets[h].project = NOBODY

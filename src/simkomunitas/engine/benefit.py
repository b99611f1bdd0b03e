"""Step 8, benefits: what a finished or failed project does to needs and to minds."""

from simkomunitas.engine.needs import meet_problem
from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.beliefs import after_failure, after_success
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.state import POORER, WORKING, State
from simkomunitas.world.tallies import PROJECTS_FAILED, PROJECTS_FINISHED

FINISHED, FAILED = int(Event.FINISHED), int(Event.FAILED)
PLANNING = 2  # place of this stage among the five


@compiled
def finish(h: int, now: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log) -> None:
    """The project is done; people think the better of it, or the worse where the better-off keep it to themselves."""
    hamlets, minds = state.hamlets, state.minds
    d = hamlets[h].project
    if not hamlets[h].captured:
        serve(h, d, state)
    state.office.tally[PROJECTS_FINISHED] += 1
    if state.office.stage >= PLANNING and hamlets[h].started >= state.office.turn_since:
        state.office.finished += 1
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
def serve(h: int, d: int, state: State) -> None:
    """What the project was for: an asset stands, its problem is met, what money is left is kept for repair."""
    hamlets = state.hamlets
    hamlets[h].asset[d] = WORKING
    hamlets[h].condition[d] = 1.0
    hamlets[h].fund[d] += int(hamlets[h].money - hamlets[h].needed[1])
    meet_problem(h, d, hamlets[h].helped, state)


@compiled
def nearness(i: int, h: int, state: State, parameters: Parameters) -> float:
    """1 for those who gave to the project or spoke on it, less for those who watched [0 to 1]."""
    since = state.hamlets[h].started
    if state.minds[i].last_gave >= since or state.minds[i].last_spoke >= since:
        return 1.0
    return parameters.beliefs.vicarious


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

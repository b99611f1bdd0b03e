"""Step 9, advocacy: residents press the authority, and it grants, refuses or punishes."""

from simkomunitas.engine.needs import case_of, felt_severity, has_committee, meet_problem
from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.advocacy import concession_utility, mobilization_utility
from simkomunitas.rules.beliefs import after_failure, after_success
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.turnout import logistic
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import PROGRAMME, State
from simkomunitas.world.tallies import CONCESSIONS, MONEY_OUTSIDE, REFUSALS, REPRISALS

MOBILIZATION, CONCESSION_DRAW, REPRISAL_DRAW = int(Purpose.MOBILIZATION), int(Purpose.CONCESSION), int(Purpose.REPRISAL)
CONCESSION, REPRISAL = int(Event.CONCESSION), int(Event.REPRISAL)
QUARTER, HALF_YEAR = 13, 26  # weeks
BY_FACILITATORS, BY_RESIDENTS = 1, 2  # who put a demand to the authority
REFUSED = 0.25  # a refusal discourages like a quarter of a failure
FEAR = 0.5  # what open confrontation costs in fear of reprisal, log-odds
SPEAKS_FOR = 0.05  # of the adults: those for whom an elected committee speaks, beyond who comes along
PUBLIC_SHARE = 0.5  # of the money a project needs comes with a concession


@compiled
def press_authority(
    now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """Every attempt of the week: those put by facilitators, and once a quarter those that hamlets put by themselves."""
    hamlets = state.hamlets
    for h in range(hamlets.size):
        d = case_of(h, state, plan)
        if d == NOBODY:
            continue
        if hamlets[h].attempt == 0 and (now + h) % QUARTER == 0 and stands_up(h, d, state, plan):
            hamlets[h].attempt = BY_RESIDENTS
        if hamlets[h].attempt > 0:
            attempt(h, d, now, seed, society, state, parameters, plan, log)


@compiled
def stands_up(h: int, d: int, state: State, plan: Plan) -> bool:
    """Whether residents put a case by themselves: leaders do for a project.

    For a committee that has no project leaders do, too, or the committee where it is elected, once there is a link.
    """
    if d == state.hamlets[h].project:
        return state.hamlets[h].leaders > 0
    return state.office.link > 0.0 and (state.hamlets[h].leaders > 0 or plan.course.elected_committee > 0.0)


@compiled
def attempt(
    h: int, d: int, now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """One delegation: who joins, what the authority answers, and what that does to those who joined."""
    hamlets, office = state.hamlets, state.office
    confrontation = plan.conduct.confrontation if hamlets[h].attempt == BY_FACILITATORS else 0.0
    mobilized = mobilize(h, d, confrontation, now, seed, society, state, parameters)
    if plan.course.elected_committee > 0.0 and has_committee(h, state):
        mobilized += SPEAKS_FOR
    pressure = mobilized * (1.0 + confrontation)
    leaning = concession_utility(pressure, plan.authority_openness, office.link, office.ally, parameters.advocacy)
    key = pair(h, 1)
    if uniform(stream(seed, CONCESSION_DRAW, now), key) < logistic(leaning):
        concede(h, d, now, state, log)
        answer(h, True, 1.0, society, state, parameters)
        return
    state.office.tally[REFUSALS] += 1
    answer(h, False, REFUSED, society, state, parameters)
    if uniform(stream(seed, REPRISAL_DRAW, now), key) < parameters.advocacy.reprisal * confrontation:
        state.office.tally[REPRISALS] += 1
        answer(h, False, 1.0, society, state, parameters)
        note(log, now, REPRISAL, NOBODY, NOBODY, h)


@compiled
def mobilize(
    h: int, d: int, confrontation: float, now: int, seed: int, society: Society, state: State, parameters: Parameters
) -> float:
    """Share of the hamlet's adults who join; marks them in ``minds.presses`` [0 to 1]."""
    minds, residents, hamlets = state.minds, society.residents, state.hamlets
    source = stream(seed, MOBILIZATION, now)
    need = felt_severity(hamlets[h], d)
    joined = 0
    for i in range(minds.size):
        minds[i].presses = False
        if residents[i].hamlet != h or not minds[i].aware:
            continue
        belongs = now - minds[i].last_came[PROGRAMME] <= HALF_YEAR or minds[i].savings_group != NOBODY
        injustice = 0.5 * (need + 1.0 - residents[i].wealth)
        utility = mobilization_utility(
            injustice, minds[i].efficacy, 1.0 if belongs else 0.0, FEAR * confrontation, parameters.advocacy
        )
        if uniform(source, residents[i].key) < logistic(utility):
            minds[i].presses = True
            joined += 1
    return joined / max(1, hamlets[h].adults)


@compiled
def concede(h: int, d: int, now: int, state: State, log: Log) -> None:
    """What the authority grants: leave and money for a project that waits for it, or else a service that improves."""
    hamlets = state.hamlets
    by_facilitators = hamlets[h].attempt == BY_FACILITATORS
    if d == hamlets[h].project:
        grant_permission(h, by_facilitators, state)
    else:
        meet_problem(h, d, by_facilitators, state)
    state.office.tally[CONCESSIONS] += 1
    note(log, now, CONCESSION, NOBODY, d, h)


@compiled
def grant_permission(h: int, by_facilitators: bool, state: State) -> None:
    """The authority gives leave, and money; with facilitators in front, the project counts as helped."""
    hamlets = state.hamlets
    hamlets[h].permitted = True
    public = int(PUBLIC_SHARE * hamlets[h].needed[1])
    hamlets[h].money += public
    state.office.tally[MONEY_OUTSIDE] += public
    if by_facilitators:
        hamlets[h].helped = True


@compiled
def answer(h: int, granted: bool, share: float, society: Society, state: State, parameters: Parameters) -> None:
    """Those who joined take heart or lose it; share: how strongly [0 to 1]."""
    minds = state.minds
    for i in range(minds.size):
        if minds[i].presses and society.residents[i].hamlet == h:
            if granted:
                minds[i].efficacy = after_success(minds[i].efficacy, share, parameters.beliefs)
                minds[i].ownership = after_success(minds[i].ownership, share, parameters.beliefs)
            else:
                minds[i].efficacy = after_failure(minds[i].efficacy, share, parameters.beliefs)

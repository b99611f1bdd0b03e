"""Step 11, leaders: load, support, burnout, succession."""

from simkomunitas.engine.entries import take_lead, tied
from simkomunitas.engine.needs import has_committee
from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.leadership import burnout_probability, emergence_probability
from simkomunitas.rules.learning import TIRING
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.draws import Purpose, stream, uniform
from simkomunitas.world.state import CIVIC, FACILITATOR, PROGRAMME, SKILLS, State
from simkomunitas.world.tallies import (
    LEADERS_EMERGED,
    LEADERS_LOST,
    LEADERS_SUPPORTED,
    LEADERS_UNSUPPORTED,
    LOST_SUPPORTED,
    LOST_UNSUPPORTED,
)

BURNOUT, EMERGENCE = int(Purpose.BURNOUT), int(Purpose.EMERGENCE)
STEPPED_FORWARD, GAVE_UP = int(Event.STEPPED_FORWARD), int(Event.GAVE_UP)
QUARTER, YEAR = 13, 52  # weeks
PARTNERSHIP = 0.3  # allies and authorities care for leaders where the tie to them is at least this strong


@compiled
def support_leaders(now: int, society: Society, state: State) -> None:
    """Trainings refresh the leaders who come; strong partners give feedback, a strong link refreshes, also later."""
    minds, hamlets, office = state.minds, state.hamlets, state.office
    for i in range(minds.size):
        if not minds[i].leads:
            continue
        h = society.residents[i].hamlet
        if minds[i].coming[PROGRAMME] and hamlets[h].caller == FACILITATOR:
            minds[i].feedback = now
            if hamlets[h].content[CIVIC] + hamlets[h].content[SKILLS] > 0.0:
                minds[i].refreshed = now
        if office.ally >= PARTNERSHIP and now % QUARTER == 0:
            minds[i].feedback = now
        if office.link >= PARTNERSHIP and now % YEAR == 0:
            minds[i].refreshed = now


@compiled
def burn_out(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Leaders give up by chance, the likelier the more they carry and the less they are supported."""
    minds, hamlets, office = state.minds, state.hamlets, state.office
    source = stream(seed, BURNOUT, now)
    for i in range(minds.size):
        if not minds[i].leads:
            continue
        h = society.residents[i].hamlet
        called = 1.0 if hamlets[h].caller == i else 0.0
        minds[i].load += TIRING * (called - minds[i].load)
        heard = now - minds[i].feedback <= QUARTER
        refreshed = now - minds[i].refreshed <= YEAR
        supported = heard and refreshed
        office.tally[LEADERS_SUPPORTED if supported else LEADERS_UNSUPPORTED] += 1
        p = burnout_probability(minds[i].load, heard, refreshed, parameters.leadership)
        if uniform(source, society.residents[i].key) < p:
            minds[i].leads = False
            hamlets[h].leaders -= 1
            office.tally[LEADERS_LOST] += 1
            office.tally[LOST_SUPPORTED if supported else LOST_UNSUPPORTED] += 1
            note(log, now, GAVE_UP, i, NOBODY, h)


@compiled
def step_forward(
    now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """Residents who decide may become leaders; an elected committee fills its empty seat once a year."""
    minds, hamlets, residents = state.minds, state.hamlets, society.residents
    source = stream(seed, EMERGENCE, now)
    for h in range(hamlets.size):
        hamlets[h].sums[0] = float(hamlets[h].leaders)  # as it was before anybody stepped forward
    for i in range(minds.size):
        if minds[i].leads or now - minds[i].last_spoke > QUARTER:
            continue
        h = residents[i].hamlet
        p = emergence_probability(minds[i].skill, minds[i].efficacy, hamlets[h].sums[0], parameters.leadership)
        if uniform(source, residents[i].key) < p:
            rise(i, h, now, society, state, log)
    if plan.present and plan.course.elected_committee > 0.0 and now % YEAR == 0:
        elect(now, society, state, log)


@compiled
def rise(i: int, h: int, now: int, society: Society, state: State, log: Log) -> None:
    """A resident takes the lead without having been asked by facilitators."""
    take_lead(i, now, society, state)
    state.office.tally[LEADERS_EMERGED] += 1
    note(log, now, STEPPED_FORWARD, i, NOBODY, h)


@compiled
def elect(now: int, society: Society, state: State, log: Log) -> None:
    """In each hamlet that has a committee and no leader, residents elect the most skilled who spoke within a year."""
    minds, hamlets = state.minds, state.hamlets
    for h in range(hamlets.size):
        if hamlets[h].leaders > 0 or not has_committee(h, state):
            continue
        best, chosen = 0.0, NOBODY
        for i in range(minds.size):
            if society.residents[i].hamlet != h or not minds[i].aware or now - minds[i].last_spoke > YEAR:
                continue
            if minds[i].skill > best or tied(minds[i].skill - best, i, chosen, society):
                best, chosen = minds[i].skill, i
        if chosen != NOBODY:
            rise(chosen, h, now, society, state, log)

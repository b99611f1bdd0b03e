"""Step 11, leaders: load, support, burnout, succession."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.leader_recruitment import start_leading, wins_tie
from simkomunitas.model.processes.need_process import has_committee
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, random_stream
from simkomunitas.model.rules.leadership_rules import (
    PARTNERSHIP,
    burnout_probability,
    emergence_probability,
    load_after_week,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import CIVIC, FACILITATOR, SKILLS, CommunityState
from simkomunitas.model.state.weekly_counts import (
    LEADERS_EMERGED,
    LEADERS_LOST,
    LEADERS_SUPPORTED,
    LEADERS_UNSUPPORTED,
    LOST_SUPPORTED,
    LOST_UNSUPPORTED,
)
from simkomunitas.model.vocabulary import PROGRAMME, WEEKS_PER_QUARTER, WEEKS_PER_YEAR

BURNOUT, EMERGENCE = int(DrawPurpose.BURNOUT), int(DrawPurpose.EMERGENCE)
STEPPED_FORWARD, GAVE_UP = int(EventKind.STEPPED_FORWARD), int(EventKind.GAVE_UP)
LEADERS_BEFORE = 0  # sum of a hamlet: its leaders before anybody stepped forward this week


@compiled
def support_leaders(now: int, society: EngineCommunity, state: CommunityState) -> None:
    """Trainings refresh the leaders who come; strong partners give feedback, a strong link refreshes, also later."""
    minds, hamlets, office = state.resident_states, state.hamlets, state.programme
    for i in range(minds.size):
        if not minds.leads[i]:
            continue
        h = society.residents.hamlet[i]
        if minds.coming[i, PROGRAMME] and hamlets[h].caller == FACILITATOR:
            minds.feedback[i] = now
            if hamlets[h].content[CIVIC] + hamlets[h].content[SKILLS] > 0.0:
                minds.refreshed[i] = now
        if office.ally >= PARTNERSHIP and now % WEEKS_PER_QUARTER == 0:
            minds.feedback[i] = now
        if office.link >= PARTNERSHIP and now % WEEKS_PER_YEAR == 0:
            minds.refreshed[i] = now


@compiled
def burn_out_leaders(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """Leaders give up by chance, the likelier the more they carry and the less they are supported."""
    minds, hamlets, office = state.resident_states, state.hamlets, state.programme
    source = random_stream(seed, BURNOUT, now)
    for i in range(minds.size):
        if not minds.leads[i]:
            continue
        h = society.residents.hamlet[i]
        called = 1.0 if hamlets[h].caller == i else 0.0
        minds.load[i] = load_after_week(minds.load[i], called)
        heard = now - minds.feedback[i] <= WEEKS_PER_QUARTER
        refreshed = now - minds.refreshed[i] <= WEEKS_PER_YEAR
        supported = heard and refreshed
        office.tally[LEADERS_SUPPORTED if supported else LEADERS_UNSUPPORTED] += 1
        p = burnout_probability(minds.load[i], heard, refreshed, parameters.leadership)
        if draw_uniform(source, society.residents.key[i]) < p:
            minds.leads[i] = False
            hamlets[h].leaders -= 1
            office.tally[LEADERS_LOST] += 1
            office.tally[LOST_SUPPORTED if supported else LOST_UNSUPPORTED] += 1
            log_event(log, now, GAVE_UP, i, NOBODY, h)


@compiled
def emerge_leaders(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Residents who decide may become leaders; an elected committee fills its empty seat once a year."""
    minds, hamlets, residents = state.resident_states, state.hamlets, society.residents
    source = random_stream(seed, EMERGENCE, now)
    for h in range(hamlets.size):
        hamlets[h].sums[LEADERS_BEFORE] = float(hamlets[h].leaders)
    for i in range(minds.size):
        if minds.leads[i] or now - minds.last_spoke[i] > WEEKS_PER_QUARTER:
            continue
        h = residents.hamlet[i]
        p = emergence_probability(
            minds.skill[i], minds.efficacy[i], hamlets[h].sums[LEADERS_BEFORE], parameters.leadership
        )
        if draw_uniform(source, residents.key[i]) < p:
            become_leader(i, h, now, society, state, log)
    if plan.is_programme_present and plan.course.elected_committee > 0.0 and now % WEEKS_PER_YEAR == 0:
        elect_leaders(now, society, state, log)


@compiled
def become_leader(i: int, h: int, now: int, society: EngineCommunity, state: CommunityState, log: EventLog) -> None:
    """A resident takes the lead without having been asked by facilitators."""
    start_leading(i, now, society, state)
    state.programme.tally[LEADERS_EMERGED] += 1
    log_event(log, now, STEPPED_FORWARD, i, NOBODY, h)


@compiled
def elect_leaders(now: int, society: EngineCommunity, state: CommunityState, log: EventLog) -> None:
    """In each hamlet that has a committee and no leader, residents elect the most skilled who spoke within a year."""
    minds, hamlets = state.resident_states, state.hamlets
    for h in range(hamlets.size):
        if hamlets[h].leaders > 0 or not has_committee(h, state):
            continue
        best, chosen = 0.0, NOBODY
        first_row = society.members.first_row
        first, last = row_number(first_row[h]), row_number(first_row[h + 1])
        for i in range(first, last):
            if not minds.aware[i] or now - minds.last_spoke[i] > WEEKS_PER_YEAR:
                continue
            if minds.skill[i] > best or wins_tie(minds.skill[i] - best, i, chosen, society):
                best, chosen = minds.skill[i], i
        if chosen != NOBODY:
            become_leader(chosen, h, now, society, state, log)

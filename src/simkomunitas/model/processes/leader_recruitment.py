"""Local leaders found, encouraged and advised by facilitators: the entries of their diary that mentor."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, random_stream
from simkomunitas.model.rules.leadership_rules import leading_ability, recruitment_probability
from simkomunitas.model.rules.learning_rules import (
    MENTORING_DOSE,
    schooling_resources,
    skill_after_training,
    teaching_quality,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import FACILITATOR, NEVER, CommunityState
from simkomunitas.model.state.weekly_counts import LEADERS_RECRUITED
from simkomunitas.model.vocabulary import (
    MENTORING,
    PROGRAMME,
    WEEKS_PER_QUARTER,
)

RECRUITED, RECRUITMENT = int(EventKind.RECRUITED), int(DrawPurpose.RECRUITMENT)
MENTORED, SESSION = int(EventKind.MENTORED), int(EventKind.SESSION)


@compiled
def mentor_leader(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> bool:
    """Find a leader for the hamlet that has fewest, or else talk with the leader longest without feedback."""
    minds, hamlets = state.resident_states, state.hamlets
    h = 0
    for other in range(hamlets.size):
        if hamlets[other].leaders < hamlets[h].leaders:
            h = other
    wanted = hamlets[h].leaders < plan.course.leaders_wanted
    if wanted and recruit_leader(h, now, seed, society, state, parameters, log):
        return True
    chosen = NOBODY
    for i in range(minds.size):
        if minds.leads[i] and minds.feedback[i] < now - 1:
            longer = chosen == NOBODY or minds.feedback[i] < minds.feedback[chosen]
            if longer or wins_tie(minds.feedback[i] - minds.feedback[chosen], i, chosen, society):
                chosen = i
    if chosen == NOBODY:
        return False
    minds.feedback[chosen] = now
    schooling = schooling_resources(society.residents.education[chosen])
    quality = teaching_quality(plan.facilitation.skill, plan.facilitation.participatory)
    minds.skill[chosen] = skill_after_training(
        minds.skill[chosen], MENTORING_DOSE, quality, schooling, parameters.learning
    )
    log_event(log, now, MENTORED, chosen, FACILITATOR, 0)
    return True


@compiled
def recruit_leader(
    h: int, now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> bool:
    """Ask the ablest resident of a hamlet who knows of the activities to lead.

    She agrees by chance, the likelier the abler; who has declined is not asked again within a quarter.
    """
    minds, residents = state.resident_states, society.residents
    best, chosen = -1.0, NOBODY
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        declined = now - minds.declined[i] <= WEEKS_PER_QUARTER
        if minds.leads[i] or declined or not minds.aware[i]:
            continue
        recently = now - minds.last_came[i, PROGRAMME] <= WEEKS_PER_QUARTER
        able = leading_ability(minds.skill[i], minds.efficacy[i], residents.disposition[i], recently)
        if able > best or wins_tie(able - best, i, chosen, society):
            best, chosen = able, i
    if chosen == NOBODY:
        return False
    p = recruitment_probability(minds.motive[chosen], minds.skill[chosen], minds.efficacy[chosen])
    if draw_uniform(random_stream(seed, RECRUITMENT, now), residents.key[chosen]) < p:
        start_leading(chosen, now, society, state)
        minds.feedback[chosen] = now
        state.programme.tally[LEADERS_RECRUITED] += 1
        log_event(log, now, RECRUITED, chosen, FACILITATOR, h)
    else:
        minds.declined[chosen] = now
        log_event(log, now, SESSION, NOBODY, MENTORING, h)
    return True


@compiled
def wins_tie(difference: float, i: int, other: int, society: EngineCommunity) -> bool:
    """Whether i goes before another who is her equal: the smaller key does."""
    return bool(difference == 0.0 and other != NOBODY and society.residents.key[i] < society.residents.key[other])


@compiled
def start_leading(i: int, now: int, society: EngineCommunity, state: CommunityState) -> None:
    """A resident becomes a local leader."""
    minds = state.resident_states
    minds.leads[i] = True
    minds.led_since[i] = now
    minds.load[i] = 0.0
    minds.feedback[i] = NEVER
    minds.refreshed[i] = NEVER
    state.hamlets[society.residents.hamlet[i]].leaders += 1

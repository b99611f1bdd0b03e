"""Step 2, the diary: what facilitators do with their hours, and what leaders call together."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.diary_entries import activity_hours, carry_out_entry
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, random_stream
from simkomunitas.model.rules.leadership_rules import calling_ability, calling_energy, calling_probability
from simkomunitas.model.rules.learning_rules import norm_after_event
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.programme_rules import tapered_hours
from simkomunitas.model.state.community_state import FACILITATOR, TALK, CommunityState
from simkomunitas.model.state.weekly_counts import CALLED_BY_FACILITATORS, CALLED_LOCALLY
from simkomunitas.model.vocabulary import (
    ASSOCIATION,
    GOVERNANCE,
    MUTUAL_HELP,
    PROGRAMME,
    WEEKS_PER_HALF_YEAR,
    WEEKS_PER_MONTH,
)

CALLING = int(DrawPurpose.CALLING)
CALLED = int(EventKind.CALLED)
LOWEST_DRAW = 0  # sum of a hamlet: the lowest number drawn by those who would call an activity


@compiled
def open_calendar(now: int, state: CommunityState, parameters: Parameters) -> None:
    """The customary events of the week: mutual help, associations, hamlet and village meetings."""
    village = now % WEEKS_PER_HALF_YEAR == 0
    for h in range(state.hamlets.size):
        held = state.hamlets[h].held
        if (now + h) % int(parameters.calendar.mutual_help_every) == 0:
            held[MUTUAL_HELP] = 1
        if (now + h) % WEEKS_PER_MONTH == 1:
            held[ASSOCIATION] = 1
        if village:
            held[GOVERNANCE] = 2
        elif (now + h) % WEEKS_PER_MONTH == 3:
            held[GOVERNANCE] = 1


@compiled
def working_hours(now: int, plan: EnginePlan) -> float:
    """Hours all facilitators work this week, after tapering [hours]."""
    hours = plan.facilitation.number * plan.facilitation.hours
    if plan.outlook.is_tapering:
        return tapered_hours(hours, plan.programme_weeks - now, plan.course.taper_weeks)
    return hours


@compiled
def spend_facilitator_hours(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Facilitators work off their hours in entries; what is left of an hour waits for next week."""
    office = state.programme
    stage = office.stage
    if stage == NOBODY:
        return
    hours = working_hours(now, plan)
    for activity in range(office.bank.size):
        cost = activity_hours(activity, plan)
        office.bank[activity] += hours * plan.agenda[stage, activity]
        while office.bank[activity] >= cost:
            office.bank[activity] -= cost
            carry_out_entry(activity, now, seed, society, state, parameters, plan, log)


@compiled
def call_activities(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """Leaders and officials call activities in hamlets where none is called yet; the first by lot does it."""
    minds, hamlets = state.resident_states, state.hamlets
    source = random_stream(seed, CALLING, now)
    for i in range(minds.size):
        if not (minds.leads[i] or society.residents.official[i]):
            continue
        h = society.residents.hamlet[i]
        if hamlets[h].caller == FACILITATOR:
            continue
        others = hamlets[h].leaders - 1.0 if minds.leads[i] else float(hamlets[h].leaders)
        able = calling_ability(minds.skill[i], minds.efficacy[i])
        energy = calling_energy(minds.motive[i], minds.fatigue[i])
        p = calling_probability(able, energy, others, parameters.leadership)
        drawn = draw_uniform(source, society.residents.key[i])
        if drawn < p and (hamlets[h].caller == NOBODY or drawn < hamlets[h].sums[LOWEST_DRAW]):
            hamlets[h].sums[LOWEST_DRAW] = drawn
            hamlets[h].held[PROGRAMME] = 1
            hamlets[h].caller = i
            hamlets[h].content[TALK] = 1.0
    count_calls(now, state, parameters, log)


@compiled
def count_calls(now: int, state: CommunityState, parameters: Parameters, log: EventLog) -> None:
    """Count who called this week's activities, and keep the running share of those that residents called."""
    office, hamlets = state.programme, state.hamlets
    for h in range(hamlets.size):
        if hamlets[h].caller == NOBODY:
            continue
        local = hamlets[h].caller >= 0
        office.tally[CALLED_LOCALLY if local else CALLED_BY_FACILITATORS] += 1
        share = 1.0 if local else 0.0
        office.called_locally = norm_after_event(office.called_locally, share, parameters.learning)
        if local:
            log_event(log, now, CALLED, hamlets[h].caller, NOBODY, h)

"""Steps 5 and 6, degree of participation and contributions: who speaks, who gives, and what others learn of it."""

from math import ceil

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, ResidentData
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.event_utilities import activity_openness, room_formality
from simkomunitas.model.processes.turnout_records import participant_row
from simkomunitas.model.processes.week_reset import is_any_held, reset_sums
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.cooperation_rules import (
    CONDITIONAL,
    FREE_RIDER,
    are_types_stable,
    belief_after_deliberation,
    belief_after_event,
    contribution_share,
    erosion_probability,
    leader_contribution_share,
    recovery_probability,
)
from simkomunitas.model.rules.economy_rules import dues_given, whole_amount
from simkomunitas.model.rules.event_rules import deliberation_degree
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.project_rules import skilled_hours
from simkomunitas.model.rules.turnout_rules import logistic_probability, status_cost
from simkomunitas.model.rules.voice_rules import voice_utility
from simkomunitas.model.state.community_state import MOBILIZING, TALK, CommunityState, HamletState, ResidentState
from simkomunitas.model.state.weekly_counts import LABOUR_MINUTES, MONEY_LOCAL
from simkomunitas.model.vocabulary import MINUTES_PER_HOUR, MUTUAL_HELP, PROGRAMME

VOICE, DRIFT = int(DrawPurpose.VOICE), int(DrawPurpose.DRIFT)
SPOKE, GAVE = int(EventKind.SPOKE), int(EventKind.GAVE)
LEADER_GIVES, GIVEN, GIVERS = range(3)  # sums over those who came to an event
EFFORT_UNITS = 1000  # the log counts what is given in thousandths


@compiled
def decide_voice(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Those who came to a programme activity speak and decide, or keep silent; local leaders always speak."""
    if not is_any_held(PROGRAMME, state):
        return
    minds, residents, hamlets = state.resident_states, society.residents, state.hamlets
    source = random_stream(seed, VOICE, now)
    for place in range(state.workspace.participant_counts[PROGRAMME]):
        i = participant_row(place, PROGRAMME, state.workspace)
        h = residents.hamlet[i]
        formal = room_formality(hamlets[h], PROGRAMME, plan)
        push = status_cost(residents.female[i], residents.wealth[i], formal, parameters.turnout)
        utility = voice_utility(minds.skill[i], activity_openness(hamlets[h], plan), push, parameters.voice)
        if minds.leads[i] or draw_uniform(source, residents.key[i]) < logistic_probability(utility):
            minds.spoke[i] = True
            minds.last_spoke[i] = now
            log_event(log, now, SPOKE, i, NOBODY, h)


@compiled
def collect_contributions(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Those who came work and give: first in the programme, then in mutual help."""
    run_work_events(PROGRAMME, now, seed, society, state, parameters, plan, log)
    run_work_events(MUTUAL_HELP, now, seed, society, state, parameters, plan, log)


@compiled
def is_work_event(hamlet: HamletState, arena: int) -> bool:
    """Whether there is work to do at the event: always in mutual help, in the programme while there is a project."""
    if hamlet.held[arena] == 0:
        return False
    return arena == MUTUAL_HELP or hamlet.project != NOBODY


@compiled
def pledge_visibility(hamlet: HamletState, arena: int) -> float:
    """How far shares are agreed before all and written down: where resources are called in, nowhere else [0 to 1]."""
    return float(hamlet.content[MOBILIZING]) if arena == PROGRAMME else 0.0


@compiled
def is_event_head(i: int, residents: ResidentData, minds: ResidentState, arena: int) -> bool:
    """Whether others look to her at this event: local leaders, and officials in mutual help."""
    return minds.leads[i] or (arena == MUTUAL_HELP and residents.official[i])


@compiled
def run_work_events(
    arena: int,
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """One kind of event in all hamlets: talk, work, look around, and think the better or worse of the others."""
    minds, residents, hamlets, workspace = state.resident_states, society.residents, state.hamlets, state.workspace
    reset_sums(state)
    if not is_any_held(arena, state):
        return
    apply_leader_example(arena, society, state, parameters, plan)
    for place in range(workspace.participant_counts[arena]):
        i = participant_row(place, arena, workspace)
        h = residents.hamlet[i]
        if is_work_event(hamlets[h], arena):
            noted = pledge_visibility(hamlets[h], arena)
            if is_event_head(i, residents, minds, arena):
                given = leader_contribution_share(minds.cooperation[i], minds.belief[i], noted, parameters.cooperation)
            else:
                example = hamlets[h].sums[LEADER_GIVES]
                given = contribution_share(
                    minds.cooperation[i], minds.belief[i], example, noted, parameters.cooperation
                )
            minds.giving[i] = given
            hamlets[h].sums[GIVEN] += given
            hamlets[h].sums[GIVERS] += 1.0
            if arena == PROGRAMME and given > 0.0:
                minds.last_gave[i] = now
            log_event(log, now, GAVE, i, arena, ceil(EFFORT_UNITS * given))
    for place in range(workspace.participant_counts[arena]):
        i = participant_row(place, arena, workspace)
        h = residents.hamlet[i]
        if is_work_event(hamlets[h], arena) and hamlets[h].sums[GIVERS] > 1.0:
            others = (hamlets[h].sums[GIVEN] - minds.giving[i]) / (hamlets[h].sums[GIVERS] - 1.0)
            observe_contributions(i, h, arena, others, now, seed, society, state, parameters, plan)
    if arena == PROGRAMME:
        deliver_contributions(society, state, parameters)


@compiled
def deliberation_level(hamlet: HamletState, arena: int, plan: EnginePlan) -> float:
    """How far people talk things over [0 to 1].

    At mutual help as the place has it; in the programme as far as they are invited to, and half as much where the
    time goes into training or calling in resources.
    """
    if arena == MUTUAL_HELP:
        return plan.talk
    return deliberation_degree(activity_openness(hamlet, plan), hamlet.content[TALK] > 0.0)


@compiled
def apply_leader_example(
    arena: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan
) -> None:
    """Talk lifts what all expect of each other, work or not; the most generous head at each event sets an example."""
    minds, residents, hamlets = state.resident_states, society.residents, state.hamlets
    for place in range(state.workspace.participant_counts[arena]):
        i = participant_row(place, arena, state.workspace)
        h = residents.hamlet[i]
        minds.belief[i] = belief_after_deliberation(
            minds.belief[i], deliberation_level(hamlets[h], arena, plan), parameters.cooperation
        )
        if is_event_head(i, residents, minds, arena):
            noted = pledge_visibility(hamlets[h], arena)
            given = leader_contribution_share(minds.cooperation[i], minds.belief[i], noted, parameters.cooperation)
            hamlets[h].sums[LEADER_GIVES] = max(hamlets[h].sums[LEADER_GIVES], given)


@compiled
def observe_contributions(
    i: int, h: int, arena: int, others: float, now: int, seed: int, society: EngineCommunity, state: CommunityState,
    parameters: Parameters, plan: EnginePlan,
) -> None:  # fmt: skip
    """What the others gave changes what she expects, and now and then who she is."""
    minds = state.resident_states
    minds.belief[i] = belief_after_event(minds.belief[i], others, parameters.cooperation)
    if are_types_stable(deliberation_level(state.hamlets[h], arena, plan), parameters.cooperation):
        return  # where people talk face to face, types hold
    drawn = draw_uniform(random_stream(seed, DRIFT, now), pair_key(society.residents.key[i], arena))
    if minds.cooperation[i] == FREE_RIDER:
        if drawn < recovery_probability(others, parameters.cooperation):
            minds.cooperation[i] = CONDITIONAL
    elif drawn < erosion_probability(minds.giving[i], others, parameters.cooperation):
        minds.cooperation[i] = FREE_RIDER


@compiled
def deliver_contributions(society: EngineCommunity, state: CommunityState, parameters: Parameters) -> None:
    """What was given at programme activities reaches the projects: labour, dues, and the skill of those who speak."""
    minds, hamlets = state.resident_states, state.hamlets
    hours = parameters.calendar.event_hours
    for place in range(state.workspace.participant_counts[PROGRAMME]):
        i = participant_row(place, PROGRAMME, state.workspace)
        h = society.residents.hamlet[i]
        if not is_work_event(hamlets[h], PROGRAMME):
            continue
        dues = whole_amount(dues_given(parameters.economy.dues, minds.giving[i], hamlets[h].content[MOBILIZING]))
        hamlets[h].labour += hours * minds.giving[i]
        hamlets[h].money += dues
        state.programme.tally[MONEY_LOCAL] += dues
        state.programme.tally[LABOUR_MINUTES] += whole_amount(MINUTES_PER_HOUR * hours * minds.giving[i])
        if minds.spoke[i]:
            hamlets[h].technical += skilled_hours(hours, minds.skill[i], minds.giving[i])

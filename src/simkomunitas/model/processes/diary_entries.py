"""The entries of the facilitators' diary: what one visit, meeting, training, talk or lobbying does."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.information_process import hear_from_facilitators
from simkomunitas.model.processes.leader_recruitment import mentor_leader
from simkomunitas.model.processes.need_process import case_for_authority
from simkomunitas.model.processes.week_reset import count_hours
from simkomunitas.model.rules.belief_rules import belief_after_success
from simkomunitas.model.rules.maintenance_rules import NEW_GROUP_TURNOUT
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.place_rules import link_after_session, understanding_after_survey
from simkomunitas.model.rules.programme_rules import session_hours, visit_hours
from simkomunitas.model.rules.project_rules import coverage_of_need, skilled_hours
from simkomunitas.model.state.community_state import CIVIC, FACILITATOR, MOBILIZING, SKILLS, TALK, CommunityState
from simkomunitas.model.state.weekly_counts import GROUPS_FOUNDED, VISITS
from simkomunitas.model.vocabulary import (
    CIVIC_TRAINING,
    GROUP_SUPPORT,
    GROUPS_PER_HAMLET,
    LOBBYING,
    MENTORING,
    MOBILIZATION,
    PARTNERING,
    PROGRAMME,
    SKILLS_TRAINING,
    SURVEY,
    TECHNICAL,
    VISIT,
    WEEKS_PER_MONTH,
)

VISITED = int(EventKind.VISITED)
SESSION, GROUP_FOUNDED = int(EventKind.SESSION), int(EventKind.GROUP_FOUNDED)


@compiled
def activity_hours(activity: int, plan: EnginePlan) -> float:
    """Paid hours one entry takes, with its share of the way [hours]."""
    work = plan.facilitation
    if activity == VISIT:
        return visit_hours(work.visit, work.travel)
    return session_hours(work.session, work.travel)


@compiled
def carry_out_entry(
    activity: int,
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Do one thing; where there is nothing to do of this kind, look and listen instead."""
    count_hours(activity_hours(activity, plan), state)
    done = True
    if activity == SURVEY:
        survey_hamlet(now, society, state, plan, log)
    elif activity == VISIT:
        done = visit_resident(now, society, state, parameters, plan, log)
    elif activity == GROUP_SUPPORT:
        done = support_group(now, state, log)
    elif activity == MENTORING:
        done = mentor_leader(now, seed, society, state, parameters, plan, log)
    elif activity == TECHNICAL:
        done = assist_project(now, state, plan, log)
    elif activity == PARTNERING:
        state.programme.ally = link_after_session(state.programme.ally, plan.facilitation.skill, parameters.place)
        log_event(log, now, SESSION, NOBODY, PARTNERING, NOBODY)
    elif activity == LOBBYING:
        lobby_authority(now, state, parameters, plan, log)
    else:
        done = call_activity(activity, now, state, log)
    if not done:
        survey_hamlet(now, society, state, plan, log)


@compiled
def next_hamlet(activity: int, state: CommunityState) -> int:
    """The hamlet whose turn it is."""
    office = state.programme
    h = office.turn[activity] % state.hamlets.size
    office.turn[activity] += 1
    return int(h)


@compiled
def survey_hamlet(now: int, society: EngineCommunity, state: CommunityState, plan: EnginePlan, log: EventLog) -> None:
    """Look and listen in a hamlet: the facilitators understand more, and its officials hear of the programme."""
    office = state.programme
    office.understanding = understanding_after_survey(office.understanding, plan.facilitation.skill)
    h = next_hamlet(SURVEY, state)
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        if society.residents.official[i]:
            hear_from_facilitators(i, now, state, log)
    log_event(log, now, SESSION, NOBODY, SURVEY, h)


@compiled
def visit_resident(
    now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan, log: EventLog
) -> bool:
    """Call on the most preferred resident not visited within four weeks; False if all have been."""
    minds = state.resident_states
    chosen = NOBODY
    for i in range(minds.size):
        if now - minds.last_contact[i] >= WEEKS_PER_MONTH and (
            chosen == NOBODY or has_visit_priority(i, chosen, society, state)
        ):
            chosen = i
    if chosen == NOBODY:
        return False
    minds.contacts[chosen] += 1
    minds.last_contact[chosen] = now
    minds.trust[chosen] = belief_after_success(minds.trust[chosen], plan.facilitation.credibility, parameters.beliefs)
    state.programme.tally[VISITS] += 1
    hear_from_facilitators(chosen, now, state, log)
    log_event(log, now, VISITED, chosen, FACILITATOR, 0)
    return True


@compiled
def has_visit_priority(i: int, other: int, society: EngineCommunity, state: CommunityState) -> bool:
    """Whether i is visited before another: the more preferred, then the less visited, then the smaller key."""
    minds = state.resident_states
    if minds.preference[i] != minds.preference[other]:
        return bool(minds.preference[i] > minds.preference[other])
    if minds.contacts[i] != minds.contacts[other]:
        return bool(minds.contacts[i] < minds.contacts[other])
    return bool(society.residents.key[i] < society.residents.key[other])


@compiled
def call_activity(activity: int, now: int, state: CommunityState, log: EventLog) -> bool:
    """Call an activity in the next hamlet without one this week; False if every hamlet has one."""
    hamlets = state.hamlets
    for _ in range(hamlets.size):
        h = next_hamlet(activity, state)
        if hamlets[h].caller != FACILITATOR:
            hamlets[h].caller = FACILITATOR
            hamlets[h].held[PROGRAMME] = 1
            hamlets[h].content[activity_content(activity)] = 1.0
            log_event(log, now, SESSION, NOBODY, activity, h)
            return True
    return False


@compiled
def activity_content(activity: int) -> int:
    """What is done at an activity that facilitators call."""
    if activity == CIVIC_TRAINING:
        return CIVIC
    if activity == SKILLS_TRAINING:
        return SKILLS
    if activity == MOBILIZATION:
        return MOBILIZING
    return TALK


@compiled
def support_group(now: int, state: CommunityState, log: EventLog) -> bool:
    """In the next hamlet with something to do: found a savings group, or accompany one again after four weeks."""
    groups = state.groups
    for _ in range(state.hamlets.size):
        h = next_hamlet(GROUP_SUPPORT, state)
        for g in range(h * GROUPS_PER_HAMLET + 2, h * GROUPS_PER_HAMLET + 4):
            if not groups[g].alive:
                groups[g].alive = True
                groups[g].founded = now
                groups[g].accompanied = now
                groups[g].turnout = NEW_GROUP_TURNOUT
                groups[g].cash = 0
                groups[g].members = 0
                state.programme.tally[GROUPS_FOUNDED] += 1
                log_event(log, now, GROUP_FOUNDED, NOBODY, NOBODY, g)
                return True
            if now - groups[g].accompanied >= WEEKS_PER_MONTH:
                groups[g].accompanied = now
                log_event(log, now, SESSION, NOBODY, GROUP_SUPPORT, h)
                return True
    return False


@compiled
def assist_project(now: int, state: CommunityState, plan: EnginePlan, log: EventLog) -> bool:
    """Skilled work on the project that lacks most of it; False if no project lacks any."""
    hamlets = state.hamlets
    least, chosen = 1.0, NOBODY
    for h in range(hamlets.size):
        if hamlets[h].project != NOBODY:
            share = coverage_of_need(hamlets[h].technical, hamlets[h].needed[2])
            if share < least:
                least, chosen = share, h
    if chosen == NOBODY:
        return False
    hamlets[chosen].technical += skilled_hours(plan.facilitation.session, plan.facilitation.skill, 1.0)
    hamlets[chosen].helped = True
    log_event(log, now, SESSION, NOBODY, TECHNICAL, chosen)
    return True


@compiled
def lobby_authority(now: int, state: CommunityState, parameters: Parameters, plan: EnginePlan, log: EventLog) -> None:
    """Strengthen the link to the authority, and put a case: of a project that waits for it, or else of a committee."""
    hamlets, office = state.hamlets, state.programme
    office.link = link_after_session(office.link, plan.facilitation.skill, parameters.place)
    for by_committee in (False, True):
        for _ in range(hamlets.size):
            h = next_hamlet(LOBBYING, state)
            waits = hamlets[h].project != NOBODY and not hamlets[h].permitted
            if hamlets[h].attempt == 0 and (waits or (by_committee and case_for_authority(h, state, plan) != NOBODY)):
                hamlets[h].attempt = 1
                log_event(log, now, SESSION, NOBODY, LOBBYING, h)
                return
    log_event(log, now, SESSION, NOBODY, LOBBYING, NOBODY)

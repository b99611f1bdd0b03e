"""The entries of the facilitators' diary: what one visit, meeting, training, talk or errand does."""

from simkomunitas.engine.needs import case_of
from simkomunitas.engine.office import count_hours
from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.beliefs import after_success
from simkomunitas.rules.learning import trained_skill
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.place import tied_closer, understood
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.draws import Purpose, stream, uniform
from simkomunitas.world.state import (
    CIVIC,
    FACILITATOR,
    GROUPS_PER_HAMLET,
    MOBILIZING,
    NEVER,
    PROGRAMME,
    SKILLS,
    TALK,
    State,
)
from simkomunitas.world.tallies import GROUPS_FOUNDED, LEADERS_RECRUITED, VISITS

(SURVEY, VISIT, MEETING, CIVIC_TRAINING, SKILLS_TRAINING, GROUP_SUPPORT, MENTORING, TECHNICAL, MOBILIZATION,
 PARTNERING, LOBBYING) = range(11)  # fmt: skip
TOLD, VISITED, RECRUITED = int(Event.TOLD), int(Event.VISITED), int(Event.RECRUITED)
MENTORED, SESSION, GROUP_FOUNDED = int(Event.MENTORED), int(Event.SESSION), int(Event.GROUP_FOUNDED)
RECRUITMENT = int(Purpose.RECRUITMENT)
MONTH, QUARTER = 4, 13  # weeks
LIKING, PRESENCE = 0.05, 0.2  # what 1 SD of liking public life, and coming at all, add to the ability to lead


@compiled
def activity_hours(activity: int, plan: Plan) -> float:
    """Paid hours one entry takes, with its share of the way [hours]."""
    work = plan.facilitation
    if activity == VISIT:
        return work.visit + 0.25 * work.travel
    return work.session + work.travel


@compiled
def one_entry(
    activity: int, now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """Do one thing; where there is nothing to do of this kind, look and listen instead."""
    count_hours(activity_hours(activity, plan), state)
    done = True
    if activity == SURVEY:
        survey(now, society, state, plan, log)
    elif activity == VISIT:
        done = visit(now, society, state, parameters, plan, log)
    elif activity == GROUP_SUPPORT:
        done = support_group(now, state, log)
    elif activity == MENTORING:
        done = mentor(now, seed, society, state, parameters, plan, log)
    elif activity == TECHNICAL:
        done = assist(now, state, plan, log)
    elif activity == PARTNERING:
        state.office.ally = tied_closer(state.office.ally, plan.facilitation.skill, parameters.place)
        note(log, now, SESSION, NOBODY, PARTNERING, NOBODY)
    elif activity == LOBBYING:
        lobby(now, state, parameters, plan, log)
    else:
        done = gather(activity, now, state, log)
    if not done:
        survey(now, society, state, plan, log)


@compiled
def next_hamlet(activity: int, state: State) -> int:
    """The hamlet whose turn it is."""
    office = state.office
    h = office.turn[activity] % state.hamlets.size
    office.turn[activity] += 1
    return int(h)


@compiled
def survey(now: int, society: Society, state: State, plan: Plan, log: Log) -> None:
    """Look and listen in a hamlet: the facilitators understand more, and its officials hear of the programme."""
    office, minds = state.office, state.minds
    office.understanding = understood(office.understanding, plan.facilitation.skill)
    h = next_hamlet(SURVEY, state)
    for i in range(minds.size):
        if society.residents[i].official and society.residents[i].hamlet == h:
            hear_at_first_hand(i, now, state, log)
    note(log, now, SESSION, NOBODY, SURVEY, h)


@compiled
def become_aware(i: int, informer: int, now: int, state: State, log: Log) -> None:
    """A resident hears of the activities, if she did not know of them."""
    minds = state.minds
    if not minds[i].aware:
        minds[i].aware = True
        minds[i].news_week = now
        minds[i].informer = informer
        note(log, now, TOLD, i, informer, 0)


@compiled
def hear_at_first_hand(i: int, now: int, state: State, log: Log) -> None:
    """A resident hears from facilitators; that is news also to one who knows of the activities."""
    become_aware(i, FACILITATOR, now, state, log)
    state.minds[i].news_week = now


@compiled
def visit(now: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log) -> bool:
    """Call on the most preferred resident not visited within four weeks; False if all have been."""
    minds = state.minds
    chosen = NOBODY
    for i in range(minds.size):
        if now - minds[i].last_contact >= MONTH and (chosen == NOBODY or comes_first(i, chosen, society, state)):
            chosen = i
    if chosen == NOBODY:
        return False
    minds[chosen].contacts += 1
    minds[chosen].last_contact = now
    minds[chosen].trust = after_success(minds[chosen].trust, plan.facilitation.credibility, parameters.beliefs)
    state.office.tally[VISITS] += 1
    hear_at_first_hand(chosen, now, state, log)
    note(log, now, VISITED, chosen, FACILITATOR, 0)
    return True


@compiled
def comes_first(i: int, other: int, society: Society, state: State) -> bool:
    """Whether i is visited before another: the more preferred, then the less visited, then the smaller key."""
    one, two = state.minds[i], state.minds[other]
    if one.preference != two.preference:
        return bool(one.preference > two.preference)
    if one.contacts != two.contacts:
        return one.contacts < two.contacts
    return bool(society.residents[i].key < society.residents[other].key)


@compiled
def gather(activity: int, now: int, state: State, log: Log) -> bool:
    """Call an activity in the next hamlet without one this week; False if every hamlet has one."""
    hamlets = state.hamlets
    for _ in range(hamlets.size):
        h = next_hamlet(activity, state)
        if hamlets[h].caller != FACILITATOR:
            hamlets[h].caller = FACILITATOR
            hamlets[h].held[PROGRAMME] = 1
            hamlets[h].content[content_of(activity)] = 1.0
            note(log, now, SESSION, NOBODY, activity, h)
            return True
    return False


@compiled
def content_of(activity: int) -> int:
    """What is done at an activity that facilitators call."""
    if activity == CIVIC_TRAINING:
        return CIVIC
    if activity == SKILLS_TRAINING:
        return SKILLS
    if activity == MOBILIZATION:
        return MOBILIZING
    return TALK


@compiled
def support_group(now: int, state: State, log: Log) -> bool:
    """In the next hamlet with something to do: found a savings group, or accompany one again after four weeks."""
    groups = state.groups
    for _ in range(state.hamlets.size):
        h = next_hamlet(GROUP_SUPPORT, state)
        for g in range(h * GROUPS_PER_HAMLET + 2, h * GROUPS_PER_HAMLET + 4):
            if not groups[g].alive:
                groups[g].alive = True
                groups[g].founded = now
                groups[g].accompanied = now
                groups[g].turnout = 0.5
                groups[g].cash = 0
                groups[g].members = 0
                state.office.tally[GROUPS_FOUNDED] += 1
                note(log, now, GROUP_FOUNDED, NOBODY, NOBODY, g)
                return True
            if now - groups[g].accompanied >= MONTH:
                groups[g].accompanied = now
                note(log, now, SESSION, NOBODY, GROUP_SUPPORT, h)
                return True
    return False


@compiled
def mentor(now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log) -> bool:
    """Find a leader for the hamlet that has fewest, or else talk with the leader longest without feedback."""
    minds, hamlets = state.minds, state.hamlets
    h = 0
    for other in range(hamlets.size):
        if hamlets[other].leaders < hamlets[h].leaders:
            h = other
    wanted = hamlets[h].leaders < plan.course.leaders_wanted
    if wanted and recruit(h, now, seed, society, state, parameters, log):
        return True
    chosen = NOBODY
    for i in range(minds.size):
        if minds[i].leads and minds[i].feedback < now - 1:
            longer = chosen == NOBODY or minds[i].feedback < minds[chosen].feedback
            if longer or tied(minds[i].feedback - minds[chosen].feedback, i, chosen, society):
                chosen = i
    if chosen == NOBODY:
        return False
    minds[chosen].feedback = now
    schooling = min(1.0, society.residents[chosen].education / 12.0)
    quality = plan.facilitation.skill * plan.facilitation.participatory
    minds[chosen].skill = trained_skill(minds[chosen].skill, 0.5, quality, schooling, parameters.learning)
    note(log, now, MENTORED, chosen, FACILITATOR, 0)
    return True


@compiled
def recruit(h: int, now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> bool:
    """Ask the ablest resident of a hamlet who knows of the activities to lead.

    She agrees by chance, the likelier the abler; who has declined is not asked again within a quarter.
    """
    minds, residents = state.minds, society.residents
    best, chosen = -1.0, NOBODY
    for i in range(minds.size):
        declined = now - minds[i].declined <= QUARTER
        if residents[i].hamlet != h or minds[i].leads or declined or not minds[i].aware:
            continue
        able = minds[i].skill * minds[i].efficacy + LIKING * residents[i].disposition
        if now - minds[i].last_came[PROGRAMME] <= QUARTER:
            able += PRESENCE
        if able > best or tied(able - best, i, chosen, society):
            best, chosen = able, i
    if chosen == NOBODY:
        return False
    willing = minds[chosen].motive * (minds[chosen].skill + minds[chosen].efficacy)
    if uniform(stream(seed, RECRUITMENT, now), residents[chosen].key) < 0.5 * willing:
        take_lead(chosen, now, society, state)
        minds[chosen].feedback = now
        state.office.tally[LEADERS_RECRUITED] += 1
        note(log, now, RECRUITED, chosen, FACILITATOR, h)
    else:
        minds[chosen].declined = now
        note(log, now, SESSION, NOBODY, MENTORING, h)
    return True


@compiled
def tied(difference: float, i: int, other: int, society: Society) -> bool:
    """Whether i goes before another who is her equal: the smaller key does."""
    return bool(difference == 0.0 and other != NOBODY and society.residents[i].key < society.residents[other].key)


@compiled
def take_lead(i: int, now: int, society: Society, state: State) -> None:
    """A resident becomes a local leader."""
    minds = state.minds
    minds[i].leads = True
    minds[i].led_since = now
    minds[i].load = 0.0
    minds[i].feedback = NEVER
    minds[i].refreshed = NEVER
    state.hamlets[society.residents[i].hamlet].leaders += 1


@compiled
def assist(now: int, state: State, plan: Plan, log: Log) -> bool:
    """Skilled work on the project that lacks most of it; False if no project lacks any."""
    hamlets = state.hamlets
    least, chosen = 1.0, NOBODY
    for h in range(hamlets.size):
        if hamlets[h].project != NOBODY:
            share = hamlets[h].technical / hamlets[h].needed[2]
            if share < least:
                least, chosen = share, h
    if chosen == NOBODY:
        return False
    hamlets[chosen].technical += plan.facilitation.session * plan.facilitation.skill
    hamlets[chosen].helped = True
    note(log, now, SESSION, NOBODY, TECHNICAL, chosen)
    return True


@compiled
def lobby(now: int, state: State, parameters: Parameters, plan: Plan, log: Log) -> None:
    """Strengthen the link to the authority, and put a case: of a project that waits for it, or else of a committee."""
    hamlets, office = state.hamlets, state.office
    office.link = tied_closer(office.link, plan.facilitation.skill, parameters.place)
    for by_committee in (False, True):
        for _ in range(hamlets.size):
            h = next_hamlet(LOBBYING, state)
            waits = hamlets[h].project != NOBODY and not hamlets[h].permitted
            if hamlets[h].attempt == 0 and (waits or (by_committee and case_of(h, state, plan) != NOBODY)):
                hamlets[h].attempt = 1
                note(log, now, SESSION, NOBODY, LOBBYING, h)
                return
    note(log, now, SESSION, NOBODY, LOBBYING, NOBODY)

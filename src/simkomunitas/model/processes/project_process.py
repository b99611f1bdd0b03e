"""Step 7, projects: one is chosen, comes nearer, is finished, or is given up."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.domain_facts import AUTHORITY_ROLE, CAPTURED_DOMAIN, DOMAIN_DIFFICULTY
from simkomunitas.model.processes.benefit_process import abandon_project, finish_project
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.need_process import authority_consent_level, felt_severity, has_committee
from simkomunitas.model.processes.turnout_records import participant_row
from simkomunitas.model.processes.week_reset import reset_sums
from simkomunitas.model.programme.programme_settings import DecisionMaker
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.belief_rules import motive_after_crowding_out
from simkomunitas.model.rules.maintenance_rules import NEW_GROUP_TURNOUT
from simkomunitas.model.rules.need_rules import expert_priority, poor_concern, speaker_concern
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.project_rules import (
    ALLY_FUND_SHARE,
    ally_gift,
    capture_probability,
    coverage_of_need,
    gift_share,
    is_mostly_given,
    labour_needed,
    money_needed,
    problem_priority,
    programme_grant,
    project_completion,
    project_size,
    technical_hours_needed,
)
from simkomunitas.model.state.community_state import FACILITATOR, NEVER, POOREST_RANK, CommunityState
from simkomunitas.model.state.weekly_counts import (
    DECISIONS,
    DECISIONS_CAPTURED,
    DECISIONS_OPEN,
    GROUPS_FOUNDED,
    MONEY_OUTSIDE,
    PROJECTS_STARTED,
)
from simkomunitas.model.vocabulary import (
    DOMAIN_COUNT,
    GROUPS_PER_HAMLET,
    PLANNING,
    PROGRAMME,
    WEEKS_PER_HALF_YEAR,
    WEEKS_PER_MONTH,
)

EXPERT, DISADVANTAGED = int(DecisionMaker.EXPERT), int(DecisionMaker.DISADVANTAGED)
CHOICE, CAPTURE = int(DrawPurpose.CHOICE), int(DrawPurpose.CAPTURE)
DECIDED, CAPTURED, GROUP_FOUNDED = int(EventKind.DECIDED), int(EventKind.CAPTURED), int(EventKind.GROUP_FOUNDED)
QUORUM = 3  # speakers it takes to decide
SPEAKERS, SPEAKER_SKILL = range(2)  # sums of a hamlet: those who spoke, and their skill


@compiled
def choose_projects(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """A hamlet without a project picks one where a quorum speaks: residents always, facilitators once they plan."""
    minds, hamlets = state.resident_states, state.hamlets
    reset_sums(state)
    for place in range(state.workspace.participant_counts[PROGRAMME]):
        i = participant_row(place, PROGRAMME, state.workspace)
        if minds.spoke[i]:
            h = society.residents.hamlet[i]
            hamlets[h].sums[SPEAKERS] += 1.0
            hamlets[h].sums[SPEAKER_SKILL] += minds.skill[i]
    for h in range(hamlets.size):
        outsiders = hamlets[h].caller == FACILITATOR
        if hamlets[h].project != NOBODY or (outsiders and state.programme.stage < PLANNING):
            continue
        if hamlets[h].sums[SPEAKERS] >= QUORUM:
            choose_project(
                h,
                outsiders,
                hamlets[h].sums[SPEAKER_SKILL] / hamlets[h].sums[SPEAKERS],
                now,
                seed,
                society,
                state,
                parameters,
                plan,
                log,
            )


@compiled
def choose_project(
    h: int, outsiders: bool, skill: float, now: int, seed: int, society: EngineCommunity, state: CommunityState,
    parameters: Parameters, plan: EnginePlan, log: EventLog,
) -> None:  # fmt: skip
    """The decision: in the open or not, captured or not, and for which problem."""
    hamlets = state.hamlets
    share_open = plan.course.open_decisions if outsiders else plan.open_meetings
    in_the_open = draw_uniform(random_stream(seed, CHOICE, now), pair_key(h, 0)) < share_open
    monitoring = plan.conduct.monitoring if outsiders else 0.0
    open_room = 1.0 - plan.elite_hold if in_the_open else 0.0
    ally = state.programme.ally
    omega = capture_probability(plan.inequality, open_room, monitoring, ally, skill, parameters.capture)
    captured = draw_uniform(random_stream(seed, CAPTURE, now), pair_key(h, 0)) < omega
    d = CAPTURED_DOMAIN if captured else best_domain(h, outsiders, now, seed, society, state, plan)
    hamlets[h].captured = captured
    state.programme.tally[DECISIONS] += 1
    if in_the_open:
        state.programme.tally[DECISIONS_OPEN] += 1
    if captured:
        state.programme.tally[DECISIONS_CAPTURED] += 1
        log_event(log, now, CAPTURED, NOBODY, d, h)
    log_event(log, now, DECIDED, NOBODY, d, h)
    spread_decision(h, in_the_open, society, state)
    start_project(h, d, outsiders, now, society, state, parameters, plan)
    found_committee(h, now, state, log)


@compiled
def best_domain(
    h: int, outsiders: bool, now: int, seed: int, society: EngineCommunity, state: CommunityState, plan: EnginePlan
) -> int:
    """The problem that those who decide find most pressing; who they are depends on the organizing model."""
    best, chosen = -1.0, 0
    for d in range(DOMAIN_COUNT):
        if outsiders and plan.conduct.decider == EXPERT:
            worth = expert_assessment(h, d, now, seed, state)
        else:
            poor_only = outsiders and plan.conduct.decider == DISADVANTAGED
            worth = speaker_assessment(h, d, poor_only, seed, society, state)
        if worth > best:
            best, chosen = worth, d
    return chosen


@compiled
def expert_assessment(h: int, d: int, now: int, seed: int, state: CommunityState) -> float:
    """Severity and feasibility, seen through a fog by experts who have not looked and listened."""
    drawn = draw_uniform(random_stream(seed, CHOICE, now), pair_key(h, 1 + d))
    felt = felt_severity(state.hamlets[h], d)
    return expert_priority(felt, DOMAIN_DIFFICULTY[d], state.programme.understanding, drawn)


@compiled
def speaker_assessment(
    h: int, d: int, poor_only: bool, seed: int, society: EngineCommunity, state: CommunityState
) -> float:
    """The severity felt, weighed by what the speakers have at heart; of the poor alone, if any of them speaks.

    What a resident has at heart is hers for good.  The poor have most at heart what the authority withholds.
    """
    heart, poor_heart, poor = 0.0, 0.0, 0
    source = random_stream(seed, CHOICE, NEVER)
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        if state.resident_states.spoke[i]:
            concern = speaker_concern(draw_uniform(source, pair_key(society.residents.key[i], d)))
            heart += concern
            if society.residents.wealth[i] < POOREST_RANK:
                poor_heart += poor_concern(concern, AUTHORITY_ROLE[d])
                poor += 1
    return problem_priority(felt_severity(state.hamlets[h], d), poor_heart if poor_only and poor > 0 else heart)


@compiled
def spread_decision(h: int, in_the_open: bool, society: EngineCommunity, state: CommunityState) -> None:
    """Who knows the decision and the cash box: all who came if it was open, else only those who spoke."""
    minds = state.resident_states
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        minds.knows_decision[i] = minds.spoke[i] or (in_the_open and minds.coming[i, PROGRAMME])


@compiled
def start_project(
    h: int,
    d: int,
    outsiders: bool,
    now: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
) -> None:
    """A project begins with nothing but what is granted; a gift from outside crowds out some of the motive to give."""
    hamlets = state.hamlets
    size = project_size(hamlets[h].adults, hamlets[h].severity[d])
    hamlets[h].project = d
    hamlets[h].started = now
    hamlets[h].progressed = now
    hamlets[h].labour = 0.0
    hamlets[h].technical = 0.0
    hamlets[h].needed[0] = labour_needed(size, parameters.projects)
    hamlets[h].needed[1] = money_needed(size, parameters.projects)
    hamlets[h].needed[2] = technical_hours_needed(DOMAIN_DIFFICULTY[d], parameters.projects)
    grant = programme_grant(plan.course.grant, hamlets[h].needed[1]) if outsiders else 0
    hamlets[h].money = 0.0
    hamlets[h].gifts = 0.0
    hamlets[h].helped = outsiders
    hamlets[h].permitted = not authority_consent_level(d, plan)
    state.programme.tally[PROJECTS_STARTED] += 1
    if state.programme.stage >= PLANNING:
        state.programme.started += 1
    receive_gift(h, grant, society, state, parameters)


@compiled
def receive_gift(h: int, gift: int, society: EngineCommunity, state: CommunityState, parameters: Parameters) -> None:
    """Money from outside, in thousand rupiah, helps the project and crowds out some of the motive to give unpaid."""
    if gift == 0:
        return
    hamlets, minds = state.hamlets, state.resident_states
    hamlets[h].money += gift
    hamlets[h].gifts += gift
    if is_mostly_given(hamlets[h].gifts, hamlets[h].needed[1]):
        hamlets[h].helped = True
    state.programme.tally[MONEY_OUTSIDE] += gift
    share = gift_share(gift, hamlets[h].needed[1])
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    for i in range(first, last):
        minds.motive[i] = motive_after_crowding_out(minds.motive[i], share, parameters.crowding)


@compiled
def found_committee(h: int, now: int, state: CommunityState, log: EventLog) -> None:
    """A project has a committee; if the hamlet has none, one is formed."""
    groups = state.groups
    g = (h + 1) * GROUPS_PER_HAMLET - 1
    if not has_committee(h, state):
        groups[g].alive = True
        groups[g].founded = now
        groups[g].turnout = NEW_GROUP_TURNOUT
        state.programme.tally[GROUPS_FOUNDED] += 1
        log_event(log, now, GROUP_FOUNDED, NOBODY, NOBODY, g)


@compiled
def receive_ally_funds(now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters) -> None:
    """Every four weeks strong allies bring money to projects that lack it."""
    hamlets, ally = state.hamlets, state.programme.ally
    if ally < ALLY_FUND_SHARE or now % WEEKS_PER_MONTH != 0:
        return
    for h in range(hamlets.size):
        if hamlets[h].project != NOBODY and hamlets[h].money < hamlets[h].needed[1]:
            gift = ally_gift(ally, hamlets[h].needed[1])
            receive_gift(h, gift, society, state, parameters)


@compiled
def project_readiness(h: int, state: CommunityState) -> float:
    """How far a project has come; 1 or more is enough, but for the leave of the authority."""
    hamlets = state.hamlets
    return project_completion(
        coverage_of_need(hamlets[h].labour, hamlets[h].needed[0]),
        coverage_of_need(hamlets[h].money, hamlets[h].needed[1]),
        coverage_of_need(hamlets[h].technical, hamlets[h].needed[2]),
    )


@compiled
def advance_projects(
    now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan, log: EventLog
) -> None:
    """Projects that have all they need are finished; those on which nobody works any more are given up."""
    hamlets = state.hamlets
    receive_ally_funds(now, society, state, parameters)
    for h in range(hamlets.size):
        if hamlets[h].project == NOBODY:
            continue
        if hamlets[h].sums[SPEAKERS] > 0.0 or hamlets[h].present[PROGRAMME] > 0:
            hamlets[h].progressed = now
        if hamlets[h].permitted and project_readiness(h, state) >= 1.0:
            finish_project(h, now, society, state, parameters, plan, log)
        elif now - hamlets[h].progressed > WEEKS_PER_HALF_YEAR:
            abandon_project(h, now, society, state, parameters, log)

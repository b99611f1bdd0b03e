"""What is felt of a need, what the authority has to do with it, how it is met, and new problems."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.domain_facts import AUTHORITY_ROLE
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.belief_rules import belief_after_fading, weekly_rate
from simkomunitas.model.rules.need_rules import (
    felt_need,
    requires_consent,
    severity_after_problem,
    severity_after_relief,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import NEVER, POORER_RANK, WORKING, CommunityState, HamletState
from simkomunitas.model.state.weekly_counts import PROBLEMS_DUE, PROBLEMS_MET, PROBLEMS_MET_LOCALLY
from simkomunitas.model.vocabulary import DOMAIN_COUNT, GROUPS_PER_HAMLET, WEEKS_PER_YEAR

PROBLEM_DRAW = int(DrawPurpose.PROBLEM)
PROBLEM = int(EventKind.PROBLEM)


@compiled
def felt_severity(hamlet: HamletState, d: int) -> float:
    """Severity of a need as it is felt: little while an asset for it works, unless a new problem has come [0 to 1]."""
    return felt_need(hamlet.severity[d], hamlet.asset[d] == WORKING and hamlet.problem_since[d] == NEVER)


@compiled
def expected_gain(wealth: float, hamlet: HamletState) -> float:
    """What a resident of this wealth rank may gain from the hamlet's common work [0 to 1].

    The need that is worked on, or else the need felt most; nothing for the poorer from a captured project.
    """
    if hamlet.project != NOBODY:
        if hamlet.captured and wealth < POORER_RANK:
            return 0.0
        return float(hamlet.severity[hamlet.project])
    worst = 0.0
    for d in range(DOMAIN_COUNT):
        worst = max(worst, felt_severity(hamlet, d))
    return worst


@compiled
def authority_consent_level(d: int, plan: EnginePlan) -> bool:
    """Whether a solution in this domain needs the authority, by how much the authority has to be asked."""
    return requires_consent(AUTHORITY_ROLE[d], plan.authority_say)


@compiled
def has_committee(h: int, state: CommunityState) -> bool:
    """Whether a hamlet has a committee that meets."""
    return bool(state.groups[(h + 1) * GROUPS_PER_HAMLET - 1].alive)


@compiled
def case_for_authority(h: int, state: CommunityState, plan: EnginePlan) -> int:
    """What a hamlet can put to the authority: the project that waits for it, or else the case of its committee.

    A committee puts the need felt most of those that the authority serves and on which nobody works already.
    """
    hamlet = state.hamlets[h]
    if hamlet.project != NOBODY and not hamlet.permitted:
        return int(hamlet.project)
    worst, chosen = 0.0, NOBODY
    if has_committee(h, state):
        for d in range(DOMAIN_COUNT):
            felt = felt_severity(hamlet, d)
            if authority_consent_level(d, plan) and d != hamlet.project and felt > worst:
                worst, chosen = felt, d
    return chosen


@compiled
def meet_problem(h: int, d: int, helped: bool, state: CommunityState) -> None:
    """A need of this domain is eased, and its open problem met: locally, unless outsiders helped."""
    hamlets, tally = state.hamlets, state.programme.tally
    hamlets[h].severity[d] = severity_after_relief(hamlets[h].severity[d])
    if hamlets[h].problem_since[d] == NEVER:
        return
    tally[PROBLEMS_DUE] += 1
    tally[PROBLEMS_MET] += 1
    if not helped:
        tally[PROBLEMS_MET_LOCALLY] += 1
    hamlets[h].problem_since[d] = NEVER


@compiled
def draw_new_problems(
    now: int, seed: int, state: CommunityState, parameters: Parameters, plan: EnginePlan, log: EventLog
) -> None:
    """New problems come by chance; one not met within a year is due, and people learn to live with it."""
    hamlets = state.hamlets
    source = random_stream(seed, PROBLEM_DRAW, now)
    weekly = weekly_rate(parameters.place.problem_rate)
    settling = weekly_rate(parameters.beliefs.fading_rate)
    for h in range(hamlets.size):
        for d in range(DOMAIN_COUNT):
            hamlets[h].severity[d] = belief_after_fading(hamlets[h].severity[d], plan.need, settling)
            if hamlets[h].problem_since[d] == NEVER:
                if draw_uniform(source, pair_key(h, d)) < weekly:
                    hamlets[h].problem_since[d] = now
                    hamlets[h].severity[d] = severity_after_problem(hamlets[h].severity[d])
                    log_event(log, now, PROBLEM, NOBODY, d, h)
            elif now - hamlets[h].problem_since[d] == WEEKS_PER_YEAR:
                state.programme.tally[PROBLEMS_DUE] += 1
                hamlets[h].problem_since[d] = NEVER

"""The books of a week: wiping the scratch, hours worked, and the fading of ties to the authority and to allies."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.processes.engine_inputs import EnginePlan
from simkomunitas.model.rules.belief_rules import belief_after_fading, weekly_rate
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import NEVER, CommunityState
from simkomunitas.model.state.weekly_counts import FACILITATOR_MINUTES
from simkomunitas.model.vocabulary import ARENA_COUNT, MINUTES_PER_HOUR

MINUTE_TOLERANCE = 1e-6  # of a minute: what sums of hours may lack of the whole minute that they are


@compiled
def reset_week(state: CommunityState) -> None:
    """Begin the week with a clean sheet."""
    state.programme.tally[:] = 0
    for h in range(state.hamlets.size):
        hamlet = state.hamlets[h]
        hamlet.held[:] = 0
        hamlet.eligible[:] = 0
        hamlet.present[:] = 0
        hamlet.caller = NOBODY
        hamlet.content[:] = 0.0
        hamlet.attempt = 0
    minds = state.resident_states
    for arena in range(ARENA_COUNT):
        for i in range(minds.size):
            minds.inviter[i, arena] = NOBODY
            minds.coming[i, arena] = False
            minds.concerned[i, arena] = False
    for i in range(minds.size):
        minds.heard[i] = NOBODY
        minds.learnt[i] = False
        minds.presses[i] = False
        minds.giving[i] = 0.0
        minds.spoke[i] = False
        minds.given_hours[i] = 0.0


@compiled
def reset_sums(state: CommunityState) -> None:
    """Empty the sums over those who came."""
    for h in range(state.hamlets.size):
        state.hamlets[h].sums[:] = 0.0


@compiled
def count_hours(hours: float, state: CommunityState) -> None:
    """Count whole minutes of the hours worked so far: rounded by itself, every short call could gain half a minute."""
    office = state.programme
    before = int(MINUTES_PER_HOUR * office.worked + MINUTE_TOLERANCE)
    office.worked += hours
    office.tally[FACILITATOR_MINUTES] += int(MINUTES_PER_HOUR * office.worked + MINUTE_TOLERANCE) - before


@compiled
def fade_ties(state: CommunityState, parameters: Parameters, plan: EnginePlan) -> None:
    """Once nobody tends them, the link to the authority and alliances weaken towards what they were before."""
    office = state.programme
    if office.left != NEVER:
        weekly = weekly_rate(parameters.beliefs.fading_rate)
        office.link = belief_after_fading(office.link, 0.0, weekly)
        office.ally = belief_after_fading(office.ally, plan.allies, weekly)


@compiled
def is_any_held(arena: int, state: CommunityState) -> bool:
    """Whether an event of this arena is held anywhere this week."""
    count = 0
    for h in range(state.hamlets.size):
        count += state.hamlets[h].held[arena] > 0
    return count > 0

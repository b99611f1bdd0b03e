"""The books of a week: wiping the scratch, hours worked, and the fading of ties to the authority and to allies."""

from simkomunitas.engine.plan import Plan
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.beliefs import faded, weekly_rate
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY
from simkomunitas.world.state import NEVER, State
from simkomunitas.world.tallies import FACILITATOR_MINUTES

EXACT = 1e-6  # of a minute: what sums of hours may lack of the whole minute that they are


@compiled
def wipe_week(state: State) -> None:
    """Begin the week with a clean sheet."""
    state.office.tally[:] = 0
    for h in range(state.hamlets.size):
        hamlet = state.hamlets[h]
        hamlet.held[:] = 0
        hamlet.eligible[:] = 0
        hamlet.present[:] = 0
        hamlet.caller = NOBODY
        hamlet.content[:] = 0.0
        hamlet.attempt = 0
    for i in range(state.minds.size):
        mind = state.minds[i]
        mind.inviter[:] = NOBODY
        mind.coming[:] = False
        mind.heard = NOBODY
        mind.learnt = False
        mind.presses = False
        mind.giving = 0.0
        mind.spoke = False
        mind.given_hours = 0.0


@compiled
def wipe_sums(state: State) -> None:
    """Empty the sums over those who came."""
    for h in range(state.hamlets.size):
        state.hamlets[h].sums[:] = 0.0


@compiled
def count_hours(hours: float, state: State) -> None:
    """Count whole minutes of the hours worked so far: rounded by itself, every short call could gain half a minute."""
    office = state.office
    before = int(60.0 * office.worked + EXACT)
    office.worked += hours
    office.tally[FACILITATOR_MINUTES] += int(60.0 * office.worked + EXACT) - before


@compiled
def fade_ties(state: State, parameters: Parameters, plan: Plan) -> None:
    """Once nobody tends them, the link to the authority and alliances weaken towards what they were before."""
    office = state.office
    if office.left != NEVER:
        weekly = weekly_rate(parameters.beliefs.fading)
        office.link = faded(office.link, 0.0, weekly)
        office.ally = faded(office.ally, plan.allies, weekly)


@compiled
def is_any_held(arena: int, state: State) -> bool:
    """Whether an event of this arena is held anywhere this week."""
    count = 0
    for h in range(state.hamlets.size):
        count += state.hamlets[h].held[arena] > 0
    return count > 0

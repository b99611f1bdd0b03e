"""Savings groups: who joins one."""

from simkomunitas.engine.office import wipe_sums
from simkomunitas.engine.plan import Event, Log, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.turnout import joining_utility, logistic, poverty
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import GROUPS_PER_HAMLET, SAVINGS_GROUP, State

OFFER = int(Purpose.OFFER)
JOINED = int(Event.JOINED)


@compiled
def open_group(h: int, drawn: float, state: State) -> int:
    """One of the savings groups alive in a hamlet, by a number drawn [0 to 1); NOBODY if none is alive."""
    groups = state.groups
    alive = 0
    for g in range(h * GROUPS_PER_HAMLET, (h + 1) * GROUPS_PER_HAMLET):
        alive += groups[g].kind == SAVINGS_GROUP and groups[g].alive
    place = int(drawn * alive)
    for g in range(h * GROUPS_PER_HAMLET, (h + 1) * GROUPS_PER_HAMLET):
        if groups[g].kind == SAVINGS_GROUP and groups[g].alive:
            if place == 0:
                return g
            place -= 1
    return NOBODY


@compiled
def maybe_join(i: int, now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """A resident decides on joining once, when she hears of it; to the poorest, dues are what they would gain."""
    minds, residents = state.minds, society.residents
    source = stream(seed, OFFER, now)
    g = open_group(residents[i].hamlet, uniform(source, pair(residents[i].key, 1)), state)
    if g == NOBODY:
        return
    minds[i].offered = True
    utility = joining_utility(-poverty(residents[i].wealth), residents[i].disposition, parameters.turnout)
    if uniform(source, residents[i].key) < logistic(utility):
        minds[i].savings_group = g
        state.groups[g].members += 1
        note(log, now, JOINED, i, NOBODY, g)


@compiled
def offer_groups(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Savings groups are offered to those who hear of them this week, new ones to all who know of the activities."""
    minds, groups = state.minds, state.groups
    wipe_sums(state)
    for g in range(groups.size):
        if groups[g].kind == SAVINGS_GROUP and groups[g].alive and groups[g].founded == now:
            state.hamlets[g // GROUPS_PER_HAMLET].sums[0] = 1.0
    for i in range(minds.size):
        hears = minds[i].news_week == now or state.hamlets[society.residents[i].hamlet].sums[0] > 0.0
        if minds[i].aware and hears and not minds[i].offered:
            maybe_join(i, now, seed, society, state, parameters, log)

"""Savings groups: who joins one."""

from simkomunitas.engine.plan import Event, Log, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.turnout import logistic
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.draws import Purpose, stream, uniform
from simkomunitas.world.state import GROUPS_PER_HAMLET, SAVINGS_GROUP, State

OFFER = int(Purpose.OFFER)
JOINED = int(Event.JOINED)


@compiled
def open_group(h: int, state: State) -> int:
    """The savings group of a hamlet with the fewest members, or NOBODY if none is alive."""
    groups = state.groups
    chosen = NOBODY
    for g in range(h * GROUPS_PER_HAMLET, (h + 1) * GROUPS_PER_HAMLET):
        meets = groups[g].kind == SAVINGS_GROUP and groups[g].alive
        if meets and (chosen == NOBODY or groups[g].members < groups[chosen].members):
            chosen = g
    return chosen


@compiled
def maybe_join(i: int, now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """A resident who hears of a savings group decides once; it binds hours for good, and nobody's example counts."""
    minds, residents = state.minds, society.residents
    if minds[i].savings_group != NOBODY:
        return
    g = open_group(residents[i].hamlet, state)
    if g == NOBODY:
        return
    turnout = parameters.turnout
    utility = turnout.inclination_association - turnout.weight_time
    utility += turnout.spread_disposition * residents[i].disposition
    if uniform(stream(seed, OFFER, now), residents[i].key) < logistic(utility):
        minds[i].savings_group = g
        state.groups[g].members += 1
        note(log, now, JOINED, i, NOBODY, g)


@compiled
def offer_groups(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """A group founded this week is offered to all in its hamlet who know of the activities."""
    groups = state.groups
    for g in range(groups.size):
        if groups[g].kind == SAVINGS_GROUP and groups[g].alive and groups[g].founded == now:
            for i in range(state.minds.size):
                if society.residents[i].hamlet == g // GROUPS_PER_HAMLET and state.minds[i].aware:
                    maybe_join(i, now, seed, society, state, parameters, log)

"""Step 4, invitation and turnout: who is asked to come, and by whom."""

import numpy as np

from simkomunitas.engine.company import ARENA_COUNT
from simkomunitas.engine.entries import become_aware
from simkomunitas.engine.plan import Event, Log, note
from simkomunitas.ground.compiled import compiled, inlined
from simkomunitas.rules.information import asking_probability
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Resident, Society
from simkomunitas.world.draws import Purpose, paired, stream, uniform
from simkomunitas.world.state import FACILITATOR, GOVERNANCE, MUTUAL_HELP, NEVER, PROGRAMME, Hamlet, Mind, State

ASKING = int(Purpose.ASKING)
INVITED = int(Event.INVITED)
MONTH = 4  # weeks


@compiled
def invite(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Leaders and officials ask everybody they know in the hamlet; facilitators ask whom they visited.

    A newcomer whom nobody else asks is asked along by whoever brought her the news.
    """
    minds, ties, residents = state.minds, society.ties, society.residents
    custom = stream(seed, ASKING, NEVER)
    for j in range(minds.size):
        if stands_for_others(residents[j], minds[j]) and calls_together(state.hamlets[residents[j].hamlet]):
            for place in range(ties.start[j], ties.start[j + 1]):
                ask(ties.neighbour[place], j, custom, society, state, parameters)
    for i in range(minds.size):
        h = residents[i].hamlet
        if not calls_together(state.hamlets[h]):
            continue
        for slot in range(2):
            j = minds[i].acquaintance[slot]
            if j != NOBODY and stands_for_others(residents[j], minds[j]):
                ask(i, j, custom, society, state, parameters)
        if minds[i].inviter[PROGRAMME] == NOBODY and now - minds[i].last_contact < MONTH:
            minds[i].inviter[PROGRAMME] = FACILITATOR
        if minds[i].inviter[PROGRAMME] == NOBODY and is_newcomer(now, minds[i], parameters):
            minds[i].inviter[PROGRAMME] = minds[i].informer
        if state.hamlets[h].held[PROGRAMME] > 0 and minds[i].inviter[PROGRAMME] != NOBODY:
            minds[i].last_invited = now
            become_aware(i, minds[i].inviter[PROGRAMME], now, state, log)
        note_invitations(i, now, minds[i], state.hamlets[h], log)


@inlined
def stands_for_others(who: Resident, mind: Mind) -> bool:
    """Whether a resident asks others to come at all: local leaders and officials do."""
    return mind.leads or who.official


@inlined
def is_newcomer(now: int, mind: Mind, parameters: Parameters) -> bool:
    """Whether a resident has heard of the activities as long as it is news, and has not come since."""
    return now - mind.news_week <= parameters.information.news_weeks and mind.last_came[PROGRAMME] < mind.news_week


@inlined
def note_invitations(i: int, now: int, mind: Mind, hamlet: Hamlet, log: Log) -> None:
    """Write down who asked a resident to each event of the week."""
    for arena in range(ARENA_COUNT):
        if hamlet.held[arena] > 0 and mind.inviter[arena] != NOBODY:
            note(log, now, INVITED, i, mind.inviter[arena], arena)


@inlined
def calls_together(hamlet: Hamlet) -> bool:
    """Whether the hamlet has an event this week to which people are asked."""
    return bool(hamlet.held[MUTUAL_HELP] + hamlet.held[PROGRAMME] + hamlet.held[GOVERNANCE] > 0)


@compiled
def ask(i: int, j: int, custom: np.uint64, society: Society, state: State, parameters: Parameters) -> None:
    """Resident i is asked by j of her hamlet: leaders ask to the programme, officials to what they hold or called."""
    one, other = society.residents[j], society.residents[i]
    key = paired(society.halves[j], other.key)
    if one.hamlet != other.hamlet or not asks(one, other, uniform(custom, key), parameters):
        return
    if one.official:
        heed(i, j, MUTUAL_HELP, society, state)
        heed(i, j, GOVERNANCE, society, state)
    if state.minds[j].leads or (one.official and state.hamlets[one.hamlet].caller == j):
        heed(i, j, PROGRAMME, society, state)


@inlined
def asks(one: Resident, other: Resident, drawn: float, parameters: Parameters) -> bool:
    """Whether it is the custom of one to ask the other, by the number drawn for the two."""
    alike = one.female == other.female
    return drawn < asking_probability(alike, parameters.information)


@compiled
def heed(i: int, j: int, arena: int, society: Society, state: State) -> None:
    """Of all who ask her, a resident heeds the most legitimate; among equals the one with the smaller key."""
    minds, residents = state.minds, society.residents
    other = minds[i].inviter[arena]
    if other != NOBODY:
        if minds[j].legitimacy < minds[other].legitimacy:
            return
        if minds[j].legitimacy == minds[other].legitimacy and residents[j].key >= residents[other].key:
            return
    minds[i].inviter[arena] = j

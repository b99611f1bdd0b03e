"""Step 4, invitation and turnout: who is asked to come, and by whom."""

import numpy as np

from simkomunitas.base.compilation_cache import compiled, inlined
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, ResidentData
from simkomunitas.model.processes.engine_inputs import EventKind, EventLog, log_event
from simkomunitas.model.processes.information_process import become_aware
from simkomunitas.model.random_draws import DrawPurpose, complete_pair_key, draw_uniform, random_stream
from simkomunitas.model.rules.information_rules import asking_probability
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import FACILITATOR, NEVER, CommunityState, HamletState, ResidentState
from simkomunitas.model.vocabulary import ARENA_COUNT, GOVERNANCE, MUTUAL_HELP, PROGRAMME, WEEKS_PER_MONTH

ASKING = int(DrawPurpose.ASKING)
INVITED = int(EventKind.INVITED)


@compiled
def invite_residents(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """Leaders and officials ask everybody they know in the hamlet; facilitators ask whom they visited.

    A newcomer whom nobody else asks is asked along by whoever brought her the news.
    """
    minds, ties, residents = state.resident_states, society.ties, society.residents
    custom = random_stream(seed, ASKING, NEVER)
    for j in range(minds.size):
        if invites_others(residents[j], minds[j]) and has_invited_event(state.hamlets[residents[j].hamlet]):
            for place in range(ties.start[j], ties.start[j + 1]):
                ask_resident(ties.neighbour[place], j, custom, society, state, parameters)
    for i in range(minds.size):
        h = residents[i].hamlet
        if not has_invited_event(state.hamlets[h]):
            continue
        for slot in range(2):
            j = minds[i].acquaintance[slot]
            if j != NOBODY and invites_others(residents[j], minds[j]):
                ask_resident(i, j, custom, society, state, parameters)
        if minds[i].inviter[PROGRAMME] == NOBODY and now - minds[i].last_contact < WEEKS_PER_MONTH:
            minds[i].inviter[PROGRAMME] = FACILITATOR
        if minds[i].inviter[PROGRAMME] == NOBODY and is_newcomer(now, minds[i], parameters):
            minds[i].inviter[PROGRAMME] = minds[i].informer
        if state.hamlets[h].held[PROGRAMME] > 0 and minds[i].inviter[PROGRAMME] != NOBODY:
            minds[i].last_invited = now
            become_aware(i, minds[i].inviter[PROGRAMME], now, state, log)
        log_invitations(i, now, minds[i], state.hamlets[h], log)


@inlined
def invites_others(who: ResidentData, mind: ResidentState) -> bool:
    """Whether a resident asks others to come at all: local leaders and officials do."""
    return mind.leads or who.official


@inlined
def is_newcomer(now: int, mind: ResidentState, parameters: Parameters) -> bool:
    """Whether a resident has heard of the activities as long as it is news, and has not come since."""
    return now - mind.news_week <= parameters.information.news_weeks and mind.last_came[PROGRAMME] < mind.news_week


@inlined
def log_invitations(i: int, now: int, mind: ResidentState, hamlet: HamletState, log: EventLog) -> None:
    """Write down who asked a resident to each event of the week."""
    for arena in range(ARENA_COUNT):
        if hamlet.held[arena] > 0 and mind.inviter[arena] != NOBODY:
            log_event(log, now, INVITED, i, mind.inviter[arena], arena)


@inlined
def has_invited_event(hamlet: HamletState) -> bool:
    """Whether the hamlet has an event this week to which people are asked."""
    return bool(hamlet.held[MUTUAL_HELP] + hamlet.held[PROGRAMME] + hamlet.held[GOVERNANCE] > 0)


@compiled
def ask_resident(
    i: int, j: int, custom: np.uint64, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Resident i is asked by j of her hamlet: leaders ask to the programme, officials to what they hold or called."""
    one, other = society.residents[j], society.residents[i]
    key = complete_pair_key(society.key_halves[j], other.key)
    if one.hamlet != other.hamlet or not is_custom_to_ask(one, other, draw_uniform(custom, key), parameters):
        return
    if one.official:
        accept_invitation(i, j, MUTUAL_HELP, society, state)
        accept_invitation(i, j, GOVERNANCE, society, state)
    if state.resident_states[j].leads or (one.official and state.hamlets[one.hamlet].caller == j):
        accept_invitation(i, j, PROGRAMME, society, state)


@inlined
def is_custom_to_ask(one: ResidentData, other: ResidentData, drawn: float, parameters: Parameters) -> bool:
    """Whether it is the custom of one to ask the other, by the number drawn for the two."""
    alike = one.female == other.female
    return drawn < asking_probability(alike, parameters.information)


@compiled
def accept_invitation(i: int, j: int, arena: int, society: EngineCommunity, state: CommunityState) -> None:
    """Of all who ask her, a resident heeds the most legitimate; among equals the one with the smaller key."""
    minds, residents = state.resident_states, society.residents
    other = minds[i].inviter[arena]
    if other != NOBODY:
        if minds[j].legitimacy < minds[other].legitimacy:
            return
        if minds[j].legitimacy == minds[other].legitimacy and residents[j].key >= residents[other].key:
            return
    minds[i].inviter[arena] = j

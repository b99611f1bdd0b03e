"""Step 4, invitation and turnout: who is asked to come, and by whom."""

import numpy as np

from simkomunitas.base.column_tables import row_number
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
        if invites_others(j, residents, minds) and has_invited_event(state.hamlets[residents.hamlet[j]]):
            for place in range(ties.start[j], ties.start[j + 1]):
                ask_resident(row_number(ties.neighbour[place]), j, custom, society, state, parameters)
    for h in range(state.hamlets.size):
        if has_invited_event(state.hamlets[h]):
            ask_new_acquaintances(h, custom, society, state, parameters)
            ask_contacts(h, now, society, state, parameters)
            if state.hamlets[h].held[PROGRAMME] > 0:
                hear_invitations(h, now, society, state, log)
            log_invitations(h, now, society, state, log)


@compiled
def ask_new_acquaintances(
    h: int, custom: np.uint64, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Leaders and officials ask those they met at activities, too."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds = state.resident_states
    for slot in range(2):
        for i in range(first, last):
            j = minds.acquaintance[i, slot]
            if j != NOBODY and invites_others(j, society.residents, minds):
                ask_resident(i, row_number(j), custom, society, state, parameters)


@compiled
def ask_contacts(h: int, now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters) -> None:
    """Facilitators ask to the programme whom they visited; newcomers come along with whoever brought them the news."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds, news_weeks = state.resident_states, parameters.information.news_weeks
    for i in range(first, last):
        visited = now - minds.last_contact[i] < WEEKS_PER_MONTH
        is_news = now - minds.news_week[i] <= news_weeks
        is_newcomer = is_news & (minds.last_came[i, PROGRAMME] < minds.news_week[i])
        informer, inviter = minds.informer[i], minds.inviter[i, PROGRAMME]
        asking = FACILITATOR if visited else (informer if is_newcomer else NOBODY)
        minds.inviter[i, PROGRAMME] = asking if inviter == NOBODY else inviter


@compiled
def hear_invitations(h: int, now: int, society: EngineCommunity, state: CommunityState, log: EventLog) -> None:
    """Whoever is asked to an activity of the programme knows of it."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds = state.resident_states
    for i in range(first, last):
        if minds.inviter[i, PROGRAMME] != NOBODY:
            minds.last_invited[i] = now
            become_aware(i, row_number(minds.inviter[i, PROGRAMME]), now, state, log)


@inlined
def invites_others(i: int, residents: ResidentData, minds: ResidentState) -> bool:
    """Whether a resident asks others to come at all: local leaders and officials do."""
    return bool(minds.leads[i] or residents.official[i])


@compiled
def log_invitations(h: int, now: int, society: EngineCommunity, state: CommunityState, log: EventLog) -> None:
    """Write down who asked whom to each event of the week."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds = state.resident_states
    for arena in range(ARENA_COUNT):
        if state.hamlets[h].held[arena] > 0:
            for i in range(first, last):
                if minds.inviter[i, arena] != NOBODY:
                    log_event(log, now, INVITED, i, row_number(minds.inviter[i, arena]), arena)


@inlined
def has_invited_event(hamlet: HamletState) -> bool:
    """Whether the hamlet has an event this week to which people are asked."""
    return bool(hamlet.held[MUTUAL_HELP] + hamlet.held[PROGRAMME] + hamlet.held[GOVERNANCE] > 0)


@compiled
def ask_resident(
    i: int, j: int, custom: np.uint64, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Resident i is asked by j of her hamlet: leaders ask to the programme, officials to what they hold or called."""
    residents = society.residents
    if residents.hamlet[i] != residents.hamlet[j]:
        return
    drawn = draw_uniform(custom, complete_pair_key(society.ties.key_half[j], residents.key[i]))
    if drawn >= asking_probability(residents.female[i] == residents.female[j], parameters.information):
        return  # it is not her custom to ask this one
    if residents.official[j]:
        accept_invitation(i, j, MUTUAL_HELP, society, state)
        accept_invitation(i, j, GOVERNANCE, society, state)
    if state.resident_states.leads[j] or (residents.official[j] and state.hamlets[residents.hamlet[j]].caller == j):
        accept_invitation(i, j, PROGRAMME, society, state)


@compiled
def accept_invitation(i: int, j: int, arena: int, society: EngineCommunity, state: CommunityState) -> None:
    """Of all who ask her, a resident heeds the most legitimate; among equals the one with the smaller key."""
    minds, residents = state.resident_states, society.residents
    other = minds.inviter[i, arena]
    if other != NOBODY:
        if minds.legitimacy[j] < minds.legitimacy[other]:
            return
        if minds.legitimacy[j] == minds.legitimacy[other] and residents.key[j] >= residents.key[other]:
            return
    minds.inviter[i, arena] = j

"""Step 3, information: news passes along ties, and is forgotten."""

import numpy as np

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled, inlined
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, ResidentData
from simkomunitas.model.processes.engine_inputs import EventKind, EventLog, log_event
from simkomunitas.model.random_draws import DrawPurpose, complete_pair_key, draw_uniform, random_stream
from simkomunitas.model.rules.information_rules import telling_probability
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import FACILITATOR, TOOK_UP, CommunityState, ResidentState
from simkomunitas.model.state.weekly_counts import TOLD_BY_OTHERS, TOLD_BY_PARTICIPANTS
from simkomunitas.model.vocabulary import PROGRAMME, WEEKS_PER_MONTH, WEEKS_PER_QUARTER

TOLD = int(EventKind.TOLD)
TALK, FORGETTING = int(DrawPurpose.TALK), int(DrawPurpose.FORGETTING)
SILENT, TALKS, TAKES_PART, TELLS = 0, 1, 2, 4  # what she does with the news; TELLS, of a fresh decision, comes on top


@compiled
def pass_news(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, log: EventLog
) -> None:
    """Everybody listens at once to what those she knows know; the one heard first is remembered.

    Acquaintances made at activities are listened to where no tie brings news.
    """
    talkers, listeners = mark_news_tellers(now, society, state, parameters)
    if talkers == 0 or listeners == 0:
        return
    source = random_stream(seed, TALK, now)
    likeliest = max_telling_probability(parameters)
    if talkers < listeners:
        tell_acquaintances(source, likeliest, society, state, parameters)
    else:
        listen_to_acquaintances(source, likeliest, society, state, parameters)
    hear_from_new_acquaintances(source, likeliest, society, state, parameters)
    apply_heard_news(now, state, log)


@compiled
def tell_acquaintances(
    source: np.uint64, likeliest: float, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """News along all ties, as seen by those who have it: the shorter way where they are few."""
    ties, workspace = society.ties, state.workspace
    for i in range(state.resident_states.size):
        if workspace.talk[i] != SILENT:
            for place in range(ties.start[i], ties.start[i + 1]):
                tell_news(i, row_number(ties.neighbour[place]), source, likeliest, society, state, parameters)


@compiled
def listen_to_acquaintances(
    source: np.uint64, likeliest: float, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """News along all ties, as seen by those to whom it is new: the shorter way where they are few."""
    ties, workspace = society.ties, state.workspace
    for j in range(state.resident_states.size):
        if workspace.unheard[j] != SILENT:
            for place in range(ties.start[j], ties.start[j + 1]):
                tell_news(row_number(ties.neighbour[place]), j, source, likeliest, society, state, parameters)


@compiled
def hear_from_new_acquaintances(
    source: np.uint64, likeliest: float, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Where no tie brings news, those met at activities may."""
    minds, workspace = state.resident_states, state.workspace
    for j in range(minds.size):
        has_met = (minds.acquaintance[j, 0] != NOBODY) | (minds.acquaintance[j, 1] != NOBODY)
        if has_met & (minds.heard[j] == NOBODY) & (workspace.unheard[j] != SILENT):
            for slot in range(2):
                i = minds.acquaintance[j, slot]
                if i != NOBODY:
                    tell_news(i, j, source, likeliest, society, state, parameters)


@inlined
def tell_news(
    i: int,
    j: int,
    source: np.uint64,
    likeliest: float,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
) -> None:
    """One resident tells another, if she has news for her and does not stay silent; the lowest number is heard first.

    Whoever draws more than the likeliest probability stays silent in any case: no need to see who the two are.
    """
    workspace, residents = state.workspace, society.residents
    drawn = draw_uniform(source, complete_pair_key(society.ties.key_half[i], residents.key[j]))
    is_new = workspace.talk[i] & workspace.unheard[j] != 0
    if is_new & (drawn < likeliest):  # one question, of which the answer is nearly always no
        told = is_news_passed(i, j, residents, state.resident_states, workspace.talk[i], drawn, parameters)
        if told and drawn < workspace.lowest_keys[j]:
            workspace.lowest_keys[j] = drawn
            state.resident_states.heard[j] = i


@compiled
def is_news_passed(
    i: int, j: int, residents: ResidentData, minds: ResidentState, talk: int, drawn: float, parameters: Parameters
) -> bool:
    """Whether one with this number drawn tells the other anything new; a decision is noted as learnt."""
    tells = talk & TELLS > 0 and residents.hamlet[i] == residents.hamlet[j]
    if minds.aware[j] and not tells:
        return False
    alike = residents.female[i] == residents.female[j]
    if drawn >= telling_probability(talk & TAKES_PART > 0, alike, parameters.information):
        return False
    minds.learnt[j] = minds.learnt[j] or tells
    return True


@compiled
def max_telling_probability(parameters: Parameters) -> float:
    """The highest probability with which anybody tells anybody [0 to 1]."""
    information = parameters.information
    home = max(telling_probability(True, True, information), telling_probability(False, True, information))
    away = max(telling_probability(True, False, information), telling_probability(False, False, information))
    return max(home, away)


@compiled
def apply_heard_news(now: int, state: CommunityState, log: EventLog) -> None:
    """What everybody heard becomes what she knows."""
    minds = state.resident_states
    for j in range(minds.size):
        minds.knows_decision[j] = minds.knows_decision[j] | minds.learnt[j]
    for j in range(minds.size):
        informer = minds.heard[j]
        if informer != NOBODY and not minds.aware[j]:
            state.programme.tally[TOLD_BY_PARTICIPANTS if minds.news[informer] == TAKES_PART else TOLD_BY_OTHERS] += 1
            become_aware(j, informer, now, state, log)


@compiled
def mark_news_tellers(
    now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> tuple[int, int]:
    """Who talks of the activities this week: participants always, others as long as it is news; so of decisions.

    Who took up the offer talks of it as one who takes part, as long as it is news.

    Writes for each resident what she talks of, TALKS or TAKES_PART and also TELLS, and what of this is new to her;
    gives how many talk, and to how many anything could be new.
    """
    minds, workspace, news_weeks = state.resident_states, state.workspace, parameters.information.news_weeks
    talkers, listeners = 0, 0
    for h in range(state.hamlets.size):
        fresh = now - state.hamlets[h].started <= news_weeks
        first_row = society.members.first_row
        first, last = row_number(first_row[h]), row_number(first_row[h + 1])
        for i in range(first, last):
            takes_part = (now - minds.last_came[i, PROGRAMME] <= WEEKS_PER_MONTH) | minds.leads[i]
            is_news = now - minds.news_week[i] <= news_weeks
            aware, knows = minds.aware[i], minds.knows_decision[i]
            with_news = TAKES_PART if minds.answer[i] == TOOK_UP else TALKS
            as_news = with_news if is_news else SILENT
            news = (TAKES_PART if takes_part else as_news) if aware else SILENT
            tells = knows & fresh
            minds.news[i] = news
            minds.tells[i] = tells
            workspace.talk[i] = news + (TELLS if tells & (news != SILENT) else 0)
            undecided = TELLS if fresh & (not knows) else SILENT  # a decision is told in its hamlet alone
            unheard = undecided if aware else TALKS | TAKES_PART
            workspace.unheard[i] = unheard
            workspace.lowest_keys[i] = 1.0
            talkers += news != SILENT
            listeners += unheard != SILENT
    return talkers, listeners


@compiled
def forget_news(now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters) -> None:
    """Those who do not take part lose sight of activities and decisions, by chance; leaders and officials do not."""
    residents, minds = society.residents, state.resident_states
    source = random_stream(seed, FORGETTING, now)
    rate = parameters.information.forgetting_rate
    for i in range(minds.size):
        stays = residents.official[i] | minds.leads[i] | (now - minds.last_came[i, PROGRAMME] <= WEEKS_PER_QUARTER)
        keeps = stays | (draw_uniform(source, residents.key[i]) >= rate)
        minds.aware[i] = minds.aware[i] & keeps
        minds.knows_decision[i] = minds.knows_decision[i] & keeps


@compiled
def become_aware(i: int, informer: int, now: int, state: CommunityState, log: EventLog) -> None:
    """A resident hears of the activities, if she did not know of them."""
    minds = state.resident_states
    if not minds.aware[i]:
        minds.aware[i] = True
        minds.news_week[i] = now
        minds.informer[i] = informer
        log_event(log, now, TOLD, i, informer, 0)


@compiled
def hear_from_facilitators(i: int, now: int, state: CommunityState, log: EventLog) -> None:
    """A resident hears from facilitators; that is news also to one who knows of the activities."""
    become_aware(i, FACILITATOR, now, state, log)
    state.resident_states.news_week[i] = now

"""Step 3, information: news passes along ties, and is forgotten."""

import numpy as np

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
    minds, ties, desk = state.resident_states, society.ties, state.workspace
    if mark_news_tellers(now, society, state, parameters) == SILENT:
        return
    source = random_stream(seed, TALK, now)
    likeliest = max_telling_probability(parameters)
    for i in range(minds.size):
        if desk.talk[i] != SILENT:
            for place in range(ties.start[i], ties.start[i + 1]):
                tell_news(i, ties.neighbour[place], source, likeliest, society, state, parameters)
    for j in range(minds.size):
        if minds[j].heard == NOBODY and desk.unheard[j] != SILENT:
            for slot in range(2):
                if minds[j].acquaintance[slot] != NOBODY:
                    tell_news(minds[j].acquaintance[slot], j, source, likeliest, society, state, parameters)
    apply_heard_news(now, state, log)


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
    desk, residents = state.workspace, society.residents
    if desk.talk[i] & desk.unheard[j] == 0:
        return
    drawn = draw_uniform(source, complete_pair_key(society.key_halves[i], residents[j].key))
    told = drawn < likeliest and is_news_passed(
        state.resident_states[j], residents[i], residents[j], desk.talk[i], drawn, parameters
    )
    if told and drawn < desk.lowest_keys[j]:
        desk.lowest_keys[j] = drawn
        state.resident_states[j].heard = i


@compiled
def is_news_passed(
    mind: ResidentState, teller: ResidentData, listener: ResidentData, talk: int, drawn: float, parameters: Parameters
) -> bool:
    """Whether one with this number drawn tells the other anything new; a decision is noted as learnt."""
    tells = talk & TELLS > 0 and teller.hamlet == listener.hamlet
    if mind.aware and not tells:
        return False
    alike = teller.female == listener.female
    if drawn >= telling_probability(talk & TAKES_PART > 0, alike, parameters.information):
        return False
    mind.learnt = mind.learnt or tells
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
        if minds[j].learnt:
            minds[j].knows_decision = True
        informer = minds[j].heard
        if informer != NOBODY and not minds[j].aware:
            state.programme.tally[TOLD_BY_PARTICIPANTS if minds[informer].news == TAKES_PART else TOLD_BY_OTHERS] += 1
            become_aware(j, informer, now, state, log)


@compiled
def mark_news_tellers(now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters) -> int:
    """Who talks of the activities this week: participants always, others as long as it is news; so of decisions.

    Who took up the offer talks of it as one who takes part, as long as it is news.

    Writes for each resident what she talks of, TALKS or TAKES_PART and also TELLS, and what of this is new to her;
    gives what is talked of at all.
    """
    minds, desk = state.resident_states, state.workspace
    talked_of = SILENT
    for i in range(minds.size):
        mind = minds[i]
        mind.news = SILENT
        fresh = now - state.hamlets[society.residents[i].hamlet].started <= parameters.information.news_weeks
        mind.tells = mind.knows_decision and fresh
        if mind.aware:
            is_news = now - mind.news_week <= parameters.information.news_weeks
            if now - mind.last_came[PROGRAMME] <= WEEKS_PER_MONTH or mind.leads:
                mind.news = TAKES_PART
            elif is_news:
                mind.news = TAKES_PART if mind.answer == TOOK_UP else TALKS
        desk.talk[i] = mind.news + (TELLS if mind.tells and mind.news != SILENT else 0)
        desk.unheard[i] = (SILENT if mind.knows_decision else TELLS) if mind.aware else TALKS | TAKES_PART
        desk.lowest_keys[i] = 1.0
        talked_of |= desk.talk[i]
    return talked_of


@compiled
def forget_news(now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters) -> None:
    """Those who do not take part lose sight of activities and decisions, by chance; leaders and officials do not."""
    minds = state.resident_states
    source = random_stream(seed, FORGETTING, now)
    rate = parameters.information.forgetting_rate
    for i in range(minds.size):
        if society.residents[i].official or minds[i].leads or now - minds[i].last_came[PROGRAMME] <= WEEKS_PER_QUARTER:
            continue
        if draw_uniform(source, society.residents[i].key) < rate:
            minds[i].aware = False
            minds[i].knows_decision = False


@compiled
def become_aware(i: int, informer: int, now: int, state: CommunityState, log: EventLog) -> None:
    """A resident hears of the activities, if she did not know of them."""
    minds = state.resident_states
    if not minds[i].aware:
        minds[i].aware = True
        minds[i].news_week = now
        minds[i].informer = informer
        log_event(log, now, TOLD, i, informer, 0)


@compiled
def hear_from_facilitators(i: int, now: int, state: CommunityState, log: EventLog) -> None:
    """A resident hears from facilitators; that is news also to one who knows of the activities."""
    become_aware(i, FACILITATOR, now, state, log)
    state.resident_states[i].news_week = now

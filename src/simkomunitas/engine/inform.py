"""Step 3, information: news passes along ties, and is forgotten."""

import numpy as np

from simkomunitas.engine.entries import become_aware
from simkomunitas.engine.plan import Log
from simkomunitas.ground.compiled import compiled, inlined
from simkomunitas.rules.information import telling_probability
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Resident, Society
from simkomunitas.world.draws import Purpose, paired, stream, uniform
from simkomunitas.world.state import PROGRAMME, TOOK_UP, Mind, State
from simkomunitas.world.tallies import TOLD_BY_OTHERS, TOLD_BY_PARTICIPANTS

TALK, FORGETTING = int(Purpose.TALK), int(Purpose.FORGETTING)
MONTH, QUARTER = 4, 13  # weeks
SILENT, TALKS, TAKES_PART, TELLS = 0, 1, 2, 4  # what she does with the news; TELLS, of a fresh decision, comes on top


@compiled
def pass_news(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Everybody listens at once to what those she knows know; the one heard first is remembered.

    Acquaintances made at activities are listened to where no tie brings news.
    """
    minds, ties, desk = state.minds, society.ties, state.desk
    if mark_news(now, society, state, parameters) == SILENT:
        return
    source = stream(seed, TALK, now)
    likeliest = likeliest_telling(parameters)
    for i in range(minds.size):
        if desk.talk[i] != SILENT:
            for place in range(ties.start[i], ties.start[i + 1]):
                tell(i, ties.neighbour[place], source, likeliest, society, state, parameters)
    for j in range(minds.size):
        if minds[j].heard == NOBODY and desk.unheard[j] != SILENT:
            for slot in range(2):
                if minds[j].acquaintance[slot] != NOBODY:
                    tell(minds[j].acquaintance[slot], j, source, likeliest, society, state, parameters)
    take_in(now, state, log)


@inlined
def tell(
    i: int, j: int, source: np.uint64, likeliest: float, society: Society, state: State, parameters: Parameters
) -> None:
    """One resident tells another, if she has news for her and does not stay silent; the lowest number is heard first.

    Whoever draws more than the likeliest probability stays silent in any case: no need to see who the two are.
    """
    desk, residents = state.desk, society.residents
    if desk.talk[i] & desk.unheard[j] == 0:
        return
    drawn = uniform(source, paired(society.halves[i], residents[j].key))
    told = drawn < likeliest and hears(state.minds[j], residents[i], residents[j], desk.talk[i], drawn, parameters)
    if told and drawn < desk.lowest[j]:
        desk.lowest[j] = drawn
        state.minds[j].heard = i


@compiled
def hears(mind: Mind, teller: Resident, listener: Resident, talk: int, drawn: float, parameters: Parameters) -> bool:
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
def likeliest_telling(parameters: Parameters) -> float:
    """The highest probability with which anybody tells anybody [0 to 1]."""
    information = parameters.information
    home = max(telling_probability(True, True, information), telling_probability(False, True, information))
    away = max(telling_probability(True, False, information), telling_probability(False, False, information))
    return max(home, away)


@compiled
def take_in(now: int, state: State, log: Log) -> None:
    """What everybody heard becomes what she knows."""
    minds = state.minds
    for j in range(minds.size):
        if minds[j].learnt:
            minds[j].knows_decision = True
        informer = minds[j].heard
        if informer != NOBODY and not minds[j].aware:
            state.office.tally[TOLD_BY_PARTICIPANTS if minds[informer].news == TAKES_PART else TOLD_BY_OTHERS] += 1
            become_aware(j, informer, now, state, log)


@compiled
def mark_news(now: int, society: Society, state: State, parameters: Parameters) -> int:
    """Who talks of the activities this week: participants always, others as long as it is news; so of decisions.

    Who took up the offer talks of it as one who takes part, as long as it is news.

    Writes for each resident what she talks of, TALKS or TAKES_PART and also TELLS, and what of this is new to her;
    gives what is talked of at all.
    """
    minds, desk = state.minds, state.desk
    talked_of = SILENT
    for i in range(minds.size):
        mind = minds[i]
        mind.news = SILENT
        fresh = now - state.hamlets[society.residents[i].hamlet].started <= parameters.information.news_weeks
        mind.tells = mind.knows_decision and fresh
        if mind.aware:
            is_news = now - mind.news_week <= parameters.information.news_weeks
            if now - mind.last_came[PROGRAMME] <= MONTH or mind.leads:
                mind.news = TAKES_PART
            elif is_news:
                mind.news = TAKES_PART if mind.answer == TOOK_UP else TALKS
        desk.talk[i] = mind.news + (TELLS if mind.tells and mind.news != SILENT else 0)
        desk.unheard[i] = (SILENT if mind.knows_decision else TELLS) if mind.aware else TALKS | TAKES_PART
        desk.lowest[i] = 1.0
        talked_of |= desk.talk[i]
    return talked_of


@compiled
def forget(now: int, seed: int, society: Society, state: State, parameters: Parameters) -> None:
    """Those who do not take part lose sight of activities and decisions, by chance; leaders and officials do not."""
    minds = state.minds
    source = stream(seed, FORGETTING, now)
    rate = parameters.information.forgetting
    for i in range(minds.size):
        if society.residents[i].official or minds[i].leads or now - minds[i].last_came[PROGRAMME] <= QUARTER:
            continue
        if uniform(source, society.residents[i].key) < rate:
            minds[i].aware = False
            minds[i].knows_decision = False

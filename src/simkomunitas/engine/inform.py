"""Step 3, information: news passes along ties, and is forgotten."""

import numpy as np

from simkomunitas.engine.entries import become_aware
from simkomunitas.engine.plan import Log
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.information import telling_probability
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Resident, Society
from simkomunitas.world.draws import Purpose, paired, stream, uniform
from simkomunitas.world.state import PROGRAMME, TOOK_UP, Mind, State
from simkomunitas.world.tallies import TOLD_BY_OTHERS, TOLD_BY_PARTICIPANTS

TALK, FORGETTING = int(Purpose.TALK), int(Purpose.FORGETTING)
MONTH, QUARTER = 4, 13
SILENT, TALKS, TAKES_PART, TELLS = 0, 1, 2, 4  # TELLS, of a fresh decision, is added to what else she does
SPEAKS = TALKS | TAKES_PART


@compiled
def pass_news(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Everybody listens at once to what those she knows know; the one heard first is remembered.

    Acquaintances made at activities are listened to where no tie brings news.
    """
    minds = state.minds
    talked_of = mark_tellers(now, society, state, parameters)
    if talked_of & SPEAKS == 0:
        return
    source = stream(seed, TALK, now)
    likeliest = likeliest_telling(parameters)
    for j in range(minds.size):
        if not minds[j].aware or (talked_of >= TELLS and not minds[j].knows_decision):
            listen(j, source, likeliest, society, state, parameters)
    take_in(now, state, log)


@compiled
def listen(
    j: int, source: np.uint64, likeliest: float, society: Society, state: State, parameters: Parameters
) -> None:
    """One resident listens to those she knows; who tells nothing at the likeliest is passed over at once."""
    residents, mind, ties, talk = society.residents, state.minds[j], society.ties, state.desk.talk
    degree = ties.start[j + 1] - ties.start[j]
    key = residents[j].key
    lowest = 1.0
    for step in range(degree + 2):
        if step == degree and mind.heard != NOBODY:
            break
        i = ties.neighbour[ties.start[j] + step] if step < degree else mind.acquaintance[step - degree]
        if i == NOBODY or talk[i] & SPEAKS == 0:
            continue
        drawn = uniform(source, paired(society.halves[i], key))
        if drawn < likeliest and hears(mind, residents[i], residents[j], talk[i], drawn, parameters) and drawn < lowest:
            lowest = drawn
            mind.heard = i


@compiled
def hears(
    mind: Mind, teller: Resident, listener: Resident, talk: int, drawn: float, parameters: Parameters
) -> bool:
    """Whether one with this number drawn tells the other anything new; a decision is noted as learnt."""
    tells = talk & TELLS > 0 and teller.hamlet == listener.hamlet
    if mind.aware and (mind.knows_decision or not tells):
        return False
    alike = teller.female == listener.female or teller.household == listener.household
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
def mark_tellers(now: int, society: Society, state: State, parameters: Parameters) -> int:
    """Who talks of the activities this week: participants always, others as long as it is news; so of decisions.

    Who took up the offer talks of it as one who takes part, as long as it is news.

    Writes for each resident the sum of TALKS or TAKES_PART, and TELLS; gives what is talked of at all, added alike.
    """
    minds, talk = state.minds, state.desk.talk
    talked_of = SILENT
    for i in range(minds.size):
        minds[i].news = SILENT
        fresh = now - state.hamlets[society.residents[i].hamlet].started <= parameters.information.news_weeks
        minds[i].tells = minds[i].knows_decision and fresh
        if minds[i].aware:
            is_news = now - minds[i].news_week <= parameters.information.news_weeks
            if now - minds[i].last_came[PROGRAMME] <= MONTH or minds[i].leads:
                minds[i].news = TAKES_PART
            elif is_news:
                minds[i].news = TAKES_PART if minds[i].answer == TOOK_UP else TALKS
        talk[i] = minds[i].news + (TELLS if minds[i].tells else 0)
        talked_of |= talk[i]
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

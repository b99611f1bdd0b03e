"""Step 3, information: news passes along ties, and is forgotten."""

import numpy as np

from simkomunitas.engine.entries import become_aware
from simkomunitas.engine.plan import Log
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.information import telling_probability
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Society, Whole
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import PROGRAMME, State
from simkomunitas.world.tallies import TOLD_BY_OTHERS, TOLD_BY_PARTICIPANTS

TALK, FORGETTING = int(Purpose.TALK), int(Purpose.FORGETTING)
MONTH, HALF_YEAR = 4, 26
SILENT, TALKS, TAKES_PART = 0, 1, 2


@compiled
def pass_news(now: int, seed: int, society: Society, state: State, parameters: Parameters, log: Log) -> None:
    """Everybody listens at once to what acquaintances know; the one heard first is remembered."""
    mark_tellers(now, society, state, parameters)
    minds = state.minds
    ties = society.ties
    source = stream(seed, TALK, now)
    for j in range(minds.size):
        known = ties.neighbour[ties.start[j] : ties.start[j + 1]]
        informer, knows = listen_to(j, known, society, state, parameters, source)
        if informer == NOBODY:
            informer, more = listen_to(j, minds[j].acquaintance, society, state, parameters, source)
            knows = knows or more
        minds[j].heard = informer
        minds[j].learnt = knows
    for j in range(minds.size):
        if minds[j].learnt:
            minds[j].knows_decision = True
        informer = minds[j].heard
        if informer != NOBODY and not minds[j].aware:
            state.office.tally[TOLD_BY_PARTICIPANTS if minds[informer].news == TAKES_PART else TOLD_BY_OTHERS] += 1
            become_aware(j, informer, now, state, log)


@compiled
def mark_tellers(now: int, society: Society, state: State, parameters: Parameters) -> None:
    """Who talks of the activities this week: participants always, others as long as it is news; so of decisions."""
    minds = state.minds
    for i in range(minds.size):
        minds[i].news = SILENT
        fresh = now - state.hamlets[society.residents[i].hamlet].started <= parameters.information.news_weeks
        minds[i].tells = minds[i].knows_decision and fresh
        if minds[i].aware:
            if now - minds[i].last_came[PROGRAMME] <= MONTH or minds[i].leads:
                minds[i].news = TAKES_PART
            elif now - minds[i].news_week <= parameters.information.news_weeks:
                minds[i].news = TALKS


@compiled
def listen_to(
    j: int, tellers: Whole, society: Society, state: State, parameters: Parameters, source: np.uint64
) -> tuple[int, bool]:
    """Who of these told j of the activities, the lowest number drawn first, and whether j learnt of the decision."""
    residents, minds = society.residents, state.minds
    earliest, informer, knows = 1.0, NOBODY, False
    for i in tellers:
        if i == NOBODY or minds[i].news == SILENT:
            continue
        tells = minds[i].tells and residents[i].hamlet == residents[j].hamlet
        if minds[j].aware and (minds[j].knows_decision or not tells):
            continue  # nothing new between these two
        alike = residents[i].female == residents[j].female or residents[i].household == residents[j].household
        p = telling_probability(minds[i].news == TAKES_PART, alike, parameters.information)
        drawn = uniform(source, pair(residents[i].key, residents[j].key))
        if drawn < p:
            knows = knows or tells
            if drawn < earliest:
                earliest, informer = drawn, i
    return informer, knows


@compiled
def forget(now: int, seed: int, society: Society, state: State, parameters: Parameters) -> None:
    """Those who do not take part lose sight of activities and decisions, by chance; leaders and officials do not."""
    minds = state.minds
    source = stream(seed, FORGETTING, now)
    rate = parameters.information.forgetting
    for i in range(minds.size):
        if society.residents[i].official or minds[i].leads or now - minds[i].last_came[PROGRAMME] <= HALF_YEAR:
            continue
        if uniform(source, society.residents[i].key) < rate:
            minds[i].aware = False
            minds[i].knows_decision = False

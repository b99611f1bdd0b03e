"""The offer: something of private benefit, such as a loan or a coupon, that whoever hears of it takes up or leaves."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import joining_utility, logistic_probability
from simkomunitas.model.state.community_state import DECLINED, NO_ANSWER, TOOK_UP, CommunityState
from simkomunitas.model.state.weekly_counts import TAKEN_UP

OFFER = int(DrawPurpose.OFFER)
TOOK_UP_EVENT = int(EventKind.TOOK_UP)


@compiled
def decide_offer_uptake(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
) -> None:
    """Whoever hears of the offer this week decides, once and for all; it stands also after the facilitators left."""
    if plan.course.offer == 0.0:
        return
    minds = state.resident_states
    source = random_stream(seed, OFFER, now)
    for i in range(minds.size):
        if minds.news_week[i] != now or minds.answer[i] != NO_ANSWER:
            continue
        minds.answer[i] = DECLINED
        utility = joining_utility(plan.course.offer, society.residents.disposition[i], parameters.turnout)
        if draw_uniform(source, pair_key(society.residents.key[i], 2)) < logistic_probability(utility):
            minds.answer[i] = TOOK_UP
            state.programme.tally[TAKEN_UP] += 1
            log_event(log, now, TOOK_UP_EVENT, i, NOBODY, 0)

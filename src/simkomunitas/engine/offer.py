"""The offer: something of private benefit, such as a loan or a coupon, that whoever hears of it takes up or leaves."""

from simkomunitas.engine.plan import Event, Log, Plan, note
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.parameters import Parameters
from simkomunitas.rules.turnout import joining_utility, logistic
from simkomunitas.world.community import NOBODY, Society
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import DECLINED, NO_ANSWER, TOOK_UP, State
from simkomunitas.world.tallies import TAKEN_UP

OFFER = int(Purpose.OFFER)
TAKING = int(Event.TOOK_UP)


@compiled
def answer_offer(
    now: int, seed: int, society: Society, state: State, parameters: Parameters, plan: Plan, log: Log
) -> None:
    """Whoever hears of the offer this week decides, once and for all; it stands also after the facilitators left."""
    if plan.course.offer == 0.0:
        return
    minds = state.minds
    source = stream(seed, OFFER, now)
    for i in range(minds.size):
        if minds[i].news_week != now or minds[i].answer != NO_ANSWER:
            continue
        minds[i].answer = DECLINED
        utility = joining_utility(plan.course.offer, society.residents[i].disposition, parameters.turnout)
        if uniform(source, pair(society.residents[i].key, 2)) < logistic(utility):
            minds[i].answer = TOOK_UP
            state.office.tally[TAKEN_UP] += 1
            note(log, now, TAKING, i, NOBODY, 0)

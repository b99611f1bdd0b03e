"""Step 13, learning: skill by training and doing, habits, fatigue, new acquaintances; and what fades."""

from simkomunitas.engine.attend import hours_free
from simkomunitas.engine.plan import Plan
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.beliefs import faded, weekly_rate
from simkomunitas.rules.learning import trained_skill, updated_fatigue, updated_habit
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import NOBODY, Resident, Society
from simkomunitas.world.draws import Purpose, pair, stream, uniform
from simkomunitas.world.state import CIVIC, FACILITATOR, PROGRAMME, RESTING, Hamlet, Mind, State

ACQUAINTANCE, FADING, COMPANY = int(Purpose.ACQUAINTANCE), int(Purpose.FADING), int(Purpose.COMPANY)
PRACTICE = 0.25  # speaking up teaches like a quarter of a training
ARENA_COUNT = 4  # mutual help, associations, programme, government


@compiled
def learn(now: int, society: Society, state: State, parameters: Parameters, plan: Plan) -> None:
    """What this week has taught, habits of who came and who did not, and the fading of what is not renewed."""
    weekly = weekly_rate(parameters.beliefs.fading)
    for i in range(state.minds.size):
        who, mind = society.residents[i], state.minds[i]
        hamlet = state.hamlets[who.hamlet]
        if mind.coming[PROGRAMME]:
            practise(who, mind, hamlet, parameters, plan)
        for arena in range(ARENA_COUNT):
            if mind.concerned[arena]:
                mind.habit[arena] = updated_habit(mind.habit[arena], mind.coming[arena], parameters.learning)
        hours = hours_free(who, mind, hamlet, now, parameters, plan)
        mind.fatigue = updated_fatigue(mind.fatigue, mind.given_hours, hours)
        mind.trust = faded(mind.trust, RESTING, weekly)
        mind.efficacy = faded(mind.efficacy, RESTING, weekly)
        mind.ownership = faded(mind.ownership, 0.0, weekly)
        mind.motive = faded(mind.motive, 1.0, weekly)


@compiled
def practise(who: Resident, mind: Mind, hamlet: Hamlet, parameters: Parameters, plan: Plan) -> None:
    """A participant grows in skill by training and by speaking up."""
    schooling = min(1.0, who.education / 12.0)
    if hamlet.caller == FACILITATOR and hamlet.content[CIVIC] > 0.0:
        quality = plan.facilitation.skill * plan.facilitation.participatory
        mind.skill = trained_skill(mind.skill, hamlet.content[CIVIC], quality, schooling, parameters.learning)
    if mind.spoke:
        mind.skill = trained_skill(mind.skill, PRACTICE, 1.0, schooling, parameters.learning)


@compiled
def meet_people(now: int, seed: int, society: Society, state: State, parameters: Parameters) -> None:
    """Participants make acquaintances among all who came to an activity this week; those they have fade."""
    minds, residents = state.minds, society.residents
    making, fading = stream(seed, ACQUAINTANCE, now), stream(seed, FADING, now)
    slot = now % 2
    for i in range(minds.size):
        key = residents[i].key
        if minds[i].acquaintance[slot] != NOBODY and uniform(fading, key) < parameters.information.forgetting:
            minds[i].acquaintance[slot] = NOBODY
        if minds[i].coming[PROGRAMME] and uniform(making, key) < parameters.place.acquaintance:
            other = chance_company(i, now, seed, society, state)
            if other != NOBODY:
                minds[i].acquaintance[slot] = other


@compiled
def chance_company(i: int, now: int, seed: int, society: Society, state: State) -> int:
    """Whom a participant falls into talk with: anybody else who came, by the lowest number drawn."""
    residents = society.residents
    source = stream(seed, COMPANY, now)
    lowest, chosen = 1.0, NOBODY
    for j in range(state.minds.size):
        if j != i and state.minds[j].coming[PROGRAMME]:
            drawn = uniform(source, pair(residents[i].key, residents[j].key))
            if drawn < lowest:
                lowest, chosen = drawn, j
    return chosen

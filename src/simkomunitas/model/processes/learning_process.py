"""Step 13, learning: skill by training and doing, habits, fatigue, new acquaintances; and what fades."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, ResidentData
from simkomunitas.model.processes.engine_inputs import EnginePlan
from simkomunitas.model.processes.turnout_process import weekly_free_hours
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.belief_rules import belief_after_fading, weekly_rate
from simkomunitas.model.rules.learning_rules import (
    PRACTICE,
    fatigue_after_week,
    habit_after_event,
    schooling_resources,
    skill_after_training,
    teaching_quality,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import (
    CIVIC,
    FACILITATOR,
    RESTING_BELIEF,
    CommunityState,
    HamletState,
    ResidentState,
)
from simkomunitas.model.vocabulary import ARENA_COUNT, PROGRAMME

ACQUAINTANCE, FADING, COMPANY = int(DrawPurpose.ACQUAINTANCE), int(DrawPurpose.FADING), int(DrawPurpose.COMPANY)


@compiled
def update_learning(
    now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan
) -> None:
    """What this week has taught, habits of who came and who did not, and the fading of what is not renewed."""
    weekly = weekly_rate(parameters.beliefs.fading_rate)
    for i in range(state.resident_states.size):
        who, mind = society.residents[i], state.resident_states[i]
        hamlet = state.hamlets[who.hamlet]
        if mind.coming[PROGRAMME]:
            practise_skill(who, mind, hamlet, parameters, plan)
        for arena in range(ARENA_COUNT):
            if mind.concerned[arena]:
                mind.habit[arena] = habit_after_event(mind.habit[arena], mind.coming[arena], parameters.learning)
        hours = weekly_free_hours(who, mind, hamlet, now, parameters, plan)
        mind.fatigue = fatigue_after_week(mind.fatigue, mind.given_hours, hours)
        mind.trust = belief_after_fading(mind.trust, RESTING_BELIEF, weekly)
        mind.efficacy = belief_after_fading(mind.efficacy, RESTING_BELIEF, weekly)
        mind.ownership = belief_after_fading(mind.ownership, 0.0, weekly)
        mind.motive = belief_after_fading(mind.motive, 1.0, weekly)


@compiled
def practise_skill(
    who: ResidentData, mind: ResidentState, hamlet: HamletState, parameters: Parameters, plan: EnginePlan
) -> None:
    """A participant grows in skill by training and by speaking up."""
    schooling = schooling_resources(who.education)
    if hamlet.caller == FACILITATOR and hamlet.content[CIVIC] > 0.0:
        quality = teaching_quality(plan.facilitation.skill, plan.facilitation.participatory)
        mind.skill = skill_after_training(mind.skill, hamlet.content[CIVIC], quality, schooling, parameters.learning)
    if mind.spoke:
        mind.skill = skill_after_training(mind.skill, PRACTICE, 1.0, schooling, parameters.learning)


@compiled
def make_acquaintances(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Participants make acquaintances among all who came to an activity this week; those they have fade."""
    minds, residents = state.resident_states, society.residents
    making, fading = random_stream(seed, ACQUAINTANCE, now), random_stream(seed, FADING, now)
    slot = now % 2
    for i in range(minds.size):
        key = residents[i].key
        if minds[i].acquaintance[slot] != NOBODY and draw_uniform(fading, key) < parameters.information.forgetting_rate:
            minds[i].acquaintance[slot] = NOBODY
        if minds[i].coming[PROGRAMME] and draw_uniform(making, key) < parameters.place.acquaintance_chance:
            other = draw_acquaintance(i, now, seed, society, state)
            if other != NOBODY:
                minds[i].acquaintance[slot] = other


@compiled
def draw_acquaintance(i: int, now: int, seed: int, society: EngineCommunity, state: CommunityState) -> int:
    """Whom a participant falls into talk with: anybody else who came, by the lowest number drawn."""
    residents = society.residents
    source = random_stream(seed, COMPANY, now)
    lowest, chosen = 1.0, NOBODY
    for j in range(state.resident_states.size):
        if j != i and state.resident_states[j].coming[PROGRAMME]:
            drawn = draw_uniform(source, pair_key(residents[i].key, residents[j].key))
            if drawn < lowest:
                lowest, chosen = drawn, j
    return chosen

"""Step 13, learning: skill by training and doing, habits, fatigue, new acquaintances; and what fades."""

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, ResidentData
from simkomunitas.model.processes.engine_inputs import EnginePlan
from simkomunitas.model.processes.turnout_process import shock_severity, weekly_free_hours
from simkomunitas.model.processes.turnout_records import participant_row
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
    residents, minds, workspace = society.residents, state.resident_states, state.workspace
    for place in range(workspace.participant_counts[PROGRAMME]):
        i = participant_row(place, PROGRAMME, workspace)
        practise_skill(i, residents, minds, state.hamlets[residents.hamlet[i]], parameters, plan)
    for h in range(state.hamlets.size):
        for arena in range(ARENA_COUNT):
            if state.hamlets[h].held[arena] > 0:
                update_habits(h, arena, society, state, parameters)
        update_fatigue(h, shock_severity(h, now, state, plan), society, state, parameters)
    for i in range(minds.size):
        minds.trust[i] = belief_after_fading(minds.trust[i], RESTING_BELIEF, weekly)
        minds.efficacy[i] = belief_after_fading(minds.efficacy[i], RESTING_BELIEF, weekly)
        minds.ownership[i] = belief_after_fading(minds.ownership[i], 0.0, weekly)
        minds.motive[i] = belief_after_fading(minds.motive[i], 1.0, weekly)


@compiled
def update_habits(h: int, arena: int, society: EngineCommunity, state: CommunityState, parameters: Parameters) -> None:
    """Habits of those whom a hamlet's event concerned, whether they came or not."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds = state.resident_states
    for i in range(first, last):
        habit = habit_after_event(minds.habit[i, arena], minds.coming[i, arena], parameters.learning)
        minds.habit[i, arena] = habit if minds.concerned[i, arena] else minds.habit[i, arena]


@compiled
def update_fatigue(
    h: int, shock: float, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Fatigue of a hamlet's residents, by the hours that they have given and had."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    residents, minds = society.residents, state.resident_states
    for i in range(first, last):
        hours = weekly_free_hours(i, shock, residents, minds, parameters)
        minds.fatigue[i] = fatigue_after_week(minds.fatigue[i], minds.given_hours[i], hours)


@compiled
def practise_skill(
    i: int, residents: ResidentData, minds: ResidentState, hamlet: HamletState, parameters: Parameters, plan: EnginePlan
) -> None:
    """A participant grows in skill by training and by speaking up."""
    schooling = schooling_resources(residents.education[i])
    if hamlet.caller == FACILITATOR and hamlet.content[CIVIC] > 0.0:
        quality = teaching_quality(plan.facilitation.skill, plan.facilitation.participatory)
        minds.skill[i] = skill_after_training(
            minds.skill[i], hamlet.content[CIVIC], quality, schooling, parameters.learning
        )
    if minds.spoke[i]:
        minds.skill[i] = skill_after_training(minds.skill[i], PRACTICE, 1.0, schooling, parameters.learning)


@compiled
def make_acquaintances(
    now: int, seed: int, society: EngineCommunity, state: CommunityState, parameters: Parameters
) -> None:
    """Participants make acquaintances among all who came to an activity this week; those they have fade."""
    minds, residents, workspace = state.resident_states, society.residents, state.workspace
    making, fading = random_stream(seed, ACQUAINTANCE, now), random_stream(seed, FADING, now)
    slot = now % 2
    for i in range(minds.size):
        has_met = minds.acquaintance[i, slot] != NOBODY
        if has_met and draw_uniform(fading, residents.key[i]) < parameters.information.forgetting_rate:
            minds.acquaintance[i, slot] = NOBODY
    for place in range(workspace.participant_counts[PROGRAMME]):
        i = participant_row(place, PROGRAMME, workspace)
        if draw_uniform(making, residents.key[i]) < parameters.place.acquaintance_chance:
            other = draw_acquaintance(i, now, seed, society, state)
            if other != NOBODY:
                minds.acquaintance[i, slot] = other


@compiled
def draw_acquaintance(i: int, now: int, seed: int, society: EngineCommunity, state: CommunityState) -> int:
    """Whom a participant falls into talk with: anybody else who came, by the lowest number drawn."""
    residents, workspace = society.residents, state.workspace
    source = random_stream(seed, COMPANY, now)
    lowest, chosen = 1.0, NOBODY
    for place in range(workspace.participant_counts[PROGRAMME]):
        j = participant_row(place, PROGRAMME, workspace)
        drawn = draw_uniform(source, pair_key(residents.key[i], residents.key[j]))
        if j != i and drawn < lowest:
            lowest, chosen = drawn, j
    return chosen

"""Step 4, first part: what speaks for and against coming to every event of the week, before the time it takes."""

from typing import NamedTuple

from simkomunitas.base.column_tables import row_number
from simkomunitas.base.compilation_cache import compiled, inlined
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity, ResidentData
from simkomunitas.model.processes.engine_inputs import EnginePlan
from simkomunitas.model.processes.need_process import expected_gain
from simkomunitas.model.rules.event_rules import (
    arena_conviction,
    calendar_clash,
    event_benefit,
    facilitated_openness,
    invitation_weight,
    learnt_conviction,
    membership_benefit,
    programme_formality,
    social_norm,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.rules.turnout_rules import (
    TurnoutTerms,
    status_cost,
    turnout_utility,
)
from simkomunitas.model.state.community_state import (
    FACILITATOR,
    POORER_RANK,
    CommunityState,
    HamletState,
    ResidentState,
)
from simkomunitas.model.vocabulary import (
    ASSOCIATION,
    ASSOCIATIONS_PER_HAMLET,
    GOVERNANCE,
    MUTUAL_HELP,
    PROGRAMME,
)


class EventSetting(NamedTuple):
    """What is the same for everybody in the hamlet at one event."""

    intercept: float  # pull of the arena [log-odds]
    benefit: float  # what the richer expect of it [0 to 1]
    poorer_benefit: float  # what the poorer do, whom a captured project leaves out [0 to 1]
    member_benefit: float  # what members of a savings group expect beyond that [0 to 1]
    norm: float  # share of the hamlet that comes, as remembered [0 to 1]
    formality: float  # of the room [0 none, 1 hamlet, 2 village]
    clash: float  # with custom and calendar [log-odds]


@compiled
def event_setting(
    arena: int, hamlet: HamletState, understanding: float, parameters: Parameters, plan: EnginePlan
) -> EventSetting:
    """The setting of a hamlet's event."""
    benefit, poorer_benefit = 0.0, 0.0
    if arena == PROGRAMME:
        reward = plan.course.reward if hamlet.caller == FACILITATOR else 0.0
        benefit = event_benefit(expected_gain(1.0, hamlet), reward)
        poorer_benefit = event_benefit(expected_gain(0.0, hamlet), reward)
    return EventSetting(
        arena_intercept(arena, parameters),
        benefit,
        poorer_benefit,
        membership_benefit(arena == ASSOCIATION),
        hamlet.norm[arena],
        room_formality(hamlet, arena, plan),
        custom_clash(hamlet, arena, understanding, parameters.place.coefficient_clash),
    )


@inlined
def utility_terms(
    i: int, arena: int, setting: EventSetting, asked: float, neighbours: float,
    residents: ResidentData, minds: ResidentState, parameters: Parameters,
) -> TurnoutTerms:  # fmt: skip
    """What speaks for and against coming, before the time it takes.

    asked: how strongly she was asked [0 to 1]; neighbours: share of those she knows who came [0 to 1].
    """
    turnout = parameters.turnout
    return TurnoutTerms(
        setting.intercept,
        turnout.sd_disposition * residents.disposition[i],
        turnout.coefficient_invitation * asked,
        turnout.coefficient_benefit * expected_benefit(i, setting, residents, minds),
        turnout.coefficient_norm * social_norm(neighbours, setting.norm),
        turnout.coefficient_belief * conviction_level(i, minds, arena, parameters.learning.transfer_share),
        turnout.coefficient_habit * minds.habit[i, arena],
        0.0,
        status_cost(residents.female[i], residents.wealth[i], setting.formality, turnout),
        -turnout.coefficient_fatigue * minds.fatigue[i],
        setting.clash,
    )


@compiled
def arena_intercept(arena: int, parameters: Parameters) -> float:
    """Pull of an arena on its own [log-odds]."""
    if arena == MUTUAL_HELP:
        return parameters.turnout.intercept_mutual_help
    if arena == ASSOCIATION:
        return parameters.turnout.intercept_association
    if arena == PROGRAMME:
        return parameters.turnout.intercept_programme
    return parameters.turnout.intercept_governance


@compiled
def invitation_strength(inviter: int, legitimacy: float, plan: EnginePlan) -> float:
    """How much it counts who asks: residents by their legitimacy, facilitators by their credibility [0 to 1]."""
    if inviter >= 0:
        return invitation_weight(legitimacy)
    if inviter == FACILITATOR:
        return plan.facilitation.credibility
    return 0.0


@inlined
def expected_benefit(i: int, setting: EventSetting, residents: ResidentData, minds: ResidentState) -> float:
    """What she may gain: the need the hamlet works on or feels most, payment, or a savings group [0 to 1]."""
    common = setting.poorer_benefit if residents.wealth[i] < POORER_RANK else setting.benefit
    return common + (setting.member_benefit if minds.savings_group[i] != NOBODY else 0.0)


@inlined
def conviction_level(i: int, minds: ResidentState, arena: int, transfer: float) -> float:
    """What a resident is convinced of, as far as it counts in an arena."""
    learnt = learnt_conviction(minds.efficacy[i], minds.trust[i], minds.ownership[i])
    return arena_conviction(learnt, minds.motive[i], transfer, arena == PROGRAMME, arena == MUTUAL_HELP)


@compiled
def activity_openness(hamlet: HamletState, plan: EnginePlan) -> float:
    """How far an activity invites people to speak: by the facilitators' style and model, or by custom [0 to 1]."""
    if hamlet.caller == FACILITATOR:
        return facilitated_openness(plan.facilitation.participatory, plan.conduct.open_room)
    return plan.open_meetings


@compiled
def room_formality(hamlet: HamletState, arena: int, plan: EnginePlan) -> float:
    """How formal the room is [0 none, 1 hamlet meeting, 2 village hall]."""
    if arena == PROGRAMME:
        return programme_formality(activity_openness(hamlet, plan))
    if arena == GOVERNANCE:
        return float(hamlet.held[GOVERNANCE])
    return 0.0


@compiled
def custom_clash(hamlet: HamletState, arena: int, understanding: float, push: float) -> float:
    """Push of an activity that outsiders planned without understanding custom and calendar [log-odds]."""
    if arena == PROGRAMME and hamlet.caller == FACILITATOR:
        return calendar_clash(understanding, push)
    return 0.0


@compiled
def mark_open_events(h: int, arena: int, society: EngineCommunity, state: CommunityState) -> None:
    """Mark whom in a hamlet its event of an arena concerns."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds, association = state.resident_states, society.residents.association
    if arena == PROGRAMME:
        for i in range(first, last):
            minds.concerned[i, PROGRAMME] = minds.aware[i]
    elif arena == ASSOCIATION:
        alive, one = state.hamlets[h].association_alive, ASSOCIATIONS_PER_HAMLET * h
        first_meets, second_meets = alive[0] > 0, alive[1] > 0
        for i in range(first, last):
            belongs = ((association[i] == one) & first_meets) | ((association[i] == one + 1) & second_meets)
            minds.concerned[i, ASSOCIATION] = belongs | (minds.savings_group[i] != NOBODY)
    else:
        for i in range(first, last):
            minds.concerned[i, arena] = True


@compiled
def compute_event_utilities(
    h: int, arena: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan
) -> None:
    """The utility of a hamlet's event to everybody whom it concerns, before the time it takes."""
    weigh_invitations(h, arena, society, state, plan)
    setting = event_setting(arena, state.hamlets[h], state.programme.understanding, parameters, plan)
    first_row = society.members.first_row
    residents, minds, workspace, degree = society.residents, state.resident_states, state.workspace, society.ties.degree
    for i in range(row_number(first_row[h]), row_number(first_row[h + 1])):
        neighbours = workspace.company[i, arena] / degree[i]
        terms = utility_terms(i, arena, setting, workspace.asked[i], neighbours, residents, minds, parameters)
        workspace.utilities[i, arena] = turnout_utility(terms)


@compiled
def weigh_invitations(h: int, arena: int, society: EngineCommunity, state: CommunityState, plan: EnginePlan) -> None:
    """How much it counts who asked everybody to a hamlet's event."""
    first_row = society.members.first_row
    first, last = row_number(first_row[h]), row_number(first_row[h + 1])
    minds, asked = state.resident_states, state.workspace.asked
    for i in range(first, last):
        inviter = minds.inviter[i, arena]
        asked[i] = 0.0
        if inviter != NOBODY:
            legitimacy = minds.legitimacy[inviter] if inviter >= 0 else 0.0
            asked[i] = invitation_strength(inviter, legitimacy, plan)

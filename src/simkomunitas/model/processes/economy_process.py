"""Step 10, economy: saving, trades, payment, shocks."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.processes.turnout_records import participant_row
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.belief_rules import motive_after_crowding_out, weekly_rate
from simkomunitas.model.rules.economy_rules import (
    full_cash_box,
    income_from_loans,
    income_from_training,
    loan_share,
    shock_loss,
    whole_amount,
)
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import FACILITATOR, SKILLS, CommunityState
from simkomunitas.model.state.weekly_counts import SHOCKS
from simkomunitas.model.vocabulary import ASSOCIATION, DOMAIN_COUNT, GROUPS_PER_HAMLET, PROGRAMME

SHOCK_DRAW = int(DrawPurpose.SHOCK)
SHOCK = int(EventKind.SHOCK)


@compiled
def update_incomes(
    now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan
) -> None:
    """Members who came save, and earn as far as the cash box carries loans; trades pay; payment crowds out."""
    minds, groups, hamlets = state.resident_states, state.groups, state.hamlets
    dues = whole_amount(parameters.economy.dues)
    workspace = state.workspace
    for place in range(workspace.participant_counts[ASSOCIATION]):
        i = participant_row(place, ASSOCIATION, workspace)
        if minds.savings_group[i] != NOBODY:
            groups[minds.savings_group[i]].cash += dues
    for place in range(workspace.participant_counts[ASSOCIATION]):
        i = participant_row(place, ASSOCIATION, workspace)
        if minds.savings_group[i] != NOBODY:
            group = groups[minds.savings_group[i]]
            loans = loan_share(group.cash, full_cash_box(dues, group.members))
            minds.income[i] += income_from_loans(loans, parameters.economy)
    for place in range(workspace.participant_counts[PROGRAMME]):
        i = participant_row(place, PROGRAMME, workspace)
        h = society.residents.hamlet[i]
        minds.income[i] += income_from_training(plan.facilitation.skill, hamlets[h].content[SKILLS], parameters.economy)
        if hamlets[h].caller == FACILITATOR and plan.course.reward > 0.0:
            minds.motive[i] = motive_after_crowding_out(minds.motive[i], plan.course.reward, parameters.crowding)


@compiled
def strike_shocks(now: int, seed: int, state: CommunityState, plan: EnginePlan, log: EventLog) -> None:
    """Floods, price falls and illness strike a hamlet by chance: hours and cash boxes shrink."""
    hamlets, groups = state.hamlets, state.groups
    weekly = weekly_rate(plan.shocks.chance)
    source = random_stream(seed, SHOCK_DRAW, now)
    for h in range(hamlets.size):
        if draw_uniform(source, pair_key(h, 0)) < weekly:
            hamlets[h].shock_until = now + 1 + int(plan.shocks.duration)  # it takes hours from the coming week on
            for g in range(h * GROUPS_PER_HAMLET, (h + 1) * GROUPS_PER_HAMLET):
                groups[g].cash -= shock_loss(groups[g].cash, plan.shocks.severity)
            for d in range(DOMAIN_COUNT):
                hamlets[h].fund[d] -= shock_loss(hamlets[h].fund[d], plan.shocks.severity)
            state.programme.tally[SHOCKS] += 1
            log_event(log, now, SHOCK, NOBODY, NOBODY, h)

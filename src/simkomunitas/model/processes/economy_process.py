"""Step 10, economy: saving, trades, payment, shocks."""

from simkomunitas.base.compilation_cache import compiled
from simkomunitas.model.community.community_data import NOBODY, EngineCommunity
from simkomunitas.model.processes.engine_inputs import EnginePlan, EventKind, EventLog, log_event
from simkomunitas.model.random_draws import DrawPurpose, draw_uniform, pair_key, random_stream
from simkomunitas.model.rules.belief_rules import motive_after_crowding_out, weekly_rate
from simkomunitas.model.rules.economy_rules import loan_share, whole_amount
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import FACILITATOR, SKILLS, CommunityState
from simkomunitas.model.state.weekly_counts import SHOCKS
from simkomunitas.model.vocabulary import ASSOCIATION, DOMAIN_COUNT, GROUPS_PER_HAMLET, PROGRAMME

SHOCK_DRAW = int(DrawPurpose.SHOCK)
SHOCK = int(EventKind.SHOCK)
MEETINGS_A_YEAR = 13  # of a savings group


@compiled
def update_incomes(
    now: int, society: EngineCommunity, state: CommunityState, parameters: Parameters, plan: EnginePlan
) -> None:
    """Members who came save, and earn as far as the cash box carries loans; trades pay; payment crowds out."""
    minds, groups, hamlets = state.resident_states, state.groups, state.hamlets
    gain = parameters.economy.group_return
    dues = whole_amount(parameters.economy.dues)
    for i in range(minds.size):
        if minds[i].coming[ASSOCIATION] and minds[i].savings_group != NOBODY:
            groups[minds[i].savings_group].cash += dues
    for i in range(minds.size):
        h = society.residents[i].hamlet
        if minds[i].coming[ASSOCIATION] and minds[i].savings_group != NOBODY:
            group = groups[minds[i].savings_group]
            loans = loan_share(group.cash, max(1, dues * MEETINGS_A_YEAR * group.members))
            minds[i].income += gain * loans / MEETINGS_A_YEAR
        if minds[i].coming[PROGRAMME]:
            minds[i].income += gain * plan.facilitation.skill * hamlets[h].content[SKILLS]
            if hamlets[h].caller == FACILITATOR and plan.course.reward > 0.0:
                minds[i].motive = motive_after_crowding_out(minds[i].motive, plan.course.reward, parameters.crowding)


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
                groups[g].cash -= int(plan.shocks.severity * groups[g].cash)
            for d in range(DOMAIN_COUNT):
                hamlets[h].fund[d] -= int(plan.shocks.severity * hamlets[h].fund[d])
            state.programme.tally[SHOCKS] += 1
            log_event(log, now, SHOCK, NOBODY, NOBODY, h)

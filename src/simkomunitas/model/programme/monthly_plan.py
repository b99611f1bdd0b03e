"""What facilitators plan once in four weeks: how their hours are shared out, and whom they would visit first."""

from typing import Any

import numpy as np

from simkomunitas.base.entry_validation import find_weight_errors
from simkomunitas.base.input_errors import ErrorDetail, InputError
from simkomunitas.model.community.community_data import NOBODY, Community, Numbers
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.strategies import Situation, strategies
from simkomunitas.model.programme.targeting import TargetingView, targeting_rules, visit_preferences
from simkomunitas.model.random_draws import DrawPurpose, draw_chances
from simkomunitas.model.scenario_definition import Programme
from simkomunitas.model.state.community_state import NEVER, CommunityState
from simkomunitas.model.vocabulary import ACTIVITIES, PROGRAMME, STAGES, WEEKS_PER_MONTH


def is_adaptive(programme: Programme | None) -> bool:
    """Whether any strategy of the mix looks at the situation before it plans."""
    return programme is not None and any(
        strategies[name].adaptive for shares in programme.strategies for name, _ in shares
    )


def activity_shares(programme: Programme, situation: Situation | None = None) -> Numbers:
    """Shares of hours: a row for each of STAGES, a column for each of ACTIVITIES; each row sums to one."""
    rows = [stage_activity_shares(programme, stage, situation) for stage in range(len(STAGES))]
    return np.array(rows)


def stage_activity_shares(programme: Programme, stage: int, situation: Situation | None) -> Numbers:
    """Shares of hours in one stage: the strategies' plans by their shares, bent by the model's emphasis."""
    emphasis = organizing_models[programme.model].emphasis
    hours = np.zeros(len(ACTIVITIES))
    for name, share in programme.strategies[stage]:
        planned = strategies[name]().plan(STAGES[stage], situation)
        if errors := list(
            find_weight_errors(f"strategy {name}", f"plan.{STAGES[stage]}", planned, ACTIVITIES, "an activity")
        ):
            raise InputError(errors)
        total = sum(planned.values())
        for activity, weight in planned.items():
            hours[ACTIVITIES.index(activity)] += share * weight / total
    hours *= [emphasis.get(activity, 1.0) for activity in ACTIVITIES]
    if not hours.sum() > 0:
        expected = "some weight on what the strategies do"
        raise InputError(
            [ErrorDetail(f"model {programme.model}", "emphasis", f"no hours in {STAGES[stage]}", expected)]
        )
    return np.asarray(hours / hours.sum())


def visit_preference(
    programme: Programme, week: int, seed: int, community: Community, state: CommunityState
) -> Numbers:
    """Whom the facilitators would visit first, by the targeting rule; one number a resident [0 to 1]."""
    minds = state.resident_states
    view = TargetingView(
        community=community,
        lots=draw_chances(seed, int(DrawPurpose.TARGETING), week, community.residents.key),
        choice=draw_chances(seed, int(DrawPurpose.NOMINATION), week, community.residents.key),
        contacts=minds.contacts,
        participant=week - minds.last_came[:, PROGRAMME] < WEEKS_PER_MONTH,
        leads=minds.leads | community.residents.official,
    )
    return visit_preferences(targeting_rules[programme.targeting], view)


def observe_situation(week: int, state: CommunityState) -> Situation:
    """What the facilitators see of the village."""
    minds = state.resident_states
    hamlets: Any = state.hamlets
    office = state.programme
    waiting = (hamlets.project != NOBODY) & ~hamlets.permitted
    return Situation(
        week=week,
        stage=STAGES[max(0, int(office.stage))],
        aware=float(minds.aware.mean()),
        participation=float((week - minds.last_came[:, PROGRAMME] < WEEKS_PER_MONTH).mean()),
        trust=float(minds.trust.mean()),
        leaders_per_hamlet=float(hamlets.leaders.mean()),
        called_locally=float(office.called_locally),
        projects_waiting=float(waiting.mean()),
    )


def is_programme_active(week: int, weeks: int, state: CommunityState) -> bool:
    """Whether there is still something to plan."""
    return week < weeks and int(state.programme.left) == NEVER

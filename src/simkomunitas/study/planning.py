"""What facilitators plan once in four weeks: how their hours are shared out, and whom they would visit first."""

from typing import Any

import numpy as np

from simkomunitas.ground.entry_checks import weight_faults
from simkomunitas.ground.faults import Fault, InputError
from simkomunitas.models import models
from simkomunitas.strategies import ACTIVITIES, Situation, strategies
from simkomunitas.study.scenario import Programme
from simkomunitas.targeting import View, preferences, targeting_rules
from simkomunitas.world.community import NOBODY, Community, Numbers
from simkomunitas.world.draws import Purpose, chances
from simkomunitas.world.programme import STAGES
from simkomunitas.world.state import NEVER, PROGRAMME, State

MONTH = 4  # weeks


def is_adaptive(programme: Programme | None) -> bool:
    """Whether any strategy of the mix looks at the situation before it plans."""
    return programme is not None and any(
        strategies[name].adaptive for shares in programme.strategies for name, _ in shares
    )


def agenda(programme: Programme, situation: Situation | None = None) -> Numbers:
    """Shares of hours: a row for each of STAGES, a column for each of ACTIVITIES; each row sums to one."""
    rows = [stage_hours(programme, stage, situation) for stage in range(len(STAGES))]
    return np.array(rows)


def stage_hours(programme: Programme, stage: int, situation: Situation | None) -> Numbers:
    """Shares of hours in one stage: the strategies' plans by their shares, bent by the model's emphasis."""
    emphasis = models[programme.model].emphasis
    hours = np.zeros(len(ACTIVITIES))
    for name, share in programme.strategies[stage]:
        planned = strategies[name]().plan(STAGES[stage], situation)
        if faults := list(
            weight_faults(f"strategy {name}", f"plan.{STAGES[stage]}", planned, ACTIVITIES, "an activity")
        ):
            raise InputError(faults)
        total = sum(planned.values())
        for activity, weight in planned.items():
            hours[ACTIVITIES.index(activity)] += share * weight / total
    hours *= [emphasis.get(activity, 1.0) for activity in ACTIVITIES]
    if not hours.sum() > 0:
        expected = "some weight on what the strategies do"
        raise InputError([Fault(f"model {programme.model}", "emphasis", f"no hours in {STAGES[stage]}", expected)])
    return np.asarray(hours / hours.sum())


def preference(programme: Programme, now: int, seed: int, community: Community, state: State) -> Numbers:
    """Whom the facilitators would visit first, by the targeting rule; one number a resident [0 to 1]."""
    minds: Any = np.asarray(state.minds)  # read by columns; as a plain array, because it is read every month
    view = View(
        community=community,
        luck=chances(seed, int(Purpose.TARGETING), now, community.residents.key),
        choice=chances(seed, int(Purpose.NOMINATION), now, community.residents.key),
        contacts=minds["contacts"],
        participant=now - minds["last_came"][:, PROGRAMME] < MONTH,
        leads=minds["leads"] | community.residents.official,
    )
    return preferences(targeting_rules[programme.targeting], view)


def situation(now: int, state: State) -> Situation:
    """What the facilitators see of the village."""
    minds: Any = state.minds  # read by columns
    hamlets: Any = state.hamlets
    office = state.office
    waiting = (hamlets.project != NOBODY) & ~hamlets.permitted
    return Situation(
        week=now,
        stage=STAGES[max(0, int(office.stage))],
        aware=float(minds.aware.mean()),
        participation=float((now - minds.last_came[:, PROGRAMME] < MONTH).mean()),
        trust=float(minds.trust.mean()),
        leaders_per_hamlet=float(hamlets.leaders.mean()),
        called_locally=float(office.called_locally),
        projects_waiting=float(waiting.mean()),
    )


def programme_runs(now: int, weeks: int, state: State) -> bool:
    """Whether there is still something to plan."""
    return now < weeks and int(state.office.left) == NEVER

"""One week of a community: ``simulate_week`` is the schedule, one line a process, in the order in which they happen."""

from simkomunitas.base.compilation_cache import compiled, spliced
from simkomunitas.model.community.community_data import EngineCommunity, Numbers
from simkomunitas.model.processes.advocacy_process import press_authority
from simkomunitas.model.processes.company_counts import count_company
from simkomunitas.model.processes.contribution_process import collect_contributions, decide_voice
from simkomunitas.model.processes.economy_process import strike_shocks, update_incomes
from simkomunitas.model.processes.engine_inputs import DecisionTrace, EnginePlan, EventLog
from simkomunitas.model.processes.facilitator_diary import call_activities, open_calendar, spend_facilitator_hours
from simkomunitas.model.processes.information_process import forget_news, pass_news
from simkomunitas.model.processes.invitation_process import invite_residents
from simkomunitas.model.processes.leadership_process import burn_out_leaders, emerge_leaders, support_leaders
from simkomunitas.model.processes.learning_process import make_acquaintances, update_learning
from simkomunitas.model.processes.maintenance_process import end_inactive_groups, maintain_assets, update_group_turnout
from simkomunitas.model.processes.need_process import draw_new_problems
from simkomunitas.model.processes.offer_process import decide_offer_uptake
from simkomunitas.model.processes.programme_control import control_programme
from simkomunitas.model.processes.project_process import advance_projects, choose_projects
from simkomunitas.model.processes.savings_groups import offer_groups
from simkomunitas.model.processes.turnout_process import decide_turnout
from simkomunitas.model.processes.turnout_records import record_turnout
from simkomunitas.model.processes.week_reset import fade_ties, reset_week
from simkomunitas.model.processes.weekly_observation import observe_week
from simkomunitas.model.rules.parameters import Parameters
from simkomunitas.model.state.community_state import CommunityState


@spliced
def simulate_week(
    now: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
    watch: DecisionTrace,
    row: Numbers,
) -> None:
    """A week: the fourteen steps, in their order; residents decide at once, on the world of last week."""
    reset_week(state)
    # 1 programme control
    control_programme(now, society, state, plan, log)
    # 2 diary
    open_calendar(now, state, parameters)
    spend_facilitator_hours(now, seed, society, state, parameters, plan, log)
    call_activities(now, seed, society, state, parameters, log)
    # 3 information
    pass_news(now, seed, society, state, parameters, log)
    forget_news(now, seed, society, state, parameters)
    # 4 invitation and turnout
    invite_residents(now, seed, society, state, parameters, log)
    offer_groups(now, seed, society, state, parameters, log)
    decide_offer_uptake(now, seed, society, state, parameters, plan, log)
    decide_turnout(now, seed, society, state, parameters, plan, watch)
    record_turnout(now, society, state, parameters, log)
    # 5 degree of participation
    decide_voice(now, seed, society, state, parameters, plan, log)
    # 6 contributions
    collect_contributions(now, seed, society, state, parameters, plan, log)
    # 7 projects
    choose_projects(now, seed, society, state, parameters, plan, log)
    advance_projects(now, society, state, parameters, plan, log)
    # 8 benefits (of what was finished above) and new problems
    draw_new_problems(now, seed, state, parameters, plan, log)
    # 9 advocacy
    press_authority(now, seed, society, state, parameters, plan, log)
    # 10 economy
    update_incomes(now, society, state, parameters, plan)
    strike_shocks(now, seed, state, plan, log)
    # 11 leaders
    support_leaders(now, society, state)
    burn_out_leaders(now, seed, society, state, parameters, log)
    emerge_leaders(now, seed, society, state, parameters, plan, log)
    # 12 maintenance
    maintain_assets(now, seed, society, state, parameters, plan, log)
    update_group_turnout(society, state)
    end_inactive_groups(now, seed, society, state, parameters, log)
    # 13 learning
    update_learning(now, society, state, parameters, plan)
    make_acquaintances(now, seed, society, state, parameters)
    fade_ties(state, parameters, plan)
    # 14 observation
    observe_week(now, society, state, row)


@compiled
def simulate_weeks(
    first: int,
    last: int,
    seed: int,
    society: EngineCommunity,
    state: CommunityState,
    parameters: Parameters,
    plan: EnginePlan,
    log: EventLog,
    watch: DecisionTrace,
    series: Numbers,
) -> None:
    """Weeks ``first`` up to, not including, ``last``; ``series`` has a row a week and a column for each of SERIES."""
    count_company(society, state)
    for now in range(first, last):
        simulate_week(now, seed, society, state, parameters, plan, log, watch, series[now])

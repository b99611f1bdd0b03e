"""One week of a community: ``live_week`` is the schedule, one line a process, in the order in which they happen."""

from simkomunitas.engine.advocate import press_authority
from simkomunitas.engine.attend import decide_turnout
from simkomunitas.engine.build import advance_projects, choose_projects
from simkomunitas.engine.company import count_company
from simkomunitas.engine.control import control_programme
from simkomunitas.engine.diary import call_activities, keep_diary, open_calendar
from simkomunitas.engine.earn import earn, strike_shocks
from simkomunitas.engine.engage import contribute, speak
from simkomunitas.engine.groups import offer_groups
from simkomunitas.engine.inform import forget, pass_news
from simkomunitas.engine.invite import invite
from simkomunitas.engine.lead import burn_out, step_forward, support_leaders
from simkomunitas.engine.learn import learn, meet_people
from simkomunitas.engine.maintain import end_groups, gather_groups, maintain_assets
from simkomunitas.engine.needs import arrive_problems
from simkomunitas.engine.observe import observe
from simkomunitas.engine.offer import answer_offer
from simkomunitas.engine.office import fade_ties, wipe_week
from simkomunitas.engine.plan import Log, Plan, Watch
from simkomunitas.engine.turnout import record_turnout
from simkomunitas.ground.compiled import compiled
from simkomunitas.rules.parameters import Parameters
from simkomunitas.world.community import Numbers, Society
from simkomunitas.world.state import State


@compiled
def live_week(
    now: int,
    seed: int,
    society: Society,
    state: State,
    parameters: Parameters,
    plan: Plan,
    log: Log,
    watch: Watch,
    row: Numbers,
) -> None:
    """A week: the fourteen steps, in their order; residents decide at once, on the world of last week."""
    wipe_week(state)
    # 1 programme control
    control_programme(now, society, state, plan, log)
    # 2 diary
    open_calendar(now, state, parameters)
    keep_diary(now, seed, society, state, parameters, plan, log)
    call_activities(now, seed, society, state, parameters, log)
    # 3 information
    pass_news(now, seed, society, state, parameters, log)
    forget(now, seed, society, state, parameters)
    # 4 invitation and turnout
    invite(now, seed, society, state, parameters, log)
    offer_groups(now, seed, society, state, parameters, log)
    answer_offer(now, seed, society, state, parameters, plan, log)
    decide_turnout(now, seed, society, state, parameters, plan, watch)
    record_turnout(now, society, state, parameters, log)
    # 5 degree of participation
    speak(now, seed, society, state, parameters, plan, log)
    # 6 contributions
    contribute(now, seed, society, state, parameters, plan, log)
    # 7 projects
    choose_projects(now, seed, society, state, parameters, plan, log)
    advance_projects(now, society, state, parameters, plan, log)
    # 8 benefits (of what was finished above) and new problems
    arrive_problems(now, seed, state, parameters, plan, log)
    # 9 advocacy
    press_authority(now, seed, society, state, parameters, plan, log)
    # 10 economy
    earn(now, society, state, parameters, plan)
    strike_shocks(now, seed, state, plan, log)
    # 11 leaders
    support_leaders(now, society, state)
    burn_out(now, seed, society, state, parameters, log)
    step_forward(now, seed, society, state, parameters, plan, log)
    # 12 maintenance
    maintain_assets(now, seed, society, state, parameters, plan, log)
    gather_groups(society, state)
    end_groups(now, seed, society, state, parameters, log)
    # 13 learning
    learn(now, society, state, parameters, plan)
    meet_people(now, seed, society, state, parameters)
    fade_ties(state, parameters, plan)
    # 14 observation
    observe(now, society, state, row)


@compiled
def live_weeks(
    first: int,
    last: int,
    seed: int,
    society: Society,
    state: State,
    parameters: Parameters,
    plan: Plan,
    log: Log,
    watch: Watch,
    series: Numbers,
) -> None:
    """Weeks ``first`` up to, not including, ``last``; ``series`` has a row a week and a column for each of SERIES."""
    count_company(society, state)
    for now in range(first, last):
        live_week(now, seed, society, state, parameters, plan, log, watch, series[now])

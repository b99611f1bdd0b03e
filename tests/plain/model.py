"""A village as an ordinary Mesa model: residents are agents, and a week is fourteen steps."""

from math import floor
from typing import get_args, get_type_hints

import mesa
import numpy as np

from plain import chance
from plain.books import week_of
from plain.hamlet import PlainHamlet
from plain.office import PlainOffice, mean
from plain.people import PlainResident
from simkomunitas.model.community.village_descriptions import build_community
from simkomunitas.model.programme.exit_rules import exit_rules
from simkomunitas.model.programme.monthly_plan import activity_shares, is_adaptive
from simkomunitas.model.programme.organizing_models import organizing_models
from simkomunitas.model.programme.programme_settings import Facilitation, ProgrammeCourse
from simkomunitas.model.programme.strategies import Situation
from simkomunitas.model.programme.targeting import TargetingView, targeting_rules
from simkomunitas.model.random_draws import DrawPurpose
from simkomunitas.model.rules.parameters import Switches
from simkomunitas.model.state.community_state import NEVER
from simkomunitas.model.state.weekly_counts import WEEKLY_COUNTS
from simkomunitas.model.vocabulary import PROGRAMME, STAGES

MONTH, YEAR = 4, 52


def numbers_in_force(parameters, switches):
    """The parameters, with those of mechanisms that are switched off at the values where they do nothing."""
    about = get_type_hints(Switches, include_extras=True)
    for name, is_on in switches._asdict().items():
        neutral = () if is_on else get_args(about[name])[1].neutral
        for key, value in neutral:
            block, number = key.split(".")
            changed = getattr(parameters, block)._replace(**{number: value})
            parameters = parameters._replace(**{block: changed})
    return parameters


class PlainVillage(mesa.Model):
    """A community on its way through the weeks of a scenario."""

    def __init__(self, scenario, seed, community=None):
        super().__init__()
        self.now = 0
        self.seed_of_chance = seed
        self.community = community or build_community(scenario.village, seed)
        self.read(scenario)
        self.people_hamlets()
        self.tie()
        self.found_associations()
        self.found_committees()
        self.office = PlainOffice(self, scenario.village.institutions.allies)
        self.series = []

    def read(self, scenario):
        self.programme = None
        self.facilitation, self.course = Facilitation(number=0, hours=0), ProgrammeCourse()
        self.programme_weeks = int(scenario.horizon.programme_weeks)
        if scenario.programme and scenario.horizon.programme_weeks > 0:
            work = scenario.programme.facilitation
            if work.number * work.hours > 0:
                self.read_programme(scenario.programme)
        self.institutions, self.inequality = scenario.village.institutions, scenario.village.people.inequality
        self.shocks = scenario.shocks
        self.parameters = numbers_in_force(scenario.parameters, scenario.switches)

    def read_programme(self, programme):
        self.programme = programme
        self.facilitation, self.course = programme.facilitation, programme.course
        self.conduct = organizing_models[programme.model].conduct
        self.outlook = exit_rules[programme.exit_rule].outlook
        self.agenda = activity_shares(programme).tolist()

    def people_hamlets(self):
        self.hamlets = [PlainHamlet(self, h, row.tolist()) for h, row in enumerate(self.community.severity)]
        columns = {name: column.tolist() for name, column in self.community.residents._asdict().items()}
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        self.residents = [PlainResident(self, number, facts) for number, facts in enumerate(rows)]
        for resident, facts in zip(self.residents, rows, strict=True):
            resident.hamlet = self.hamlets[facts["hamlet"]]
            resident.hamlet.residents.append(resident)

    def tie(self):
        start, neighbour = self.community.ties.start.tolist(), self.community.ties.neighbour.tolist()
        for resident in self.residents:
            known = neighbour[start[resident.row] : start[resident.row + 1]]
            resident.known = [self.residents[row] for row in known]

    def found_associations(self):
        for resident, number in zip(self.residents, self.community.residents.association.tolist(), strict=True):
            if number >= 0:
                resident.association = self.hamlets[number // 2].associations[number % 2]
                resident.association.members += 1
                resident.association.alive = True

    def found_committees(self):
        for hamlet in self.hamlets[: floor(self.institutions.committees * len(self.hamlets) + 0.5)]:
            hamlet.committee.alive = True

    # Chance

    def chance(self, purpose, key):
        return chance.chance(self.seed_of_chance, purpose, self.now, key)

    def chance_of_two(self, purpose, first, second):
        return self.chance(purpose, chance.pair(first, second))

    def chance_for_good(self, purpose, first, second):
        """The same in every week."""
        return chance.chance(self.seed_of_chance, purpose, NEVER, chance.pair(first, second))

    # A week

    def step(self):
        self.meet_once_a_month()
        self.begin_week()
        self.office.control()  # 1 programme control
        self.keep_diaries()  # 2 diary
        self.pass_news()  # 3 information
        self.turn_out()  # 4 invitation and turnout
        self.agents.do("maybe_speak")  # 5 degree of participation
        self.all_hamlets("contribute")  # 6 contributions
        self.all_hamlets("maybe_choose_project")  # 7 projects
        self.all_hamlets("advance_project")
        self.all_hamlets("meet_new_problems")  # 8 benefits and new problems
        self.all_hamlets("press_authority")  # 9 advocacy
        self.agents.do("save")  # 10 economy
        self.agents.do("earn")
        self.all_hamlets("maybe_be_struck")
        self.change_leaders()  # 11 leaders
        self.maintain()  # 12 maintenance
        self.learn()  # 13 learning
        self.series.append(week_of(self))  # 14 observation
        self.now += 1

    def all_hamlets(self, act):
        for hamlet in self.hamlets:
            getattr(hamlet, act)()

    def begin_week(self):
        self.tally = dict.fromkeys(WEEKLY_COUNTS, 0)
        self.all_hamlets("begin_week")
        self.agents.do("begin_week")

    def keep_diaries(self):
        self.all_hamlets("open_calendar")
        self.office.keep_diary()
        self.all_hamlets("find_caller")
        self.office.count_calls()

    def pass_news(self):
        self.agents.do("find_news")
        self.agents.do("listen")
        self.agents.do("take_in_news")
        self.agents.do("forget")

    def turn_out(self):
        self.agents.do("get_invited")
        self.agents.do("hear_of_savings_groups")
        self.agents.do("hear_of_offer")
        self.agents.do("decide")
        self.agents.do("remember_coming")
        self.all_hamlets("remember_turnout")

    def change_leaders(self):
        self.agents.do("be_supported")
        self.agents.do("maybe_burn_out")
        self.all_hamlets("count_leaders")
        self.agents.do("maybe_step_forward")
        if self.programme and self.course.elected_committee > 0 and self.now % YEAR == 0:
            self.all_hamlets("elect")

    def maintain(self):
        self.all_hamlets("maintain_assets")
        self.all_hamlets("remember_meetings")
        self.all_hamlets("maybe_end_groups")

    def learn(self):
        self.agents.do("learn")
        self.agents.do("meet_people", [resident for resident in self.residents if resident.coming[PROGRAMME]])
        self.office.let_ties_fade()

    # The facilitators' meeting, once in four weeks

    def meet_once_a_month(self):
        if self.programme is None or self.now % MONTH or self.now >= self.programme_weeks or self.office.left != NEVER:
            return
        preferences = targeting_rules[self.programme.targeting].preference(self.view())
        for resident, preference in zip(self.residents, preferences.tolist(), strict=True):
            resident.preference = preference
        if is_adaptive(self.programme):
            self.agenda = activity_shares(self.programme, self.situation()).tolist()

    def view(self):
        return TargetingView(
            community=self.community,
            lots=np.array([resident.chance(DrawPurpose.TARGETING) for resident in self.residents]),
            choice=np.array([resident.chance(DrawPurpose.NOMINATION) for resident in self.residents]),
            contacts=np.array([resident.contacts for resident in self.residents]),
            participant=np.array([resident.took_part_within(MONTH - 1) for resident in self.residents]),
            leads=np.array([resident.leads or resident.official for resident in self.residents]),
        )

    def situation(self):
        return Situation(
            week=self.now,
            stage=STAGES[max(0, self.office.stage)],
            aware=mean(resident.aware for resident in self.residents),
            participation=mean(resident.took_part_within(MONTH - 1) for resident in self.residents),
            trust=mean(resident.trust for resident in self.residents),
            leaders_per_hamlet=mean(hamlet.leaders for hamlet in self.hamlets),
            called_locally=self.office.called_locally,
            projects_waiting=mean(hamlet.waits_for_authority() for hamlet in self.hamlets),
        )

"""A hamlet with its needs, its events, its project and its groups."""

from dataclasses import dataclass
from math import floor

from plain import equations as eq
from simkomunitas.model.domain_facts import AUTHORITY_ROLE, CAPTURED_DOMAIN, DOMAIN_DIFFICULTY, DOMAIN_EXCLUDABILITY
from simkomunitas.model.programme.programme_settings import DecisionMaker
from simkomunitas.model.random_draws import DrawPurpose
from simkomunitas.model.state.community_state import (
    BROKEN,
    FACILITATOR,
    INITIAL_NORMS,
    MOBILIZING,
    NEVER,
    NO_ASSET,
    POORER_RANK,
    POOREST_RANK,
    TALK,
    WORKING,
)
from simkomunitas.model.vocabulary import (
    ASSOCIATION,
    ASSOCIATION_GROUP,
    COMMITTEE,
    DOMAINS,
    GOVERNANCE,
    MUTUAL_HELP,
    PROGRAMME,
    SAVINGS_GROUP,
)

EVERY_DOMAIN = range(len(DOMAINS))
FOUR_ARENAS = range(4)
MONTH, QUARTER, HALF_YEAR, YEAR = 4, 13, 26, 52
PLANNING = 2
BY_FACILITATORS, BY_RESIDENTS = 1, 2


@dataclass(eq=False)
class PlainGroup:
    """An association, a savings group or a committee."""

    number: int
    kind: int
    members: int = 0
    alive: bool = False
    cohort: bool = False
    founded: int = NEVER
    accompanied: int = NEVER
    cash: int = 0
    turnout: float = 0.5

    def found(self, now):
        self.alive = True
        self.founded = now
        self.turnout = 0.5

    def share_lent(self, full):
        """How far the cash box carries loans; full: what each member has paid in when it carries all."""
        return min(1.0, self.cash / max(1, full * self.members))

    def remember_meeting(self, share):
        self.turnout += 0.2 * (share - self.turnout)


@dataclass(eq=False)
class PlainProject:
    """Common work on one problem; ``needed``: hours, thousand rupiah and skilled hours."""

    domain: int
    started: int = NEVER
    progressed: int = NEVER
    needed: tuple = (1.0, 1.0, 1.0)
    labour: float = 0.0
    money: float = 0.0
    gifts: float = 0.0
    technical: float = 0.0
    captured: bool = False
    permitted: bool = False
    helped: bool = False
    going_on: bool = True

    def readiness(self):
        there = (self.labour, self.money, self.technical)
        return eq.readiness(*map(eq.share_of_need, there, self.needed))

    def share_of_skilled_work(self):
        return self.technical / self.needed[2]


@dataclass(eq=False)
class PlainNeed:
    """What a hamlet lacks in one domain, and what has been built against it."""

    severity: float
    problem_since: int = NEVER
    asset: int = NO_ASSET
    condition: float = 0.0
    fund: int = 0
    cohort: bool = False
    held_out: bool = False  # one of the cohort that has not broken

    def felt(self):
        eased = self.asset == WORKING and self.problem_since == NEVER
        return 0.2 * self.severity if eased else self.severity


class PlainHamlet:
    """A hamlet of the village."""

    def __init__(self, model, number, severities):
        self.model = model
        self.number = number
        self.residents = []
        self.leaders = 0
        self.norm = list(INITIAL_NORMS)
        self.turnout = [0.0] * 4
        self.paying = 0.0
        self.shock_until = NEVER
        self.needs = [PlainNeed(severity) for severity in severities]
        self.latest = PlainProject(-1, going_on=False)  # the project, while there is one, or the last
        kinds = (ASSOCIATION_GROUP, ASSOCIATION_GROUP, SAVINGS_GROUP, SAVINGS_GROUP, COMMITTEE)
        self.groups = [PlainGroup(5 * number + slot, kind) for slot, kind in enumerate(kinds)]
        self.begin_week()

    def begin_week(self):
        self.held = [0] * 4
        self.eligible = [0] * 4
        self.present = [0] * 4
        self.content = [0.0] * 4
        self.caller = None
        self.attempt = 0

    # What others may ask of it

    @property
    def now(self):
        return self.model.now

    @property
    def adults(self):
        return len(self.residents)

    @property
    def project(self):
        return self.latest if self.latest.going_on else None

    @property
    def associations(self):
        return self.groups[:2]

    @property
    def savings_groups(self):
        return self.groups[2:4]

    @property
    def committee(self):
        return self.groups[4]

    def chance(self, purpose, number=0):
        return self.model.chance_of_two(purpose, self.number, number)

    def called_by_facilitators(self):
        return self.caller == FACILITATOR

    def waits_for_authority(self):
        return self.project is not None and not self.project.permitted

    def needs_leave(self, domain):
        return AUTHORITY_ROLE[domain] >= 1 - self.model.institutions.authority_say

    def case(self):
        """The domain of what it can put to the authority, or None."""
        if self.waits_for_authority():
            return self.project.domain
        worked_on = self.project.domain if self.project else None
        served = [domain for domain in EVERY_DOMAIN if self.needs_leave(domain) and domain != worked_on]
        pressing = [domain for domain in served if self.needs[domain].felt() > 0]
        if not (self.committee.alive and pressing):
            return None
        return max(pressing, key=lambda domain: self.needs[domain].felt())

    def shares_noted(self, arena):
        return self.content[MOBILIZING] if arena == PROGRAMME else 0.0

    def has_elected_committee(self):
        return self.committee.alive and self.model.course.elected_committee > 0

    def those_coming(self, arena):
        return [resident for resident in self.residents if resident.coming[arena]]

    def savings_groups_alive(self):
        return [group for group in self.savings_groups if group.alive]

    def founds_savings_group(self):
        return any(group.founded == self.now for group in self.savings_groups_alive())

    def has_fresh_decision(self):
        return self.now - self.latest.started <= self.model.parameters.information.news_weeks

    def openness(self):
        if not self.called_by_facilitators():
            return self.model.institutions.open_meetings
        return min(1.0, max(0.0, self.model.facilitation.participatory + self.model.conduct.open_room))

    def formality(self, arena):
        if arena == PROGRAMME:
            return 1 - self.openness()
        return float(self.held[GOVERNANCE]) if arena == GOVERNANCE else 0.0

    def gain_for(self, resident):
        if self.project is None:
            return max(need.felt() for need in self.needs)
        left_out = self.project.captured and resident.wealth < POORER_RANK
        return 0.0 if left_out else self.needs[self.project.domain].severity

    # 2 diary

    def open_calendar(self):
        calendar = self.model.parameters.calendar
        turn = self.now + self.number
        if turn % int(calendar.mutual_help_every) == 0:
            self.held[MUTUAL_HELP] = 1
        if turn % MONTH == 1:
            self.held[ASSOCIATION] = 1
        if turn % MONTH == 3:
            self.held[GOVERNANCE] = 1
        if self.now % HALF_YEAR == 0:
            self.held[GOVERNANCE] = 2

    def be_called_together(self, caller, content):
        self.caller = caller
        self.held[PROGRAMME] = 1
        self.content[content] = 1.0

    def find_caller(self):
        """The first by lot among the leaders and officials who would."""
        if self.called_by_facilitators():
            return
        heads = [resident for resident in self.residents if resident.leads or resident.official]
        lots = [(resident.lot_to_call(), resident) for resident in heads]
        willing = [(lot, resident) for lot, resident in lots if lot is not None]
        if willing:
            self.be_called_together(min(willing, key=lambda pair: pair[0])[1], TALK)

    # 4 turnout

    def remember_turnout(self):
        minutes = floor(60 * self.model.parameters.calendar.event_hours + 0.5)
        for arena in FOUR_ARENAS:
            if self.held[arena]:
                concerned = self.eligible[arena] if arena == ASSOCIATION else self.adults
                self.turnout[arena] = self.present[arena] / max(1, concerned)
                gap = self.turnout[arena] - self.norm[arena]
                self.norm[arena] += self.model.parameters.learning.habit_gain * gap
                kind = "formal_minutes" if arena in (PROGRAMME, GOVERNANCE) else "informal_minutes"
                self.model.tally[kind] += minutes * self.present[arena]

    # 6 contributions

    def contribute(self):
        talk = self.openness() if self.content[TALK] else self.openness() / 2
        self.work(PROGRAMME, self.those_coming(PROGRAMME), talk)
        if self.project:
            for resident in self.those_coming(PROGRAMME):
                resident.bring_in(self.project)
        self.work(MUTUAL_HELP, self.those_coming(MUTUAL_HELP), self.model.institutions.talk)

    def work(self, arena, people, talk):
        for resident in people:
            resident.talk_it_over(talk)
        if arena == PROGRAMME and not self.project:
            return
        example = max((head.would_give_ahead(arena) for head in people if head.is_head(arena)), default=0.0)
        for resident in people:
            resident.give(arena, example)
        if len(people) > 1:
            self.look_around(arena, people, talk)

    def look_around(self, arena, people, talk):
        given = sum(resident.giving for resident in people)
        for resident in people:
            seen = (given - resident.giving) / (len(people) - 1)
            resident.look_around(arena, seen, talk)

    # 7 projects

    def maybe_choose_project(self):
        speakers = [resident for resident in self.residents if resident.spoke]
        too_early = self.called_by_facilitators() and self.model.office.stage < PLANNING
        if self.project is None and not too_early and len(speakers) >= 3:
            self.choose_project(speakers)

    def choose_project(self, speakers):
        skill = sum(resident.skill for resident in speakers) / len(speakers)
        outsiders = self.called_by_facilitators()
        openly = self.chance(DrawPurpose.CHOICE) < (
            self.model.course.open_decisions if outsiders else self.model.institutions.open_meetings
        )
        captured = self.is_captured(openly, skill)
        domain = CAPTURED_DOMAIN if captured else self.most_pressing(speakers)
        self.model.tally["decisions"] += 1
        self.model.tally["decisions_open"] += openly
        self.model.tally["decisions_captured"] += captured
        for resident in self.residents:
            resident.knows_decision = resident.spoke or (openly and resident.coming[PROGRAMME])
        self.start_project(domain, captured)
        self.found_committee()

    def is_captured(self, openly, skill):
        monitoring = self.model.conduct.monitoring if self.called_by_facilitators() else 0.0
        inequality, ally = self.model.inequality, self.model.office.ally
        open_room = 1 - self.model.institutions.elite_hold if openly else 0.0
        omega = eq.capture_probability(inequality, open_room, monitoring, ally, skill, self.model.parameters.capture)
        return self.chance(DrawPurpose.CAPTURE) < omega

    def most_pressing(self, speakers):
        decider = self.model.conduct.decider if self.called_by_facilitators() else DecisionMaker.MEETING
        poor = [resident for resident in speakers if resident.wealth < POOREST_RANK]
        if decider == DecisionMaker.EXPERT:
            worths = [self.worth_to_experts(domain) for domain in EVERY_DOMAIN]
        elif decider == DecisionMaker.DISADVANTAGED and poor:
            worths = [self.worth_to(poor, domain) * (1 + AUTHORITY_ROLE[domain]) for domain in EVERY_DOMAIN]
        else:
            worths = [self.worth_to(speakers, domain) for domain in EVERY_DOMAIN]
        return worths.index(max(worths))

    def worth_to(self, people, domain):
        return self.needs[domain].felt() * sum(resident.concern_for(domain) for resident in people)

    def worth_to_experts(self, domain):
        """They shun what is difficult, and see through a fog what they have not come to understand."""
        fog = self.chance(DrawPurpose.CHOICE, 1 + domain) - 0.5
        feasible = 1 - DOMAIN_DIFFICULTY[domain] / 2
        return self.needs[domain].felt() * feasible + (1 - self.model.office.understanding) * fog

    def start_project(self, domain, captured):
        needs = self.model.parameters.projects
        outsiders = self.called_by_facilitators()
        size = self.adults * (1 + self.needs[domain].severity) / 2
        needed = (
            needs.labour_hours * size,
            needs.money_cost * size,
            max(1.0, needs.technical_hours * DOMAIN_DIFFICULTY[domain]),
        )
        permitted = not self.needs_leave(domain)
        self.latest = PlainProject(
            domain, self.now, self.now, needed, captured=captured, permitted=permitted, helped=outsiders
        )
        self.model.tally["projects_started"] += 1
        self.model.office.note_start()
        if outsiders:
            self.receive_gift(int(self.model.course.grant * needed[1]))

    def receive_gift(self, gift):
        if gift == 0:
            return
        self.project.money += gift
        self.project.gifts += gift
        if self.project.gifts > self.project.needed[1] / 2:
            self.project.helped = True
        self.model.tally["money_outside"] += gift
        share = min(1.0, gift / self.project.needed[1])
        for resident in self.residents:
            resident.be_paid(share)

    def found_committee(self):
        if not self.committee.alive:
            self.committee.found(self.now)
            self.model.tally["groups_founded"] += 1

    def receive_from_allies(self):
        ally = self.model.office.ally
        if ally < 0.3 or self.now % MONTH:
            return
        if self.project and self.project.money < self.project.needed[1]:
            self.receive_gift(int(ally * self.project.needed[1] * MONTH / YEAR))

    def advance_project(self):
        self.receive_from_allies()
        project = self.project
        if not project:
            return
        if self.present[PROGRAMME]:
            project.progressed = self.now
        if project.permitted and project.readiness() >= 1:
            self.finish(project)
        elif self.now - project.progressed > HALF_YEAR:
            self.give_up(project)

    # 8 benefits and new problems

    def finish(self, project):
        project.going_on = False
        if not project.captured:
            self.serve(self.needs[project.domain], project)
        self.model.tally["projects_finished"] += 1
        self.model.office.note_finish(project)
        for resident in self.residents:
            if project.captured and resident.wealth < POORER_RANK:
                resident.be_cheated()
            else:
                resident.profit_from(project)

    def serve(self, need, project):
        need.asset, need.condition = WORKING, 1.0
        need.fund += int(project.money - project.needed[1])
        self.meet_problem(need, project.helped)

    def meet_problem(self, need, helped):
        need.severity *= 0.4
        if need.problem_since != NEVER:
            need.problem_since = NEVER
            self.model.tally["problems_due"] += 1
            self.model.tally["problems_met"] += 1
            self.model.tally["problems_met_locally"] += not helped

    def give_up(self, project):
        project.going_on = False
        self.model.tally["projects_failed"] += 1
        for resident in self.residents:
            resident.see_failure_of(project)

    def meet_new_problems(self):
        settling = eq.weekly_rate(self.model.parameters.beliefs.fading_rate)
        arriving = eq.weekly_rate(self.model.parameters.place.problem_rate)
        for domain, need in enumerate(self.needs):
            need.severity = eq.faded(need.severity, self.model.institutions.need, settling)
            if need.problem_since == NEVER:
                if self.chance(DrawPurpose.PROBLEM, domain) < arriving:
                    need.problem_since = self.now
                    need.severity = min(1.0, need.severity + 0.5)
            elif self.now - need.problem_since == YEAR:
                self.model.tally["problems_due"] += 1
                need.problem_since = NEVER

    # 9 advocacy

    def press_authority(self):
        domain = self.case()
        if domain is None:
            return
        if not self.attempt and (self.now + self.number) % QUARTER == 0 and self.stands_up():
            self.attempt = BY_RESIDENTS
        if self.attempt:
            self.send_delegation(domain)

    def stands_up(self):
        if self.waits_for_authority():
            return self.leaders > 0
        return self.model.office.link > 0 and (self.leaders > 0 or self.has_elected_committee())

    def send_delegation(self, domain):
        confrontation = self.model.conduct.confrontation if self.attempt == BY_FACILITATORS else 0.0
        delegation = self.mobilize(domain, confrontation)
        spoken_for = 0.05 if self.has_elected_committee() else 0.0
        pressure = (len(delegation) / self.adults + spoken_for) * (1 + confrontation)
        if self.authority_concedes(pressure):
            self.be_granted(domain, delegation)
            return
        self.model.tally["refusals"] += 1
        for resident in delegation:
            resident.lose_heart(0.25)
        if self.chance(DrawPurpose.REPRISAL, 1) < self.model.parameters.advocacy.reprisal_probability * confrontation:
            self.model.tally["reprisals"] += 1
            for resident in delegation:
                resident.lose_heart(1.0)

    def mobilize(self, domain, confrontation):
        need = self.needs[domain].felt()
        for resident in self.residents:
            resident.maybe_join_delegation(need, confrontation / 2)
        return [resident for resident in self.residents if resident.presses]

    def authority_concedes(self, pressure):
        office, openness = self.model.office, self.model.institutions.authority_openness
        leaning = eq.concession_utility(pressure, openness, office.link, office.ally, self.model.parameters.advocacy)
        return self.chance(DrawPurpose.CONCESSION, 1) < eq.logistic(leaning)

    def be_granted(self, domain, delegation):
        self.model.tally["concessions"] += 1
        if self.waits_for_authority():
            self.be_permitted()
        else:
            self.meet_problem(self.needs[domain], self.attempt == BY_FACILITATORS)
        for resident in delegation:
            resident.take_heart(1.0)
            resident.gain_ownership(1.0)

    def be_permitted(self):
        self.project.permitted = True
        public = int(self.project.needed[1] / 2)
        self.project.money += public
        self.model.tally["money_outside"] += public
        self.project.helped = self.project.helped or self.attempt == BY_FACILITATORS

    # 10 economy

    def maybe_be_struck(self):
        shocks = self.model.shocks
        if self.chance(DrawPurpose.SHOCK) >= eq.weekly_rate(shocks.chance):
            return
        self.model.tally["shocks"] += 1
        self.shock_until = self.now + int(shocks.duration) + 1
        for group in self.groups:
            group.cash -= int(shocks.severity * group.cash)
        for need in self.needs:
            need.fund -= int(shocks.severity * need.fund)

    # 11 leaders

    def count_leaders(self):
        self.leaders_so_far = self.leaders

    def elect(self):
        if self.leaders or not self.committee.alive:
            return
        known = [one for one in self.residents if one.aware and self.now - one.last_spoke <= YEAR]
        if known:
            min(known, key=lambda resident: (-resident.skill, resident.key)).rise()

    # 12 maintenance

    def maintain_assets(self):
        if (self.now + self.number) % MONTH == 2:
            self.collected = []
            for domain, need in enumerate(self.needs):
                if need.asset == WORKING:
                    self.maintain(need, domain)
            self.paying = sum(paid for paid, _ in self.collected) / max(1, sum(asked for _, asked in self.collected))

    def maintain(self, need, domain):
        parameters = self.model.parameters
        need.condition -= parameters.maintenance.wear_rate * MONTH / YEAR
        need.fund += self.collect_dues(domain)
        cost = floor(parameters.projects.money_cost * self.adults + 0.5)
        if need.condition < 0.6 and need.fund >= cost:
            need.fund -= cost
            need.condition = 1.0
        elif need.condition <= 0:
            need.asset = BROKEN
            need.held_out = False
            self.model.tally["assets_broken"] += 1

    def collect_dues(self, domain):
        excludability = max(DOMAIN_EXCLUDABILITY[domain], self.model.course.exclusion)
        if excludability < 1 and not self.committee.alive:
            return 0
        paid = sum(resident.pays(domain, excludability) for resident in self.residents)
        self.model.tally["dues_asked"] += self.adults
        self.model.tally["dues_paid"] += paid
        if excludability < 1:
            self.collected.append((paid, self.adults))
        return int(self.model.parameters.economy.dues * paid / len(DOMAINS))

    def remember_meetings(self):
        came = self.those_coming(ASSOCIATION)
        self.came_of_group = [
            sum(group in (resident.association, resident.savings_group) for resident in came) for group in self.groups
        ]
        if not self.held[ASSOCIATION]:
            return
        for group, count in zip(self.groups, self.came_of_group, strict=True):
            if group.alive:
                leading = max(self.paying, min(1.0, self.leaders / 2))
                group.remember_meeting(leading if group.kind == COMMITTEE else count / max(1, group.members))

    def maybe_end_groups(self):
        for group in self.groups:
            drawn = self.model.chance_of_two(DrawPurpose.GROUP_END, group.number, 0)
            if group.alive and drawn < self.ending(group):
                self.end(group)
            elif not group.alive and drawn < self.founding(group):
                group.found(self.now)
                self.model.tally["groups_founded"] += 1

    def ending(self, group):
        accompanied = self.now - group.accompanied <= QUARTER
        led = self.leaders > 0 or group.kind == ASSOCIATION_GROUP or accompanied
        return eq.group_end_probability(group.turnout, led, self.model.parameters.maintenance)

    def founding(self, group):
        """Of an association that has ended."""
        can_be = group.kind == ASSOCIATION_GROUP and group.members
        return eq.weekly_rate(self.norm[ASSOCIATION]) if can_be else 0.0

    def end(self, group):
        group.alive = False
        self.model.tally["groups_ended"] += 1
        if group.kind == SAVINGS_GROUP:
            group.members = 0
        for resident in self.residents:
            if resident.savings_group is group:
                resident.savings_group = None
                resident.offered = False

"""A resident: what she knows, feels and can, what she decides, and what she learns from it."""

from math import floor

import mesa

from plain import equations as eq
from plain.equations import CONDITIONAL, FREE_RIDER
from simkomunitas.model.random_draws import DrawPurpose
from simkomunitas.model.state.community_state import (
    CIVIC,
    DECLINED,
    FACILITATOR,
    INITIAL_NORMS,
    LEGITIMACY,
    LEGITIMACY_OF_OFFICE,
    MOBILIZING,
    NEVER,
    NO_ANSWER,
    PERIOD_COUNT,
    RESTING_BELIEF,
    SKILLS,
    TOOK_UP,
)
from simkomunitas.model.vocabulary import ASSOCIATION, GOVERNANCE, MUTUAL_HELP, PROGRAMME

FOUR_ARENAS = range(4)
MONTH, QUARTER, HALF_YEAR, YEAR = 4, 13, 26, 52
SILENT, TALKS, TAKES_PART = 0, 1, 2


class PlainResident(mesa.Agent):
    """A resident of the village."""

    def __init__(self, model, row, facts):
        super().__init__(model)
        self.row = row
        for name, value in facts.items():
            setattr(self, name, value)
        self.hamlet = None  # the village settles her
        self.association = None
        self.known = []  # those she has ties to
        self.begin_mind()
        self.begin_history()
        self.begin_week()

    def begin_mind(self):
        self.aware = self.knows_decision = self.official
        self.leads = False
        self.trust = self.efficacy = RESTING_BELIEF
        self.ownership = self.fatigue = self.load = self.benefits = 0.0
        self.motive = self.income = 1.0
        self.belief = 0.5
        self.legitimacy = LEGITIMACY_OF_OFFICE if self.official else LEGITIMACY
        self.skill = 0.1 + 0.02 * self.education
        self.concerned = [False] * 4
        self.habit = [share / (share + (1 - share) / 4) for share in INITIAL_NORMS]

    def begin_history(self):
        self.came = [False] * 4
        self.last_came = [NEVER] * 4
        self.attendances = [0] * PERIOD_COUNT
        self.acquaintances = [None, None]
        self.news_week = self.last_invited = self.last_gave = self.last_spoke = NEVER
        self.led_since = self.declined = self.feedback = self.refreshed = self.last_contact = NEVER
        self.informer = self.savings_group = None
        self.offered = False
        self.answer = NO_ANSWER
        self.contacts = 0
        self.preference = 0.0

    def begin_week(self):
        self.inviters = [None] * 4
        self.coming = [False] * 4
        self.spoke = self.learnt = self.presses = False
        self.heard_from = None
        self.news = SILENT
        self.tells = False
        self.giving = self.given_hours = 0.0

    # What anybody may ask of her

    @property
    def now(self):
        return self.model.now

    @property
    def beliefs(self):
        return self.model.parameters.beliefs

    @property
    def schooling(self):
        return min(1.0, self.education / 12)

    def chance(self, purpose, extra=0):
        return self.model.chance(purpose + extra, self.key)

    def concern_for(self, domain):
        """How much she has a problem at heart; this is hers for good."""
        return 0.5 + self.model.chance_for_good(DrawPurpose.CHOICE, self.key, domain)

    def took_part_within(self, weeks):
        return self.now - self.last_came[PROGRAMME] <= weeks

    def is_concerned_by(self, arena):
        if not self.hamlet.held[arena]:
            return False
        if arena == ASSOCIATION:
            return self.savings_group is not None or (self.association is not None and self.association.alive)
        return self.aware or arena != PROGRAMME

    def is_head(self, arena):
        return self.leads or (self.official and arena == MUTUAL_HELP)

    def hours_free(self):
        hours = eq.hours_after_income(self.free_hours, self.income, self.model.parameters.economy)
        struck = self.now < self.hamlet.shock_until
        return hours * (1 - self.model.shocks.severity) if struck else hours

    def gain_trust(self, share):
        self.trust = eq.after_success(self.trust, share, self.beliefs)

    def lose_trust(self, share):
        self.trust = eq.after_failure(self.trust, share, self.beliefs)

    def take_heart(self, share):
        self.efficacy = eq.after_success(self.efficacy, share, self.beliefs)

    def lose_heart(self, share):
        self.efficacy = eq.after_failure(self.efficacy, share, self.beliefs)

    def gain_ownership(self, share):
        self.ownership = eq.after_success(self.ownership, share, self.beliefs)

    def lose_ownership(self, share):
        self.ownership = eq.after_failure(self.ownership, share, self.beliefs)

    def be_paid(self, share):
        self.motive = eq.crowded_out(self.motive, share, self.model.parameters.crowding)

    def be_trained(self, dose, quality):
        self.skill = eq.trained_skill(self.skill, dose, quality, self.schooling, self.model.parameters.learning)

    # 2 diary: visits, and activities she calls

    def be_visited(self):
        self.contacts += 1
        self.last_contact = self.now
        self.gain_trust(self.model.facilitation.credibility)
        self.hear_from_facilitators()

    def hear_from_facilitators(self):
        self.become_aware(FACILITATOR)
        self.news_week = self.now

    def become_aware(self, informer):
        if not self.aware:
            self.aware = True
            self.news_week = self.now
            self.informer = informer

    def may_be_asked_to_lead(self):
        return self.now - self.declined > QUARTER

    def take_lead(self):
        self.leads = True
        self.led_since = self.now
        self.load = 0.0
        self.feedback = self.refreshed = NEVER
        self.hamlet.leaders += 1

    def lot_to_call(self):
        """The number she drew, if she would call an activity with it."""
        others = self.hamlet.leaders - self.leads
        able, energy = (self.skill + self.efficacy) / 2, self.motive * (1 - self.fatigue)
        willing = eq.calling_probability(able, energy, others, self.model.parameters.leadership)
        drawn = self.chance(DrawPurpose.CALLING)
        return drawn if drawn < willing else None

    # 3 information

    def find_news(self):
        self.tells = self.knows_decision and self.hamlet.has_fresh_decision()
        if not self.aware:
            self.news = SILENT
        elif self.took_part_within(MONTH) or self.leads:
            self.news = TAKES_PART
        elif self.now - self.news_week <= self.model.parameters.information.news_weeks:
            self.news = TAKES_PART if self.answer == TOOK_UP else TALKS

    def listen(self):
        self.hear_from(self.known)
        if self.heard_from is None:
            self.hear_from([friend for friend in self.acquaintances if friend])

    def hear_from(self, tellers):
        earliest = 1.0
        for teller in tellers:
            decision = teller.tells and teller.hamlet is self.hamlet
            if teller.news != SILENT and (not self.aware or (decision and not self.knows_decision)):
                drawn = self.model.chance_of_two(DrawPurpose.TALK, teller.key, self.key)
                if drawn < teller.telling_probability(self):
                    self.learnt = self.learnt or decision
                    if drawn < earliest:
                        earliest, self.heard_from = drawn, teller

    def telling_probability(self, listener):
        alike = self.female == listener.female
        return eq.telling_probability(self.news == TAKES_PART, alike, self.model.parameters.information)

    def take_in_news(self):
        if self.learnt:
            self.knows_decision = True
        if self.heard_from and not self.aware:
            through = "told_by_participants" if self.heard_from.news == TAKES_PART else "told_by_others"
            self.model.tally[through] += 1
            self.become_aware(self.heard_from)

    def forget(self):
        if self.official or self.leads or self.took_part_within(QUARTER):
            return
        if self.chance(DrawPurpose.FORGETTING) < self.model.parameters.information.forgetting_rate:
            self.aware = self.knows_decision = False

    # 4 invitation and turnout

    def get_invited(self):
        held = self.hamlet.held
        if not (held[MUTUAL_HELP] or held[PROGRAMME] or held[GOVERNANCE]):
            return
        for other in [*self.known, *self.acquaintances]:
            if other and other.hamlet is self.hamlet:
                self.maybe_get_asked_by(other)
        if self.inviters[PROGRAMME] is None and self.now - self.last_contact < MONTH:
            self.inviters[PROGRAMME] = FACILITATOR
        if self.inviters[PROGRAMME] is None and self.is_newcomer():
            self.inviters[PROGRAMME] = self.informer
        if held[PROGRAMME] and self.inviters[PROGRAMME] is not None:
            self.last_invited = self.now
            self.become_aware(self.inviters[PROGRAMME])

    def maybe_get_asked_by(self, other):
        alike = self.female == other.female
        custom = eq.asking_probability(alike, self.model.parameters.information)
        if self.model.chance_for_good(DrawPurpose.ASKING, other.key, self.key) < custom:
            self.get_asked_by(other)

    def is_newcomer(self):
        fresh = self.now - self.news_week <= self.model.parameters.information.news_weeks
        return fresh and self.last_came[PROGRAMME] < self.news_week

    def get_asked_by(self, other):
        if other.official:
            self.heed(other, MUTUAL_HELP)
            self.heed(other, GOVERNANCE)
        if other.leads or (other.official and self.hamlet.caller is other):
            self.heed(other, PROGRAMME)

    def heed(self, other, arena):
        """The most legitimate of those who ask her, whoever asked first."""
        before = self.inviters[arena]
        asking = [other] if before is None else [before, other]
        self.inviters[arena] = min(asking, key=lambda one: (-one.legitimacy, one.key))

    def hear_of_savings_groups(self):
        """Once: when she hears of the activities and there is a group, or when one is founded."""
        news = self.news_week == self.now or self.hamlet.founds_savings_group()
        groups = self.hamlet.savings_groups_alive()
        if self.aware and news and groups and not self.offered:
            self.offered = True
            self.consider_joining(groups)

    def consider_joining(self, groups):
        group = groups[int(self.model.chance_of_two(DrawPurpose.OFFER, self.key, 1) * len(groups))]
        utility = eq.joining_utility(-eq.poverty(self.wealth), self.disposition, self.model.parameters.turnout)
        if self.chance(DrawPurpose.OFFER) < eq.logistic(utility):
            self.savings_group = group
            group.members += 1

    def hear_of_offer(self):
        """Once: in the week in which she hears of the activities, or hears of them from facilitators."""
        if self.model.course.offer and self.news_week == self.now and self.answer == NO_ANSWER:
            utility = eq.joining_utility(self.model.course.offer, self.disposition, self.model.parameters.turnout)
            takes = self.model.chance_of_two(DrawPurpose.OFFER, self.key, 2) < eq.logistic(utility)
            self.answer = TOOK_UP if takes else DECLINED
            self.model.tally["taken_up"] += takes

    def decide(self):
        """The most attractive event first, as long as the hours last; if time does not count, they last for ever."""
        pulls = {arena: self.pull_of(arena) for arena in FOUR_ARENAS if self.is_concerned_by(arena)}
        if not pulls:
            return
        left = self.hours_free()
        event = self.model.parameters.calendar.event_hours
        endless = self.model.parameters.turnout.coefficient_time == 0
        for arena in sorted(pulls, key=pulls.get, reverse=True):
            cost = eq.time_cost(event, left, self.model.parameters.turnout)
            comes = 1.0 if self.has_called(arena) else eq.logistic(pulls[arena] + cost)
            if arena == MUTUAL_HELP:
                comes += self.model.institutions.duty * (1 - comes)
            has_time = left >= event or endless
            if has_time and self.chance(DrawPurpose.TURNOUT, arena) < comes:
                self.coming[arena] = True
                left -= event

    def has_called(self, arena):
        return arena == PROGRAMME and self.hamlet.caller is self

    def pull_of(self, arena):
        """The utility of coming, but for the time it takes."""
        turnout = self.model.parameters.turnout
        norm = (self.share_of_known_who_came(arena) + self.hamlet.norm[arena]) / 2
        return (
            self.inclination_to(arena)
            + turnout.sd_disposition * self.disposition
            + turnout.coefficient_invitation * self.strength_of_invitation(arena)
            + turnout.coefficient_benefit * self.expected_benefit(arena)
            + turnout.coefficient_norm * norm
            + turnout.coefficient_belief * self.conviction(arena)
            + turnout.coefficient_habit * self.habit[arena]
            + eq.status_cost(self.female, self.wealth, self.hamlet.formality(arena), turnout)
            - turnout.coefficient_fatigue * self.fatigue
            - self.clash(arena)
        )

    def inclination_to(self, arena):
        turnout = self.model.parameters.turnout
        return (
            turnout.intercept_mutual_help,
            turnout.intercept_association,
            turnout.intercept_programme,
            turnout.intercept_governance,
        )[arena]

    def strength_of_invitation(self, arena):
        inviter = self.inviters[arena]
        if inviter is None:
            return 0.0
        return self.model.facilitation.credibility if inviter == FACILITATOR else (1 + inviter.legitimacy) / 2

    def share_of_known_who_came(self, arena):
        return sum(other.came[arena] for other in self.known) / len(self.known) if self.known else 0.0

    def expected_benefit(self, arena):
        if arena == ASSOCIATION:
            return 0.5 if self.savings_group else 0.0
        if arena != PROGRAMME:
            return 0.0
        reward = self.model.course.reward if self.hamlet.called_by_facilitators() else 0.0
        return self.hamlet.gain_for(self) + reward

    def conviction(self, arena):
        learnt = self.efficacy + self.trust + self.ownership - 1
        lost_motive = 1 - self.motive
        if arena == PROGRAMME:
            return learnt - lost_motive
        elsewhere = self.model.parameters.learning.transfer_share * learnt
        return elsewhere - lost_motive if arena == MUTUAL_HELP else elsewhere

    def clash(self, arena):
        if arena != PROGRAMME or not self.hamlet.called_by_facilitators():
            return 0.0
        return self.model.parameters.place.coefficient_clash * (1 - self.model.office.understanding)

    def remember_coming(self):
        for arena in FOUR_ARENAS:
            self.concerned[arena] = self.is_concerned_by(arena)
            if self.hamlet.held[arena]:
                self.came[arena] = self.coming[arena]
            if not self.concerned[arena]:
                continue
            self.hamlet.eligible[arena] += 1
            if self.coming[arena]:
                self.hamlet.present[arena] += 1
                self.last_came[arena] = self.now
                self.given_hours += self.model.parameters.calendar.event_hours
                if arena == PROGRAMME:
                    self.count_attendance()

    def count_attendance(self):
        period = self.model.office.period()
        if period < PERIOD_COUNT:
            self.attendances[period] += 1

    # 5 degree of participation

    def maybe_speak(self):
        if not self.coming[PROGRAMME]:
            return
        formality, openness = self.hamlet.formality(PROGRAMME), self.hamlet.openness()
        push = eq.status_cost(self.female, self.wealth, formality, self.model.parameters.turnout)
        utility = eq.voice_utility(self.skill, openness, push, self.model.parameters.voice)
        if self.leads or self.chance(DrawPurpose.VOICE) < eq.logistic(utility):
            self.spoke = True
            self.last_spoke = self.now

    # 6 contributions

    def talk_it_over(self, talk):
        self.belief = eq.talked_over(self.belief, talk, self.model.parameters.cooperation)

    def would_give(self, example, noted=0.0):
        return eq.contribution(self.cooperation, self.belief, example, noted, self.model.parameters.cooperation)

    def would_give_ahead(self, arena):
        noted = self.hamlet.shares_noted(arena)
        return eq.leader_contribution(self.cooperation, self.belief, noted, self.model.parameters.cooperation)

    def give(self, arena, example):
        if self.is_head(arena):
            self.giving = self.would_give_ahead(arena)
        else:
            self.giving = self.would_give(example, self.hamlet.shares_noted(arena))
        if arena == PROGRAMME and self.giving > 0:
            self.last_gave = self.now

    def look_around(self, arena, seen, talk):
        cooperation = self.model.parameters.cooperation
        self.belief = eq.updated_belief(self.belief, seen, cooperation)
        if cooperation.talk_effect * talk > 0:
            return
        drawn = self.model.chance_of_two(DrawPurpose.DRIFT, self.key, arena)
        if self.cooperation == FREE_RIDER:
            if drawn < eq.recovery_probability(seen, cooperation):
                self.cooperation = CONDITIONAL
        elif drawn < eq.erosion_probability(self.giving, seen, cooperation):
            self.cooperation = FREE_RIDER

    def bring_in(self, project):
        parameters = self.model.parameters
        hours = parameters.calendar.event_hours * self.giving
        dues = floor(parameters.economy.dues * self.giving * (1 + 3 * self.hamlet.content[MOBILIZING]) + 0.5)
        project.labour += hours
        project.money += dues
        if self.spoke:
            project.technical += parameters.calendar.event_hours * self.skill * self.giving
        self.model.tally["money_local"] += dues
        self.model.tally["labour_minutes"] += floor(60 * hours + 0.5)

    # 8 benefits

    def nearness_to(self, project):
        near = self.last_gave >= project.started or self.last_spoke >= project.started
        return 1.0 if near else self.beliefs.vicarious_ratio

    def profit_from(self, project):
        share = self.nearness_to(project)
        if self.leads and not project.captured:
            self.legitimacy = eq.after_success(self.legitimacy, 1.0, self.beliefs)
        self.benefits += 1
        self.gain_trust(share)
        self.take_heart(share)
        if share == 1:
            self.gain_ownership(1.0)

    def be_cheated(self):
        self.lose_trust(1.0)
        self.lose_heart(self.beliefs.vicarious_ratio)

    def see_failure_of(self, project):
        share = self.nearness_to(project)
        if self.leads:
            self.legitimacy = eq.after_failure(self.legitimacy, 1.0, self.beliefs)
        self.lose_trust(share)
        self.lose_heart(share)
        self.lose_ownership(share)

    # 9 advocacy

    def maybe_join_delegation(self, need, risk):
        belongs = self.took_part_within(HALF_YEAR) or self.savings_group is not None
        injustice = (need + 1 - self.wealth) / 2
        utility = eq.mobilization_utility(injustice, self.efficacy, belongs, risk, self.model.parameters.advocacy)
        self.presses = self.aware and self.chance(DrawPurpose.MOBILIZATION) < eq.logistic(utility)

    # 10 economy

    def saves(self):
        return self.coming[ASSOCIATION] and self.savings_group

    def save(self):
        if self.saves():
            self.savings_group.cash += floor(self.model.parameters.economy.dues + 0.5)

    def earn(self):
        economy = self.model.parameters.economy
        if self.saves():
            full = 13 * floor(economy.dues + 0.5)
            self.income += economy.group_return / 13 * self.savings_group.share_lent(full)
        if self.coming[PROGRAMME]:
            self.income += economy.group_return * self.model.facilitation.skill * self.hamlet.content[SKILLS]
            if self.hamlet.called_by_facilitators() and self.model.course.reward > 0:
                self.be_paid(self.model.course.reward)

    # 11 leaders

    def be_supported(self):
        if not self.leads:
            return
        if self.coming[PROGRAMME] and self.hamlet.called_by_facilitators():
            self.feedback = self.now
            if self.hamlet.content[CIVIC] or self.hamlet.content[SKILLS]:
                self.refreshed = self.now
        if self.model.office.ally >= 0.3 and self.now % QUARTER == 0:
            self.feedback = self.now
        if self.model.office.link >= 0.3 and self.now % YEAR == 0:
            self.refreshed = self.now

    def maybe_burn_out(self):
        if not self.leads:
            return
        called = self.hamlet.caller is self
        self.load += 0.1 * (called - self.load)
        heard, refreshed = self.now - self.feedback <= QUARTER, self.now - self.refreshed <= YEAR
        supported = "supported" if heard and refreshed else "unsupported"
        self.model.tally[f"leaders_{supported}"] += 1
        gives_up = eq.burnout_probability(self.load, heard, refreshed, self.model.parameters.leadership)
        if self.chance(DrawPurpose.BURNOUT) < gives_up:
            self.give_up_lead()
            self.model.tally[f"lost_{supported}"] += 1

    def give_up_lead(self):
        self.leads = False
        self.hamlet.leaders -= 1
        self.model.tally["leaders_lost"] += 1

    def maybe_step_forward(self):
        if self.leads or self.now - self.last_spoke > QUARTER:
            return
        leadership = self.model.parameters.leadership
        rises = eq.emergence_probability(self.skill, self.efficacy, self.hamlet.leaders_so_far, leadership)
        if self.chance(DrawPurpose.EMERGENCE) < rises:
            self.rise()

    def rise(self):
        self.take_lead()
        self.model.tally["leaders_emerged"] += 1

    # 12 maintenance

    def pays(self, domain, excludability):
        given = self.would_give(0.0) * self.motive
        drawn = self.model.chance_of_two(DrawPurpose.DUES, self.key, domain)
        return drawn < eq.paying_probability(excludability, given)

    # 13 learning

    def learn(self):
        if self.coming[PROGRAMME]:
            self.practise()
        self.get_used()
        self.tire()
        self.settle()

    def practise(self):
        work = self.model.facilitation
        if self.hamlet.called_by_facilitators() and self.hamlet.content[CIVIC] > 0:
            self.be_trained(self.hamlet.content[CIVIC], work.skill * work.participatory)
        if self.spoke:
            self.be_trained(0.25, 1.0)

    def get_used(self):
        for arena in FOUR_ARENAS:
            if self.concerned[arena]:
                self.habit[arena] = eq.updated_habit(
                    self.habit[arena], self.coming[arena], self.model.parameters.learning
                )

    def tire(self):
        self.fatigue = eq.updated_fatigue(self.fatigue, self.given_hours, self.hours_free())

    def settle(self):
        weekly = eq.weekly_rate(self.beliefs.fading_rate)
        self.trust = eq.faded(self.trust, RESTING_BELIEF, weekly)
        self.efficacy = eq.faded(self.efficacy, RESTING_BELIEF, weekly)
        self.ownership = eq.faded(self.ownership, 0.0, weekly)
        self.motive = eq.faded(self.motive, 1.0, weekly)

    def meet_people(self, present):
        """Whoever else came may become an acquaintance; the lowest number drawn decides who."""
        slot = self.now % 2
        if (
            self.acquaintances[slot]
            and self.chance(DrawPurpose.FADING) < self.model.parameters.information.forgetting_rate
        ):
            self.acquaintances[slot] = None
        if (
            self.coming[PROGRAMME]
            and self.chance(DrawPurpose.ACQUAINTANCE) < self.model.parameters.place.acquaintance_chance
        ):
            others = [other for other in present if other is not self]
            if others:
                self.acquaintances[slot] = min(others, key=self.lot_to_meet)

    def lot_to_meet(self, other):
        return self.model.chance_of_two(DrawPurpose.COMPANY, self.key, other.key)

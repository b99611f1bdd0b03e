"""The programme office: its stages, its diary, and when the facilitators leave."""

from math import floor

from plain import equations as eq
from simkomunitas.model.community.community_data import NOBODY
from simkomunitas.model.programme.programme_settings import GateGoal
from simkomunitas.model.random_draws import DrawPurpose
from simkomunitas.model.state.community_state import (
    CIVIC,
    FACILITATOR,
    MOBILIZING,
    NEVER,
    POOREST_RANK,
    SKILLS,
    TALK,
    WORKING,
)
from simkomunitas.model.vocabulary import ACTIVITIES

MONTH, QUARTER, YEAR = 4, 13, 52
PREPARATION, AWAKENING, PLANNING, IMPLEMENTATION, EVALUATION = range(5)
CALLED_FOR = {"meeting": TALK, "civic_training": CIVIC, "skills_training": SKILLS, "mobilization": MOBILIZING}


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)


class PlainOffice:
    """The facilitators and what they know, owe and have begun."""

    def __init__(self, model, allies):
        self.model = model
        self.stage = NOBODY
        self.stage_since = self.turn_since = self.rounds = self.started = self.finished = 0
        self.left = NEVER
        self.understanding = self.link = self.called_locally = 0.0
        self.ally = allies
        self.bank = dict.fromkeys(ACTIVITIES, 0.0)
        self.worked = 0.0
        self.turn = dict.fromkeys(ACTIVITIES, 0)

    @property
    def now(self):
        return self.model.now

    def tie_closer(self, tie):
        return eq.tied_closer(tie, self.model.facilitation.skill, self.model.parameters.place)

    # What others may ask of it

    def period(self):
        """0 while the programme runs, 1 in the first year after its end, and so on."""
        return 0 if self.left == NEVER else 1 + (self.now - self.left) // YEAR

    def note_start(self):
        self.started += self.stage >= PLANNING

    def note_finish(self, project):
        self.finished += self.stage >= PLANNING and project.started >= self.turn_since

    # 1 programme control

    def control(self):
        if self.left != NEVER:
            return
        if self.now >= self.model.programme_weeks or self.may_leave():
            self.leave()
        elif self.model.programme:
            self.pass_gate()

    def may_leave(self):
        if not (self.model.programme and self.model.outlook.leaves_at_gate):
            return False
        return self.now >= YEAR and self.called_locally >= self.model.course.exit_gate

    def leave(self):
        self.left = self.now
        self.stage = NOBODY
        for hamlet in self.model.hamlets:
            for group in hamlet.groups:
                group.cohort = group.alive
            for need in hamlet.needs:
                need.cohort = need.held_out = need.asset == WORKING

    def pass_gate(self):
        if self.stage == NOBODY:
            self.enter(PREPARATION)
            return
        gate, spent = self.model.programme.stages[self.stage], self.now - self.stage_since
        if spent >= gate.shortest and (spent >= gate.longest or self.measure() >= gate.gate):
            self.go_on()

    def go_on(self):
        if self.stage < EVALUATION:
            self.enter(self.stage + 1)
        elif self.model.course.repeat_cycle > 0:
            self.rounds += 1
            self.enter(PLANNING)

    def enter(self, stage):
        self.stage = stage
        self.stage_since = self.now
        if stage == PLANNING:
            self.turn_since = self.now
            self.started = self.finished = 0

    def measure(self):
        """What opens the gate of the stage."""
        if self.stage == PREPARATION:
            return (self.understanding + mean(resident.trust for resident in self.model.residents)) / 2
        if self.stage == AWAKENING:
            return self.measure_of_awakening()
        if self.stage == PLANNING:
            return mean(hamlet.project is not None for hamlet in self.model.hamlets)
        if self.stage == IMPLEMENTATION:
            return self.finished / max(1, self.started)
        return mean(resident.knows_decision for resident in self.model.residents)

    def measure_of_awakening(self):
        goal = self.model.conduct.goal
        if goal == GateGoal.POWER:
            poor = [resident for resident in self.model.residents if resident.wealth < POOREST_RANK]
            return sum(resident.took_part_within(QUARTER) for resident in poor) / max(1, len(poor))
        aware = mean(resident.aware for resident in self.model.residents)
        if goal == GateGoal.TASK:
            return aware
        return (aware + min(1.0, mean(hamlet.leaders for hamlet in self.model.hamlets))) / 2

    # 2 diary

    def keep_diary(self):
        if self.stage == NOBODY:
            return
        hours = self.working_hours()
        for activity, share in zip(ACTIVITIES, self.model.agenda[self.stage], strict=True):
            cost = self.hours_of(activity)
            self.bank[activity] += hours * share
            while self.bank[activity] >= cost:
                self.bank[activity] -= cost
                self.do(activity)

    def working_hours(self):
        work, course = self.model.facilitation, self.model.course
        hours = work.number * work.hours
        if self.model.outlook.is_tapering:
            hours *= min(1.0, (self.model.programme_weeks - self.now) / course.taper_weeks)
        return hours

    def hours_of(self, activity):
        work = self.model.facilitation
        return work.visit + work.travel / 4 if activity == "visit" else work.session + work.travel

    def do(self, activity):
        """One entry of the diary; where there is nothing to do of its kind, look and listen instead."""
        counted = floor(60 * self.worked + 1e-6)
        self.worked += self.hours_of(activity)
        self.model.tally["facilitator_minutes"] += floor(60 * self.worked + 1e-6) - counted
        done = self.call_together(activity) if activity in CALLED_FOR else getattr(self, activity)()
        if done is False:
            self.survey()

    def next_hamlet(self, activity):
        hamlet = self.model.hamlets[self.turn[activity] % len(self.model.hamlets)]
        self.turn[activity] += 1
        return hamlet

    def hamlets_in_turn(self, activity):
        for _ in self.model.hamlets:
            yield self.next_hamlet(activity)

    def survey(self):
        self.understanding = eq.understood(self.understanding, self.model.facilitation.skill)
        for resident in self.next_hamlet("survey").residents:
            if resident.official:
                resident.hear_from_facilitators()

    def visit(self):
        open_doors = [resident for resident in self.model.residents if self.now - resident.last_contact >= MONTH]
        if not open_doors:
            return False
        min(open_doors, key=lambda one: (-one.preference, one.contacts, one.key)).be_visited()
        self.model.tally["visits"] += 1
        return True

    def call_together(self, activity):
        for hamlet in self.hamlets_in_turn(activity):
            if not hamlet.called_by_facilitators():
                hamlet.be_called_together(FACILITATOR, CALLED_FOR[activity])
                return True
        return False

    def group_support(self):
        for hamlet in self.hamlets_in_turn("group_support"):
            for group in hamlet.savings_groups:
                if not group.alive:
                    self.found(group)
                    return True
                if self.now - group.accompanied >= MONTH:
                    group.accompanied = self.now
                    return True
        return False

    def found(self, group):
        group.found(self.now)
        group.accompanied = self.now
        group.cash = group.members = 0
        self.model.tally["groups_founded"] += 1

    def mentoring(self):
        hamlet = min(self.model.hamlets, key=lambda hamlet: hamlet.leaders)
        if hamlet.leaders < self.model.course.leaders_wanted and self.ask_to_lead(hamlet):
            return True
        waiting = [one for one in self.model.residents if one.leads and one.feedback < self.now - 1]
        if not waiting:
            return False
        self.mentor(min(waiting, key=lambda leader: (leader.feedback, leader.key)))
        return True

    def mentor(self, leader):
        work = self.model.facilitation
        leader.feedback = self.now
        leader.be_trained(0.5, work.skill * work.participatory)

    def ask_to_lead(self, hamlet):
        """The ablest who knows of the activities; False if there is nobody to ask."""
        candidates = [one for one in hamlet.residents if one.aware and not one.leads and one.may_be_asked_to_lead()]
        able = [resident for resident in candidates if self.ability(resident) > -1]
        if not able:
            return False
        chosen = min(able, key=lambda resident: (-self.ability(resident), resident.key))
        willing = chosen.motive * (chosen.skill + chosen.efficacy) / 2
        if chosen.chance(DrawPurpose.RECRUITMENT) < willing:
            chosen.take_lead()
            chosen.feedback = self.now
            self.model.tally["leaders_recruited"] += 1
        else:
            chosen.declined = self.now
        return True

    def ability(self, resident):
        takes_part = 0.2 if resident.took_part_within(QUARTER) else 0.0
        return resident.skill * resident.efficacy + 0.05 * resident.disposition + takes_part

    def technical_assistance(self):
        lacking = [
            hamlet.project
            for hamlet in self.model.hamlets
            if hamlet.project and hamlet.project.share_of_skilled_work() < 1
        ]
        if not lacking:
            return False
        project = min(lacking, key=lambda project: project.share_of_skilled_work())
        project.technical += self.model.facilitation.session * self.model.facilitation.skill
        project.helped = True
        return True

    def partnering(self):
        self.ally = self.tie_closer(self.ally)

    def lobbying(self):
        self.link = self.tie_closer(self.link)
        if not self.put_case(lambda hamlet: hamlet.waits_for_authority()):
            self.put_case(lambda hamlet: hamlet.case() is not None)

    def put_case(self, has_one):
        for hamlet in self.hamlets_in_turn("lobbying"):
            if has_one(hamlet) and not hamlet.attempt:
                hamlet.attempt = 1
                return True
        return False

    def count_calls(self):
        for hamlet in self.model.hamlets:
            if hamlet.caller is not None:
                local = not hamlet.called_by_facilitators()
                self.model.tally["called_locally" if local else "called_by_facilitators"] += 1
                self.called_locally += self.model.parameters.learning.habit_gain * (local - self.called_locally)

    # 13 the fading of ties

    def let_ties_fade(self):
        if self.left != NEVER:
            weekly = eq.weekly_rate(self.model.parameters.beliefs.fading_rate)
            self.link = eq.faded(self.link, 0.0, weekly)
            self.ally = eq.faded(self.ally, self.model.institutions.allies, weekly)

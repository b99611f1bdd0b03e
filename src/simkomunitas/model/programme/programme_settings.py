"""What an organizer can decide: the numbers of a programme, apart from who leads it and by which strategies."""

from enum import IntEnum
from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import HOURS, SHARE, WEEKS, WHOLE_NUMBER, YES_NO, Quantity


class Facilitation(NamedTuple):
    """The facilitators: how many, how long, and how they work."""

    number: Annotated[float, Quantity("Facilitators in the village", WHOLE_NUMBER("persons"), 0, 50)] = 2
    hours: Annotated[float, Quantity("Paid hours of one facilitator, travel included", HOURS("hours/week"), 0, 60)] = 16
    session: Annotated[
        float, Quantity("Length of a meeting, training, talk with a leader or an office", HOURS, 0.5, 12)
    ] = 3
    visit: Annotated[float, Quantity("Length of a call on a resident; four share one way", HOURS, 0.1, 8)] = 0.75
    travel: Annotated[float, Quantity("Way to a hamlet and back, paid from the hours", HOURS("hours/outing"), 0, 8)] = 1
    skill: Annotated[float, Quantity("Craft of the facilitators", SHARE("share of the best"), 0, 1)] = 0.6
    participatory: Annotated[float, Quantity("Style: 0 tells people, 1 lets people work it out", SHARE, 0, 1)] = 0.7
    credibility: Annotated[float, Quantity("How far the facilitators are believed from the start", SHARE, 0, 1)] = 0.6


class StageGate(NamedTuple):
    """When a stage may end and when it must: it ends at its gate, within its shortest and longest length."""

    shortest: Annotated[float, Quantity("Weeks before the gate is looked at", WEEKS, 0, 520)] = 8
    longest: Annotated[float, Quantity("Weeks after which the stage ends whatever the gate says", WEEKS, 1, 520)] = 26
    gate: Annotated[float, Quantity("Level of the stage's own measure that opens the gate", SHARE, 0, 1)] = 0.5


class Stages(NamedTuple):
    """The five stages; the measure of a gate depends on the organizing model."""

    preparation: StageGate = StageGate(4, 16, 0.5)
    awakening: StageGate = StageGate(8, 26, 0.4)
    planning: StageGate = StageGate(4, 16, 0.5)
    implementation: StageGate = StageGate(12, 52, 0.7)
    evaluation_and_maintenance: StageGate = StageGate(8, 26, 0.5)


class Horizon(NamedTuple):
    """How long is watched; the same for a village with and without a programme."""

    programme_weeks: Annotated[float, Quantity("Longest length of the programme", WEEKS, 0, 1040)] = 156
    weeks_after: Annotated[float, Quantity("Weeks watched after the planned end", WEEKS, 0, 1040)] = 260


class ProgrammeCourse(NamedTuple):
    """How the programme ends, how it decides, and what money comes with it."""

    taper_weeks: Annotated[
        float, Quantity("Last weeks over which tapering brings the hours to zero", WEEKS, 1, 520)
    ] = 52
    exit_gate: Annotated[
        float, Quantity("Share of activities called locally at which capacity_gate lets go", SHARE, 0, 1)
    ] = 0.6
    grant: Annotated[
        float, Quantity("Money brought to each project from outside", SHARE("share of its cost"), 0, 1)
    ] = 0
    reward: Annotated[
        float, Quantity("Payment for coming to programme activities", SHARE("share of a day's wage"), 0, 1)
    ] = 0
    offer: Annotated[
        float, Quantity("Worth of a loan or coupon that whoever hears of it may take up once", SHARE, 0, 1)
    ] = 0
    exclusion: Annotated[
        float, Quantity("Works from which who does not pay is shut out, beyond their nature", SHARE, 0, 1)
    ] = 0
    open_decisions: Annotated[
        float, Quantity("Decisions taken and accounts shown in open meetings", SHARE("share of decisions"), 0, 1)
    ] = 0.5
    elected_committee: Annotated[
        float, Quantity("The committee is elected by the residents: 0 no, 1 yes", YES_NO, 0, 1)
    ] = 0
    leaders_wanted: Annotated[
        float, Quantity("Local leaders the facilitators try to find in each hamlet", WHOLE_NUMBER("persons"), 0, 50)
    ] = 2
    repeat_cycle: Annotated[
        float, Quantity("After evaluation a new round of planning begins: 0 no, 1 yes", YES_NO, 0, 1)
    ] = 1


class Shocks(NamedTuple):
    """What happens to the village from outside, with or without a programme."""

    chance: Annotated[float, Quantity("Chance of a shock (flood, price fall, illness) to a hamlet", "1/year", 0, 1)] = (
        0.1
    )
    severity: Annotated[float, Quantity("Share of free hours and of cash boxes lost while it lasts", SHARE, 0, 1)] = 0.3
    duration: Annotated[float, Quantity("How long a shock lasts", WEEKS, 1, 104)] = 8


class DecisionMaker(IntEnum):
    """Who picks the problem that is worked on."""

    MEETING = 0  # those who come and speak
    EXPERT = 1  # the facilitators, by severity and feasibility
    DISADVANTAGED = 2  # the poorer two fifths among those who come and speak, if any of them speaks


class GateGoal(IntEnum):
    """What the gates between stages are measured by."""

    PROCESS = 0  # people: who takes part, who leads
    TASK = 1  # results: what is known, what is finished
    POWER = 2  # strength: how many of the disadvantaged are ready to act


class ModelSettings(NamedTuple):
    """An organizing model in numbers, as the engine reads it."""

    decider: int
    goal: int
    open_room: float  # how far meetings invite people to speak, beyond the facilitators' own style [-1 to 1]
    monitoring: float  # how closely decisions and works are watched by outsiders [0 to 1]
    confrontation: float  # how openly conflict with the authority is carried out [0 to 1]


class ExitSettings(NamedTuple):
    """An exit rule in numbers, as the engine reads it."""

    is_tapering: bool  # hours fall in a straight line over the last ``taper_weeks``
    leaves_at_gate: bool  # leaves once residents call the share ``exit_gate`` of activities themselves

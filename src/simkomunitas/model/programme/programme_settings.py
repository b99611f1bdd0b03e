"""What an organizer can decide: the numbers of a programme, apart from who leads it and by which strategies."""

from enum import IntEnum
from typing import Annotated, NamedTuple

from simkomunitas.base.quantity import Quantity


class Facilitation(NamedTuple):
    """The facilitators: how many, how long, and how they work."""

    number: Annotated[float, Quantity("Facilitators in the village", "persons", 0, 50, whole=True)] = 2
    hours: Annotated[float, Quantity("Paid hours of one facilitator, travel included", "hours/week", 0, 60)] = 16
    session: Annotated[
        float, Quantity("Length of a meeting, training, talk with a leader or an office", "hours", 0.5, 12)
    ] = 3
    visit: Annotated[float, Quantity("Length of a call on a resident; four share one way", "hours", 0.1, 8)] = 0.75
    travel: Annotated[float, Quantity("Way to a hamlet and back, paid from the hours", "hours/outing", 0, 8)] = 1
    skill: Annotated[float, Quantity("Craft of the facilitators", "share of the best", 0, 1)] = 0.6
    participatory: Annotated[float, Quantity("Style: 0 tells people, 1 lets people work it out", "share", 0, 1)] = 0.7
    credibility: Annotated[float, Quantity("How far the facilitators are believed from the start", "share", 0, 1)] = 0.6


class StageGate(NamedTuple):
    """When a stage may end and when it must: it ends at its gate, within its shortest and longest length."""

    shortest: Annotated[float, Quantity("Weeks before the gate is looked at", "weeks", 0, 520, whole=True)] = 8
    longest: Annotated[
        float, Quantity("Weeks after which the stage ends whatever the gate says", "weeks", 1, 520, whole=True)
    ] = 26
    gate: Annotated[float, Quantity("Level of the stage's own measure that opens the gate", "share", 0, 1)] = 0.5


class Stages(NamedTuple):
    """The five stages; the measure of a gate depends on the organizing model."""

    preparation: StageGate = StageGate(4, 16, 0.5)
    awakening: StageGate = StageGate(8, 26, 0.4)
    planning: StageGate = StageGate(4, 16, 0.5)
    implementation: StageGate = StageGate(12, 52, 0.7)
    evaluation_and_maintenance: StageGate = StageGate(8, 26, 0.5)


class Horizon(NamedTuple):
    """How long is watched; the same for a village with and without a programme."""

    programme_weeks: Annotated[float, Quantity("Longest length of the programme", "weeks", 0, 1040, whole=True)] = 156
    weeks_after: Annotated[float, Quantity("Weeks watched after the planned end", "weeks", 0, 1040, whole=True)] = 260


class ProgrammeCourse(NamedTuple):
    """How the programme ends, how it decides, and what money comes with it."""

    taper_weeks: Annotated[
        float, Quantity("Last weeks over which tapering brings the hours to zero", "weeks", 1, 520, whole=True)
    ] = 52
    exit_gate: Annotated[
        float, Quantity("Share of activities called locally at which capacity_gate lets go", "share", 0, 1)
    ] = 0.6
    grant: Annotated[float, Quantity("Money brought to each project from outside", "share of its cost", 0, 1)] = 0
    reward: Annotated[float, Quantity("Payment for coming to programme activities", "share of a day's wage", 0, 1)] = 0
    offer: Annotated[
        float, Quantity("Worth of a loan or coupon that whoever hears of it may take up once", "share", 0, 1)
    ] = 0
    exclusion: Annotated[
        float, Quantity("Works from which who does not pay is shut out, beyond their nature", "share", 0, 1)
    ] = 0
    open_decisions: Annotated[
        float, Quantity("Decisions taken and accounts shown in open meetings", "share of decisions", 0, 1)
    ] = 0.5
    elected_committee: Annotated[
        float, Quantity("The committee is elected by the residents: 0 no, 1 yes", "yes or no", 0, 1, whole=True)
    ] = 0
    leaders_wanted: Annotated[
        float, Quantity("Local leaders the facilitators try to find in each hamlet", "persons", 0, 50, whole=True)
    ] = 2
    repeat_cycle: Annotated[
        float, Quantity("After evaluation a new round of planning begins: 0 no, 1 yes", "yes or no", 0, 1, whole=True)
    ] = 1


class Shocks(NamedTuple):
    """What happens to the village from outside, with or without a programme."""

    chance: Annotated[float, Quantity("Chance of a shock (flood, price fall, illness) to a hamlet", "1/year", 0, 1)] = (
        0.1
    )
    severity: Annotated[float, Quantity("Share of free hours and of cash boxes lost while it lasts", "share", 0, 1)] = (
        0.3
    )
    duration: Annotated[float, Quantity("How long a shock lasts", "weeks", 1, 104, whole=True)] = 8


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

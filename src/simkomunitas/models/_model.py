"""What an organizing model settles; everything else is left to the strategies."""

from collections.abc import Mapping
from enum import IntEnum
from typing import ClassVar, NamedTuple

from simkomunitas.ground.sources import Source


class Decider(IntEnum):
    """Who picks the problem that is worked on."""

    MEETING = 0  # those who come and speak
    EXPERT = 1  # the facilitators, by severity and feasibility
    DISADVANTAGED = 2  # the poorer two fifths among those who come and speak


class Goal(IntEnum):
    """What the gates between stages are measured by."""

    PROCESS = 0  # people: who takes part, who leads
    TASK = 1  # results: what is known, what is finished
    POWER = 2  # strength: how many of the disadvantaged are ready to act


class Conduct(NamedTuple):
    """The model in numbers, as the engine reads it."""

    decider: int
    goal: int
    open_room: float  # how far meetings invite people to speak, beyond the facilitators' own style [-1 to 1]
    monitoring: float  # how closely decisions and works are watched by outsiders [0 to 1]
    confrontation: float  # how openly conflict with the authority is carried out [0 to 1]


class OrganizingModel:
    """A way of organizing in Rothman's sense."""

    sources: ClassVar[tuple[Source, ...]] = ()
    conduct: ClassVar[Conduct]
    emphasis: ClassVar[Mapping[str, float]] = {}  # weight of an activity in the diary, 1 where it is not named

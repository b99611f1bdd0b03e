"""The one question a strategy answers: what the hours of a stage are spent on."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from simkomunitas.ground.sources import Source
from simkomunitas.world.programme import ACTIVITIES, STAGES

__all__ = ["ACTIVITIES", "Situation", "Strategy"]


class Situation(NamedTuple):
    """What the facilitators see of the village when they plan, once in four weeks; all shares 0 to 1."""

    week: int
    stage: str
    aware: float  # adults who know of the activities
    participation: float  # adults who came to a programme activity within four weeks
    trust: float  # mean trust in the organizers
    leaders_per_hamlet: float  # local leaders, officials apart
    called_locally: float  # share of programme activities that residents called themselves
    projects_waiting: float  # share of projects that wait for the authority


class Strategy:
    """A way of organizing: one table of hours, or a method ``plan`` that looks at the situation first."""

    sources: ClassVar[tuple[Source, ...]] = ()
    hours: ClassVar[Mapping[str, Mapping[str, float]]] = {}
    adaptive: ClassVar[bool] = False  # True: ``plan`` is asked anew every four weeks

    def plan(self, stage: str, situation: Situation | None) -> Mapping[str, float]:
        """Share of hours for each activity in this stage; shares are weighed against each other, any sum will do.

        ``situation`` is None when the plan is made before the programme starts.
        """
        return self.hours.get(stage, PREPARATION if stage == STAGES[0] else self.hours[STAGES[3]])


PREPARATION: Mapping[str, float] = {"survey": 0.5, "visit": 0.3, "meeting": 0.2}

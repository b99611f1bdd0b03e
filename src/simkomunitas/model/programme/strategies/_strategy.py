"""The one question a strategy answers: what the hours of a stage are spent on."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from simkomunitas.base.catalogue import suggest_name
from simkomunitas.base.entry_validation import (
    find_class_errors,
    find_signature_errors,
    find_source_errors,
    find_weight_errors,
)
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.references import Source
from simkomunitas.model.vocabulary import ACTIVITIES, STAGES

__all__ = ["ACTIVITIES", "Situation", "Strategy"]


class Situation(NamedTuple):
    """What the facilitators see of the village when they plan, once in four weeks; all shares 0 to 1.

    >>> import simkomunitas as sk
    >>> seen = sk.Situation(8, "awakening", 0.4, 0.1, 0.5, leaders_per_hamlet=1, called_locally=0, projects_waiting=0)
    >>> seen.aware
    0.4
    """

    week: int
    stage: str
    aware: float  # adults who know of the activities
    participation: float  # adults who came to a programme activity within four weeks
    trust: float  # mean trust in the organizers
    leaders_per_hamlet: float  # local leaders, officials apart
    called_locally: float  # share of programme activities that residents called themselves
    projects_waiting: float  # share of projects that wait for the authority


class Strategy:
    """A way of organizing: one table of hours, or a method ``plan`` that looks at the situation first.

    >>> import simkomunitas as sk
    >>> class Listening(sk.Strategy):
    ...     hours = {"implementation": {"visit": 0.6, "meeting": 0.4}}
    >>> Listening().plan("implementation", None)
    {'visit': 0.6, 'meeting': 0.4}
    """

    sources: ClassVar[tuple[Source, ...]] = ()
    hours: ClassVar[Mapping[str, Mapping[str, float]]] = {}
    adaptive: ClassVar[bool] = False  # True: ``plan`` is asked anew every four weeks

    def plan(self, stage: str, situation: Situation | None) -> Mapping[str, float]:
        """Share of hours for each activity in this stage; shares are weighed against each other, any sum will do.

        ``situation`` is None when the plan is made before the programme starts.
        """
        return self.hours.get(stage, PREPARATION_HOURS if stage == STAGES[0] else self.hours[STAGES[3]])


PREPARATION_HOURS: Mapping[str, float] = {"survey": 0.5, "visit": 0.3, "meeting": 0.2}
REQUIRED_STAGES = (STAGES[1], STAGES[2], STAGES[4])  # stages that take the hours of implementation where they have none


def find_strategy_errors(place: str, entry: Any) -> Iterator[ErrorDetail]:  # noqa: ANN401 - whatever was added
    """What is wrong with a strategy that is added."""
    yield from (errors := list(find_class_errors(place, entry, Strategy, closed=False)))
    if any(fault.key == "class" for fault in errors):
        return
    yield from find_source_errors(place, entry.sources, Source)
    if not isinstance(entry.adaptive, bool):
        yield ErrorDetail(place, "adaptive", printable_value(entry.adaptive), "True or False")
    if not callable(entry.plan):
        yield ErrorDetail(place, "plan", printable_value(entry.plan), "a method of (stage, situation)")
    else:
        yield from find_signature_errors(place, "plan", entry().plan, "stage", "situation")
    yield from find_hours_errors(place, entry.hours, needed=entry.plan is Strategy.plan)


def find_hours_errors(place: str, hours: Any, *, needed: bool) -> Iterator[ErrorDetail]:  # noqa: ANN401
    """What is wrong with a table of hours; ``needed``: no method stands in for it."""
    if not isinstance(hours, Mapping):
        yield ErrorDetail(place, "hours", printable_value(hours), "for each stage the activities with their shares")
        return
    for stage, row in hours.items():
        if stage in STAGES:
            yield from find_weight_errors(place, f"hours.{stage}", row, ACTIVITIES, "an activity")
        else:
            yield ErrorDetail(place, f"hours.{stage}", "", "a stage", suggest_name(str(stage), STAGES))
    if needed and STAGES[3] not in hours and not set(REQUIRED_STAGES) <= set(hours):
        hint = "it stands in for stages that are not named"
        yield ErrorDetail(place, f"hours.{STAGES[3]}", "", "activities with their shares for this stage", hint)

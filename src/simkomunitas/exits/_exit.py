"""What an exit rule answers: how many of the hours are still worked, and whether it is time to go early."""

from typing import ClassVar, NamedTuple

from simkomunitas.ground.sources import ASSUMED, Source


class Outlook(NamedTuple):
    """An exit rule in numbers, as the engine reads it."""

    tapers: bool  # hours fall in a straight line over the last ``taper_weeks``
    goes_at_gate: bool  # leaves once residents call the share ``exit_gate`` of activities themselves


class ExitRule:
    """A way of leaving; at the latest, every programme ends after ``horizon.programme_weeks``."""

    sources: ClassVar[tuple[Source, ...]] = (ASSUMED,)
    outlook: ClassVar[Outlook]

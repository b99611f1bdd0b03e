"""What an exit rule answers: how many of the hours are still worked, and whether it is time to go early."""

from typing import ClassVar

from simkomunitas.ground.sources import ASSUMED, Source
from simkomunitas.world.programme import Outlook


class ExitRule:
    """A way of leaving; at the latest, every programme ends after ``horizon.programme_weeks``."""

    sources: ClassVar[tuple[Source, ...]] = (ASSUMED,)
    outlook: ClassVar[Outlook]

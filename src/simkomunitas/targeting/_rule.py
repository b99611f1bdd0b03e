"""What a targeting rule sees, and what it gives."""

from collections.abc import Callable
from typing import NamedTuple

from simkomunitas.ground.sources import Source
from simkomunitas.world.community import Community, Flags, Numbers, Whole


class View(NamedTuple):
    """What facilitators know when they plan whom to visit in the coming four weeks; one row a resident."""

    community: Community
    luck: Numbers  # a fresh number for each resident [0 to 1)
    choice: Numbers  # a second fresh number for each resident [0 to 1)
    contacts: Whole  # how often she was visited so far
    participant: Flags  # came to a programme activity within four weeks
    leads: Flags  # is a local leader or an official


class TargetingRule:
    """A preference for each resident; the facilitators visit the most preferred, the least visited among equals."""

    def __init__(self, function: Callable[[View], Numbers], name: str, doc: str, sources: tuple[Source, ...]) -> None:
        self.preference = function
        self.name = self.__name__ = name
        self.__doc__ = doc
        self.sources = sources

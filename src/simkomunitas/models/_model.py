"""What an organizing model settles; everything else is left to the strategies."""

from collections.abc import Mapping
from typing import ClassVar

from simkomunitas.ground.sources import Source
from simkomunitas.world.programme import Conduct


class OrganizingModel:
    """A way of organizing in Rothman's sense."""

    sources: ClassVar[tuple[Source, ...]] = ()
    conduct: ClassVar[Conduct]
    emphasis: ClassVar[Mapping[str, float]] = {}  # weight of an activity in the diary, 1 where it is not named

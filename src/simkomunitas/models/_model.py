"""What an organizing model settles; everything else is left to the strategies."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from simkomunitas.ground.entry_checks import class_faults, is_number, source_faults, weight_faults
from simkomunitas.ground.faults import Fault, shown
from simkomunitas.ground.sources import Source
from simkomunitas.world.programme import ACTIVITIES, Conduct, Decider, Goal


class OrganizingModel:
    """A way of organizing in Rothman's sense."""

    sources: ClassVar[tuple[Source, ...]] = ()
    conduct: ClassVar[Conduct]
    emphasis: ClassVar[Mapping[str, float]] = {}  # weight of an activity in the diary, 1 where it is not named


SPANS = {"open_room": (-1, 1), "monitoring": (0, 1), "confrontation": (0, 1)}


def model_faults(place: str, entry: Any) -> Iterator[Fault]:  # noqa: ANN401 - whatever was added
    """What is wrong with an organizing model that is added."""
    yield from (faults := list(class_faults(place, entry, OrganizingModel, closed=True)))
    if any(fault.key == "class" for fault in faults):
        return
    yield from source_faults(place, entry.sources, Source)
    if entry.emphasis != {}:
        yield from weight_faults(place, "emphasis", entry.emphasis, ACTIVITIES, "an activity")
    conduct = getattr(entry, "conduct", None)
    if not isinstance(conduct, Conduct):
        yield Fault(place, "conduct", shown(conduct), f"a Conduct({', '.join(Conduct._fields)})")
        return
    for name, kind in (("decider", Decider), ("goal", Goal)):
        if getattr(conduct, name) not in list(kind):
            known = ", ".join(str(one) for one in kind.__members__)
            yield Fault(
                place, f"conduct.{name}", shown(getattr(conduct, name)), f"a {kind.__name__}", f"known: {known}"
            )
    for name, (low, high) in SPANS.items():
        value = getattr(conduct, name)
        if not is_number(value) or not low <= value <= high:
            yield Fault(place, f"conduct.{name}", shown(value), f"a number from {low} to {high}")

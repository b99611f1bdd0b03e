"""What an exit rule answers: how many of the hours are still worked, and whether it is time to go early."""

from collections.abc import Iterator
from typing import Any, ClassVar

from simkomunitas.ground.entry_checks import class_faults, source_faults
from simkomunitas.ground.faults import Fault, shown
from simkomunitas.ground.sources import ASSUMED, Source
from simkomunitas.world.programme import Outlook


class ExitRule:
    """A way of leaving; at the latest, every programme ends after ``horizon.programme_weeks``."""

    sources: ClassVar[tuple[Source, ...]] = (ASSUMED,)
    outlook: ClassVar[Outlook]


def exit_faults(place: str, entry: Any) -> Iterator[Fault]:  # noqa: ANN401 - whatever was added
    """What is wrong with an exit rule that is added; it is its outlook and nothing else, so a method is refused."""
    yield from (faults := list(class_faults(place, entry, ExitRule, closed=True)))
    if any(fault.key == "class" for fault in faults):
        return
    yield from source_faults(place, entry.sources, Source)
    outlook = getattr(entry, "outlook", None)
    if not isinstance(outlook, Outlook) or not all(isinstance(answer, bool) for answer in outlook):
        example = "Outlook(tapers=True, goes_at_gate=False)"
        yield Fault(place, "outlook", shown(outlook), "an Outlook of True and False", f"for instance {example}")

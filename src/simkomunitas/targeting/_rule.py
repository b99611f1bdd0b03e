"""What a targeting rule sees, and what it gives."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from simkomunitas.ground.entry_checks import signature_faults, source_faults
from simkomunitas.ground.faults import Fault, InputError, shown
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


def rule_faults(place: str, entry: Any) -> Iterator[Fault]:  # noqa: ANN401 - whatever was added
    """What is wrong with a targeting rule that is added."""
    if not isinstance(entry, TargetingRule):
        hint = "write @targeting_rule() above the function"
        yield Fault(place, "rule", shown(entry), "a TargetingRule", hint)
        return
    yield from source_faults(place, entry.sources, Source)
    yield from signature_faults(place, "function", entry.preference, "view")


def preferences(rule: TargetingRule, view: View) -> Numbers:
    """What a rule gives for a view; InputError unless that is a number from 0 to 1 for each resident."""
    found = np.asarray(rule.preference(view))
    size = view.luck.size
    right = found.shape == (size,) and found.dtype.kind in "fiub"
    if right and bool(((found >= 0) & (found <= 1)).all()):
        return found
    given = f"an array of shape {found.shape}" if not right else f"{float(found.min()):g} to {float(found.max()):g}"
    expected = f"a number from 0 to 1 for each of the {size} residents"
    raise InputError([Fault(f"targeting rule {rule.name}", "preference", given, expected)])

"""What a targeting rule sees, and what it gives."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from simkomunitas.base.entry_validation import find_signature_errors, find_source_errors
from simkomunitas.base.input_errors import ErrorDetail, InputError, printable_value
from simkomunitas.base.references import Source
from simkomunitas.base.typed_columns import Integers
from simkomunitas.model.community.community_data import Community, Flags, Numbers


class TargetingView(NamedTuple):
    """What facilitators know when they plan whom to visit in the coming four weeks; one row a resident."""

    community: Community
    lots: Numbers  # a fresh number for each resident [0 to 1)
    choice: Numbers  # a second fresh number for each resident [0 to 1)
    contacts: Integers  # how often she was visited so far
    participant: Flags  # came to a programme activity within four weeks
    leads: Flags  # is a local leader or an official


class TargetingRule:
    """A preference for each resident; the facilitators visit the most preferred, the least visited among equals."""

    def __init__(
        self, function: Callable[[TargetingView], Numbers], name: str, doc: str, sources: tuple[Source, ...]
    ) -> None:
        self.preference = function
        self.name = self.__name__ = name
        self.__doc__ = doc
        self.sources = sources


def find_targeting_errors(place: str, entry: Any) -> Iterator[ErrorDetail]:  # noqa: ANN401 - whatever was added
    """What is wrong with a targeting rule that is added."""
    if not isinstance(entry, TargetingRule):
        hint = "write @targeting_rule() above the function"
        yield ErrorDetail(place, "rule", printable_value(entry), "a TargetingRule", hint)
        return
    yield from find_source_errors(place, entry.sources, Source)
    yield from find_signature_errors(place, "function", entry.preference, "view")


def visit_preferences(rule: TargetingRule, view: TargetingView) -> Numbers:
    """What a rule gives for a view; InputError unless that is a number from 0 to 1 for each resident."""
    found = np.asarray(rule.preference(view))
    size = view.lots.size
    right = found.shape == (size,) and found.dtype.kind in "fiub"
    if right and bool(((found >= 0) & (found <= 1)).all()):
        return found
    given = f"an array of shape {found.shape}" if not right else f"{float(found.min()):g} to {float(found.max()):g}"
    expected = f"a number from 0 to 1 for each of the {size} residents"
    raise InputError([ErrorDetail(f"targeting rule {rule.name}", "preference", given, expected)])

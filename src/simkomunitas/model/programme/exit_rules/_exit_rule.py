"""What an exit rule answers: how many of the hours are still worked, and whether it is time to go early."""

from collections.abc import Iterator
from typing import Any, ClassVar

from simkomunitas.base.entry_validation import find_class_errors, find_source_errors
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.references import ASSUMED, Source
from simkomunitas.model.programme.programme_settings import ExitSettings


class ExitRule:
    """A way of leaving; at the latest, every programme ends after ``horizon.programme_weeks``."""

    sources: ClassVar[tuple[Source, ...]] = (ASSUMED,)
    outlook: ClassVar[ExitSettings]


def find_exit_errors(place: str, entry: Any) -> Iterator[ErrorDetail]:  # noqa: ANN401 - whatever was added
    """What is wrong with an exit rule that is added; it is its outlook and nothing else, so a method is refused."""
    yield from (errors := list(find_class_errors(place, entry, ExitRule, closed=True)))
    if any(fault.key == "class" for fault in errors):
        return
    yield from find_source_errors(place, entry.sources, Source)
    outlook = getattr(entry, "outlook", None)
    if not isinstance(outlook, ExitSettings) or not all(isinstance(answer, bool) for answer in outlook):
        example = "Outlook(tapers=True, goes_at_gate=False)"
        yield ErrorDetail(
            place, "outlook", printable_value(outlook), "an Outlook of True and False", f"for instance {example}"
        )

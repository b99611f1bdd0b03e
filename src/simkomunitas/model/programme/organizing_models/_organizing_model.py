"""What an organizing model settles; everything else is left to the strategies."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from simkomunitas.base.entry_validation import find_class_errors, find_source_errors, find_weight_errors, is_number
from simkomunitas.base.input_errors import ErrorDetail, printable_value
from simkomunitas.base.references import Source
from simkomunitas.model.programme.programme_settings import DecisionMaker, GateGoal, ModelSettings
from simkomunitas.model.vocabulary import ACTIVITIES


class OrganizingModel:
    """A way of organizing in Rothman's sense."""

    sources: ClassVar[tuple[Source, ...]] = ()
    conduct: ClassVar[ModelSettings]
    emphasis: ClassVar[Mapping[str, float]] = {}  # weight of an activity in the diary, 1 where it is not named


CONDUCT_RANGES = {"open_room": (-1, 1), "monitoring": (0, 1), "confrontation": (0, 1)}


def find_model_errors(place: str, entry: Any) -> Iterator[ErrorDetail]:  # noqa: ANN401 - whatever was added
    """What is wrong with an organizing model that is added."""
    yield from (errors := list(find_class_errors(place, entry, OrganizingModel, closed=True)))
    if any(fault.key == "class" for fault in errors):
        return
    yield from find_source_errors(place, entry.sources, Source)
    if entry.emphasis != {}:
        yield from find_weight_errors(place, "emphasis", entry.emphasis, ACTIVITIES, "an activity")
    conduct = getattr(entry, "conduct", None)
    if not isinstance(conduct, ModelSettings):
        yield ErrorDetail(place, "conduct", printable_value(conduct), f"a Conduct({', '.join(ModelSettings._fields)})")
        return
    for name, kind in (("decider", DecisionMaker), ("goal", GateGoal)):
        if getattr(conduct, name) not in list(kind):
            known = ", ".join(str(one) for one in kind.__members__)
            yield ErrorDetail(
                place,
                f"conduct.{name}",
                printable_value(getattr(conduct, name)),
                f"a {kind.__name__}",
                f"known: {known}",
            )
    for name, (low, high) in CONDUCT_RANGES.items():
        value = getattr(conduct, name)
        if not is_number(value) or not low <= value <= high:
            yield ErrorDetail(place, f"conduct.{name}", printable_value(value), f"a number from {low} to {high}")

"""Every lever of a programme and a village, made from what the model says of its own parameters."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from simkomunitas.app.words import WORDS, Language, number, say
from simkomunitas.ground.quantity import Quantity, quantities
from simkomunitas.ground.sources import ASSUMED
from simkomunitas.strategies import strategies
from simkomunitas.study.keys import number as right_number
from simkomunitas.study.scenario import Programme, Scenario
from simkomunitas.world.programme import STAGES
from simkomunitas.world.villages import SyntheticVillage

PROGRAMME_BLOCKS = ("facilitation", "course", "stages")
VILLAGE_BLOCKS = ("people", "ties", "institutions")
SCENARIO_BLOCKS = ("shocks", "horizon")
CAPS = {
    "people.adults": (30, 5_000), "people.hamlets": (1, 40), "horizon.programme_weeks": (0, 520),
    "horizon.weeks_after": (2, 520), "facilitation.number": (0, 12), "stages.longest": (1, 208),
    "stages.shortest": (0, 104), "course.taper_weeks": (1, 208), "course.leaders_wanted": (0, 12),
    "shocks.duration": (1, 52),
}  # fmt: skip
SWITCH = ": 0 "  # what a meaning says of no and yes, and a switch need not
PARTS = 20  # steps of a share of the hours
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
FINE = 120  # positions of a slider, about


class Lever(NamedTuple):
    """One number that can be changed."""

    key: str  # block and name, with the stage where there is one: ``stages.planning.gate``
    about: Quantity
    value: float

    @property
    def word(self) -> str:
        """The key of its word: a stage's gate is called the same in every stage."""
        parts = self.key.split(".")
        return f"{parts[0]}.{parts[-1]}"

    @property
    def whole(self) -> bool:
        """Whether it is counted."""
        return self.about.whole

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it can be moved here."""
        return CAPS.get(self.word, (self.about.low, self.about.high))

    @property
    def step(self) -> float:
        """How far one position of the slider goes."""
        low, high = self.span
        return 1.0 if self.whole else next((step for step in STEPS if (high - low) / step <= FINE), 1.0)


def levers(scenario: Scenario, block: str) -> list[Lever]:
    """The levers of one block of a scenario; none where the scenario has no such block."""
    if block not in PROGRAMME_BLOCKS + VILLAGE_BLOCKS + SCENARIO_BLOCKS:
        return []
    holder = _holder(scenario, block)
    return [] if holder is None else list(_of_block(getattr(holder, block), block))


def _holder(scenario: Scenario, block: str) -> Any:  # noqa: ANN401 - whichever part has the block
    if block in PROGRAMME_BLOCKS:
        return scenario.programme
    if block in VILLAGE_BLOCKS:
        return scenario.village if hasattr(scenario.village, block) else None
    return scenario


def _of_block(block: Any, key: str) -> Iterator[Lever]:  # noqa: ANN401 - any block
    for name, value in block._asdict().items():
        if hasattr(value, "_asdict"):
            yield from _of_block(value, f"{key}.{name}")
        else:
            yield Lever(f"{key}.{name}", _about(block.__class__)[name], float(value))


@functools.cache
def _about(block: type) -> dict[str, Quantity]:
    """The quantities of a block, read once: a page asks for sixty of them whenever a lever moves."""
    return quantities(block)


class NotPossibleError(Exception):
    """A value that a lever cannot have; the lever is the argument."""

    def __init__(self, lever: Lever) -> None:
        self.lever = lever
        super().__init__(lever.key)


def moved(scenario: Scenario, key: str, value: object) -> Scenario:
    """The scenario with one lever moved; NotPossibleError if that cannot be, KeyError if there is no such lever."""
    block, *path = key.split(".")
    known = {lever.key: lever for lever in levers(scenario, block)}
    lever = known[key]
    low, high = lever.span
    try:
        right = right_number(lever.about, value)
    except PydanticCustomError:
        raise NotPossibleError(lever) from None
    if not low <= right <= high:
        raise NotPossibleError(lever)
    return _placed(scenario, block, path, right)


def _placed(scenario: Scenario, block: str, path: list[str], value: float) -> Scenario:
    holder = _holder(scenario, block)
    changed = holder._replace(**{block: _with(getattr(holder, block), path, value)})
    if block in PROGRAMME_BLOCKS:
        return scenario._replace(programme=changed)
    return scenario._replace(village=changed) if block in VILLAGE_BLOCKS else changed


def _with(block: Any, path: list[str], value: float) -> Any:  # noqa: ANN401 - any block
    first, *rest = path
    return block._replace(**{first: _with(getattr(block, first), rest, value) if rest else value})


def hours(programme: Programme, stage: int | None) -> dict[str, int]:
    """How the hours are shared among the strategies in one stage, or on average, in parts of ``PARTS``."""
    rows = programme.strategies if stage is None else programme.strategies[stage : stage + 1]
    total = dict.fromkeys(strategies, 0.0)
    for row in rows:
        for name, share in row:
            total[name] += share / len(rows)
    return {name: round(PARTS * share) for name, share in total.items()}


def shared(programme: Programme, parts: Mapping[str, int], stage: int | None) -> Programme:
    """The programme with its hours shared in proportion to these parts, in one stage or in all.

    Without any part nothing changes.
    """
    total = sum(parts.values())
    if total <= 0:
        return programme
    row = tuple(sorted((name, part / total) for name, part in parts.items() if part > 0))
    rows = [row if stage in (None, place) else before for place, before in enumerate(programme.strategies)]
    return programme._replace(strategies=tuple(rows))


def field(lever: Lever, language: Language, group: str) -> dict[str, Any]:
    """The control of a lever: a slider, or a switch for what is only yes or no."""
    low, high = lever.span
    kind = "toggle" if lever.about.unit == "yes or no" else "range"
    unit, times = say(f"unit:{lever.about.unit}", language), times_shown(lever)
    source = say("lever:assumed", language) if lever.about.source == ASSUMED else str(lever.about.source)
    span = f"{plainly(times * low, language)}–{plainly(times * high, language)} {unit}".strip()
    name = lever_name(lever, language)
    name = name.partition(SWITCH)[0] if kind == "toggle" else name
    return {
        "kind": kind, "key": lever.key, "label": name, "group": group, "low": low, "high": high,
        "step": lever.step, "value": bool(lever.value) if kind == "toggle" else lever.value,
        "text": f"{{value}} {unit}".strip(), "times": times, "comma": "," if language == "id" else ".",
        "about": source if kind == "toggle" else f"{span} · {source}",
    }  # fmt: skip


def times_shown(lever: Lever) -> int:
    """Shares are shown as percentages."""
    return 100 if lever.about.unit.startswith("share") else 1


def plainly(value: float, language: Language) -> str:
    """A number with as many decimals as it needs, two at most."""
    return number(value, language, next(digits for digits in (0, 1, 2) if digits == 2 or value == round(value, digits)))


def lever_name(lever: Lever, language: Language) -> str:
    """What a lever is called: its own meaning in English, its word in Indonesian; with its stage."""
    name = lever.about.meaning if language == "en" else say(f"lever:{lever.word}", language)
    parts = lever.key.split(".")
    if len(parts) < 3:
        return name
    return f"{say(f'stage:{STAGES.index(parts[1])}', language)} · {name[:1].lower()}{name[1:]}"


def strategy_about(name: str, language: Language) -> str:
    """What a strategy does, and who wrote of it; of one's own strategy only the latter."""
    meaning = [say(f"strategy:{name}", language)] if f"strategy:{name}" in WORDS else []
    return " · ".join(
        [*meaning, *([", ".join(map(str, strategies[name].sources))] if strategies[name].sources else [])]
    )


def village_is_drawn(scenario: Scenario) -> bool:
    """Whether the village is drawn from numbers, so that its people and ties can be changed."""
    return isinstance(scenario.village, SyntheticVillage)

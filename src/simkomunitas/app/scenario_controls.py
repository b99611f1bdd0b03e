"""Every lever of a programme and a village, made from what the model says of its own parameters."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simkomunitas.app.app_words import Language, app_texts, decimal_mark, format_number, translate_app_text
from simkomunitas.base.quantity import YES_NO, Quantity, block_quantities
from simkomunitas.base.references import ASSUMED
from simkomunitas.config.scalar_checks import UnfitValueError, check_quantity
from simkomunitas.model.community.village_descriptions import SyntheticVillage
from simkomunitas.model.programme.strategies import strategies
from simkomunitas.model.scenario_definition import Programme, Scenario
from simkomunitas.model.vocabulary import STAGES

PROGRAMME_BLOCKS = ("facilitation", "course", "stages")
VILLAGE_BLOCKS = ("people", "ties", "institutions")
SCENARIO_BLOCKS = ("shocks", "horizon")
CONTROL_LIMITS = {
    "people.adults": (30, 5_000), "people.hamlets": (1, 40), "horizon.programme_weeks": (0, 520),
    "horizon.weeks_after": (2, 520), "facilitation.number": (0, 12), "stages.longest": (1, 208),
    "stages.shortest": (0, 104), "course.taper_weeks": (1, 208), "course.leaders_wanted": (0, 12),
    "shocks.duration": (1, 52),
}  # fmt: skip
OFF_MARK = ": 0 "  # what a meaning says of no and yes, and a switch need not
HOUR_PARTS = 20  # steps of a share of the hours


class ScenarioControl(NamedTuple):
    """One number that can be changed."""

    key: str  # block and name, with the stage where there is one: ``stages.planning.gate``
    quantity: Quantity
    value: float

    @property
    def word_key(self) -> str:
        """The key of its word: a stage's gate is called the same in every stage."""
        parts = self.key.split(".")
        return f"{parts[0]}.{parts[-1]}"

    @property
    def value_range(self) -> tuple[float, float]:
        """From where to where it can be moved here."""
        return CONTROL_LIMITS.get(self.word_key, (self.quantity.low, self.quantity.high))

    @property
    def slider_step(self) -> float:
        """How far one position of the slider goes."""
        return self.quantity.kind.slider_step(*self.value_range)


def list_controls(scenario: Scenario, block: str) -> list[ScenarioControl]:
    """The levers of one block of a scenario; none where the scenario has no such block."""
    if block not in PROGRAMME_BLOCKS + VILLAGE_BLOCKS + SCENARIO_BLOCKS:
        return []
    holder = _block_holder(scenario, block)
    return [] if holder is None else list(_block_value(getattr(holder, block), block))


def _block_holder(scenario: Scenario, block: str) -> Any:  # noqa: ANN401 - whichever part has the block
    if block in PROGRAMME_BLOCKS:
        return scenario.programme
    if block in VILLAGE_BLOCKS:
        return scenario.village if hasattr(scenario.village, block) else None
    return scenario


def _block_value(block: Any, key: str) -> Iterator[ScenarioControl]:  # noqa: ANN401 - any block
    for name, value in block._asdict().items():
        if hasattr(value, "_asdict"):
            yield from _block_value(value, f"{key}.{name}")
        else:
            yield ScenarioControl(f"{key}.{name}", _block_quantities(block.__class__)[name], float(value))


@functools.cache
def _block_quantities(block: type) -> dict[str, Quantity]:
    """The quantities of a block, read once: a page asks for sixty of them whenever a lever moves."""
    return block_quantities(block)


class InvalidControlValueError(Exception):
    """A value that a lever cannot have; the lever is the argument."""

    def __init__(self, control: ScenarioControl) -> None:
        self.lever = control
        super().__init__(control.key)


def set_control(scenario: Scenario, key: str, value: object) -> Scenario:
    """The scenario with one lever moved; NotPossibleError if that cannot be, KeyError if there is no such lever."""
    block, *path = key.split(".")
    known = {lever.key: lever for lever in list_controls(scenario, block)}
    lever = known[key]
    low, high = lever.value_range
    try:
        right = check_quantity(lever.quantity, value)
    except UnfitValueError:
        raise InvalidControlValueError(lever) from None
    if not low <= right <= high:
        raise InvalidControlValueError(lever)
    return _with_block_value(scenario, block, path, right)


def _with_block_value(scenario: Scenario, block: str, path: list[str], value: float) -> Scenario:
    holder = _block_holder(scenario, block)
    changed = holder._replace(**{block: _with_nested_value(getattr(holder, block), path, value)})
    if block in PROGRAMME_BLOCKS:
        return scenario._replace(programme=changed)
    return scenario._replace(village=changed) if block in VILLAGE_BLOCKS else changed


def _with_nested_value(block: Any, path: list[str], value: float) -> Any:  # noqa: ANN401 - any block
    first, *rest = path
    return block._replace(**{first: _with_nested_value(getattr(block, first), rest, value) if rest else value})


def strategy_hour_parts(programme: Programme, stage: int | None) -> dict[str, int]:
    """How the hours are shared among the strategies in one stage, or on average, in parts of ``PARTS``."""
    rows = programme.strategies if stage is None else programme.strategies[stage : stage + 1]
    total = dict.fromkeys(strategies, 0.0)
    for row in rows:
        for name, share in row:
            total[name] += share / len(rows)
    return {name: round(HOUR_PARTS * share) for name, share in total.items()}


def set_strategy_hours(programme: Programme, parts: Mapping[str, int], stage: int | None) -> Programme:
    """The programme with its hours shared in proportion to these parts, in one stage or in all.

    Without any part nothing changes.
    """
    total = sum(parts.values())
    if total <= 0:
        return programme
    row = tuple(sorted((name, part / total) for name, part in parts.items() if part > 0))
    rows = [row if stage in (None, place) else before for place, before in enumerate(programme.strategies)]
    return programme._replace(strategies=tuple(rows))


def control_field(control: ScenarioControl, language: Language, group: str) -> dict[str, Any]:
    """The control of a lever: a slider, or a switch for what is only yes or no."""
    low, high = control.value_range
    about, times = control.quantity, control.quantity.kind.display_multiplier
    kind = "toggle" if about.kind == YES_NO else "range"
    unit = app_texts(language).get(f"unit:{about.unit}", about.unit)
    source = translate_app_text("lever:assumed", language) if about.source == ASSUMED else str(about.source)
    span = f"{format_plain_number(times * low, language)}–{format_plain_number(times * high, language)} {unit}".strip()
    name = control_name(control, language)
    name = name.partition(OFF_MARK)[0] if kind == "toggle" else name
    return {
        "kind": kind, "key": control.key, "label": name, "group": group, "low": low, "high": high,
        "step": control.slider_step, "value": bool(control.value) if kind == "toggle" else control.value,
        "text": f"{{value}} {unit}".strip(), "times": times, "comma": decimal_mark(language),
        "about": source if kind == "toggle" else f"{span} · {source}",
    }  # fmt: skip


def format_plain_number(value: float, language: Language) -> str:
    """A number with as many decimals as it needs, two at most."""
    return format_number(
        value, language, next(digits for digits in (0, 1, 2) if digits == 2 or value == round(value, digits))
    )


def control_name(control: ScenarioControl, language: Language) -> str:
    """What a lever is called: its word, or else its meaning as the code has it; with its stage."""
    name = app_texts(language).get(f"lever:{control.word_key}", control.quantity.meaning)
    parts = control.key.split(".")
    if len(parts) < 3:
        return name
    return f"{translate_app_text(f'stage:{STAGES.index(parts[1])}', language)} · {name[:1].lower()}{name[1:]}"


def describe_strategy(name: str, language: Language) -> str:
    """What a strategy does, and who wrote of it; of one's own strategy only the latter."""
    words = app_texts(language)
    meaning = [words[f"strategy:{name}"]] if f"strategy:{name}" in words else []
    return " · ".join(
        [*meaning, *([", ".join(map(str, strategies[name].sources))] if strategies[name].sources else [])]
    )


def is_generated_village(scenario: Scenario) -> bool:
    """Whether the village is drawn from numbers, so that its people and ties can be changed."""
    return isinstance(scenario.village, SyntheticVillage)

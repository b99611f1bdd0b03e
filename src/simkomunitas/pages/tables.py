"""Tables of the model: what can be set, what there is, what is judged, and who is to be thanked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from simkomunitas.evidence.obtained import obtained, shares
from simkomunitas.evidence.targets import in_order, targets
from simkomunitas.exits import exit_rules
from simkomunitas.ground.catalogue import first_line
from simkomunitas.ground.columns import Flags, Numbers, Whole, fields
from simkomunitas.ground.quantity import ParameterRow
from simkomunitas.ground.sources import ASSUMED, Source
from simkomunitas.models import Decider, Goal, models
from simkomunitas.outcomes import HEADLINE, outcomes
from simkomunitas.pages.evidence import band_words
from simkomunitas.pages.headings import GLOSSARY, say
from simkomunitas.pages.markdown import KEYS, LINKED, SOURCES, cite, cite_all, linked, number, table
from simkomunitas.pages.words import Language
from simkomunitas.rules.parameters import switch_table
from simkomunitas.strategies import strategies
from simkomunitas.study.settings import described, parameter_table, setting_table
from simkomunitas.targeting import targeting_rules
from simkomunitas.world.census import SCALES, WORDS
from simkomunitas.world.files import FACTS
from simkomunitas.world.programme import STAGES

TYPES: dict[Any, str] = {
    float: "number", int: "whole number", bool: "yes or no", np.uint64: "64-bit number", Numbers: "numbers",
    Whole: "whole numbers", Flags: "yes or no",
}  # fmt: skip


def head(language: Language, *keys: str) -> list[str]:
    """The head of a table."""
    return [say(key, language) for key in keys]


def settings(rows: Iterable[ParameterRow], language: Language) -> str:
    """Numbers that can be set: default, unit, range, meaning and source of each."""
    keys = head(language, "name", "default", "unit", "range", "meaning", "source")
    return table(keys, map(_setting, rows))


def _setting(row: ParameterRow) -> Sequence[str]:
    about = row.about
    span = f"{number(about.low)} to {number(about.high)}"
    return f"`{row.key}`", number(row.default), about.unit, span, about.meaning, _how(row)


def _how(row: ParameterRow) -> str:
    """How a parameter was obtained: the source, the interval of its calibration, or that it is assumed."""
    how, source = obtained(row), row.about.source
    if how.interval is None:
        return cite(source)
    return str(how) if source == ASSUMED else f"{how}; {cite(source)}"


def settings_under(key: str, language: Language) -> str:
    """The settings whose names begin with a key."""
    rows = (row for row in parameter_table() + setting_table() if row.key.startswith(f"{key}."))
    return settings(rows, language)


def share_cited() -> str:
    """How many numbers can be set, and how many of them rest on a source."""
    return " ".join((
        _share("Parameters of behaviour", parameter_table()),
        _share("Settings of village, programme, calendar and shocks", setting_table()),
        f"{described()}.",
        "What is fixed in the rules stands in 7.8, line by line; most of it is assumed.",
    ))  # fmt: skip


def _share(what: str, rows: Sequence[ParameterRow]) -> str:
    return f"{what}: {len(rows)}, of which {shares(rows)}."


def columns(row: type, language: Language) -> str:
    """The state variables of one kind of entity."""
    keys = head(language, "name", "type", "meaning")
    listed = [
        (f"`{field.name}`", " × ".join([*map(str, field.shape), TYPES[field.kind]]), field.meaning)
        for field in fields(row)
    ]
    return table(keys, listed)


def hours(plan: Mapping[str, Mapping[str, float]], language: Language) -> str:
    """The shares of hours of a strategy: stages by activities."""
    activities = sorted({activity for row in plan.values() for activity in row})
    rows = [
        [stage.replace("_", " "), *(number(plan[stage].get(activity, 0.0)) for activity in activities)]
        for stage in STAGES
        if stage in plan
    ]
    return table([say("stage", language), *(activity.replace("_", " ") for activity in activities)], rows)


def strategy_plans() -> dict[str, dict[str, Mapping[str, float]]]:
    """What each strategy plans before the programme starts, stage by stage."""
    return {name: {stage: kind().plan(stage, None) for stage in STAGES} for name, kind in strategies.items()}


def model_table(language: Language) -> str:
    """The organizing models: conduct and emphasis."""
    rows = []
    for name, model in models.items():
        conduct = model.conduct
        rows.append((
            f"`{name}`", Decider(conduct.decider).name.lower(), Goal(conduct.goal).name.lower(),
            *map(number, (conduct.open_room, conduct.monitoring, conduct.confrontation)),
            ", ".join(f"{activity} × {number(weight)}" for activity, weight in model.emphasis.items()),
            f"{first_line(model)} {cite_all(model.sources)}",
        ))  # fmt: skip
    keys = ["decider", "goal", "open_room", "monitoring", "confrontation", "emphasis"]
    return table([say("name", language), *keys, say("meaning", language)], rows)


def targeting_table(language: Language) -> str:
    """The targeting rules."""
    rows = [(f"`{name}`", first_line(rule), cite_all(rule.sources)) for name, rule in targeting_rules.items()]
    return table(head(language, "name", "meaning", "source"), rows)


def exit_table(language: Language) -> str:
    """The exit rules."""
    rows = [
        (
            f"`{name}`",
            first_line(rule),
            str(rule.outlook.tapers),
            str(rule.outlook.goes_at_gate),
            cite_all(rule.sources),
        )
        for name, rule in exit_rules.items()
    ]
    keys = head(language, "name", "meaning", "source")
    return table([*keys[:2], "tapers", "goes_at_gate", keys[2]], rows)


def switch_list(language: Language) -> str:
    """Every mechanism that can be switched off, and what its parameters are then."""
    rows = [
        (f"`{name}`", switch.meaning, ", ".join(f"`{key}` = {number(value)}" for key, value in switch.neutral))
        for name, switch in switch_table().items()
    ]
    return table(head(language, "name", "meaning", "off"), rows)


def target_table(language: Language) -> str:
    """The patterns that the model is held against, a row for each quantity."""
    rows = [
        (name if place == 0 else "", first_line(target) if place == 0 else "", band.meaning, band_words(band),
         cite_all(target.sources) if place == 0 else "")
        for name, target in ((name, targets[name]) for name in in_order())
        for place, band in enumerate(target.bands)
    ]  # fmt: skip
    return table(head(language, "target", "pattern", "meaning", "band", "source"), rows)


def outcome_table(language: Language) -> str:
    """The outcomes, the five principles first."""
    order = sorted(outcomes, key=lambda name: (name not in HEADLINE, name))
    rows = [
        (f"**`{name}`**" if name in HEADLINE else f"`{name}`", outcomes[name].unit, _definition(name),
         cite_all(outcomes[name].sources))
        for name in order
    ]  # fmt: skip
    return table(head(language, "name", "unit", "meaning", "source"), rows)


def _definition(name: str) -> str:
    """All that an outcome says of itself."""
    return linked(" ".join((outcomes[name].measure.__doc__ or "").split()))


def fact_table(language: Language) -> str:
    """The facts that a table of residents may say, and what may stand in their cells."""
    said = {fact: scale.expected for fact, scale in SCALES.items()}
    said |= {fact: f"one of {', '.join(words)}" for fact, words in WORDS.items()}
    return table(head(language, "name", "value"), ((f"`{fact}`", said.get(fact, "any label")) for fact in FACTS))


def glossary(language: Language) -> str:
    """The words of the field."""
    return table(head(language, "term", "indonesian", "meaning"), sorted(GLOSSARY))


def bibliography(page: str, language: Language) -> str:
    """The sources a page cites, with what the model takes from each."""
    cited = set(LINKED.findall(page))
    found = (source for key, source in SOURCES.items() if key.lower() in cited)
    listed = sorted(found, key=lambda one: (one.author.casefold(), one.year))
    return table(head(language, "source", "finding"), map(_reference, listed))


def _reference(source: Source) -> Sequence[str]:
    anchor = f'<a id="{KEYS[source].lower()}"></a>'
    return f"{anchor}{source.author} ({source.year}). [{source.title}]({source.link}).", source.finding

"""The model described by the ODD protocol (Grimm et al. 2020), made from its own sources."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from simkomunitas.engine.observe import SERIES
from simkomunitas.engine.plan import Event
from simkomunitas.ground.catalogue import first_line
from simkomunitas.pages import program_text, submodels, tables
from simkomunitas.pages.headings import say
from simkomunitas.pages.markdown import cite_all, joined, linked, prose, sections, table
from simkomunitas.pages.words import Language
from simkomunitas.strategies import Situation, strategies
from simkomunitas.targeting import View
from simkomunitas.world.community import COOPERATION_TYPES, DOMAINS, TIE_KINDS, Resident, Ties
from simkomunitas.world.needs import AUTHORITY, DIFFICULTY, EXCLUDABILITY
from simkomunitas.world.programme import Conduct, Decider, Goal, Outlook
from simkomunitas.world.state import ARENAS, Group, Hamlet, Mind, Office

FOLDER = Path(__file__).parent
PAGE = FOLDER / "ODD.md"
AS_IT_IS = "<!-- fmt: off -->"  # tools that format code leave the steps as they stand in the sources
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation and individual decision making", "Objectives", "Learning",
    "Prediction", "Sensing", "Interaction", "Collectives", "Heterogeneity", "Stochasticity", "Observation",
)  # fmt: skip
Part = Callable[[Language], str]


def odd_page(language: Language = "en") -> str:
    """The description of the model as Markdown; headings in either language."""
    body = joined(*(f"## {say(key, language)}\n\n{part(language)}" for key, part in PARTS.items()))
    top = f"# {say('title', language)}\n\n{AS_IT_IS}\n\n{say('made', language)}\n\n{tables.share_cited()}"
    words = f"## {say('glossary', language)}\n\n{tables.glossary(language)}"
    literature = f"## {say('bibliography', language)}\n\n{tables.bibliography(body, language)}"
    return joined(top, body, words, literature) + "\n"


def write_page(path: Path = PAGE) -> Path:
    """Write the English page, whole or not at all."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".ODD", suffix=".md")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(odd_page())
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return path


def concept(title: str) -> str:
    """A part of the short text that is written by hand."""
    return linked(sections((FOLDER / "design_concepts.md").read_text(encoding="utf-8"))[title])


def _titled(key: str, text: str, language: Language) -> str:
    return f"### {say(key, language)}\n\n{text}"


def _purpose(language: Language) -> str:
    patterns = joined(concept("Patterns"), tables.target_table(language))
    return joined(concept("Purpose"), _titled("patterns", patterns, language))


def _entities(language: Language) -> str:
    kinds = [f"### {kind.__name__}\n\n{prose(kind.__doc__)}\n\n{tables.columns(kind, language)}" for kind in ENTITIES]
    return joined(*kinds, _ties(), _facts(language), _titled("scales", concept("Scales"), language))


ENTITIES = (Resident, Mind, Hamlet, Group, Office)


def _ties() -> str:
    return joined("### Ties", prose(Ties.__doc__), f"Kinds of ties: {', '.join(TIE_KINDS)}.")


def _facts(language: Language) -> str:
    """What never differs: arenas, domains, types."""
    rows = zip(DOMAINS, *([str(value) for value in column] for column in (DIFFICULTY, EXCLUDABILITY, AUTHORITY)))  # noqa: B905
    told = {one.name: one.comment for one in program_text.constants("world/needs")}
    names = ("DIFFICULTY", "EXCLUDABILITY", "AUTHORITY")
    keys = [f"{name.lower()}: {told[name]}" for name in names]
    return joined(
        f"Arenas, in this order: {', '.join(ARENAS)}. Cooperation types: {', '.join(COOPERATION_TYPES)}.",
        f"Domains of needs. {prose(program_text.read('world/needs').about)}",
        table([say("name", language), *keys], rows),
    )


def _process(language: Language) -> str:
    return joined(submodels.overview(language), _titled("simultaneity", concept("Simultaneity and ties"), language))


def _concepts(language: Language) -> str:
    return joined(*(f"### {title}\n\n{concept(title)}" for title in CONCEPTS))


def _initialization(language: Language) -> str:
    return joined(
        tables.settings_under("community", language),
        submodels.files(submodels.BUILDERS, language),
        submodels.codes(submodels.other_networks()),
    )


def _input(language: Language) -> str:
    return joined(concept("Input data"), tables.fact_table(language), submodels.files(submodels.IMPORTERS, language))


def _submodels(language: Language) -> str:
    return joined(*(_titled(key, part(language), language) for key, part in SUBMODELS.items()))


def _organizing(language: Language) -> str:
    activities = program_text.members("world/programme", "ACTIVITIES")
    named = [(f"`{one.name}`", one.comment) for one in activities]
    return joined(
        table(tables.head(language, "name", "meaning"), named),
        submodels.file_page("study/planning", language),
        f"#### {say('strategies', language)}", submodels.class_page(Situation, language), *_strategies(language),
        f"#### {say('models', language)}", *(submodels.class_page(kind, language) for kind in (Conduct, Decider, Goal)),
        tables.model_table(language),
        f"#### {say('targeting', language)}", submodels.class_page(View, language), tables.targeting_table(language),
        submodels.codes(_entries_of("targeting")),
        f"#### {say('exits', language)}", submodels.class_page(Outlook, language), tables.exit_table(language),
        f"#### {say('levers', language)}", tables.settings_under("programme", language),
    )  # fmt: skip


def _strategies(language: Language) -> list[str]:
    return [
        joined(f"**`{name}`** {first_line(strategies[name])} {cite_all(strategies[name].sources)}",
               tables.hours(plan, language))
        for name, plan in tables.strategy_plans().items()
    ]  # fmt: skip


def _entries_of(folder: str) -> list[str]:
    return [name for name in program_text.files_of(folder) if not name.rpartition("/")[2].startswith("_")]


def _surroundings(language: Language) -> str:
    return joined(
        tables.settings_under("horizon", language),
        tables.settings_under("shocks", language),
        submodels.file_page("study/run", language),
    )


def _outcomes(language: Language) -> str:
    series = ", ".join(f"`{name}`" for name in SERIES)
    return joined(
        tables.outcome_table(language),
        submodels.codes(["world/record", *program_text.files_of("outcomes")]),
        f"#### {say('series', language)}\n\n{series}",
        f"#### {say('events', language)}\n\n{submodels.class_page(Event, language)}",
    )


def _chance(language: Language) -> str:
    return joined(submodels.file_page("world/draws", language), submodels.purposes(language))


def _numbers(language: Language) -> str:
    return joined(submodels.named_numbers(language), submodels.numbers_in_lines(language))


SUBMODELS: dict[str, Part] = {
    "rules": submodels.rule_pages,
    "processes": submodels.process_pages,
    "organizing": _organizing,
    "surroundings": _surroundings,
    "switches": tables.switch_list,
    "outcomes": _outcomes,
    "chance": _chance,
    "numbers": _numbers,
}
PARTS: dict[str, Part] = {
    "purpose": _purpose,
    "entities": _entities,
    "process": _process,
    "concepts": _concepts,
    "initialization": _initialization,
    "input": _input,
    "submodels": _submodels,
}

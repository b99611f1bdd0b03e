"""The submodels on the ODD page: rules with their equations, processes with their steps."""

import ast
import sys
from collections.abc import Callable, Iterable
from typing import Any

from simkomunitas.ground.compiled import plain
from simkomunitas.pages import program_text, tables
from simkomunitas.pages.headings import say
from simkomunitas.pages.markdown import folded, joined, linked, prose, table
from simkomunitas.pages.program_text import Source, bare_code, docstring, files_of, homes, read, schedule
from simkomunitas.pages.words import Language
from simkomunitas.rules import rules
from simkomunitas.rules.parameters import Parameters

BUILDERS = ("world/population", "world/facts", "world/networks/__init__", "world/networks/hamlets", "world/state")
IMPORTERS = ("world/files", "world/importing")
WITH_NUMBERS = ("engine", "rules", "world", "strategies", "study/planning")
ABOUT_FILES = ("world/census", "world/graphml", "world/reading", "world/nominations", "world/importing")


def rule_pages(language: Language) -> str:
    """Every rule, by the file it stands in, after the parameters it uses."""
    files = sorted({plain(rule).__module__ for rule in rules.values()})
    return joined(*(_rule_file(name, language) for name in files))


def _rule_file(module: str, language: Language) -> str:
    source = read(module.removeprefix("simkomunitas.").replace(".", "/"))
    here = [rule for rule in rules.values() if plain(rule).__module__ == module]
    blocks = [block for block in Parameters() if type(block).__module__ == module]
    return joined(
        f"#### {module.rpartition('.')[2].title()}: {source.about}",
        *(_block(block, language) for block in blocks),
        *(_rule(rule, source) for rule in sorted(here, key=_line)),
        folded(say("exactly", language), bare_code(source)),
    )


def _line(rule: Callable[..., Any]) -> int:
    return plain(rule).__code__.co_firstlineno


def _block(block: Any, language: Language) -> str:  # noqa: ANN401 - a block of parameters
    """The table of one block of parameters."""
    name = next(name for name, other in Parameters()._asdict().items() if type(other) is type(block))
    return joined(str(type(block).__doc__), tables.settings_under(f"parameters.{name}", language))


def _rule(rule: Callable[..., Any], source: Source) -> str:
    name = plain(rule).__name__
    function = next(node for node in source.functions if node.name == name)
    inputs = ", ".join(argument.arg for argument in function.args.args)
    return joined(f"**`{name}({inputs})`**", prose(rule.__doc__))


def overview(language: Language) -> str:
    """The schedule of a week: its steps, and the processes in each."""
    planning = docstring("preference", "study/planning"), docstring("agenda", "study/planning")
    before = f"*Every fourth week, before it begins, while the facilitators are there:* {' '.join(planning)}"
    lines = [before, prose(docstring("live_week", "engine/week"))]
    for step in schedule():
        number, _, title = step.title.partition(" ")
        lines.append(f"**{number}. {title}**")
        lines.append("\n".join(f"- `{name}`: {_first(name)}" for name in step.processes))
    return joined(*lines)


def _first(process: str) -> str:
    return linked(docstring(process, homes()[process]).partition("\n")[0])


def process_pages(language: Language) -> str:
    """Every file of the engine, in the order of the week, then those that several steps use."""
    order = list(dict.fromkeys([homes()[name] for step in schedule() for name in step.processes]))
    others = [name for name in files_of("engine") if name not in order and not name.endswith("__init__")]
    return joined(*(file_page(name, language) for name in order + others))


def file_page(name: str, language: Language, depth: int = 4) -> str:
    """A file: what it is about, what each function says of itself, and the steps exactly."""
    source = read(name)
    told = [f"**`{node.name}`** {prose(about)}" for node in source.functions if (about := ast.get_docstring(node))]
    title = f"{'#' * depth} `{name.removesuffix('/__init__')}`: {linked(source.about.partition(chr(10))[0])}"
    rest = prose(source.about.partition("\n")[2])
    return joined(title, rest, *told, folded(say("exactly", language), bare_code(source)))


def files(names: Iterable[str], language: Language) -> str:
    """Several files, one after another."""
    return joined(*(file_page(name, language) for name in names))


def codes(names: Iterable[str]) -> str:
    """The steps of several files, folded away, each under its name."""
    return joined(*(folded(f"<code>{name}</code>", bare_code(read(name))) for name in names))


def other_networks() -> list[str]:
    """The files of networks beside the usual one."""
    return [name for name in files_of("world/networks") if name not in BUILDERS]


def purposes(language: Language) -> str:
    """What numbers are drawn for, and where."""
    names = files_of("engine") + files_of("world") + files_of("study") + files_of("evidence")
    rows = [
        (f"`{purpose.name}`", purpose.value, _users(f"Purpose.{purpose.name}", names))
        for purpose in program_text.members("world/draws", "Purpose")
    ]
    return table(tables.head(language, "name", "value", "where"), rows)


def _users(word: str, names: list[str]) -> str:
    found = dict.fromkeys(f"`{file}`: {function}" for file, function in program_text.uses(word, names))
    return "; ".join(found) or "kept free"


def named_numbers(language: Language) -> str:
    """The constants of the model, with their comments, in whatever files they stand."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for name in _files_with_numbers():
        for found in program_text.constants(name):
            places.setdefault(found[:3], []).append(f"`{name}`")
    rows = [(f"`{name}`", f"`{value}`", about, ", ".join(where)) for (name, value, about), where in places.items()]
    return table(tables.head(language, "name", "value", "meaning", "where"), rows)


def numbers_in_lines(language: Language) -> str:
    """Numbers without a name: the lines in which they stand."""
    rows = [
        (f"`{name}`: {function}", f"`{line}`")
        for name in _files_with_numbers()
        for function, line in program_text.numbers(name)
    ]
    return table(tables.head(language, "where", "value"), rows)


def _files_with_numbers() -> list[str]:
    names = [name for place in WITH_NUMBERS for name in (files_of(place) or [place])]
    return [name for name in names if name not in ABOUT_FILES]


def class_page(kind: type, language: Language) -> str:
    """A class of choices or settings: its docstring, and its members with their comments."""
    file = str(sys.modules[kind.__module__].__name__).removeprefix("simkomunitas.").replace(".", "/")
    rows = [(f"`{one.name}`", one.value, one.comment) for one in program_text.members(file, kind.__name__)]
    return joined(
        f"**{kind.__name__}.** {prose(kind.__doc__)}", table(tables.head(language, "name", "value", "meaning"), rows)
    )

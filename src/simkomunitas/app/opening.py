"""Scenarios from outside: a file somebody opens, a link, a changed lever; all pass the same strict reading."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from simkomunitas.app.arms import CHANGED, OPENED, Arm
from simkomunitas.app.fault_words import WRITTEN, fault_lines
from simkomunitas.app.limits import TooBigError, size_words, within_limits
from simkomunitas.app.presets import presets
from simkomunitas.app.words import Language
from simkomunitas.ground.faults import InputError
from simkomunitas.study.documents import read_document
from simkomunitas.study.nodes import Node
from simkomunitas.study.reading import read_comparison, read_scenario
from simkomunitas.study.scenario import Scenario
from simkomunitas.study.writing import as_yaml, resolved
from simkomunitas.world.villages import ImportedVillage, build

YAML_ENDINGS, TABLE_ENDINGS = (".yaml", ".yml"), (".csv", ".graphml", ".txt")
MOST_FILES = 8
MOST_OPENED = 4
ONLY = "programme"  # what a scenario without arms calls its one programme
LONGEST_NAME = 40  # of a file, on the screen
LONGEST_TOLD = 60  # letters of a file's name in a refusal
REFERENCES = ("extends", "community", "programme")  # keys that may name another file


class OutsideError(Exception):
    """A file that names others which did not come with it; their names are the arguments."""


class ChoiceError(ValueError):
    """Files of which none, or more than one, is the first to be read, or that are of no kind we open."""


class Opened(NamedTuple):
    """What came of opening files: programmes, or why there are none: a key of the words, with values and lines."""

    arms: tuple[Arm, ...] = ()
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def open_files(files: Mapping[str, bytes], folder: Path, language: Language) -> Opened:
    """The programmes in files that somebody sent, or why they are not shown; the work of a worker.

    A list of ties of five megabytes takes nine seconds to read, and who sends such files does not mean well always.
    """
    try:
        return Opened(tuple(opened(files, folder)))
    except InputError as error:
        return Opened(key="trouble:file", lines=tuple(fault_lines(error, language)))
    except OutsideError as error:
        return Opened(key="trouble:outside", values=(("names", ", ".join(error.args)),))
    except TooBigError as error:
        return Opened(key="trouble:too_big", values=tuple(size_words(error, language).items()))
    except ChoiceError:
        names = ", ".join(name[:LONGEST_TOLD] for name in list(files)[:MOST_FILES])
        return Opened(key="trouble:choice", values=(("names", names),))
    except (ValueError, OSError):
        return Opened(key="trouble:file")


def checked(scenario: Scenario) -> Scenario:
    """The scenario after it has been written out and read again by the strict reader; InputError if that refuses."""
    with _written(as_yaml(resolved(scenario))) as path:
        return within_limits(read_scenario(path))


def scenario_in(text: str, lot: Path | None = None) -> Scenario:
    """The scenario in a text from a link, which may name files of a lot that was opened here, and no others.

    InputError, OutsideError or TooBigError if it is not to be shown.
    """
    beside = frozenset(path.name for path in lot.iterdir()) if lot else frozenset()
    with _written(text, lot) as path:
        _refuse_outside(path, beside)
        return within_limits(read_scenario(path))


@contextmanager
def _written(text: str, lot: Path | None = None) -> Iterator[Path]:
    """The text as a file for a moment, beside the files of a lot, or alone."""
    with tempfile.TemporaryDirectory(prefix="simkomunitas-") as alone:
        handle, name = tempfile.mkstemp(prefix=WRITTEN, suffix=".yaml", dir=lot or alone)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def opened(files: Mapping[str, bytes], folder: Path) -> list[Arm]:
    """The programmes in the files that somebody opened, which are kept in a folder of their own.

    A scenario, a comparison, or a village alone, which is shown with the usual programme and without any; with the
    files it names; each arm has the name of its file before its own.  InputError, OutsideError, TooBigError or
    ValueError (no YAML file to begin with, or too many files) if they are not to be shown.
    """
    path = laid_out(files, folder)
    if _is_village(path):
        with _written(f"community: {path.name}\nprogramme: none\n", folder) as alone:
            village = read_scenario(alone).village
        arms = [(name, presets()[name].scenario._replace(village=village)) for name in ("balanced", "none")]
    else:
        arms = list(read_comparison(path).arms)
        arms = arms[::-1] if len(arms) == 2 else arms
    called = _called(next(name for name in files if _plain_name(name) == path.name))
    return [
        Arm(called if name == ONLY else f"{called}{OPENED}{name}", _readable(scenario))
        for name, scenario in arms[:MOST_OPENED]
    ]


def _called(name: str) -> str:
    """What a viewer calls her file: without its folder and its ending."""
    last = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return " ".join(last.replace(CHANGED, "-").split())[:LONGEST_NAME] or "file"


def _readable(scenario: Scenario) -> Scenario:
    """The scenario, whose tables can be read; TooBigError or InputError if it is not to be shown."""
    if isinstance(within_limits(scenario).village, ImportedVillage):
        build(scenario.village, 1)
    return scenario


def _is_village(path: Path) -> bool:
    """Whether a file describes a community and nothing else."""
    top = read_document(path, []).value
    return isinstance(top, dict) and "kind" in top and "community" not in top


def laid_out(files: Mapping[str, bytes], folder: Path) -> Path:
    """Put files side by side that name each other wherever they lay before; the one that no other names."""
    kept = {_plain_name(name): content for name, content in files.items()}
    scripts = [name for name in kept if name.endswith(YAML_ENDINGS)]
    if len(kept) > MOST_FILES or not all(_is_known(name) for name in kept):
        raise ChoiceError("YAML files and their tables")
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    named = {name for script in scripts for name in _settled(folder / script, frozenset(kept))}
    _refuse_missing(named - set(kept))
    first = [script for script in scripts if script not in named]
    if len(first) != 1:
        raise ChoiceError("one YAML file that leads to all others")
    return folder / first[0]


def _settled(path: Path, beside: frozenset[str]) -> set[str]:
    """The files that a YAML file names, once it names those that came along as they lie beside it now."""
    named = {part.value: _plain_name(part.value) for part in _names_in(path)}
    moved = {old: new for old, new in named.items() if new in beside and new != old}
    if moved:
        text = path.read_bytes()
        for old, new in sorted(moved.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(old.encode(), new.encode())
        path.write_bytes(text)
    return {new if new in beside else old for old, new in named.items()}


def _plain_name(name: str) -> str:
    """The last part of a file's name, in letters that harm nobody."""
    last = name.replace("\\", "/").rpartition("/")[2][-80:]
    return "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in last).lstrip(".") or "file"


def _is_known(name: str) -> bool:
    return name.endswith(YAML_ENDINGS + TABLE_ENDINGS)


def _refuse_outside(path: Path, beside: frozenset[str]) -> None:
    """Refuse references to files that did not come along: they would be files of this machine."""
    _refuse_missing({part.value for part in _names_in(path)} - beside)


def _refuse_missing(missing: Set[str]) -> None:
    if missing:
        raise OutsideError(*(name[:LONGEST_TOLD] for name in sorted(missing)))


def _names_in(path: Path) -> list[Node]:
    """Every name of another file in a YAML file."""
    parts = _references(read_document(path, []))
    return [part for part in parts if isinstance(part.value, str) and part.value != "none"]


def _references(node: Node) -> Iterator[Node]:
    """Every value that may name a file."""
    if isinstance(node.value, list):
        for part in node.value:
            yield from _references(part)
    if not isinstance(node.value, dict):
        return
    for name, part in node.value.items():
        if name in (*REFERENCES, "file"):
            yield part
        yield from _references(part)


__all__ = ["OutsideError", "TooBigError", "checked", "opened", "scenario_in"]

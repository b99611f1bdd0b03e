"""Scenarios from outside: a file somebody opens, a link, a changed lever; all pass the same strict reading."""

import os
import tempfile
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from simkomunitas.app.app_words import Language
from simkomunitas.app.error_messages import LINK_FILE_PREFIX, format_errors
from simkomunitas.app.presets import load_presets
from simkomunitas.app.programme_arm import CHANGED_PREFIX, OPENED_SEPARATOR, ProgrammeArm
from simkomunitas.app.server.viewer_limits import ScenarioTooLargeError, check_scenario_size, describe_size
from simkomunitas.base.input_errors import InputError
from simkomunitas.config.config_export import export_resolved, to_yaml
from simkomunitas.config.config_nodes import ConfigNode
from simkomunitas.config.config_reader import read_comparison, read_scenario
from simkomunitas.config.yaml_reader import read_yaml_file
from simkomunitas.model.community.village_descriptions import ImportedVillage, build_community
from simkomunitas.model.scenario_definition import Scenario

YAML_ENDINGS, TABLE_ENDINGS = (".yaml", ".yml"), (".csv", ".graphml", ".txt")
MAX_FILES = 8
MAX_OPENED_ARMS = 4
SINGLE_ARM_NAME = "programme"  # what a scenario without arms calls its one programme
MAX_NAME_LENGTH = 40  # of a file, on the screen
MAX_SHOWN_NAME_LENGTH = 60  # letters of a file's name in a refusal
FILE_REFERENCE_KEYS = ("extends", "community", "programme")  # keys that may name another file


class MissingFilesError(Exception):
    """A file that names others which did not come with it; their names are the arguments."""


class MainFileError(ValueError):
    """Files of which none, or more than one, is the first to be read, or that are of no kind we open."""


class OpenedFiles(NamedTuple):
    """What came of opening files: programmes, or why there are none: a key of the words, with values and lines."""

    arms: tuple[ProgrammeArm, ...] = ()
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def open_files(files: Mapping[str, bytes], folder: Path, language: Language) -> OpenedFiles:
    """The programmes in files that somebody sent, or why they are not shown; the work of a worker.

    A list of ties of five megabytes takes nine seconds to read, and who sends such files does not mean well always.
    """
    try:
        return OpenedFiles(tuple(read_opened_arms(files, folder)))
    except InputError as error:
        return OpenedFiles(key="trouble:file", lines=tuple(format_errors(error, language)))
    except MissingFilesError as error:
        return OpenedFiles(key="trouble:outside", values=(("names", ", ".join(error.args)),))
    except ScenarioTooLargeError as error:
        return OpenedFiles(key="trouble:too_big", values=tuple(describe_size(error, language).items()))
    except MainFileError:
        names = ", ".join(name[:MAX_SHOWN_NAME_LENGTH] for name in list(files)[:MAX_FILES])
        return OpenedFiles(key="trouble:choice", values=(("names", names),))
    except (ValueError, OSError):
        return OpenedFiles(key="trouble:file")


def revalidate_scenario(scenario: Scenario) -> Scenario:
    """The scenario after it has been written out and read again by the strict reader; InputError if that refuses."""
    with _temporary_file(to_yaml(export_resolved(scenario))) as path:
        return check_scenario_size(read_scenario(path))


def parse_linked_scenario(text: str, upload_folder: Path | None = None) -> Scenario:
    """The scenario in a text from a link, which may name files of a lot that was opened here, and no others.

    InputError, OutsideError or TooBigError if it is not to be shown.
    """
    beside = frozenset(path.name for path in upload_folder.iterdir()) if upload_folder else frozenset()
    with _temporary_file(text, upload_folder) as path:
        _check_references(path, beside)
        return check_scenario_size(read_scenario(path))


@contextmanager
def _temporary_file(text: str, upload_folder: Path | None = None) -> Iterator[Path]:
    """The text as a file for a moment, beside the files of a lot, or alone."""
    with tempfile.TemporaryDirectory(prefix="simkomunitas-") as alone:
        handle, name = tempfile.mkstemp(prefix=LINK_FILE_PREFIX, suffix=".yaml", dir=upload_folder or alone)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def read_opened_arms(files: Mapping[str, bytes], folder: Path) -> list[ProgrammeArm]:
    """The programmes in the files that somebody opened, which are kept in a folder of their own.

    A scenario, a comparison, or a village alone, which is shown with the usual programme and without any; with the
    files it names; each arm has the name of its file before its own.  InputError, OutsideError, TooBigError or
    ValueError (no YAML file to begin with, or too many files) if they are not to be shown.
    """
    path = flatten_file_layout(files, folder)
    if _is_community_file(path):
        with _temporary_file(f"community: {path.name}\nprogramme: none\n", folder) as alone:
            village = read_scenario(alone).village
        arms = [(name, load_presets()[name].scenario._replace(village=village)) for name in ("balanced", "none")]
    else:
        arms = list(read_comparison(path).arms)
        arms = arms[::-1] if len(arms) == 2 else arms
    called = _display_file_name(next(name for name in files if _safe_file_name(name) == path.name))
    return [
        ProgrammeArm(
            called if name == SINGLE_ARM_NAME else f"{called}{OPENED_SEPARATOR}{name}", _check_tables(scenario)
        )
        for name, scenario in arms[:MAX_OPENED_ARMS]
    ]


def _display_file_name(name: str) -> str:
    """What a viewer calls her file: without its folder and its ending."""
    last = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return " ".join(last.replace(CHANGED_PREFIX, "-").split())[:MAX_NAME_LENGTH] or "file"


def _check_tables(scenario: Scenario) -> Scenario:
    """The scenario, whose tables can be read; TooBigError or InputError if it is not to be shown."""
    if isinstance(check_scenario_size(scenario).village, ImportedVillage):
        build_community(scenario.village, 1)
    return scenario


def _is_community_file(path: Path) -> bool:
    """Whether a file describes a community and nothing else."""
    top = read_yaml_file(path, []).value
    return isinstance(top, dict) and "kind" in top and "community" not in top


def flatten_file_layout(files: Mapping[str, bytes], folder: Path) -> Path:
    """Put files side by side that name each other wherever they lay before; the one that no other names."""
    kept = {_safe_file_name(name): content for name, content in files.items()}
    scripts = [name for name in kept if name.endswith(YAML_ENDINGS)]
    if len(kept) > MAX_FILES or not all(_is_known_kind(name) for name in kept):
        raise MainFileError("YAML files and their tables")
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    named = {name for script in scripts for name in _rewrite_references(folder / script, frozenset(kept))}
    _raise_missing_files(named - set(kept))
    first = [script for script in scripts if script not in named]
    if len(first) != 1:
        raise MainFileError("one YAML file that leads to all others")
    return folder / first[0]


def _rewrite_references(path: Path, beside: frozenset[str]) -> set[str]:
    """The files that a YAML file names, once it names those that came along as they lie beside it now."""
    named = {part.value: _safe_file_name(part.value) for part in _find_file_references(path)}
    moved = {old: new for old, new in named.items() if new in beside and new != old}
    if moved:
        text = path.read_bytes()
        for old, new in sorted(moved.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(old.encode(), new.encode())
        path.write_bytes(text)
    return {new if new in beside else old for old, new in named.items()}


def _safe_file_name(name: str) -> str:
    """The last part of a file's name, in letters that harm nobody."""
    last = name.replace("\\", "/").rpartition("/")[2][-80:]
    return "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in last).lstrip(".") or "file"


def _is_known_kind(name: str) -> bool:
    return name.endswith(YAML_ENDINGS + TABLE_ENDINGS)


def _check_references(path: Path, beside: frozenset[str]) -> None:
    """Refuse references to files that did not come along: they would be files of this machine."""
    _raise_missing_files({part.value for part in _find_file_references(path)} - beside)


def _raise_missing_files(missing: Set[str]) -> None:
    if missing:
        raise MissingFilesError(*(name[:MAX_SHOWN_NAME_LENGTH] for name in sorted(missing)))


def _find_file_references(path: Path) -> list[ConfigNode]:
    """Every name of another file in a YAML file."""
    parts = _reference_values(read_yaml_file(path, []))
    return [part for part in parts if isinstance(part.value, str) and part.value != "none"]


def _reference_values(node: ConfigNode) -> Iterator[ConfigNode]:
    """Every value that may name a file."""
    if isinstance(node.value, list):
        for part in node.value:
            yield from _reference_values(part)
    if not isinstance(node.value, dict):
        return
    for name, part in node.value.items():
        if name in (*FILE_REFERENCE_KEYS, "file"):
            yield part
        yield from _reference_values(part)


__all__ = [
    "MissingFilesError",
    "ScenarioTooLargeError",
    "parse_linked_scenario",
    "read_opened_arms",
    "revalidate_scenario",
]
